"""People: entered, found, looked at before a meeting, moved through the stages, exported and erased."""

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
    Industry,
    KpiStatus,
    Layer,
    Phase,
    Source,
    TieKind,
    TouchKind,
    TrustStage,
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
    Organisation,
    Person,
    Promise,
    Reaction,
    Response,
    Tie,
    Touch,
)
from kpi_assistant.models.sealed import Keyring
from tests.views.kpi_cast import NOON, meeting, organisation, person

FORM = {
    "name": "庄敏",
    "met_through": "贺院长介绍",
    "influence": "4",
    "contact": "分机 8021",
    "stage": "S1",
    "organisation_id": "",
    "new_organisation": "霁州市第二人民医院",
    "title": "信息科主任",
    "role_kind": "tech_gatekeeper",
}
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


def test_it_saves_a_person_with_the_post_they_hold(sign_in, alice, fetch):
    response = sign_in(alice).post("/people/new", data=FORM)
    (who,) = fetch(select(Person))
    assert response.location == f"/people/{who.id}"
    assert (who.name, who.stage, who.influence) == ("庄敏", TrustStage.S1, 4)
    page = sign_in(alice).get(response.location).text
    assert "信息科主任" in page
    assert FORM["new_organisation"] in page
    assert "贺院长介绍" in page
    assert {row.entity for row in fetch(select(AuditEntry))} == {"organisation", "person", "post"}


def test_it_uses_the_organisation_of_the_same_name_again(sign_in, alice, fetch):
    client = sign_in(alice)
    client.post("/people/new", data=FORM)
    client.post("/people/new", data={**FORM, "name": "贺怀川"})
    assert len(fetch(select(Organisation))) == 1


def test_a_person_without_a_source_is_called_cold(sign_in, alice, save):
    who = save(person(alice))
    assert "Cold: nobody has brought us together yet." in sign_in(alice).get(f"/people/{who.id}").text


def test_somebody_new_has_a_source_or_is_called_cold_outright(sign_in, alice, fetch):
    client = sign_in(alice)
    page = client.post("/people/new", data={**FORM, "met_through": " "}).text
    assert "Who or what brought you together?" in page
    assert FORM["contact"] in page
    assert fetch(select(Person)) == []
    client.post("/people/new", data={**FORM, "met_through": "", "is_cold": "y"})
    (who,) = fetch(select(Person))
    assert who.met_through == ""


def test_it_keeps_what_was_typed_when_it_is_refused(sign_in, alice, fetch):
    page = sign_in(alice).post("/people/new", data={**FORM, "name": " ", "title": "副院长"}).text
    assert "Please fill this in." in page
    assert "副院长" in page
    assert FORM["new_organisation"] in page
    assert fetch(select(Person)) == []


def test_a_title_without_a_place_is_asked_about(sign_in, alice, fetch):
    page = sign_in(alice).post("/people/new", data={**FORM, "new_organisation": ""}).text
    assert "Where do they hold this title?" in page
    assert fetch(select(Person)) == []


def test_a_foreign_organisation_is_refused_in_the_form_and_in_the_address(sign_in, alice, charlie, save, fetch):
    foreign = save(organisation(charlie, "别人的医院"))
    client = sign_in(alice)
    page = client.post("/people/new", data={**FORM, "new_organisation": "", "organisation_id": str(foreign.id)})
    assert page.status_code == 200
    assert "别人的医院" not in page.text
    assert client.get(f"/people/new?organisation={foreign.id}").status_code == 404
    assert fetch(select(Person)) == []


def test_it_finds_by_name_initials_title_and_organisation(sign_in, alice):
    client = sign_in(alice)
    client.post("/people/new", data=FORM)
    client.post("/people/new", data={**FORM, "name": "贺怀川", "title": "院长", "role_kind": "decision_maker"})
    client.get("/people/")  # the messages that name them are read
    for query in ("庄", "zm", "zhuangmin", "信息科", "庄 第二人民", "jzsdermyy zm"):
        page = client.get("/people/", query_string={"q": query}).text
        assert "庄敏" in page, query
        assert "贺怀川" not in page, query
    assert "庄敏" not in client.get("/people/", query_string={"role": "decision_maker"}).text
    assert "贺怀川" in client.get("/people/", query_string={"role": "decision_maker"}).text
    assert "庄敏" not in client.get("/people/", query_string={"industry": "finance"}).text
    assert "庄敏" in client.get("/people/", query_string={"role": "nonsense"}).text


def test_it_changes_a_person_and_search_follows(sign_in, alice, fetch):
    client = sign_in(alice)
    client.post("/people/new", data=FORM)
    (who,) = fetch(select(Person))
    client.post(f"/people/{who.id}/edit", data={**FORM, "name": "庄晓敏"})
    assert "庄晓敏" in client.get("/people/", query_string={"q": "zxm"}).text


def test_a_person_is_the_teams_and_nobody_elses(sign_in, alice, bob, vera, charlie, save, fetch):
    who = save(person(alice))
    assert sign_in(bob).get(f"/people/{who.id}").status_code == 200
    assert sign_in(vera).get(f"/people/{who.id}").status_code == 200
    stranger = sign_in(charlie)
    for path in ("", "/edit", "/export"):
        assert stranger.get(f"/people/{who.id}{path}").status_code == 404
    for path in ("/edit", "/stage"):
        assert stranger.post(f"/people/{who.id}{path}", data={**FORM, "stage": "S2"}).status_code == 404
        assert sign_in(vera).post(f"/people/{who.id}{path}", data={**FORM, "stage": "S2"}).status_code == 403
    assert "庄敏" not in stranger.get("/people/").text
    assert [row.stage for row in fetch(select(Person))] == [TrustStage.S1]


