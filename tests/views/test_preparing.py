"""From a person to the questions for them in two taps."""

import datetime as dt

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import TouchPurpose
from kpi_assistant.models import Guide, GuideItem, Meeting
from kpi_assistant.models.base import utc_now
from tests.views.kpi_cast import meeting, organisation, person


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=organisation(alice)))


def test_two_taps_lead_from_a_person_to_questions_though_nobody_planned_to_meet(sign_in, alice, zhuang, fetch):
    client = sign_in(alice)
    first = f"/people/{zhuang.id}/prepare/"
    assert first in client.get(f"/people/{zhuang.id}").text
    assert client.get(first).status_code == 200
    assert fetch(select(Meeting)) == []
    answer = client.post(first, data={"minutes": "30", "purpose": "听听新院区", "kind": "people"})
    (made,) = fetch(select(Meeting))
    assert answer.location == f"/meetings/{made.id}/guide/"
    assert (made.minutes, made.purpose, made.kind) == (30, "听听新院区", TouchPurpose.PEOPLE)
    assert dt.timedelta() <= made.starts_at - utc_now() + dt.timedelta(minutes=1) <= dt.timedelta(minutes=16)
    assert made.organisation_id is not None
    assert len(fetch(select(GuideItem))) > 5


def test_a_planned_meeting_is_offered_first_and_not_doubled(sign_in, alice, save, zhuang, fetch):
    planned = save(meeting(alice, zhuang, starts_at=utc_now() + dt.timedelta(days=2)))
    over = save(meeting(alice, zhuang, starts_at=utc_now() - dt.timedelta(days=2)))
    client = sign_in(alice)
    page = client.get(f"/people/{zhuang.id}/prepare/").text
    assert str(planned.id) in page
    assert str(over.id) not in page
    answer = client.post(f"/people/{zhuang.id}/prepare/", data={"meeting": str(planned.id)})
    assert answer.location == f"/meetings/{planned.id}/guide/"
    assert len(fetch(select(Meeting))) == 2
    assert fetch(select(Guide.meeting_id)) == [planned.id]


def test_bad_minutes_are_refused_with_everything_typed_still_there(sign_in, alice, zhuang, fetch):
    answer = sign_in(alice).post(f"/people/{zhuang.id}/prepare/", data={"minutes": "31", "purpose": "听听新院区"})
    assert answer.status_code == 200
    assert "听听新院区" in answer.text
    assert fetch(select(Meeting)) == []
