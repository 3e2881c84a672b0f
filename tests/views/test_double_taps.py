"""A form sent twice by a double tap makes one row, on both databases; with other words it makes another."""

import html
import re
import uuid

import pytest
from flask_security import verify_password
from sqlalchemy import select

from kpi_assistant.models import (
    Capability,
    GuideItem,
    Meeting,
    Member,
    Note,
    Organisation,
    OwnQuestion,
    Person,
    Post,
    Project,
    Promise,
    Proof,
    Tie,
    Touch,
)
from tests.objects import make_one_of_each
from tests.views.taps import COPIES, count, send_at_once, tap

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
    "/people/{person_id}/posts/new": (Post, "title", {"new_organisation": "霁州市三院", "title": "副院长"}),
    "/people/{person_id}/ties/new": (Person, "new_person", {"new_person": "蒋宁", "kind": "works_with.out"}),
    "/offering/new": (Capability, "name_zh", {"name_zh": "夜间值守"}),
    "/offering/{capability_id}/proofs/new": (Proof, "statement_zh", {"statement_zh": "41 分钟", "kind": "figure"}),
    "/questions/new": (
        OwnQuestion,
        "text_zh",
        {"text_zh": "上次是在哪一步卡住的？", "phase": "open", "layer": "work", "minutes": "3", "lowest_stage": "S0"},
    ),
    "/people/{person_id}/prepare/": (Meeting, "purpose", {"purpose": "对方案", "minutes": "30", "kind": "project"}),
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


def test_the_short_forms_of_a_page_bring_ids_of_their_own(sign_in, alice, ids):
    pages = [sign_in(alice).get(f"/people/{ids['person_id']}").text for _ in range(2)]
    sent = [re.findall(r'name="form_id" value="([^"]+)"', page) for page in pages]
    assert [len(found) for found in sent] == [2, 2], "one for a contact, one for a note"
    assert len({*sent[0], *sent[1]}) == 4


def test_a_tie_with_somebody_known_is_one_tie(sign_in, alice, ids, fetch, save):
    path = f"/people/{ids['person_id']}/ties/new"
    other = save(Person(workspace_id=alice.workspace_id, created_by_id=alice.id, name="蒋宁", search_text="蒋宁"))
    before = count(fetch, Tie)
    tap([sign_in(alice) for _ in range(COPIES)], path, {"person_id": str(other.id), "kind": "works_with.out"})
    assert count(fetch, Tie) == before + 1


def test_a_question_of_ones_own_comes_once_into_a_guide(sign_in, alice, ids, fetch):
    client = sign_in(alice)
    guide = f"/meetings/{ids['meeting_id']}/guide/"
    sent = hidden_in(client.get(guide).text) | {
        "text": "上次是在哪一步卡住的？", "phase": "open", "to_person_id": ids["person_id"],
    }  # fmt: skip
    before = count(fetch, GuideItem)
    assert len(set(tap([sign_in(alice) for _ in range(COPIES)], f"{guide}questions", sent))) == 1
    assert count(fetch, GuideItem) == before + 1
    assert client.post(f"{guide}questions", data=sent | {"text": "那之后谁来定？"}).status_code == 302
    assert count(fetch, GuideItem) == before + 2


def test_a_member_added_by_two_taps_is_shown_the_password_that_works(app, sign_in, alice, fetch):
    """The browser shows the answer to the second tap, whichever of the two was taken."""
    path, client = "/settings/members/new", sign_in(alice)
    sent = hidden_in(client.get(path).text) | {"name": "韩松", "email": "han@example.com", "role": "member"}
    answers = send_at_once([(sign_in(alice), path, sent) for _ in range(COPIES)])
    shown = {re.search(r'class="secret">([^<]+)<', answer.text)[1] for answer in answers}
    assert len(shown) == 1
    (made,) = fetch(select(Member).where(Member.email == "han@example.com"))
    with app.app_context():
        assert verify_password(shown.pop(), made.password)
    reset = client.post(f"/settings/members/{made.id}/password")
    assert 'class="secret"' in reset.text
    assert "secret" not in client.post(path, data=sent).text, "the first password works no longer"


def test_the_password_of_another_form_is_another(sign_in, alice):
    client, shown = sign_in(alice), set()
    for number in range(2):
        sent = hidden_in(client.get("/settings/members/new").text)
        page = client.post(
            "/settings/members/new", data=sent | {"name": "韩松", "email": f"h{number}@example.com"}
        ).text
        shown.add(re.search(r'class="secret">([^<]+)<', page)[1])
    assert len(shown) == 2


def test_the_second_copy_of_a_move_leads_to_the_move(sign_in, alice, ids):
    path = f"/people/{ids['person_id']}/moved"
    sent = hidden_in(sign_in(alice).get(path).text) | {
        "left": ids["post_id"], "moved_on": "2026-11-10", "whereto": "unknown",
    }  # fmt: skip
    assert len(set(tap([sign_in(alice) for _ in range(COPIES)], path, sent))) == 1
