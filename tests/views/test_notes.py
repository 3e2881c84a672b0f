"""Notes: private by default, shared and taken back one by one, sealed at rest, deleted after asking."""

import pytest
from sqlalchemy import select, text

from kpi_assistant.models import Note
from tests.views.kpi_cast import meeting, organisation, person

SECRET = "她很在意凡事留底"


@pytest.fixture
def who(alice, save):
    return save(person(alice, at=organisation(alice)))


@pytest.fixture
def note(alice, who, save):
    return save(Note(workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=who.id, text=SECRET))


def test_it_is_kept_about_a_person_an_organisation_or_a_meeting(sign_in, alice, who, save, fetch):
    met = save(meeting(alice, who))
    place = who.posts[0].organisation_id
    client = sign_in(alice)
    pages = {"person": f"/people/{who.id}", "organisation": f"/organisations/{place}", "meeting": f"/meetings/{met.id}"}
    for name, page in pages.items():
        row_id = page.rsplit("/", 1)[1]
        response = client.post(f"/notes/new?{name}={row_id}", data={"text": f"关于{name}"})
        assert response.location == f"{page}#notes"
        assert f"关于{name}" in client.get(page).text
    assert {note.created_by_id for note in fetch(select(Note))} == {alice.id}


def test_it_is_sealed_in_the_table(app, note):
    with app.extensions["database"].engine.connect() as connection:
        assert SECRET not in str(connection.execute(text("SELECT text FROM note")).scalar())


def test_it_is_the_authors_alone_until_shared_and_again_after_taking_back(sign_in, alice, bob, who, note):
    author, teammate = sign_in(alice), sign_in(bob)
    assert SECRET in author.get(f"/people/{who.id}").text
    assert SECRET not in teammate.get(f"/people/{who.id}").text
    author.post(f"/notes/{note.id}/share", data={"shared": "yes"})
    assert SECRET in teammate.get(f"/people/{who.id}").text
    author.post(f"/notes/{note.id}/share", data={"shared": "no"})
    assert SECRET not in teammate.get(f"/people/{who.id}").text


def test_only_its_author_changes_a_shared_note(sign_in, alice, bob, vera, charlie, note, fetch):
    sign_in(alice).post(f"/notes/{note.id}/share", data={"shared": "yes"})
    for member, status in ((bob, 404), (charlie, 404), (vera, 403)):
        client = sign_in(member)
        assert client.post(f"/notes/{note.id}/edit", data={"text": "x"}).status_code == status
        assert client.post(f"/notes/{note.id}/share", data={"shared": "no"}).status_code == status
        assert client.post(f"/notes/{note.id}/delete").status_code == status
    (after,) = fetch(select(Note))
    assert after.text == SECRET
    assert after.shared_at is not None


def test_it_is_edited_and_deleted_after_asking(sign_in, alice, note, fetch):
    client = sign_in(alice)
    client.post(f"/notes/{note.id}/edit", data={"text": "改过的"})
    assert [row.text for row in fetch(select(Note))] == ["改过的"]
    assert "改过的" in client.get(f"/notes/{note.id}/delete").text
    assert len(fetch(select(Note))) == 1
    client.post(f"/notes/{note.id}/delete")
    assert fetch(select(Note)) == []


def test_an_empty_or_endless_note_is_refused_with_its_text(sign_in, alice, who, fetch):
    client = sign_in(alice)
    assert "Please fill this in." in client.post(f"/notes/new?person={who.id}", data={"text": " "}).text
    page = client.post(f"/notes/new?person={who.id}", data={"text": "长" * 5001}).text
    assert "This is longer than 5000 characters." in page
    assert "长" * 5001 in page
    assert fetch(select(Note)) == []


def test_a_sensitive_fact_is_asked_about_before_it_is_stored(sign_in, alice, who, fetch):
    client = sign_in(alice)
    fact = "她爱人刚做完手术，在住院"
    page = client.post(f"/notes/new?person={who.id}", data={"text": fact}).text
    assert "sensitive personal fact" in page
    assert fact in page
    assert fetch(select(Note)) == []
    client.post(f"/notes/new?person={who.id}", data={"text": fact, "anyway": "1"})
    assert [row.text for row in fetch(select(Note))] == [fact]


def test_it_is_about_exactly_one_thing_of_ones_own(sign_in, alice, charlie, who, save, fetch):
    foreign = save(person(charlie, "别人"))
    client = sign_in(alice)
    both = f"person={who.id}&organisation={who.posts[0].organisation_id}"
    for query in ("", "person=x", f"person={foreign.id}", both):
        assert client.post(f"/notes/new?{query}", data={"text": "x"}).status_code == 404, query
    assert sign_in(charlie).post(f"/notes/new?person={who.id}", data={"text": "x"}).status_code == 404
    assert fetch(select(Note)) == []
