"""What an address names after its "?": nothing of a stranger's opens, and nonsense breaks nothing."""

import pytest

from tests.objects import make_one_of_each

NEEDED = {"/kpis/new": "person", "/promises/new": "person", "/notes/new": "meeting", "/responses/": "person"}
"""Pages that are about what the address names."""
OFFERED = {"/people/new": "organisation", "/projects/new": "organisation", "/meetings/new": "project"}
"""Pages that only begin with it."""


@pytest.mark.parametrize(("address", "name"), [*NEEDED.items(), *OFFERED.items()])
def test_it_takes_a_row_of_the_teams_and_no_strangers(sign_in, save, alice, bob, charlie, address, name):
    row_id = make_one_of_each(save, alice)[f"{name}_id"]
    assert sign_in(bob).get(address, query_string={name: str(row_id)}).status_code == 200
    assert sign_in(charlie).get(address, query_string={name: str(row_id)}).status_code == 404


@pytest.mark.parametrize(("address", "name"), [*NEEDED.items(), *OFFERED.items()])
@pytest.mark.parametrize("nonsense", ["7", "{}", "../../etc", "00000000-0000-0000-0000"])
def test_nonsense_names_nothing(sign_in, alice, address, name, nonsense):
    expected = 404 if address in NEEDED else 200
    assert sign_in(alice).get(address, query_string={name: nonsense}).status_code == expected
