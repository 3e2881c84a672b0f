"""Erasing somebody: none of their words stay anywhere, what is others' stays, and only an administrator may."""

import datetime as dt
import json
import uuid
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from kpi_assistant.domain.vocabulary import (
    Edition,
    Fit,
    GuideItemStatus,
    KpiStatus,
    Layer,
    Phase,
    Source,
    TieKind,
    TouchKind,
)
from kpi_assistant.models import (
    Attendance,
    AuditEntry,
    Base,
    Brief,
    Guide,
    GuideItem,
    Kpi,
    KpiDraft,
    KpiFacet,
    KpiStatusChange,
    KpiVersion,
    Meeting,
    Note,
    Person,
    Promise,
    Reaction,
    Response,
    Tie,
    Touch,
)
from kpi_assistant.models.sealed import Keyring
from tests.conftest import on_sqlite
from tests.views.kpi_cast import NOON, meeting, organisation, person

WORDS = "年底前把六个系统的测评一次过掉，报告得我签字"
DREAM = "这几年最想把科里的年轻人带出来"


def kpi(owner, who, words=WORDS, layer=Layer.WORK, post=None, **more):
    row = Kpi(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, person_id=who.id, layer=layer,
        post_id=post.id if post else None, said_on=dt.date(2026, 11, 1), **more,
    )  # fmt: skip
    version = KpiVersion(number=1, created_by_id=owner.id)
    version.keep(words, private=layer.is_private)
    row.versions.append(version)
    return row


@pytest.fixture
def known(alice, bob, save):
    """A person who has left words in every table that can hold any, and a colleague who stays."""
    hospital = save(organisation(alice))
    who, colleague = save(person(alice, "庄敏", hospital)), save(person(alice, "贺怀川", hospital))
    alone, together = save(meeting(alice, who)), save(meeting(alice, who, colleague, purpose="和庄敏、贺院长谈机房"))
    ids = {"workspace_id": alice.workspace_id, "created_by_id": alice.id}
    work = save(kpi(alice, who, post=who.posts[0], meeting_id=together.id, remark="庄敏很在意这个"))
    dream = save(kpi(bob, who, DREAM, Layer.MINDSET))
    relayed = save(kpi(alice, colleague, "院长最怕停机超过一小时", source=Source.RELAYED, told_by_id=who.id))
    relayed_id = relayed.id
    facet = KpiFacet(kpi_id=work.id, facet="consequence")
    facet.keep("扣科里的年终绩效分", private=False)
    answer = Response(**ids, kpi_id=work.id, fit=Fit.DIRECT, wording={"say": f"您说“{WORDS}”，我们能做到"})
    other_answer = Response(**ids, kpi_id=relayed.id, fit=Fit.PARTIAL, wording={"say": f"庄敏说过：{WORDS}"})
    save(facet, answer, other_answer)
    guide = Guide(**ids, meeting_id=together.id, minutes=30, left_out=[{"text": {"zh": WORDS, "en": ""}}])
    elsewhere = save(meeting(alice, colleague))
    other_guide = Guide(**ids, meeting_id=elsewhere.id, minutes=30, left_out=[])
    save(guide, other_guide)
    for each, text in ((guide, WORDS), (other_guide, f"庄敏提过{WORDS}"), (other_guide, "您今年最要紧的是什么？")):
        save(
            GuideItem(
                guide_id=each.id, position=1, phase=Phase.OPEN, status=GuideItemStatus.PLANNED,
                wording={"text": {"zh": text, "en": ""}},
            )
        )  # fmt: skip
    save(
        KpiStatusChange(kpi_id=work.id, status=KpiStatus.OPEN, remark="庄敏改口了"),
        Reaction(**ids, response_id=answer.id, kind="accepted", words="这个我认", happened_on=NOON.date()),
        Promise(**ids, person_id=who.id, text="给庄敏发测评清单", due_on=NOON.date()),
        Promise(**ids, person_id=colleague.id, text="把庄敏的清单也给院长看", due_on=NOON.date()),
        Note(**ids, person_id=who.id, text="做事细，凡事留底"),
        Note(**ids, meeting_id=alone.id, text="她一个人在"),
        Note(workspace_id=bob.workspace_id, created_by_id=bob.id, organisation_id=hospital.id, text="找庄敏要图纸"),
        Touch(**ids, person_id=who.id, kind=TouchKind.CALL, happened_at=NOON, remark="问了测评的事"),
        Tie(**ids, from_person_id=who.id, to_person_id=colleague.id, kind=TieKind.REPORTS_TO, remark="直接上下级"),
        KpiDraft(**ids, meeting_id=together.id, content={"words": "还没记完的半句", "person_id": str(who.id)}),
        KpiDraft(**ids, meeting_id=elsewhere.id, content={"words": "院长的半句", "person_id": str(colleague.id)}),
        *(
            Brief(
                **ids, number=number, edition=edition, locale="zh_CN", person_id=about.id, made_on=NOON.date(),
                snapshot={"words": text},
            )
            for number, edition, about, text in (
                (1, Edition.CUSTOMER, who, WORDS), (2, Edition.INTERNAL, colleague, f"庄敏：{WORDS}"),
                (3, Edition.CUSTOMER, colleague, "院长的话"),
            )
        ),
    )  # fmt: skip
    return who, colleague, dream, relayed_id


