"""The first visit: only the code from the terminal opens it, once."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi_assistant.domain.text import LOCALES
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import Member, Setting
from kpi_assistant.services.accounts import SETUP_CODE, make_setup_code

FORM = {"name": "林序", "email": "lin@example.com", "password": "七月的风吹过江面，凉", "workspace": "衡屿信安"}


@pytest.fixture
def code(app: Flask) -> str:
    with Session(app.extensions["database"].engine) as session:
        code = make_setup_code(session)
        session.commit()
    return code


def test_every_page_of_an_empty_install_leads_to_setting_up(app, code):
    client = app.test_client()
    for path in ("/", "/login", "/people/", "/settings/"):
        assert client.get(path).location == "/setup/", path
    assert client.get("/setup/").status_code == 200
    assert client.get("/health").status_code == 200


def test_the_code_makes_the_first_member_and_signs_them_in(app, code, fetch):
    client = app.test_client()
    assert client.post("/setup/", data={**FORM, "code": code.lower().replace("-", " ")}).location == "/"
    (member,) = fetch(select(Member))
    assert (member.name, member.email, member.role) == ("林序", "lin@example.com", MemberRole.ADMIN)
    assert member.locale in LOCALES
    assert client.get("/").status_code == 200
    # The code is used up, and the page with it.
    assert fetch(select(Setting).where(Setting.name == SETUP_CODE)) == []
    assert app.test_client().get("/setup/").status_code == 404
    assert app.test_client().post("/setup/", data={**FORM, "code": code}).status_code == 404


def test_the_code_is_stored_as_a_digest_only(code, fetch):
    (row,) = fetch(select(Setting).where(Setting.name == SETUP_CODE))
    assert code not in row.value
    assert code.replace("-", "") not in row.value


def test_a_wrong_code_opens_nothing_and_is_slowed_down(app, code, fetch):
    client = app.test_client()
    for _attempt in range(5):
        page = client.post("/setup/", data={**FORM, "code": "AAAA-BBBB-CCCC"}, headers={"Accept-Language": "en"}).text
        assert "This is not the code" in page
        assert "lin@example.com" in page
        assert FORM["password"] not in page
    assert (
        "Too many attempts"
        in client.post("/setup/", data={**FORM, "code": code}, headers={"Accept-Language": "en"}).text
    )
    assert fetch(select(Member)) == []


def test_there_is_no_way_in_without_a_code_made(app, fetch):
    assert app.test_client().post("/setup/", data={**FORM, "code": ""}).status_code == 200
    assert fetch(select(Member)) == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [("password", "kurz", "at least 10"), ("password", "lin@example.com", "first anybody"), ("email", "lin", "not an e-mail"), ("name", " ", "fill this in")],
)  # fmt: skip
def test_what_is_typed_wrongly_keeps_the_code_alive(app, code, fetch, field, value, sentence):
    client = app.test_client()
    page = client.post("/setup/", data={**FORM, "code": code, field: value}, headers={"Accept-Language": "en"}).text
    assert sentence in page
    assert "All is still here but the password" in page
    assert fetch(select(Member)) == []
    assert client.post("/setup/", data={**FORM, "code": code}).location == "/"
