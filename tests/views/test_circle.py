"""The circle, the ledger and birthdays: each member's own, seen by nobody else in the team."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kpi_assistant.domain.vocabulary import Band, TouchKind, TouchPurpose, TrustStage
from kpi_assistant.models import Birthday, CirclePlace, CircleRhythm, Member, Project, Touch
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.ledger import read_ledger
from tests.views.kpi_cast import meeting, organisation, person


@pytest.fixture
def who(alice, save):
    return save(person(alice, at=organisation(alice), stage=TrustStage.S3, met_through="茶歇"))


def touch(owner, who, days, purpose=TouchPurpose.PEOPLE, **more):
    return Touch(
        workspace_id=owner.workspace_id, created_by_id=owner.id, person_id=who.id, kind=TouchKind.CALL,
        purpose=purpose, happened_at=utc_now() - dt.timedelta(days=days), **more,
    )  # fmt: skip


def place(owner, who, band=Band.A):
    return CirclePlace(
        workspace_id=owner.workspace_id, created_by_id=owner.id, person_id=who.id, band=band,
        created_at=utc_now() - dt.timedelta(days=500),
    )  # fmt: skip


def test_a_person_is_put_in_moved_and_taken_out(sign_in, alice, who, fetch):
    client = sign_in(alice)
    for band in ("A", "C"):
        client.post(f"/people/{who.id}/band", data={"band": band})
        assert [row.band for row in fetch(select(CirclePlace))] == [Band(band)]
    client.post(f"/people/{who.id}/band", data={"band": "none"})
    assert fetch(select(CirclePlace)) == []
    assert client.post(f"/people/{who.id}/band", data={"band": "Z"}).status_code == 400


def test_a_circle_is_its_owners_alone(sign_in, alice, bob, who, save):
    save(place(alice, who))
    assert "庄敏" in sign_in(alice).get("/circle").text
    assert "庄敏" not in sign_in(bob).get("/circle").text
    assert 'aria-pressed="true"' not in sign_in(bob).get(f"/people/{who.id}").text
    sign_in(bob).post(f"/people/{who.id}/band", data={"band": "C"})
    assert "every month" in sign_in(alice).get(f"/people/{who.id}").text
    assert "庄敏" in sign_in(alice).get("/circle").text


def test_who_is_due_says_why_and_falls_silent_after_a_logged_contact(sign_in, alice, who, save):
    save(place(alice, who), touch(alice, who, 70))
    client = sign_in(alice)
    page = client.get("/circle").text
    assert "Band A: last contact 2 months ago, meant every month" in page
    assert "庄敏" in client.get("/").text.split("Worth a word")[1]
    response = client.post(
        f"/people/{who.id}/touches/new", data={"kind": "call", "purpose": "people", "next": "/circle"}
    )
    assert response.location == "/circle"
    assert "Nobody is waiting" in client.get("/circle").text
    assert "Worth a word" not in client.get("/").text


def test_a_teammates_call_is_a_real_contact_too(sign_in, alice, bob, who, save):
    save(place(alice, who), touch(bob, who, 3))
    assert "Nobody is waiting" in sign_in(alice).get("/circle").text


def test_the_board_names_what_is_missing_and_counts_the_cold(sign_in, alice, who, save):
    cold = save(person(alice, "蒋宁"))
    save(place(alice, who), place(alice, cold))
    page = sign_in(alice).get("/circle").text
    assert "Healthcare still lacks: Decision-maker" in page
    assert re.search(r"Nobody yet:.{0,200}Decision-maker", page, re.S)
    assert re.search(r'class="cell".{0,200}Technical gatekeeper.{0,40}<strong>1<', page, re.S)
    assert "1 is cold" in page
    cell = sign_in(alice).get("/circle/people?industry=healthcare&role=tech_gatekeeper").text
    assert "庄敏" in cell
    assert "蒋宁" not in cell
    assert sign_in(alice).get("/circle/people?industry=x&role=").location == "/circle"


def test_the_rhythm_is_adjusted_for_oneself(sign_in, alice, bob, who, save, fetch):
    save(place(alice, who), place(bob, who), touch(alice, who, 70))
    page = sign_in(alice).post("/circle/rhythm", data={"a": "90", "b": "100", "c": "200"}, follow_redirects=True).text
    assert "Nobody is waiting" in page
    assert "last contact 2 months ago" in sign_in(bob).get("/circle").text
    assert (
        "A number from 7 to 730." in sign_in(alice).post("/circle/rhythm", data={"a": "0", "b": "100", "c": "1"}).text
    )
    assert [(row.a, row.b) for row in fetch(select(CircleRhythm))] == [(90, 100)]


def test_whoever_has_a_live_project_is_not_suggested(sign_in, alice, who, save):
    save(place(alice, who), touch(alice, who, 400))
    sentence = "You trust each other, and it has been quiet for 13 months"
    assert sentence in sign_in(alice).get("/ledger").text
    project = save(Project(workspace_id=alice.workspace_id, name="x"))
    save(meeting(alice, who, project_id=project.id))
    assert sentence not in sign_in(alice).get("/ledger").text


def test_the_ledger_counts_ones_own_contacts_and_a_meeting_once(sign_in, alice, bob, who, save):
    other = save(person(alice, "贺怀川"))
    held = save(meeting(alice, who, other))
    save(
        touch(alice, who, 0, TouchPurpose.PROJECT, meeting_id=held.id),
        touch(alice, other, 0, TouchPurpose.PROJECT, meeting_id=held.id),
        touch(alice, who, 0), touch(alice, other, 0), touch(alice, who, 0),
        touch(bob, who, 0, TouchPurpose.PROJECT),
    )  # fmt: skip
    page = sign_in(alice).get("/ledger").text
    assert "75 %" in page
    assert "3 contacts about people, 1 about projects" in page
    assert "Much time for people" in page
    assert "0 contacts about people, 1 about projects" in sign_in(bob).get("/ledger").text


def test_a_month_of_the_ledger_is_the_months_where_the_member_is(app, alice, who, save):
    shanghai = ZoneInfo("Asia/Shanghai")
    for at, purpose in (
        ("2026-10-31T15:59", TouchPurpose.PROJECT), ("2026-10-31T16:00", TouchPurpose.PEOPLE), ("2025-11-30T15:59", TouchPurpose.PEOPLE),
        ("2025-11-30T16:00", TouchPurpose.PROJECT),
    ):  # fmt: skip
        row = touch(alice, who, 0, purpose)
        row.happened_at = dt.datetime.fromisoformat(at + "+00:00")
        save(row)
    with Session(app.extensions["database"].engine) as session:
        months = read_ledger(session, session.get(Member, alice.id), dt.date(2026, 11, 25), shanghai)
    counted = {str(row.first)[:7]: (row.people, row.project) for row in months if row.people or row.project}
    assert counted == {"2026-11": (1, 0), "2026-10": (0, 1), "2025-12": (0, 1)}


def test_a_birthday_is_sealed_and_its_authors_alone_until_shared(sign_in, alice, bob, who, save, fetch, app):
    day = (utc_now() + dt.timedelta(days=3)).date()
    form = {"calendar": "solar", "month": str(day.month), "day": str(day.day)}
    client = sign_in(alice)
    client.post(f"/people/{who.id}/birthday", data=form)
    assert fetch(select(Birthday))[0].content == {"calendar": "solar", "month": day.month, "day": day.day}
    with app.extensions["database"].engine.connect() as connection:
        assert "solar" not in connection.exec_driver_sql("SELECT content FROM birthday").scalar_one()
    save(place(bob, who), touch(alice, who, 1))
    assert "Birthday on" in client.get("/").text
    assert "Birthday on" not in sign_in(bob).get("/").text
    assert f'value="{day.day}"' not in sign_in(bob).get(f"/people/{who.id}/birthday").text
    assert '"month"' in client.get(f"/people/{who.id}/export").text
    assert '"month"' not in sign_in(bob).get(f"/people/{who.id}/export").text
    client.post(f"/people/{who.id}/birthday", data={**form, "shared": "y"})
    assert "Birthday on" in sign_in(bob).get("/").text
    sign_in(bob).post(f"/people/{who.id}/birthday", data={"forget": "1"})
    assert len(fetch(select(Birthday))) == 1
    client.post(f"/people/{who.id}/birthday", data={"forget": "1"})
    assert fetch(select(Birthday)) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"day": "31", "calendar": "lunar"}, "no such day"),
        ({"month": "13"}, "A number from 1 to 12."),
        ({"day": ""}, "A number"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(sign_in, alice, who, fetch, change, sentence):
    form = {"calendar": "solar", "month": "1", "day": "1"} | change
    assert sentence in sign_in(alice).post(f"/people/{who.id}/birthday", data=form).text
    assert fetch(select(Birthday)) == []


def test_the_front_page_names_at_most_three_who_are_due(sign_in, alice, save):
    for number in range(5):
        save(place(alice, save(person(alice, f"甲{number}", met_through="x"))))
    assert sign_in(alice).get("/").text.count("no contact yet") == 3


def test_an_old_touch_moves_nothing_in_the_next_year(sign_in, alice, who, save, app):
    save(touch(alice, who, 0))
    with app.extensions["database"].engine.begin() as connection:
        connection.execute(update(Touch).values(happened_at=utc_now() - dt.timedelta(days=500)))
    assert "No contact is logged yet this month." in sign_in(alice).get("/ledger").text
