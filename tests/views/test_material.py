"""What a phone carries along: the meetings of the next days and those it opened lately, never anybody else's."""

import datetime as dt
import uuid

import pytest

from kpi_assistant.models.base import utc_now
from tests.views.kpi_cast import meeting, organisation, person

ADDRESS = "/capture/material"


@pytest.fixture
def who(save, alice):
    return save(person(alice, at=organisation(alice)))


def carried(client, *held):
    answer = client.get(ADDRESS, query_string=[("held", str(one)) for one in held]).json
    assert answer["phrases"]["thanks"]
    return [one["meeting"]["id"] for one in answer["meetings"]]


def test_an_older_meeting_is_carried_along_while_the_phone_holds_it(sign_in, alice, save, who):
    old = save(meeting(alice, who, starts_at=utc_now() - dt.timedelta(days=40)))
    soon = save(meeting(alice, who, starts_at=utc_now() + dt.timedelta(days=1)))
    client = sign_in(alice)
    assert carried(client) == [str(soon.id)]
    assert carried(client, old.id, uuid.uuid4(), "nonsense") == [str(old.id), str(soon.id)]


def test_a_foreign_a_secret_and_an_erased_meeting_are_not_given_back(sign_in, alice, charlie, save, who):
    theirs = save(meeting(charlie, save(person(charlie, "外人", at=organisation(charlie)))))
    secret = save(meeting(alice, who, is_secret=True))
    assert carried(sign_in(alice), theirs.id, secret.id) == []


def test_of_many_meetings_those_of_ones_own_come_first(sign_in, alice, bob, save, who):
    for hours in range(1, 32):
        save(meeting(bob, who, starts_at=utc_now() + dt.timedelta(hours=hours)))
    own = save(meeting(alice, who, starts_at=utc_now() + dt.timedelta(hours=60)))
    found = carried(sign_in(alice))
    assert found[0] == str(own.id)
    assert len(found) == 30