def everything(app):
    """Every value of every table as text, opened where it is sealed."""
    database = app.extensions["database"]
    keyring: Keyring = database.keyring
    texts = []
    metadata: MetaData = Base.metadata
    with database.engine.execution_options(read_only=True).connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()):
                for value in row:
                    texts.append(json.dumps(value, ensure_ascii=False, default=repr))
    assert keyring is not None
    return "\n".join(texts)


THEIRS = (
    "庄敏", WORDS, DREAM, "扣科里的年终绩效分", "这个我认", "做事细", "她一个人在", "问了测评的事", "直接上下级", "还没记完的半句",
    "zhuangmin",
)  # fmt: skip


def test_erasing_leaves_none_of_their_words_in_any_table_and_keeps_what_is_others(app, sign_in, alice, known, fetch):
    who, colleague, _, relayed_id = known
    before = everything(app)
    assert all(words in before for words in THEIRS if words != "zhuangmin"), [w for w in THEIRS if w not in before]
    response = sign_in(alice).post(f"/people/{who.id}/erase", data={"name": "庄敏"})
    assert response.location == "/people/"
    after = everything(app)
    assert [words for words in THEIRS if words in after] == []
    assert [row.id for row in fetch(select(Person))] == [colleague.id]
    (kept,) = fetch(select(Kpi))
    assert (kept.id, kept.told_by_id) == (relayed_id, None)
    assert "院长最怕停机超过一小时" in after
    assert "院长的半句" in after
    assert "院长的话" in after
    assert "您今年最要紧的是什么？" in after
    assert "找[…]要图纸" in after
    assert len(fetch(select(Meeting))) == 2
    assert len(fetch(select(Attendance))) == 2
    assert sorted(row.number for row in fetch(select(Brief))) == [3]
    entry = fetch(select(AuditEntry).where(AuditEntry.entity == "person", AuditEntry.action == "deleted"))
    assert [(row.entity_id, row.member_id) for row in entry] == [(who.id, alice.id)]


@on_sqlite  # PostgreSQL keeps deleted rows until its vacuum, which no statement in a transaction can run
def test_erasing_leaves_no_plain_words_in_the_sqlite_file_or_its_log(app, sign_in, alice, save):
    who = save(person(alice, "欧阳独一", organisation(alice)))
    save(kpi(alice, who, post=who.posts[0]))
    path = app.extensions["database"].engine.url.database
    sign_in(alice).post(f"/people/{who.id}/erase", data={"name": "欧阳独一"})
    stored = b""
    for suffix in ("", "-wal"):
        stored += Path(path + suffix).read_bytes()
    assert WORDS.encode() not in stored
    assert "欧阳独一".encode() not in stored


def test_erasing_asks_for_the_very_name(sign_in, alice, save, fetch):
    who = save(person(alice))
    client = sign_in(alice)
    assert "The name is: 庄敏" in client.get(f"/people/{who.id}/erase").text
    page = client.post(f"/people/{who.id}/erase", data={"name": "庄"}).text
    assert "This is not the name of the person on this page." in page
    assert len(fetch(select(Person))) == 1


def test_only_an_administrator_erases(sign_in, alice, bob, vera, charlie, save, fetch):
    who = save(person(alice))
    assert "Erase this person" not in sign_in(bob).get(f"/people/{who.id}").text
    for member, status in ((bob, 403), (vera, 403), (charlie, 403)):
        assert sign_in(member).post(f"/people/{who.id}/erase", data={"name": "庄敏"}).status_code == status
    assert len(fetch(select(Person))) == 1


def test_an_administrator_of_another_team_finds_nobody_to_erase(sign_in, alice, charlie, save, fetch):
    foreign = save(person(charlie))
    assert sign_in(alice).post(f"/people/{foreign.id}/erase", data={"name": "庄敏"}).status_code == 404
    assert len(fetch(select(Person))) == 1
