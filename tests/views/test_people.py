"""People: entered, found, looked at before a meeting, moved through the stages, exported and erased."""

import datetime as dt
import json
import uuid

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import (
    Industry,
    Layer,
    TouchKind,
    TrustStage,
)
from kpi_assistant.models import (
    AuditEntry,
    Kpi,
    KpiVersion,
    Note,
    Organisation,
    Person,
    Promise,
    Touch,
)
from tests.views.kpi_cast import NOON, organisation, person

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


def test_a_source_is_not_lost_by_editing_without_saying_so(sign_in, alice, save, fetch):
    who = save(person(alice, met_through="贺院长介绍"))
    client = sign_in(alice)
    page = client.post(f"/people/{who.id}/edit", data={**FORM, "met_through": ""}).text
    assert "Who or what brought you together?" in page
    assert fetch(select(Person))[0].met_through == "贺院长介绍"
    client.post(f"/people/{who.id}/edit", data={**FORM, "met_through": "", "is_cold": "y"})
    assert fetch(select(Person))[0].met_through == ""
    assert 'checked id="is_cold"' in client.get(f"/people/{who.id}/edit").text


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


def test_people_are_listed_by_the_sound_of_their_names(sign_in, alice):
    """By code point 卞 (U+535E) would stand before 安 (U+5B89), and 单 as a surname is read shan, not dan."""
    client = sign_in(alice)
    for name in ("庄敏", "卞小禾", "Dana Price", "安建军", "单志远", "董凯"):
        client.post("/people/new", data={**FORM, "name": name})
    client.get("/people/")  # the messages that name them are read
    page = client.get("/people/").text
    listed = sorted(("庄敏", "卞小禾", "Dana Price", "安建军", "单志远", "董凯"), key=page.index)
    assert listed == ["安建军", "卞小禾", "Dana Price", "董凯", "单志远", "庄敏"]


def test_a_renamed_person_moves_to_their_new_place_in_the_list(sign_in, alice, fetch):
    client = sign_in(alice)
    client.post("/people/new", data={**FORM, "name": "庄敏"})
    client.post("/people/new", data={**FORM, "name": "卞小禾"})
    renamed = next(row for row in fetch(select(Person)) if row.name == "庄敏")
    client.post(f"/people/{renamed.id}/edit", data={**FORM, "name": "安敏"})
    client.get("/people/")
    page = client.get("/people/").text
    assert page.index("安敏") < page.index("卞小禾")


@pytest.mark.parametrize(
    ("asked", "shown", "words"), [("1", 30, "Page 1 of 3"), ("3", 5, "Page 3 of 3"), ("9", 5, "Page 3 of 3")]
)
def test_the_list_has_pages_and_a_number_out_of_range_gives_the_last(sign_in, alice, save, asked, shown, words):
    save(*(person(alice, f"熟人{number:02}") for number in range(65)))
    page = sign_in(alice).get(f"/people/?page={asked}").text
    assert page.count("熟人") == shown
    assert words in page


def test_a_search_of_one_page_has_no_pager(sign_in, alice, save):
    save(*(person(alice, f"熟人{number:02}") for number in range(65)))
    page = sign_in(alice).get("/people/?q=熟人0").text
    assert page.count("熟人0") >= 10
    assert "Page 1 of" not in page