def test_the_page_shows_kpis_by_layer_and_private_ones_to_their_author_alone(sign_in, alice, bob, save):
    who = save(person(alice, at=organisation(alice)))
    save(
        kpi(alice, who, post=who.posts[0]),
        kpi(alice, who, DREAM, Layer.MINDSET),
        kpi(bob, who, "想周末多陪陪老人", Layer.LIFE),
    )
    own = sign_in(alice).get(f"/people/{who.id}").text
    assert own.index(WORDS) < own.index(DREAM)
    assert "想周末多陪陪老人" not in own
    other = sign_in(bob).get(f"/people/{who.id}").text
    assert WORDS in other
    assert DREAM not in other
    assert "想周末多陪陪老人" in other


def test_promises_stand_late_first_and_kept_ones_apart(sign_in, alice, save):
    who = save(person(alice))
    day = dt.datetime.now(dt.UTC).date()
    for text, due, kept in (
        ("下周的材料", day + dt.timedelta(5), None), ("早该给的清单", day - dt.timedelta(5), None),
        ("给过的报告", day - dt.timedelta(9), day),
    ):  # fmt: skip
        save(Promise(workspace_id=alice.workspace_id, person_id=who.id, text=text, due_on=due, kept_on=kept))
    page = sign_in(alice).get(f"/people/{who.id}").text
    assert "We owe them 1 late promise." in page
    assert page.index("早该给的清单") < page.index("下周的材料") < page.index("给过的报告")


def test_the_stage_moves_one_step_and_not_two(sign_in, alice, save, fetch):
    who = save(person(alice, stage=TrustStage.S1))
    client = sign_in(alice)
    page = client.post(f"/people/{who.id}/stage", data={"stage": "S3"}, follow_redirects=True).text
    assert "one step at a time" in page
    assert fetch(select(Person))[0].stage is TrustStage.S1
    client.post(f"/people/{who.id}/stage", data={"stage": "S2"})
    assert fetch(select(Person))[0].stage is TrustStage.S2
    assert client.post(f"/people/{who.id}/stage", data={"stage": "S9"}).status_code == 400


def test_a_late_promise_blocks_moving_up_and_never_down(sign_in, alice, save, fetch):
    who = save(person(alice, stage=TrustStage.S2))
    late = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=3)
    save(Promise(workspace_id=alice.workspace_id, person_id=who.id, text="清单", due_on=late))
    client = sign_in(alice)
    assert "until then the relation does not move up" in client.get(f"/people/{who.id}").text
    client.post(f"/people/{who.id}/stage", data={"stage": "S3"})
    assert fetch(select(Person))[0].stage is TrustStage.S2
    client.post(f"/people/{who.id}/stage", data={"stage": "S1"})
    assert fetch(select(Person))[0].stage is TrustStage.S1


def test_a_kept_promise_and_two_meetings_propose_the_next_stage(sign_in, alice, save):
    who = save(person(alice, stage=TrustStage.S1))
    save(
        Promise(workspace_id=alice.workspace_id, person_id=who.id, text="x", due_on=NOON.date(), kept_on=NOON.date()),
        *(
            Touch(workspace_id=alice.workspace_id, person_id=who.id, kind=TouchKind.MEETING, happened_at=NOON)
            for _ in range(2)
        ),
    )
    assert "You have met again and kept a promise" in sign_in(alice).get(f"/people/{who.id}").text


def test_the_export_holds_what_the_member_may_see(sign_in, alice, bob, save):
    who = save(person(alice, at=organisation(alice)))
    save(kpi(alice, who), kpi(alice, who, DREAM, Layer.MINDSET))
    save(Note(workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=who.id, text="自己记的"))
    own = sign_in(alice).get(f"/people/{who.id}/export")
    assert own.headers["Content-Disposition"].startswith("attachment")
    content = json.loads(own.text)
    assert {version["text"] for row in content["kpis"] for version in row["versions"]} == {WORDS, DREAM}
    assert content["notes"][0]["text"] == "自己记的"
    assert content["posts"][0]["organisation"] == "霁州市第二人民医院"
    others = sign_in(bob).get(f"/people/{who.id}/export").text
    assert WORDS in others
    assert DREAM not in others
    assert "自己记的" not in others


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


def test_erasing_leaves_no_plain_words_in_the_sqlite_file_or_its_log(app, sign_in, alice, save):
    url = app.config["DATABASE_URL"]
    if not url.startswith("sqlite"):
        return  # PostgreSQL keeps deleted rows until its vacuum, which no statement in a transaction can run
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


def test_a_new_organisation_gets_the_industry_its_guides_ask_from(sign_in, alice, fetch):
    sign_in(alice).post(
        "/people/new",
        data={
            "name": "贺怀川",
            "stage": "S0",
            "is_cold": "y",
            "new_organisation": "云岭市人民医院",
            "new_industry": "healthcare",
        },
    )
    (organisation,) = fetch(select(Organisation))
    assert (organisation.name, organisation.industry) == ("云岭市人民医院", Industry.HEALTHCARE)
