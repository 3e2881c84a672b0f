"""Meetings: planned with people in order, finished once, read back, and closed to strangers."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Layer, Source, TrustStage
from kpi_assistant.models import Attendance, Kpi, KpiVersion, Meeting, Person, Touch
from kpi_assistant.models.base import utc_now
from tests.views.kpi_cast import NOON, meeting, organisation, person


@pytest.fixture
def hospital(alice):
    return organisation(alice)


@pytest.fixture
def zhuang(save, alice, hospital):
    return save(person(alice, at=hospital))


@pytest.fixture
def yao(save, alice, zhuang):
    return save(person(alice, "姚工", stage=TrustStage.S0))


def form(*people, **more):
    return {
        "person_ids": [str(who.id) for who in people], "date": "2026-11-25", "time": "09:30", "minutes": "30",
        "purpose": "新院区机房", "kind": "project", "organisation_id": "", "project_id": "", "place": "", "save": "1",
    } | more  # fmt: skip


def said(owner, who, at, words="原话一句", layer=Layer.WORK, **more):
    kpi = Kpi(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, person_id=who.id, meeting_id=at.id,
        layer=layer, source=Source.STATED, said_on=dt.date(2026, 11, 23), **more,
    )  # fmt: skip
    version = KpiVersion(id=uuid.uuid4(), kpi_id=kpi.id, number=1)
    version.keep(words, private=layer.is_private)
    return kpi, version


def test_it_plans_a_meeting_in_the_members_time_zone_with_people_in_order(sign_in, alice, zhuang, yao, fetch, hospital):
    response = sign_in(alice).post("/meetings/new", data=form(zhuang, yao))
    (row,) = fetch(select(Meeting))
    assert response.location == f"/meetings/{row.id}"
    assert row.starts_at == dt.datetime(2026, 11, 25, 1, 30, tzinfo=dt.UTC)
    assert row.organisation_id == hospital.id
    order = fetch(select(Attendance).order_by(Attendance.position))
    assert [who.person_id for who in order] == [zhuang.id, yao.id]


def test_a_secret_site_lends_its_secrecy_to_new_meetings_and_to_those_planned(
    sign_in, alice, save, zhuang, fetch, hospital
):
    client = sign_in(alice)
    planned, held = save(meeting(alice, zhuang)), save(meeting(alice, zhuang, ended_at=NOON))
    for row in (planned, held):
        row.organisation_id = hospital.id
    save(planned, held)
    site = {"name": hospital.name, "industry": "healthcare", "level": "", "region": "", "about": "", "is_secret": "y"}
    client.post(f"/organisations/{hospital.id}/edit", data=site)
    assert [fetch(select(Meeting).where(Meeting.id == row.id))[0].is_secret for row in (planned, held)] == [True, False]
    client.post("/meetings/new", data=form(zhuang, purpose="谈备份"))
    (new,) = fetch(select(Meeting).where(Meeting.purpose == "谈备份"))
    assert new.is_secret
    assert "谈备份" not in client.get("/capture/material").text
    # Whoever knows better about this one meeting has the last word.
    client.post(f"/meetings/{new.id}/edit", data=form(zhuang, purpose="谈备份", organisation_id=str(hospital.id)))
    assert not fetch(select(Meeting).where(Meeting.id == new.id))[0].is_secret


def test_it_takes_any_length_and_any_order(sign_in, alice, zhuang, yao, fetch):
    client = sign_in(alice)
    client.post("/meetings/new", data=form(zhuang, yao, minutes="0", other_minutes="50"))
    (row,) = fetch(select(Meeting))
    assert row.minutes == 50
    page = client.get(f"/meetings/{row.id}/edit").text
    assert 'value="50"' in page
    client.post(f"/meetings/{row.id}/edit", data=form(yao, zhuang))
    order = fetch(select(Attendance).order_by(Attendance.position))
    assert [who.person_id for who in order] == [yao.id, zhuang.id]


@pytest.mark.parametrize(
    "change", [{"date": ""}, {"time": "x"}, {"minutes": "0", "other_minutes": "999"}, {"person_ids": []}]
)
def test_it_refuses_what_is_missing_and_keeps_what_was_typed(sign_in, alice, zhuang, fetch, change):
    page = sign_in(alice).post("/meetings/new", data=form(zhuang) | {"place": "三号楼会议室"} | change)
    assert page.status_code == 200
    assert "三号楼会议室" in page.text
    assert fetch(select(Meeting)) == []


def test_searching_people_redraws_the_form_and_saves_nothing(sign_in, alice, zhuang, yao, fetch):
    client = sign_in(alice)
    typed = form(zhuang, place="三号楼", q="姚")
    del typed["save"]
    for sent in (typed | {"find": "1"}, typed | {"enter": "1"}):
        page = client.post("/meetings/new", data=sent).text
        assert "姚工" in page
        assert "三号楼" in page
        assert f'value="{zhuang.id}" checked' in page
    page = client.post(
        "/meetings/new", data=typed | {"person_ids": [str(zhuang.id), str(yao.id)], "first": str(yao.id)}
    ).text
    assert page.index(f'value="{yao.id}" checked') < page.index(f'value="{zhuang.id}" checked')
    assert fetch(select(Meeting)) == []


def test_somebody_nobody_has_entered_yet_is_added_within_the_form(sign_in, alice, zhuang, fetch):
    client = sign_in(alice)
    typed = form(place="三号楼", q="张伟")
    del typed["save"]
    page = client.post("/meetings/new", data=typed | {"find": "1"}).text
    assert "Nobody matches “张伟” yet." in page
    assert 'name="new-name" required type="text" value="张伟"' in page
    # The new person is refused once: without a word on where we know them from.
    add = typed | {"new-name": "张伟", "add": "1", "form_id": "6ba7b811-9dad-11d1-80b4-00c04fd430c8"}
    page = client.post("/meetings/new", data=add).text
    assert "Who or what brought you together?" in page
    assert all(kept in page for kept in ("三号楼", "新院区机房"))
    assert len(fetch(select(Person))) == 1
    # Sent twice it is one person, ticked in the form with all that was typed.
    for _copy in range(2):
        page = client.post("/meetings/new", data=add | {"new-met_through": "姚工介绍"}).text
        zhang = fetch(select(Person).where(Person.name == "张伟"))
        assert [(row.met_through, row.search_text != "") for row in zhang] == [("姚工介绍", True)]
        assert f'value="{zhang[0].id}" checked' in page
        assert all(typed in page for typed in ("三号楼", "新院区机房", 'value="09:30"'))
        assert 'value="张伟"' not in page
    assert fetch(select(Meeting)) == []
    client.post("/meetings/new", data=form(*zhang))
    assert len(fetch(select(Attendance))) == 1


def test_saving_takes_a_new_person_along_and_never_drops_them(sign_in, alice, zhuang, fetch):
    client = sign_in(alice)
    page = client.post("/meetings/new", data=form(zhuang) | {"new-name": "张伟"})
    assert "Who or what brought you together?" in page.text
    assert fetch(select(Meeting)) == []
    client.post("/meetings/new", data=form(zhuang) | {"new-name": "张伟", "new-is_cold": "y"})
    (zhang,) = fetch(select(Person).where(Person.name == "张伟"))
    order = fetch(select(Attendance).order_by(Attendance.position))
    assert [row.person_id for row in order] == [zhuang.id, zhang.id]
    # A name that was only looked for, and not found, is nobody's.
    client.post("/meetings/new", data=form(zhuang) | {"q": "李四", "new-name": "李四"})
    assert fetch(select(Person).where(Person.name == "李四")) == []
    assert len(fetch(select(Meeting))) == 2


def test_it_refuses_people_organisations_and_projects_of_another_team(sign_in, alice, charlie, save, zhuang, fetch):
    foreign = save(person(charlie, "外人", at=organisation(charlie)))
    client = sign_in(alice)
    assert client.post("/meetings/new", data=form(zhuang, foreign)).status_code == 200
    assert (
        client.post(
            "/meetings/new", data=form(zhuang, organisation_id=str(foreign.posts[0].organisation_id))
        ).status_code
        == 200
    )
    assert client.get(f"/meetings/new?person={foreign.id}").status_code == 404
    assert fetch(select(Meeting)) == []


def test_it_saves_and_prepares_the_questions_in_one_tap(sign_in, alice, zhuang, fetch):
    response = sign_in(alice).post("/meetings/new", data=form(zhuang, save="guide"))
    (row,) = fetch(select(Meeting))
    assert response.location == f"/meetings/{row.id}/guide/"
    assert "1 of" not in response.text
    assert len(fetch(select(Meeting))) == 1


def test_it_finds_meetings_by_person_purpose_and_initials(sign_in, alice, zhuang):
    client = sign_in(alice)
    client.post("/meetings/new", data=form(zhuang, date="2999-01-01"))
    for query in ("庄敏", "zm", "新院区", "霁州"):
        assert "庄敏" in client.get("/meetings/", query_string={"q": query}).text, query
    assert "Nothing matches" in client.get("/meetings/", query_string={"q": "没有的"}).text


def test_finishing_twice_writes_one_touch_for_everybody_and_moves_no_stage(sign_in, alice, save, zhuang, yao, fetch):
    row = save(meeting(alice, zhuang, yao))
    client = sign_in(alice)
    for _ in range(2):
        client.post(f"/meetings/{row.id}/finish", data={"next_step": "周五前给差距表", "next_step_on": "2026-11-27"})
    touches = fetch(select(Touch))
    assert {touch.person_id for touch in touches} == {zhuang.id, yao.id}
    assert len(touches) == 2
    assert {touch.happened_at for touch in touches} == {NOON}
    (kept,) = fetch(select(Meeting))
    assert (kept.next_step, kept.next_step_on) == ("周五前给差距表", dt.date(2026, 11, 27))
    assert {who.stage for who in fetch(select(Person))} == {TrustStage.S0, TrustStage.S1}


def test_tomorrows_meeting_cannot_have_taken_place_unless_it_was_today(sign_in, alice, save, zhuang, fetch):
    row = save(meeting(alice, zhuang, starts_at=utc_now() + dt.timedelta(days=2)))
    client = sign_in(alice)
    page = client.post(f"/meetings/{row.id}/finish", data={"next_step": "周五前给差距表"}).text
    assert "It is planned for another day." in page
    assert "周五前给差距表" in page
    assert fetch(select(Touch)) == []
    assert 'name="met_today"' in client.get(f"/meetings/{row.id}").text
    client.post(f"/meetings/{row.id}/finish", data={"met_today": "1"})
    (kept,), (touch,) = fetch(select(Meeting)), fetch(select(Touch))
    assert kept.ended_at is not None
    assert kept.starts_at == touch.happened_at <= utc_now()


def test_one_of_today_may_have_begun_early(sign_in, alice, save, zhuang, fetch):
    zone = ZoneInfo(alice.time_zone)
    late = dt.datetime.combine(alice.day_of(utc_now()), dt.time(23, 59), zone)
    row = save(meeting(alice, zhuang, starts_at=late))
    client = sign_in(alice)
    assert 'name="met_today"' not in client.get(f"/meetings/{row.id}").text
    client.post(f"/meetings/{row.id}/finish", data={})
    assert fetch(select(Meeting))[0].ended_at is not None


def test_what_they_confirmed_was_held_and_taking_it_back_keeps_the_contact(sign_in, alice, save, yao, fetch):
    row = save(meeting(alice, yao))
    save(*said(alice, yao, row, "恢复要快"))
    client = sign_in(alice)
    for _ in range(2):
        client.post(f"/meetings/{row.id}/confirm")
    assert [touch.person_id for touch in fetch(select(Touch))] == [yao.id]
    assert "You have met now." in client.get(f"/meetings/{row.id}").text
    assert "How did it go" not in client.get("/").text
    client.post(f"/meetings/{row.id}/confirm", data={"undo": "1"})
    (kept,) = fetch(select(Meeting))
    assert kept.confirmed_at is None
    assert kept.ended_at is not None
    assert len(fetch(select(Touch))) == 1


def test_confirming_words_of_a_meeting_still_ahead_does_not_hold_it(sign_in, alice, save, zhuang, fetch):
    row = save(meeting(alice, zhuang, starts_at=utc_now() + dt.timedelta(days=2)))
    save(*said(alice, zhuang, row, "恢复要快"))
    sign_in(alice).post(f"/meetings/{row.id}/confirm")
    (kept,) = fetch(select(Meeting))
    assert (kept.confirmed_at is not None, kept.ended_at) == (True, None)


def test_it_proposes_a_stage_and_moves_it_only_when_told(sign_in, alice, save, yao, fetch):
    row = save(meeting(alice, yao))
    client = sign_in(alice)
    client.post(f"/meetings/{row.id}/finish", data={})
    assert "You have met now." in client.get(f"/meetings/{row.id}").text
    client.post(f"/meetings/{row.id}/stage", data={"person_id": str(yao.id), "stage": "S4"})
    assert [who.stage for who in fetch(select(Person).where(Person.id == yao.id))] == [TrustStage.S0]
    client.post(f"/meetings/{row.id}/stage", data={"person_id": str(yao.id), "stage": "S1"})
    assert [who.stage for who in fetch(select(Person).where(Person.id == yao.id))] == [TrustStage.S1]


def test_a_cancelled_meeting_can_be_put_back(sign_in, alice, save, zhuang, fetch):
    row = save(meeting(alice, zhuang))
    client = sign_in(alice)
    client.post(f"/meetings/{row.id}/cancel")
    assert "This meeting is cancelled." in client.get(f"/meetings/{row.id}").text
    client.post(f"/meetings/{row.id}/cancel", data={"undo": "1"})
    assert fetch(select(Meeting))[0].cancelled_at is None


def test_reading_back_ranks_and_confirms(sign_in, alice, save, zhuang, fetch):
    row = save(meeting(alice, zhuang))
    first, second = said(alice, zhuang, row, "第一句"), said(alice, zhuang, row, "第二句")
    save(*first, *second)
    client = sign_in(alice)
    before = client.get(f"/meetings/{row.id}/read-back").text
    last = second if before.index("第一句") < before.index("第二句") else first
    client.post(f"/meetings/{row.id}/rank", data={"kpi_id": str(last[0].id), "direction": "up"})
    ranks = {kpi.id: kpi.rank for kpi in fetch(select(Kpi))}
    assert ranks[last[0].id] == 1
    assert sorted(ranks.values()) == [1, 2]
    client.post(f"/meetings/{row.id}/confirm")
    assert fetch(select(Meeting))[0].confirmed_at is not None
    assert (
        client.post(f"/meetings/{row.id}/rank", data={"kpi_id": str(uuid.uuid4()), "direction": "up"}).status_code
        == 404
    )


def test_what_alice_alone_may_read_is_on_none_of_bobs_pages(sign_in, alice, bob, save, zhuang, fetch):
    row = save(meeting(alice, zhuang))
    private = said(alice, zhuang, row, "想多陪陪老父亲", Layer.LIFE)
    save(*private)
    pages = [
        f"/meetings/{row.id}",
        f"/meetings/{row.id}/read-back",
        f"/meetings/{row.id}/guide/",
        f"/meetings/{row.id}/capture/",
    ]
    mate, owner = sign_in(bob), sign_in(alice)
    for page in pages:
        assert "老父亲" in owner.get(page).text, page
        assert "老父亲" not in mate.get(page).text, page
    assert (
        mate.post(f"/meetings/{row.id}/rank", data={"kpi_id": str(private[0].id), "direction": "up"}).status_code == 404
    )


def test_a_stranger_finds_nothing_and_a_viewer_changes_nothing(sign_in, alice, charlie, vera, save, zhuang, fetch):
    row = save(meeting(alice, zhuang))
    stranger, viewer = sign_in(charlie), sign_in(vera)
    for page in ("", "/edit", "/read-back", "/guide/", "/capture/"):
        assert stranger.get(f"/meetings/{row.id}{page}").status_code == 404, page
        # What is there to write on says so before anything is typed.
        wanted = 403 if page in {"/edit", "/capture/"} else 200
        assert viewer.get(f"/meetings/{row.id}{page}").status_code == wanted, page
    for action in (
        "/edit",
        "/finish",
        "/cancel",
        "/confirm",
        "/rank",
        "/stage",
        "/guide/",
        "/guide/questions",
        "/capture/",
    ):
        assert stranger.post(f"/meetings/{row.id}{action}", data=form(zhuang)).status_code == 404, action
        assert viewer.post(f"/meetings/{row.id}{action}", data=form(zhuang)).status_code == 403, action
    assert fetch(select(Touch)) == []
