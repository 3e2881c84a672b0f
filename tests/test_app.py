"""What every answer carries: headers, caching, calm refusals, and a log without customers' words."""

import logging

import pytest
from flask import Flask, abort

from kpi_assistant.app import create_app
from tests.conftest import settings_for


@pytest.fixture
def broken_app(tmp_path) -> Flask:
    """An app with pages that break on purpose."""
    app = create_app(
        settings_for(tmp_path, PUBLIC_URL="https://kpi.example.com", SESSION_COOKIE_SECURE=True, TESTING=False)
    )
    app.add_url_rule("/refuse/<int:code>", "health.refuse", abort)
    app.add_url_rule("/break", "health.break", lambda: {}["庄敏说的话"])
    with app.app_context():
        app.extensions["alembic"].upgrade()
    app.before_request_funcs[None] = []  # these pages belong to nobody
    yield app
    app.extensions["database"].engine.dispose()
    app.extensions["alembic"].engines["default"].dispose()


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 413, 500, 503])
def test_every_refusal_is_a_calm_page_in_both_languages(broken_app, code):
    client = broken_app.test_client()
    chinese = client.get(f"/refuse/{code}", headers={"Accept-Language": "zh-CN"})
    english = client.get(f"/refuse/{code}", headers={"Accept-Language": "en"})
    assert chinese.status_code == english.status_code == code
    assert 'lang="zh-CN"' in chinese.text
    assert 'lang="en"' in english.text
    assert "<h1>" in english.text
    assert client.get(f"/refuse/{code}", headers={"X-Requested-With": "fetch"}).json.keys() == {"error"}


def test_a_breakdown_says_nothing_of_what_it_was_about(broken_app, caplog):
    with caplog.at_level(logging.DEBUG):
        response = broken_app.test_client().get("/break?q=机密")
    assert response.status_code == 500
    assert "KeyError" in caplog.text
    assert "/break" in caplog.text
    for secret in ("庄敏", "机密", "q="):
        assert secret not in caplog.text
        assert secret not in response.text


def test_too_much_is_refused(app, sign_in, alice):
    client = sign_in(alice)
    assert client.post("/organisations/new", data={"name": "x" * (3 * 1024 * 1024)}).status_code == 413


def test_a_wrong_method_and_an_unknown_page_are_refused(app, sign_in, alice):
    assert sign_in(alice).put("/organisations/").status_code == 405
    assert sign_in(alice).get("/nowhere").status_code == 404


def test_another_host_is_refused(app):
    answer = app.test_client().get("/login", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"
    assert "PUBLIC_URL" in answer.text, "it says which setting lets an address of one's own in"
    assert "evil" not in answer.text


def test_a_nul_is_refused_before_a_database_sees_it(sign_in, alice):
    client = sign_in(alice)
    assert client.get("/organisations/?q=%00").status_code == 400
    assert client.post("/organisations/new", data={"name": "a\0b", "industry": "other"}).status_code == 400


def test_every_answer_carries_the_guards(sign_in, alice):
    for path in ("/settings/", "/nowhere", "/static/css/base.css", "/health"):
        with sign_in(alice).get(path) as response:
            headers = response.headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Strict-Transport-Security" not in headers


def test_https_is_remembered_where_there_is_https(broken_app):
    response = broken_app.test_client().get("/health")
    assert "max-age" in response.headers["Strict-Transport-Security"]


def test_pages_are_kept_nowhere_and_hashed_files_for_ever(app, sign_in, alice):
    client = sign_in(alice)
    page = client.get("/settings/")
    assert page.headers["Cache-Control"] == "no-store"
    with app.test_request_context():
        address = app.url_for("static", filename="css/base.css")
    assert "?v=" in address
    assert address in page.text
    with client.get(address) as kept:
        assert "immutable" in kept.headers["Cache-Control"]
    for other in ("/static/css/base.css", "/static/css/base.css?v=other"):
        with client.get(other) as plain:
            assert plain.headers["Cache-Control"] == "no-cache"
        with client.get(other, headers={"If-None-Match": plain.headers["ETag"]}) as again:
            assert again.status_code == 304


def test_the_session_cookie_is_strict_and_hidden_from_scripts(broken_app):
    cookie = broken_app.test_client().post("/language", data={"locale": "en"}).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" in cookie


def test_a_style_sheet_never_puts_an_older_session_back(sign_in, alice):
    client = sign_in(alice)
    with client.session_transaction() as session:
        session.permanent = True
    assert "Set-Cookie" in client.get("/").headers
    with client.get("/static/css/base.css") as style:
        assert style.status_code == 200
        assert "Set-Cookie" not in style.headers
