"""A form that comes too late shows what was typed and can be sent again, but only one of our own pages'."""

import html
import re

import pytest
from sqlalchemy import select

from kpi_assistant.models import Organisation, SignIn

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
