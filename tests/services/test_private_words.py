"""Whatever is kept about a life or mindset KPI is looked for, whichever column it stands in and whoever keeps it."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import String
from sqlalchemy.orm import InstrumentedAttribute, Session

from kpi_assistant.domain.leaks import allowed_texts, find_leaks
from kpi_assistant.domain.vocabulary import Edition, Facet, KpiStatus, Layer, ReactionKind, Sensitivity
from kpi_assistant.models import (
    Base,
    GuideItem,
    Kpi,
    KpiFacet,
    KpiStatusChange,
    KpiVersion,
    Member,
    Person,
    Promise,
    Reaction,
    Response,
    ResponseDraft,
)
from kpi_assistant.models.sealed import Sealed, SealedJson
from kpi_assistant.services.brief_secrets import brief_secrets, said_openly
from kpi_assistant.services.briefs import BriefChoices, compose
from kpi_assistant.services.private_words import DRAFTED
from kpi_assistant.services.responses import WORDING
from tests.views.answer_cast import capability, kpi, proof, response
from tests.views.kpi_cast import meeting, organisation, person

TOLD = "晚上要回家陪孩子写作业，十点以后才回电话"
DAY = dt.date(2026, 11, 2)
ELSEWHERE = {GuideItem.wording: "quotes the KPI's own words, or asks what the bank asks everybody"}
"""Columns beside a KPI that hold no words of their own."""


def text_columns() -> Iterator[InstrumentedAttribute[Any]]:
    """Every column for free text in a table that belongs to a KPI, or to something that does."""
    about = {Kpi.__table__}
    while True:
        more = {
            table
            for table in Base.metadata.tables.values()
            if any(key.column.table in about for key in table.foreign_keys)
        }
        if more <= about:
            break
        about |= more
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__):
        for prop in mapper.column_attrs if mapper.local_table in about else ():
            kind = prop.columns[0].type
            if isinstance(kind, (Sealed, SealedJson)) or (type(kind) is String and kind.length is None):
                yield prop.class_attribute


def places() -> Iterator[tuple[InstrumentedAttribute[Any], str]]:
    """Each column, and of those that hold several texts each of them."""
    several = {
        Response.wording: WORDING, ResponseDraft.content: DRAFTED, KpiFacet.sealed: tuple(Facet), KpiFacet.plain: ()
    }  # fmt: skip
    for column in text_columns():
        if column not in ELSEWHERE and column is not KpiVersion.plain:
            yield from ((column, str(name)) for name in several.get(column, ("",)))


PLACES = [pytest.param(column, name, id=f"{column}-{name}".rstrip("-")) for column, name in places()]


def test_the_walk_finds_the_columns_there_are():
    assert {Kpi.remark, KpiStatusChange.remark, Response.wording, Reaction.words, Promise.text} <= set(text_columns())
    assert len(PLACES) > 25


def rows_with(column: InstrumentedAttribute[Any], name: str, owner: Member, about: Person, layer: Layer) -> list[Base]:
    """A KPI with everything that may hang on it, and TOLD in one place of it."""
    row = kpi(owner, about, "这句与那件事无关", layer)
    change = KpiStatusChange(kpi_id=row.id, status=KpiStatus.OPEN)
    answer = response(row)
    ids = {"workspace_id": owner.workspace_id, "created_by_id": owner.id}
    promise = Promise(**ids, person_id=about.id, response_id=answer.id, text="另有安排", due_on=DAY)
    reaction = Reaction(**ids, response_id=answer.id, kind=ReactionKind.ACCEPTED, happened_on=DAY)
    draft = ResponseDraft(**ids, kpi_id=row.id, content={})
    rows = {type(each): each for each in (row, change, answer, promise, reaction, draft, row.versions[0])}
    if column.class_ is KpiFacet:
        facet = KpiFacet(facet=Facet(name))
        facet.keep(TOLD, private=layer.is_private)
        row.facets.append(facet)
    elif column.class_ is KpiVersion:
        row.versions[0].keep(TOLD, private=layer.is_private)
    else:
        value: Any = TOLD
        if column is Response.wording:
            value = {name: TOLD}
        elif column is ResponseDraft.content:
            value = {name: [TOLD]}
        setattr(rows[column.class_], column.key, value)
    return list(rows.values())


def found(app: Any, maker: Member, addressee: Person, words: str) -> tuple[bool, bool]:
    """Whether the words are caught in a paper to the addressee: as known to its maker, and as hidden from them."""
    with Session(app.extensions["database"].engine) as session:
        member, to = session.get_one(Member, maker.id), session.get_one(Person, addressee.id)
        composed = compose(session, member, to, BriefChoices(Edition.CUSTOMER, "zh_CN"), DAY, None)
        withheld = brief_secrets(session, member, composed.record)
        context = allowed_texts(composed.edition), said_openly(composed.record, composed.edition)
        return bool(find_leaks(words, withheld.known, *context)), bool(find_leaks(words, withheld.hidden, *context))


@pytest.mark.parametrize(("column", "name"), PLACES)
def test_it_is_caught_in_the_keepers_own_paper_and_in_a_colleagues(app, save, alice, bob, column, name):
    zhuang, far = save(person(alice, at=save(organisation(alice)))), save(person(bob, "远处的人"))
    save(*rows_with(column, name, bob, far, Layer.LIFE))
    leaky = f"割接放在白天，因为{TOLD[2:14]}。"
    assert found(app, bob, zhuang, leaky) == (True, False)
    assert found(app, alice, zhuang, leaky) == (False, True)
    assert found(app, alice, zhuang, "割接放在白天，日间两个人到场。") == (False, False)


def test_a_sensitive_work_kpi_is_kept_like_a_private_one(app, save, alice):
    zhuang = save(person(alice, at=save(organisation(alice))))
    save(kpi(alice, zhuang, remark=TOLD, sensitivity=Sensitivity.SENSITIVE))
    assert found(app, alice, zhuang, TOLD) == (True, False)


def test_what_is_kept_of_a_plain_work_kpi_is_no_secret_of_ours(app, save, alice, bob):
    """Its answer is what the paper is made of: it must not be caught by itself."""
    zhuang = save(person(alice, at=save(organisation(alice))))
    for column, name in places():
        if column.class_ in (Response, Promise, ResponseDraft):
            save(*rows_with(column, name, alice, zhuang, Layer.WORK))
    assert found(app, alice, zhuang, TOLD) == (False, False)
    assert found(app, bob, zhuang, TOLD) == (False, False)


@pytest.mark.parametrize(
    ("facet", "text"),
    [
        (Facet.DEADLINE, "明年六月底前"), (Facet.DEADLINE, "by the end of March next year"), (Facet.BASELINE, "6.5 个月"),
        (Facet.JUDGE, "信息科主任"), (Facet.METRIC, "恢复时长"),
    ],
)  # fmt: skip
def test_a_date_a_figure_and_what_is_said_openly_tell_nobodys_secret(app, save, alice, facet, text):
    zhuang = save(person(alice, at=save(organisation(alice))))
    open_one, private = kpi(alice, zhuang), kpi(alice, zhuang, "这句与那件事无关", Layer.MINDSET)
    metric, same = KpiFacet(facet=Facet.METRIC), KpiFacet(facet=facet)
    metric.keep("恢复时长", private=False)
    same.keep(text, private=True)
    open_one.facets, private.facets = [metric], [same]
    save(open_one, private)
    assert found(app, alice, zhuang, f"我们在{text}给您实测数。") == (False, False)


def test_what_the_app_proposes_and_the_catalogue_says_may_stand_in_both(app, save, alice):
    zhuang, backup = save(person(alice, at=save(organisation(alice)))), save(capability(alice))
    usual, catalogue = "再当面听您细说这件事", "核心系统做不可改写的备份，每半年真恢复一次。"
    asked, wish = save(kpi(alice, zhuang)), save(kpi(alice, zhuang, "这句与那件事无关", Layer.LIFE))
    save(response(asked, backup, save(proof(backup))))
    answer = save(response(wish, do=catalogue))
    save(
        Promise(
            id=uuid.uuid4(), workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=zhuang.id,
            response_id=answer.id, text=usual, due_on=DAY,
        )
    )  # fmt: skip
    assert found(app, alice, zhuang, f"{usual}。{catalogue}") == (False, False)


@pytest.mark.parametrize("kept_as", ["promise", "next step"])
def test_a_next_step_agreed_openly_may_answer_a_private_kpi_too(app, save, alice, kept_as):
    zhuang = save(person(alice, at=save(organisation(alice))))
    step = "下周三上午到机房对一遍清单"
    wish = save(kpi(alice, zhuang, "这句与那件事无关", Layer.LIFE))
    answer = save(response(wish))
    promise = {"workspace_id": alice.workspace_id, "created_by_id": alice.id, "person_id": zhuang.id, "due_on": DAY}
    save(Promise(id=uuid.uuid4(), **promise, response_id=answer.id, text=step))
    assert found(app, alice, zhuang, f"我们{step}。") == (True, False)
    if kept_as == "promise":
        save(Promise(id=uuid.uuid4(), **promise, text=step))
    else:
        save(meeting(alice, zhuang, next_step=step))
    assert found(app, alice, zhuang, f"我们{step}。") == (False, False)
