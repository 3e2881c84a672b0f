"""Whose meeting is captured: alice, a visit of hers, and its page once this device could open it without a network."""

import pytest

from tests.browser.capture_hands import open_capture
from tests.views.kpi_cast import meeting, organisation, person


@pytest.fixture(scope="module")
def alice(server):
    return server.add_member("alice")


@pytest.fixture
def visit(server, alice):
    who = server.save(person(alice, at=organisation(alice)))
    return server.save(meeting(alice, who))


@pytest.fixture
def capture(sign_in, alice, visit):
    page = open_capture(sign_in(alice), visit)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return page
