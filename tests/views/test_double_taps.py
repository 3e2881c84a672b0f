"""A form sent twice by a double tap makes one row, on both databases; with other words it makes another."""

import html
import re
import uuid

import pytest
from sqlalchemy import select

from kpi_assistant.models import Meeting, Note, Organisation, Person, Project, Promise, Touch
from tests.objects import make_one_of_each
from tests.views.taps import COPIES, count, tap

NEW = {
    "/organisations/new": (Organisation, "name", {"name": "霁州市三院", "industry": "healthcare"}),
    "/people/new": (Person, "name", {"name": "韩松", "met_through": "展会", "influence": "3", "stage": "S0"}),
    "/projects/new": (Project, "name", {"name": "容灾二期"}),
    "/notes/new?person={person_id}": (Note, "text", {"text": "喜欢下午见面"}),
    "/promises/new?person={person_id}": (
        Promise,
        "text",
        {"text": "寄实测报告", "kind": "deliver", "due_on": "2027-01-08"},
    ),
    "/meetings/new": (
        Meeting,
        "purpose",
        {"purpose": "对方案", "date": "2027-01-08", "time": "10:00", "minutes": "30", "kind": "project", "save": "yes"}
        | {"person_ids": "{person_id}"},
    ),
    "/people/{person_id}/touches/new": (Touch, "remark", {"kind": "call", "purpose": "people", "remark": "问候"}),
}
"""For each page that makes a row: what it makes, a field of words, and what is typed."""


@pytest.fixture
def ids(save, alice):
    return {name: str(one) for name, one in make_one_of_each(save, alice).items()}


@pytest.fixture(params=NEW)
def new(request, ids):
    """The address, the entity, the field of words and what is typed."""
    entity, words, typed = NEW[request.param]
    return request.param.format(**ids), entity, words, {name: text.format(**ids) for name, text in typed.items()}


def hidden_in(page: str) -> dict[str, str]:
    """What the form of a page sends along unseen."""
    fields = re.findall(r'<input[^>]*type="hidden"[^>]*>', page[page.index("<main") :])
    pairs = [(re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in fields]
    return {name[1]: html.unescape(value[1]) for name, value in pairs if name and value}


def test_copies_sent_at_once_make_one_row_and_lead_to_it(sign_in, alice, new, fetch):
    path, entity, _words, typed = new
    before = count(fetch, entity)
    sent = typed | hidden_in(sign_in(alice).get(path).text)
    assert len(set(tap([sign_in(alice) for _ in range(COPIES)], path, sent))) == 1
    assert count(fetch, entity) == before + 1


def test_who_goes_back_and_types_something_else_loses_nothing(sign_in, alice, new, fetch):
    path, entity, words, typed = new
    client = sign_in(alice)
    sent = typed | hidden_in(client.get(path).text)
    before = count(fetch, entity)
    for text in ("第一次写的", "改过以后的"):
        assert client.post(path, data=sent | {words: text}).status_code == 302
    assert count(fetch, entity) == before + 2


def test_a_forms_id_means_nothing_to_anybody_else(sign_in, alice, bob, new, fetch):
    """A colleague who sends the very same gets a row of their own, and alice's stays hers."""
    path, entity, _words, typed = new
    sent = typed | hidden_in(sign_in(alice).get(path).text)
    sign_in(alice).post(path, data=sent)
    before = {row.id: row.created_by_id for row in fetch(select(entity))}
    assert sign_in(bob).post(path, data=sent).status_code == 302
    after = {row.id: row.created_by_id for row in fetch(select(entity))}
    assert before.items() <= after.items()
    assert [after[row_id] for row_id in after.keys() - before.keys()] == [bob.id]


def test_the_id_of_a_strangers_row_gives_no_access_to_it(sign_in, alice, charlie, ids, fetch):
    client = sign_in(charlie)
    sent = NEW["/organisations/new"][2] | {"form_id": ids["organisation_id"]}
    location = client.post("/organisations/new", data=sent).location
    assert ids["organisation_id"] not in location
    assert client.get(location).status_code == 200
    assert client.get(f"/organisations/{ids['organisation_id']}").status_code == 404
    (hers,) = fetch(select(Organisation).where(Organisation.id == uuid.UUID(ids["organisation_id"])))
    assert (hers.name, hers.created_by_id) == ("霁州市第二人民医院", alice.id)


@pytest.mark.parametrize("form_id", ["", "nonsense", None])
def test_a_form_without_a_proper_id_is_taken_all_the_same(sign_in, alice, fetch, form_id):
    sent = {"name": "霁州市三院", "industry": "healthcare"} | ({} if form_id is None else {"form_id": form_id})
    assert sign_in(alice).post("/organisations/new", data=sent).status_code == 302
    assert count(fetch, Organisation) == 1


def test_the_copy_that_asks_for_a_guide_gets_one(sign_in, alice, ids, fetch):
    """Two buttons, one meeting."""
    client = sign_in(alice)
    typed = {name: text.format(**ids) for name, text in NEW["/meetings/new"][2].items()}
    sent = typed | hidden_in(client.get("/meetings/new").text)
    saved = client.post("/meetings/new", data=sent)
    assert client.post("/meetings/new", data=sent | {"save": "guide"}).location == f"{saved.location}/guide/"


def test_the_short_form_for_a_contact_brings_an_id_of_its_own(sign_in, alice, ids):
    pages = [sign_in(alice).get(f"/people/{ids['person_id']}").text for _ in range(2)]
    sent = [re.findall(r'name="form_id" value="([^"]+)"', page) for page in pages]
    assert [len(found) for found in sent] == [1, 1]
    assert sent[0] != sent[1]
