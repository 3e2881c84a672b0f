"""Promises: noted, kept, given up with a word to the person, and never against the rules."""

import datetime as dt

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Fit, Layer
from kpi_assistant.models import Kpi, KpiVersion, Promise, Response
from tests.views.kpi_cast import meeting, person

FORM = {"kind": "deliver", "text": "发一份公开的测算方法", "due_on": "2099-12-05", "meeting_id": ""}


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice))


@pytest.fixture
def owed(save, alice, zhuang):
    return save(
        Promise(
            workspace_id=alice.workspace_id,
            created_by_id=alice.id,
            person_id=zhuang.id,
            text=FORM["text"],
            due_on=dt.date(2020, 12, 5),
        )
    )


def test_it_is_noted_with_its_meeting_and_listed(sign_in, alice, zhuang, save, fetch):
    met = save(meeting(alice, zhuang))
    client = sign_in(alice)
    client.post(f"/promises/new?person={zhuang.id}", data={**FORM, "meeting_id": str(met.id)})
    (promise,) = fetch(select(Promise))
    assert (promise.person_id, promise.meeting_id, promise.text) == (zhuang.id, met.id, FORM["text"])
    page = client.get("/promises/").text
    assert "<h2>Late <" not in page
    assert FORM["text"] in page


def test_what_is_over_its_day_is_listed_as_late(sign_in, alice, owed):
    page = sign_in(alice).get("/promises/").text
    assert "<h2>Late <" in page
    assert owed.text in page


def test_finding_out_published_criteria_may_be_promised(sign_in, alice, zhuang, fetch):
    client = sign_in(alice)
    for text in ("找招标代理问清楚用的是哪套评分标准", "Find out which scoring criteria apply"):
        client.post(f"/promises/new?person={zhuang.id}", data=FORM | {"text": text})
    assert len(fetch(select(Promise))) == 2


def test_it_gets_a_new_day_that_is_still_to_come(sign_in, alice, owed, fetch):
    client = sign_in(alice)
    address = f"/promises/{owed.id}/postpone?next=/today/"
    refused = client.post(address, data={"due_on": "2020-12-06"}).text
    assert "This day has passed." in refused
    assert FORM["text"] in refused
    assert client.post(address, data={"due_on": "2099-12-06"}).location == "/today/"
    assert [promise.due_on for promise in fetch(select(Promise))] == [dt.date(2099, 12, 6)]
    assert (
        client.post(f"/promises/{owed.id}/postpone?next=//evil.example/", data={"due_on": "2099-12-07"}).location == "/"
    )


def test_it_is_found_by_the_person(sign_in, alice, owed):
    client = sign_in(alice)
    assert FORM["text"] in client.get("/promises/?q=庄").text
    assert FORM["text"] not in client.get("/promises/?q=李").text


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"text": ""}, "Please fill this in."),
        ({"due_on": ""}, "Choose a day."),
        ({"due_on": "2020-01-01"}, "This day has passed. Choose today or a later day."),
        ({"text": "帮他孩子安排个工作"}, "A favour for the family"),
    ],
)
def test_it_refuses_with_a_sentence(sign_in, alice, zhuang, fetch, change, problem):
    assert problem in sign_in(alice).post(f"/promises/new?person={zhuang.id}", data=FORM | change).text
    assert fetch(select(Promise)) == []


def test_the_better_wording_is_taken_with_one_tap_and_nothing_else_changes(sign_in, alice, zhuang, fetch):
    form = FORM | {"text": "过年给主任带两盒月饼，顺便发一份测算方法", "take": "text:gift"}
    page = sign_in(alice).post(f"/promises/new?person={zhuang.id}", data=form).text
    assert "材料提前一天交到您手上，顺便发一份测算方法" in page
    assert "A gift" not in page
    assert fetch(select(Promise)) == []


def test_it_counts_late_to_come_kept_and_given_up(sign_in, alice, charlie, owed, zhuang, save):
    day = dt.date(2020, 12, 5)
    for more in ({"due_on": dt.date(2099, 1, 1)}, {"due_on": day, "kept_on": day}, {"due_on": day, "released_on": day}):
        save(Promise(workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=zhuang.id, text="x", **more))
    page = sign_in(alice).get("/promises/").text
    for part in ("1 late", "1 to come", "1 kept", "1 given up"):
        assert part in page
    assert "1 late" not in sign_in(charlie).get("/promises/").text


