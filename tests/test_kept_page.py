"""The page that answers a form has an address: for this sign-in alone, for an hour, and in no table once somebody is erased."""

import datetime as dt

import pytest
from sqlalchemy import select

from kpi_assistant.models import KeptPage, SignIn
from kpi_assistant.models.base import utc_now
from tests.views.kpi_cast import meeting, person

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
TYPED = {"q": "姚", "find": "1", "place": "三号楼会议室"}


@pytest.fixture
def client(sign_in, alice):
    return sign_in(alice)


def test_a_browser_is_led_to_the_answer_and_finds_it_again(client):
    answer = client.post("/meetings/new?person=", data=TYPED, headers=BROWSER)
    assert answer.status_code == 303
    assert answer.location.startswith("/meetings/new?person=&kept=")
    for _time in range(2):
        assert "三号楼会议室" in client.get(answer.location).text
    # Sent from there it is led on, to one kept page, not to two.
    again = client.post(answer.location, data=TYPED, headers=BROWSER)
    assert again.location.count("kept=") == 1
    assert again.location != answer.location


def test_a_script_gets_the_answer_itself(client, fetch):
    assert client.post("/meetings/new", data=TYPED).status_code == 200
    assert client.post("/meetings/new", data=TYPED, headers=BROWSER | {"X-Requested-With": "fetch"}).status_code == 200
    assert fetch(select(KeptPage)) == []


def test_it_is_this_sign_ins_alone_at_this_address(client, sign_in, alice, bob):
    at = client.post("/meetings/new", data=TYPED, headers=BROWSER).location
    for other in (sign_in(bob), sign_in(alice)):
        assert "三号楼会议室" not in other.get(at).text
    assert "三号楼会议室" not in client.get(at.replace("/meetings/new", "/people/new")).text
    assert client.get("/meetings/new?kept=nonsense").status_code == 200


def test_it_ends_with_the_sign_in_and_after_an_hour(client, sign_in, alice, save, fetch):
    at = client.post("/meetings/new", data=TYPED, headers=BROWSER).location
    (row,) = fetch(select(KeptPage))
    row.created_at = utc_now() - KeptPage.LASTS - dt.timedelta(seconds=1)
    save(row)
    assert "三号楼会议室" not in client.get(at).text
    sign_in(alice).post("/meetings/new", data=TYPED, headers=BROWSER)
    assert [kept.id == row.id for kept in fetch(select(KeptPage))] == [False]
    client.post("/meetings/new", data=TYPED, headers=BROWSER)
    client.post("/logout")
    assert len(fetch(select(KeptPage))) == 1
    assert len(fetch(select(SignIn))) == 1


def test_a_form_that_is_only_sent_is_answered_on_its_page(client, alice, save):
    row = save(meeting(alice, save(person(alice))))
    page = f"/meetings/{row.id}"
    typed = {"next_step": "周五前给差距表", "next_step_on": "2026-99-99"}
    from_page = BROWSER | {"Origin": "http://localhost", "Referer": f"http://localhost{page}"}
    answer = client.post(f"{page}/finish", data=typed, headers=from_page)
    assert answer.location.startswith(f"{page}?kept=")
    assert "周五前给差距表" in client.get(answer.location).text
    # Nobody else's page is led to.
    for header in ({"Referer": "http://evil.example/meetings"}, {"Origin": "http://evil.example"}, {"Referer": ""}):
        assert client.post(f"{page}/finish", data=typed, headers=from_page | header).status_code == 200


def test_what_the_form_wanted_is_not_kept_by_half(client, alice, save, fetch):
    row = save(person(alice, "庄敏"))
    client.post(f"/people/{row.id}/edit", data={"name": "", "contact": "新的电话"}, headers=BROWSER)
    client.post(f"/people/{row.id}/erase", data={"name": "别的"}, headers=BROWSER)
    assert len(fetch(select(KeptPage))) == 2
    client.post(f"/people/{row.id}/erase", data={"name": "庄敏"}, headers=BROWSER)
    assert fetch(select(KeptPage)) == []
