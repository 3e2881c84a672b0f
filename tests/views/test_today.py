"""The front page: what is next, what was promised, what is left, and where to begin."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import KpiStatus, Layer, Source
from kpi_assistant.models import Attendance, Capability, Kpi, KpiDraft, KpiVersion, Meeting, Person, Promise, Response
from kpi_assistant.models.base import utc_now


def mine(owner, row):
    row.id = uuid.uuid4()
    row.workspace_id = owner.workspace_id
    row.created_by_id = owner.id
    return row


@pytest.fixture
def zhuang(save, alice):
    return save(mine(alice, Person(name="庄敏")))


def meet(owner, person, starts_at, **more):
    meeting = mine(owner, Meeting(starts_at=starts_at, **more))
    meeting.attendances = [Attendance(person_id=person.id, position=0)]
    return meeting


def said(owner, person, words="恢复用了六个多小时", layer=Layer.WORK, **more):
    kpi = mine(owner, Kpi(person_id=person.id, layer=layer, said_on=owner.day_of(utc_now()), **more))
    version = KpiVersion(id=uuid.uuid4(), number=1)
    version.keep(words, private=layer.is_private)
    kpi.versions = [version]
    return kpi


def test_a_new_install_is_led_through_three_steps(sign_in, alice, save):
    client = sign_in(alice)
    page = client.get("/").text
    steps = ("Whom do you meet?", "What can you do for them?", "When do you meet?")
    assert all(step in page for step in steps)
    assert "step-done" not in page
    person = save(mine(alice, Person(name="庄敏")))
    assert client.get("/").text.count("step-done") == 1
    save(mine(alice, Capability(name_zh="备份")), meet(alice, person, utc_now() + dt.timedelta(days=30)))
    assert not any(step in client.get("/").text for step in steps)


def test_it_shows_the_next_meetings_in_the_members_day(sign_in, alice, save, zhuang):
    now = utc_now()
    save(
        meet(alice, zhuang, now + dt.timedelta(minutes=5), purpose="近的"),
        meet(alice, zhuang, now + dt.timedelta(days=6), purpose="本周的"),
        meet(alice, zhuang, now + dt.timedelta(days=9), purpose="太远的"),
        meet(alice, zhuang, now + dt.timedelta(hours=1), purpose="取消的", cancelled_at=now),
        meet(alice, zhuang, now - dt.timedelta(hours=1), purpose="正在谈的"),
    )
    page = sign_in(alice).get("/").text
    for shown in ("近的", "本周的", "正在谈的"):
        assert shown in page, shown
    for hidden in ("太远的", "取消的"):
        assert hidden not in page, hidden
    assert page.index("正在谈的") < page.index("近的") < page.index("本周的")


def test_it_asks_how_a_meeting_went_that_nobody_ended(sign_in, alice, save, zhuang):
    meeting = save(meet(alice, zhuang, utc_now() - dt.timedelta(days=2)))
    client = sign_in(alice)
    assert "How did it go with 庄敏?" in client.get("/").text
    meeting.ended_at = utc_now()
    save(meeting)
    assert "How did it go" not in client.get("/").text


def test_it_shows_promises_late_first_and_only_open_ones(sign_in, alice, save, zhuang):
    today = alice.day_of(utc_now())

    def promise(text, days, **more):
        return mine(alice, Promise(person_id=zhuang.id, text=text, due_on=today + dt.timedelta(days=days), **more))

    save(
        promise("本周交", 3), promise("已逾期", -4), promise("还早", 30), promise("做完了", -9, kept_on=today),
        promise("不做了", -9, released_on=today),
    )  # fmt: skip
    page = sign_in(alice).get("/").text
    assert page.index("已逾期") < page.index("本周交")
    assert "late by" in page
    for hidden in ("还早", "做完了", "不做了"):
        assert hidden not in page


def test_it_names_people_who_wait_for_an_answer_and_says_why(sign_in, alice, save, zhuang):
    kpi = save(said(alice, zhuang))
    client = sign_in(alice)
    page = client.get("/").text
    assert "Answer 庄敏" in page
    assert "1 thing they said has no answer yet; said today" in page
    assert "Ask 庄敏 more" in page
    save(mine(alice, Response(kpi_id=kpi.id, fit="not_yet")))
    assert "Answer 庄敏" not in client.get("/").text


@pytest.mark.parametrize(
    "more", [{"status": KpiStatus.MET}, {"status": KpiStatus.STALE}, {"source": Source.OBSERVED}], ids=str
)
def test_what_needs_no_answer_is_not_asked_for(sign_in, alice, save, zhuang, more):
    save(said(alice, zhuang, **more))
    assert "Answer 庄敏" not in sign_in(alice).get("/").text


def test_a_teammate_sees_nothing_of_what_is_ones_own(sign_in, alice, bob, charlie, save, zhuang):
    meeting = save(meet(alice, zhuang, utc_now() - dt.timedelta(days=1), ended_at=utc_now()))
    kpi = said(alice, zhuang, words="想周末回去看看", layer=Layer.LIFE)
    response = mine(alice, Response(kpi=kpi, fit="not_yet", wording={}))
    promise = mine(alice, Promise(person_id=zhuang.id, response=response, text="避开周末", due_on=utc_now().date()))
    save(kpi, response, promise, said(alice, zhuang, words="心里话", layer=Layer.MINDSET))
    save(mine(alice, KpiDraft(meeting_id=meeting.id, content={"words": [["1", "院里"]]})))
    owners, teammates = sign_in(alice).get("/").text, sign_in(bob).get("/").text
    for shown in ("避开周末", "Answer 庄敏", "Enter what you typed"):
        assert shown in owners, shown
        assert shown not in teammates, shown
    assert "庄敏" not in sign_in(charlie).get("/").text


def test_a_draft_that_was_emptied_again_is_nothing_to_finish(sign_in, alice, save, zhuang):
    meeting = save(meet(alice, zhuang, utc_now() + dt.timedelta(hours=1)))
    save(mine(alice, KpiDraft(meeting_id=meeting.id, content={"words": [["1", " "]], "layer": [["2", "work"]]})))
    assert "Enter what you typed" not in sign_in(alice).get("/").text


def test_a_viewer_is_offered_no_button_that_would_be_refused(sign_in, alice, vera, save, zhuang):
    save(mine(alice, Promise(person_id=zhuang.id, text="给实测数", due_on=utc_now().date())))
    assert "给实测数" in sign_in(vera).get("/").text
    assert "/keep" not in sign_in(vera).get("/").text


def test_kept_is_one_tap_away(sign_in, alice, save, fetch, zhuang):
    promise = save(mine(alice, Promise(person_id=zhuang.id, text="给实测数", due_on=utc_now().date())))
    client = sign_in(alice)
    assert f"/promises/{promise.id}/keep" in client.get("/").text
    client.post(f"/promises/{promise.id}/keep")
    (row,) = fetch(select(Promise))
    assert row.kept_on is not None