def test_one_tap_keeps_it_and_one_takes_it_back(sign_in, alice, owed, fetch):
    client = sign_in(alice)
    page = client.post(f"/promises/{owed.id}/keep", data={"next": "/promises/"}, follow_redirects=True).text
    assert "Undo" in page
    assert fetch(select(Promise))[0].kept_on is not None
    assert FORM["text"] in client.get("/promises/?settled=").text
    client.post(f"/promises/{owed.id}/reopen", data={"next": "https://elsewhere.example/"})
    assert fetch(select(Promise))[0].kept_on is None


def test_it_leads_nowhere_else(sign_in, alice, owed):
    answer = sign_in(alice).post(f"/promises/{owed.id}/keep", data={"next": "//elsewhere.example/x"})
    assert answer.location == "/"


def test_giving_up_needs_a_word_to_the_person(sign_in, alice, owed, fetch):
    client = sign_in(alice)
    assert "Please fill this in." in client.post(f"/promises/{owed.id}/release", data={"told": " "}).text
    assert fetch(select(Promise))[0].released_on is None
    client.post(f"/promises/{owed.id}/release", data={"told": "当面说了，改由研究所发"})
    (promise,) = fetch(select(Promise))
    assert promise.released_on is not None
    assert promise.release_note == "当面说了，改由研究所发"
    client.post(f"/promises/{owed.id}/reopen")
    (promise,) = fetch(select(Promise))
    assert (promise.released_on, promise.release_note) == (None, "")


def test_it_takes_no_foreign_ids(sign_in, alice, charlie, zhuang, owed, save, fetch):
    theirs = save(person(charlie))
    their_meeting = save(meeting(charlie, theirs))
    client = sign_in(alice)
    assert client.post(f"/promises/new?person={theirs.id}", data=FORM).status_code == 404
    assert client.post(f"/promises/new?person={zhuang.id}&meeting={their_meeting.id}", data=FORM).status_code == 404
    assert client.get("/promises/new?person=nobody").status_code == 404
    client.post(f"/promises/new?person={zhuang.id}", data={**FORM, "meeting_id": str(their_meeting.id)})
    stranger = sign_in(charlie)
    for action in ("keep", "reopen", "release"):
        assert stranger.post(f"/promises/{owed.id}/{action}", data={"told": "x"}).status_code == 404
    assert FORM["text"] not in stranger.get("/promises/").text
    assert [(row.id, row.kept_on) for row in fetch(select(Promise))] == [(owed.id, None)]


def test_a_viewer_may_look_and_not_change(sign_in, vera, owed):
    client = sign_in(vera)
    assert FORM["text"] in client.get("/promises/").text
    assert client.post(f"/promises/{owed.id}/keep").status_code == 403


def test_a_row_names_the_kpi_it_belongs_to_and_that_is_as_private_as_the_kpi(
    sign_in, alice, bob, charlie, zhuang, save
):
    ids = {"workspace_id": alice.workspace_id, "created_by_id": alice.id}
    for words, layer, text in (
        ("报告得我签字", Layer.WORK, "给一份清单"), ("想周末回去看看", Layer.LIFE, "避开周末"),
    ):  # fmt: skip
        kpi = Kpi(**ids, person_id=zhuang.id, layer=layer, said_on=dt.date(2026, 11, 1))
        version = KpiVersion(number=1, created_by_id=alice.id)
        version.keep(words, private=layer.is_private)
        kpi.versions.append(version)
        response = Response(**ids, kpi=kpi, fit=Fit.NOT_YET, wording={})
        save(kpi, Promise(**ids, person_id=zhuang.id, response=response, text=text, due_on=dt.date(2026, 12, 5)))
    pages = "/promises/", f"/people/{zhuang.id}"
    for address in pages:
        own, mates = sign_in(alice).get(address).text, sign_in(bob).get(address).text
        for words in ("报告得我签字", "想周末回去看看", "避开周末"):
            assert words in own
        assert "报告得我签字" in mates
        assert "周末" not in mates
    assert "给一份清单" not in sign_in(charlie).get("/promises/").text
    assert "报告得我签字" not in sign_in(charlie).get("/promises/").text
