"""Contacts: logged in two taps, at another day when it was earlier, removed after asking."""

import datetime as dt

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import TouchKind, TouchPurpose
from kpi_assistant.models import Touch
from kpi_assistant.models.base import utc_now
from tests.views.kpi_cast import NOON, organisation, person


@pytest.fixture
def who(alice, save):
    return save(person(alice, at=organisation(alice)))


def test_two_taps_log_a_contact_now(sign_in, alice, who, fetch):
    before = utc_now()
    client = sign_in(alice)
    response = client.post(f"/people/{who.id}/touches/new", data={"kind": "call", "purpose": "people"})
    assert response.location == f"/people/{who.id}#touches"
    (touch,) = fetch(select(Touch))
    assert (touch.kind, touch.purpose, touch.created_by_id) == (TouchKind.CALL, TouchPurpose.PEOPLE, alice.id)
    assert before <= touch.happened_at <= utc_now()
    assert "Call · About people" in client.get(f"/people/{who.id}").text


def test_another_day_is_that_day_where_the_member_is(sign_in, alice, who, fetch):
    data = {"kind": "message", "purpose": "project", "date": "2026-05-04", "remark": "发了测评清单"}
    sign_in(alice).post(f"/people/{who.id}/touches/new", data=data)
    (touch,) = fetch(select(Touch))
    assert touch.happened_at == dt.datetime(2026, 5, 4, 4, tzinfo=dt.UTC)
    assert touch.remark == "发了测评清单"


@pytest.mark.parametrize(
    "change", [{"kind": "meeting"}, {"kind": ""}, {"purpose": "x"}, {"purpose": ""}, {"date": "2999-01-01"}]
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(sign_in, alice, who, fetch, change):
    data = {"kind": "call", "purpose": "people", "date": "", "remark": "发了测评清单"} | change
    page = sign_in(alice).post(f"/people/{who.id}/touches/new", data=data)
    assert page.status_code == 200
    assert "发了测评清单" in page.text
    assert fetch(select(Touch)) == []


def test_it_is_removed_after_asking(sign_in, alice, who, save, fetch):
    touch = save(Touch(workspace_id=alice.workspace_id, person_id=who.id, kind=TouchKind.CALL, happened_at=NOON))
    client = sign_in(alice)
    assert "庄敏" in client.get(f"/touches/{touch.id}/delete").text
    assert len(fetch(select(Touch))) == 1
    client.post(f"/touches/{touch.id}/delete")
    assert fetch(select(Touch)) == []


def test_strangers_and_viewers_change_nothing(sign_in, alice, vera, charlie, who, save, fetch):
    touch = save(Touch(workspace_id=alice.workspace_id, person_id=who.id, kind=TouchKind.CALL, happened_at=NOON))
    for member, status in ((charlie, 404), (vera, 403)):
        client = sign_in(member)
        data = {"kind": "call", "purpose": "people"}
        assert client.post(f"/people/{who.id}/touches/new", data=data).status_code == status
        assert client.post(f"/touches/{touch.id}/delete").status_code == status
    assert len(fetch(select(Touch))) == 1
