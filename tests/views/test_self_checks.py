"""Two minutes after a meeting: for oneself alone, sealed, and offered while one still remembers."""

import datetime as dt

import pytest
from sqlalchemy import select, text

from kpi_assistant.models import Guide, OwnQuestion, SelfCheck
from kpi_assistant.models.base import utc_now
from tests.views.answer_cast import WORDS, kpi
from tests.views.kpi_cast import meeting, organisation, person

ANSWERS = {"asked": "yes", "layers": "partly", "heard": "no", "whom": "陆知远", "next_time": "少讲我们，多问一轮"}


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=organisation(alice)))


@pytest.fixture
def held(save, alice, zhuang):
    began = utc_now() - dt.timedelta(hours=2)
    return save(meeting(alice, zhuang, starts_at=began, ended_at=utc_now() - dt.timedelta(hours=1)))


def test_it_is_kept_sealed_and_comes_back_for_its_author_alone(app, sign_in, alice, bob, held, fetch):
    client, mate = sign_in(alice), sign_in(bob)
    address = f"/meetings/{held.id}/self-check/"
    assert address in client.get(f"/meetings/{held.id}").text
    assert client.post(address, data=ANSWERS).status_code == 302
    page = client.get(address).text
    assert "少讲我们，多问一轮" in page
    assert page.count("checked") == 3
    assert "少讲我们" not in mate.get(address).text
    mate.post(address, data={"asked": "no"})
    client.post(address, data=ANSWERS | {"next_time": "先听完"})
    rows = {row.created_by_id: row.answers for row in fetch(select(SelfCheck))}
    assert rows == {alice.id: ANSWERS | {"next_time": "先听完"}, bob.id: {"asked": "no"}}
    with app.extensions["database"].engine.connect() as connection:
        assert "先听完" not in str(connection.execute(text("SELECT answers FROM self_check")).all())


def test_today_offers_it_until_it_is_done_to_who_held_the_meeting(sign_in, alice, bob, save, zhuang, held):
    save(meeting(alice, zhuang, starts_at=utc_now() - dt.timedelta(days=9), ended_at=utc_now() - dt.timedelta(days=8)))
    client, mate = sign_in(alice), sign_in(bob)
    assert client.get("/").text.count("/self-check/") == 1
    assert "/self-check/" not in mate.get("/").text
    client.post(f"/meetings/{held.id}/self-check/", data={"asked": "yes"})
    assert "/self-check/" not in client.get("/").text


def test_it_says_what_the_record_knows(sign_in, alice, save, zhuang, held):
    save(kpi(alice, zhuang, meeting_id=held.id))
    page = sign_in(alice).get(f"/meetings/{held.id}/self-check/").text
    assert "1 on work, 0 on life, 0 on mindset" in page
    assert "Said, and not answered yet:" in page
    assert WORDS[:10] in page


def test_an_answer_that_is_none_is_refused(sign_in, alice, held, fetch):
    answer = sign_in(alice).post(f"/meetings/{held.id}/self-check/", data={"asked": "always", "next_time": "先听完"})
    assert answer.status_code == 200
    assert "先听完" in answer.text
    assert fetch(select(SelfCheck)) == []


def test_erasing_somebody_takes_their_name_out_of_it_and_out_of_own_questions(sign_in, alice, save, held, fetch):
    gone = save(person(alice, "陆知远"))
    client = sign_in(alice)
    client.post(f"/meetings/{held.id}/self-check/", data=ANSWERS)
    client.post(f"/meetings/{held.id}/guide/check", data={"text": "陆知远那边谁来对接？", "phase": "open"})
    words = {
        "text_zh": "陆知远那样的人，平时都找谁？",
        "phase": "open",
        "layer": "work",
        "minutes": "3",
        "lowest_stage": "S0",
    }
    client.post("/questions/new", data=words)
    assert len(fetch(select(OwnQuestion))) == 1
    assert client.post(f"/people/{gone.id}/erase", data={"name": "陆知远"}).status_code == 302
    assert "陆知远" not in str(fetch(select(SelfCheck))[0].answers)
    assert "陆知远" not in str(fetch(select(OwnQuestion))[0].wording)
    assert fetch(select(Guide))[0].unsent is None
