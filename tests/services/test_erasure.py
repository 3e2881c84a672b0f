"""Erasing somebody takes their name out of every column that we write, however it is written there."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import JSON, String, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kpi_assistant.domain.vocabulary import Edition, KpiStatus, PrintState
from kpi_assistant.models import (
    AuditEntry,
    Base,
    Birthday,
    Brief,
    BriefPaper,
    Capability,
    Guide,
    GuideItem,
    HiddenQuestion,
    KeptPage,
    Kpi,
    KpiDraft,
    KpiStatusChange,
    KpiVersion,
    LoginThrottle,
    Member,
    Organisation,
    OwnQuestion,
    Person,
    Post,
    PrintJob,
    Project,
    ResponseDraft,
    Saying,
    SelfCheck,
    Setting,
    SignIn,
    Workspace,
)
from kpi_assistant.models.sealed import Sealed, SealedJson
from kpi_assistant.services.erasure import GAP, erase_person, names_of
from tests.objects import make_one_of_each
from tests.views.kpi_cast import organisation, person
from tests.views.test_erasing import everything

NAME = "Ottilie Keller"
WRITTEN = f"{NAME}, OTTILIE KELLER or ottilie\nkeller: Mrs Keller's plan, KELLER again, ask Ottilie. Kellermann stays."
LEFT = f"{GAP}, {GAP} or {GAP}: {GAP}'s plan, {GAP} again, ask {GAP}. Kellermann stays."

OTHERS_OWN = {
    KpiVersion: "what other people said is kept as they said it",
    Member: "a colleague's own name and address",
    Organisation.name: "what an organisation is called is public",
    Organisation.level: "a place",
    Organisation.region: "a place",
    Post: "what an organisation calls its posts",
    Person.name: "somebody else's",
    Person.sort_name: "made from the name",
    Organisation.sort_name: "made from the name",
    Workspace: "our own name, and those of competitors",
    Setting: "the installation's",
    SignIn: "a browser's kind",
    LoginThrottle: "a hash",
    AuditEntry: "names of fields",
    Birthday: "a day of somebody else's",
    HiddenQuestion: "a question's id",
    Brief.locale: "a language",
    GuideItem.question_id: "a question's id",
    GuideItem.facets: "names of facets",
    OwnQuestion.replaces: "a question's id",
    OwnQuestion.facets: "names of facets",
    OwnQuestion.role_kinds: "names of kinds",
    OwnQuestion.industries: "names of industries",
    PrintJob.claimed_by: "a process",
    PrintJob.fault: "a code",
}
"""Where no name of an erased person can have been written by us, and why."""


def written_columns() -> Iterator[InstrumentedAttribute[Any]]:
    """Every column for text, however it is kept, but those above and what is made from others for searching."""
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__):
        for prop in mapper.column_attrs:
            column = prop.class_attribute
            is_text = isinstance(prop.columns[0].type, (Sealed, SealedJson, JSON, String))
            # An enumeration is a String as well, of a kind of its own.
            is_text = is_text and not hasattr(prop.columns[0].type, "enums")
            if is_text and mapper.class_ not in OTHERS_OWN and column not in OTHERS_OWN and column.key != "search_text":
                yield column


@pytest.fixture
def ann(save, alice):
    """Somebody to erase, and one of everything that is about others."""
    ids = make_one_of_each(save, alice)
    mine = {"workspace_id": alice.workspace_id, "created_by_id": alice.id}
    save(
        KpiStatusChange(kpi_id=ids["kpi_id"], status=KpiStatus.OPEN),
        ResponseDraft(**mine, kpi_id=ids["kpi_id"], content={}),
        SelfCheck(**mine, meeting_id=ids["meeting_id"], answers={}),
        Saying(capability_id=ids["capability_id"]),
    )
    signed_in = save(SignIn(id=uuid.uuid4(), member_id=alice.id))
    save(KeptPage(sign_in_id=signed_in.id, path="/people/", page=b""))
    return save(person(alice, NAME, at=save(organisation(alice, "Willow House"))))


@pytest.fixture
def erase(app, ann):
    def erase():
        with Session(app.extensions["database"].engine) as session:
            erase_person(session, session.get_one(Person, ann.id))
            session.commit()

    return erase


@pytest.mark.parametrize("column", [pytest.param(each, id=str(each)) for each in written_columns()])
def test_no_column_keeps_the_name(app, ann, erase, fetch, column):
    is_data = isinstance(column.property.columns[0].type, SealedJson)
    with Session(app.extensions["database"].engine) as session:
        rows = session.scalars(select(column.class_)).all()
        row = next(row for row in rows if not isinstance(row, Person) or row.id != ann.id)
        setattr(row, column.key, {"say": [WRITTEN]} if is_data else WRITTEN)
        session.commit()
    assert "Mrs Keller" in everything(app)
    erase()
    assert not re.search(r"(?<![a-z])(ottilie|keller)(?![a-z])", everything(app), re.IGNORECASE)
    left = [getattr(row, column.key) for row in fetch(select(column.class_))]
    # What is only derived goes as a whole; what we wrote stays, with gaps.
    if column.class_ not in (GuideItem, KpiDraft, ResponseDraft, Guide, KeptPage):
        assert ({"say": [LEFT]} if is_data else LEFT) in left


def test_what_is_searched_loses_the_name_as_well(app, erase, fetch):
    with Session(app.extensions["database"].engine) as session:
        (project,) = session.scalars(select(Project))
        project.name, project.search_text = f"{NAME}'s roof", "ottilie keller's roof"
        (capability,) = session.scalars(select(Capability))
        capability.name_en, capability.search_text = f"The {NAME} way", "the ottilie keller way"
        session.commit()
    erase()
    assert not any(
        "keller" in text for text in fetch(select(Project.search_text)) + fetch(select(Capability.search_text))
    )
    assert any("roof" in text for text in fetch(select(Project.search_text)))


def test_anothers_paper_is_printed_anew_without_the_name_and_the_rest_of_it_stays(app, erase, fetch):
    with Session(app.extensions["database"].engine) as session:
        (brief,) = session.scalars(select(Brief))
        before = brief.snapshot
        steps = [{"on": None, "who": f"us and {NAME}", "what": "look at the roof"}]
        brief.snapshot = before | {"edition": before["edition"] | {"next_steps": steps}}
        session.commit()
    erase()
    (brief,) = fetch(select(Brief))
    assert brief.edition is Edition.CUSTOMER
    after = [{"on": None, "who": f"us and {GAP}", "what": "look at the roof"}]
    assert brief.snapshot == before | {"edition": before["edition"] | {"next_steps": after}}
    assert fetch(select(BriefPaper)) == []
    assert fetch(select(PrintJob.state)) == [PrintState.QUEUED]


def test_a_paper_without_the_name_is_left_alone(erase, fetch):
    erase()
    assert len(fetch(select(BriefPaper))) == 1
    assert fetch(select(PrintJob.state)) == [PrintState.DONE]


def test_a_short_form_that_somebody_else_bears_is_theirs(app, save, alice, ann):
    house = save(organisation(alice, "Keller & Sons"))
    zhuang = save(person(alice, "庄敏", at=house))
    namesake = save(person(alice, "庄知远", at=house))
    save(person(alice, "Ottilie Lee"))
    with Session(app.extensions["database"].engine) as session:
        assert names_of(session, session.get_one(Person, ann.id)) == [NAME]
        assert names_of(session, session.get_one(Person, zhuang.id)) == ["庄敏"]
        session.delete(session.get_one(Person, namesake.id))
        for other in session.scalars(select(Person).where(Person.name == "庄敏", Person.id != zhuang.id)):
            session.delete(other)
        session.flush()
        assert names_of(session, session.get_one(Person, zhuang.id)) == ["庄敏", "庄主任"]


def test_a_chinese_name_goes_with_its_title_and_beside_latin_letters(app, save, alice, fetch):
    house = save(organisation(alice))
    zhuang, other = save(person(alice, "庄敏", at=house)), save(person(alice, "贺怀川"))
    kpi = Kpi(
        id=uuid.uuid4(), workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=other.id, layer="work",
        said_on=dt.date(2026, 11, 1), remark="给庄敏OA权限，庄主任点头就行",
    )  # fmt: skip
    save(kpi)
    with Session(app.extensions["database"].engine) as session:
        erase_person(session, session.get_one(Person, zhuang.id))
        session.commit()
    assert fetch(select(Kpi.remark)) == [f"给{GAP}OA权限，{GAP}点头就行"]
