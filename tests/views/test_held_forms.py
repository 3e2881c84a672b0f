"""A form that comes too late shows what was typed and can be sent again, but only one of our own pages'."""

import html
import re

import pytest
from sqlalchemy import delete, select

from kpi_assistant.models import Organisation, SignIn
from tests.views.login_cast import PASSWORD

OWN = {"Origin": "http://localhost"}
TYPED = {"name": '霁州"><b>医院', "industry": "healthcare", "region": "line 1\nline 2"}


@pytest.fixture
def guarded(app):
    """The app with its form tokens checked, as outside of tests."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def fields_of(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def test_a_form_sent_after_the_session_ended_is_held_and_goes_through_after_signing_in(
    app, sign_in, alice, save, fetch
):
    stranger = app.test_client()
    held = stranger.post("/organisations/new?back=1", data=TYPED, headers=OWN)
    assert held.status_code == 401
    fields = fields_of(held.text)
    assert {name: fields[name] for name in TYPED} == TYPED
    assert 'action="/organisations/new?back=1"' in held.text
    assert fetch(select(Organisation)) == []
    assert sign_in(alice).post("/organisations/new", data=fields, headers=OWN).status_code == 302
    (row,) = fetch(select(Organisation))
    assert row.name == TYPED["name"]


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page)
    assert found is not None
    return found[1]


def signs_in(client) -> None:
    """In another tab of the same browser."""
    token = token_of(client.get("/login").text)
    sent = {"email": "anna@example.com", "password": PASSWORD, "csrf_token": token}
    assert client.post("/login", data=sent).status_code == 302


def test_a_held_form_goes_through_at_the_first_try_once_signed_in_again(guarded, anna, fetch):
    client = guarded.test_client()
    signs_in(client)
    typed = {**TYPED, "csrf_token": token_of(client.get("/organisations/new").text)}
    with guarded.extensions["database"].engine.begin() as connection:
        connection.execute(delete(SignIn))
    held = client.post("/organisations/new", data=typed, headers=OWN)
    assert held.status_code == 401
    signs_in(client)
    assert client.post("/organisations/new", data=fields_of(held.text), headers=OWN).status_code == 302
    assert [row.name for row in fetch(select(Organisation))] == [TYPED["name"]]


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}])
def test_the_token_of_before_the_login_serves_our_own_page_and_this_browser_alone(guarded, anna, fetch, origin):
    client, other = guarded.test_client(), guarded.test_client()
    held = client.post("/organisations/new", data=TYPED, headers=OWN)
    signs_in(client)
    signs_in(other)
    assert client.post("/organisations/new", data=fields_of(held.text), headers=origin).status_code == 400
    assert other.post("/organisations/new", data=fields_of(held.text), headers=OWN).status_code == 400
    assert fetch(select(Organisation)) == []


def test_a_form_whose_token_died_is_held_with_a_fresh_one(guarded, sign_in, alice, fetch):
    client = sign_in(alice)
    held = client.post("/organisations/new", data={**TYPED, "csrf_token": "of yesterday"}, headers=OWN)
    assert held.status_code == 400
    fields = fields_of(held.text)
    assert {name: fields[name] for name in TYPED} == TYPED
    assert client.post("/organisations/new", data=fields, headers=OWN).status_code == 302
    assert len(fetch(select(Organisation))) == 1


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_nothing_is_held_for_another_site(guarded, app, sign_in, alice, origin):
    for client in (app.test_client(), sign_in(alice)):
        answer = client.post("/organisations/new", data=TYPED, headers=origin)
        assert answer.status_code in (302, 400)
        assert "霁州" not in answer.text


def test_a_password_is_never_sent_back(guarded, sign_in, alice, fetch):
    client = sign_in(alice)
    sent = {"password": "secret words", "new_password": "secret words", "other": "kept"}
    held = client.post("/change", data=sent, headers=OWN)
    assert "secret words" not in held.text
    assert len(fetch(select(SignIn))) == 1
