"""Signing in and out: the same answer to every wrong guess, slowed down, and a session that really ends."""

import datetime as dt
import re
import threading
import unicodedata
import uuid
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from passlib.context import CryptContext
from passlib.hash import argon2
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import Member, Setting, SignIn
from kpi_assistant.models.base import utc_now
from tests.conftest import on_sqlite
from tests.views.login_cast import PASSWORD, log_in, without_token


def words_of(page: str) -> str:
    """What a reader sees of the page's main part."""
    return re.sub(r"<[^>]*>", " ", page[page.index("<main") :])


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("kpi_session")
    assert cookie is not None
    return cookie.value


@pytest.mark.parametrize("path", ["/capture/material", "/service-worker.js"])
def test_what_a_tab_asks_for_after_its_session_ended_leaves_the_login_form_alone(app, sign_in, alice, path):
    """It is still open while somebody signs in again: its answers must not take the form's token away."""
    client = sign_in(alice)
    with app.extensions["database"].engine.begin() as connection:
        connection.execute(delete(SignIn))
    answer = client.get(path, headers={"X-Requested-With": "fetch"})
    assert answer.status_code in {200, 401}
    assert "Set-Cookie" not in answer.headers


def test_it_signs_in_and_out(app, anna, fetch):
    client = app.test_client()
    assert log_in(client).location == "/"
    assert client.get("/settings/").status_code == 200
    (row,) = fetch(select(SignIn))
    assert row.member_id == anna.id
    assert client.post("/logout").location.endswith("/login")
    assert fetch(select(SignIn)) == []
    assert client.get("/settings/").status_code == 302


def test_it_finds_the_account_whatever_the_case_of_the_address(app, anna):
    assert log_in(app.test_client(), email=" Anna@Example.COM ").location == "/"


def test_it_answers_alike_for_an_unknown_account_and_a_wrong_password(app, anna):
    unknown = log_in(app.test_client(), email="nobody@example.com")
    wrong = log_in(app.test_client(), password="something else entirely")
    assert unknown.status_code == wrong.status_code == 200
    assert without_token(unknown.text).replace("nobody@", "anna@") == without_token(wrong.text)
    assert "something else entirely" not in wrong.text


@pytest.mark.parametrize(
    ("email", "password"), [("", ""), ("anna@example.com", ""), ("no address", "x"), ("anna@example.com", "wrong")]
)
def test_it_refuses_in_chinese_to_a_chinese_reader(app, anna, email, password):
    page = (
        app.test_client()
        .post("/login", data={"email": email, "password": password}, headers={"Accept-Language": "zh-CN"})
        .text
    )
    assert "邮箱和密码对不上。" in words_of(page)
    assert set(re.findall(r"[A-Za-z]{2,}", words_of(page))) <= {"KPI", "English"}


def test_a_login_gives_a_new_session_and_a_logout_kills_the_old_cookie(app, anna):
    client = app.test_client()
    client.get("/login")
    before = cookie_of(client)
    log_in(client)
    stolen = cookie_of(client)
    assert stolen != before
    client.post("/logout")
    thief = app.test_client()
    thief.set_cookie("kpi_session", stolen)
    assert thief.get("/settings/").status_code == 302
    # And the login page itself does not send the dead cookie round in circles.
    thief.set_cookie("kpi_session", stolen)
    assert thief.get("/login").status_code == 200


@pytest.mark.parametrize(("days", "status"), [(89, 200), (91, 302)])
def test_a_sign_in_ends_ninety_days_after_it_began_however_much_it_is_used(app, sign_in, alice, days, status):
    page, phone = sign_in(alice), sign_in(alice)
    began_days_ago(app, days)
    assert page.get("/settings/").status_code == status
    batch = {"member": str(alice.id), "sent_at": 0, "operations": []}
    headers = {"X-Requested-With": "fetch", "Origin": "http://localhost"}
    assert (phone.post("/capture/operations", json=batch, headers=headers).status_code == 200) is (status == 200)


def test_what_has_ended_is_forgotten_at_the_next_login_and_listed_nowhere(app, sign_in, alice, anna, fetch):
    sign_in(alice)
    log_in(app.test_client())
    began_days_ago(app, 91)
    client = app.test_client()
    assert log_in(client).location == "/"
    rows = fetch(select(SignIn).order_by(SignIn.created_at))
    assert [row.member_id for row in rows] == [alice.id, anna.id]
    # And one that ended since is not shown as a browser that is signed in.
    log_in(app.test_client())
    assert shown_browsers(client) == 2
    with app.extensions["database"].engine.begin() as connection:
        connection.execute(
            update(SignIn).where(SignIn.id.not_in([row.id for row in rows])).values(created_at=rows[0].created_at)
        )
    assert shown_browsers(client) == 1


def shown_browsers(client):
    return re.search(r'<ul class="browsers">.*?</ul>', client.get("/settings/").text, re.DOTALL)[0].count("<li>")


def began_days_ago(app, days):
    """All sign-ins there are."""
    with app.extensions["database"].engine.begin() as connection:
        connection.execute(update(SignIn).values(created_at=utc_now() - dt.timedelta(days=days)))


def test_a_new_password_ends_every_other_session(app, anna, fetch):
    here, there = app.test_client(), app.test_client()
    log_in(here)
    log_in(there)
    old = cookie_of(here)
    new_password = "drei Kraniche am Fluss"
    response = here.post(
        "/settings/password",
        data={"password": PASSWORD, "new_password": new_password, "new_password_confirm": new_password},
    )
    assert response.location.endswith("/settings/")
    assert here.get("/settings/").status_code == 200
    assert there.get("/settings/").status_code == 302
    thief = app.test_client()
    thief.set_cookie("kpi_session", old)
    assert thief.get("/settings/").status_code == 302
    assert len(fetch(select(SignIn))) == 1
    assert log_in(app.test_client()).status_code == 200
    assert log_in(app.test_client(), password=new_password).location == "/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("wrong password", "drei Kraniche am Fluss", "drei Kraniche am Fluss"), "当前密码不对。"),
        ((PASSWORD, "kurz", "kurz"), "至少 10 个字符，一句短话最好记。"),
        ((PASSWORD, "drei Kraniche am Fluss", "etwas anderes"), "两次输入不一致，请再输一遍新密码。"),
        ((PASSWORD, PASSWORD, PASSWORD), "新密码和当前密码一样，请换一个。"),
        ((PASSWORD, "1234567890", "1234567890"), "这个密码太容易猜到，请换一个。"),
        (("", "drei Kraniche am Fluss", "drei Kraniche am Fluss"), "请填写这一项。"),
    ],
)
def test_it_refuses_a_password_in_chinese(app, anna, typed, sentence):
    client = app.test_client()
    log_in(client)
    names = ("password", "new_password", "new_password_confirm")
    response = client.post("/settings/password", data=dict(zip(names, typed, strict=True)))
    assert response.status_code == 200
    errors = [line for line in response.text.splitlines() if 'class="error"' in line]
    assert errors
    assert any(sentence in line for line in errors)
    assert all(word not in line for line in errors for word in ("assword", "must", "not"))


def test_it_leads_back_to_the_page_asked_for_and_never_elsewhere(app, anna):
    client = app.test_client()
    location = client.get("/settings/profile").location
    assert location == "/login?next=/settings/profile"
    assert (
        client.post(location, data={"email": "anna@example.com", "password": PASSWORD}).location == "/settings/profile"
    )
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        location = log_in(app.test_client(), next=target).location or "/login"
        parts = urlsplit(location)
        assert (parts.scheme, parts.netloc) == ("", ""), target
        assert location.startswith("/"), target
        assert not location.startswith(("//", "/\\")), target


def test_a_member_who_is_shut_out_is_out_at_once(app, anna, save):
    client = app.test_client()
    log_in(client)
    anna.active = False
    save(anna)
    assert client.get("/settings/").status_code == 302
    assert log_in(app.test_client()).status_code == 200


def test_flask_securitys_other_pages_are_closed(app, anna):
    client = app.test_client()
    for path in ("/verify", "/register", "/reset", "/confirm", "/fs-static/js/webauthn.js", "/fs-static/css/base.css"):
        assert client.get(path).status_code == 404, path


def test_the_language_can_be_chosen_before_signing_in(app, alice):
    client = app.test_client()
    assert "Sign in" in client.get("/login", headers={"Accept-Language": "en"}).text
    client.post("/language", data={"locale": "zh_CN", "next": "/login"})
    assert 'lang="zh-CN"' in client.get("/login", headers={"Accept-Language": "en"}).text


@pytest.fixture
def saves_while_hashing(app, monkeypatch):
    """For each time a password is hashed or compared: whether somebody else's save got through meanwhile."""
    got_through: list[bool] = []
    engine = app.extensions["database"].engine

    def save():
        with Session(engine) as session:
            session.add(Setting(name=uuid.uuid4().hex, value="x"))
            session.commit()

    def with_a_save(hashing):
        def hash_and_save(*args, **kwargs):
            other = threading.Thread(target=save)
            other.start()
            other.join(3)
            got_through.append(not other.is_alive())
            return hashing(*args, **kwargs)

        return hash_and_save

    for name in ("hash", "verify"):
        monkeypatch.setattr(CryptContext, name, with_a_save(getattr(CryptContext, name)))
    return got_through


@on_sqlite
@pytest.mark.parametrize(
    ("email", "password"),
    [("nobody@example.com", PASSWORD), ("anna@example.com", "wrong"), ("anna@example.com", PASSWORD)],
)
def test_a_login_keeps_nobody_waiting_while_it_hashes(app, anna, saves_while_hashing, email, password):
    assert log_in(app.test_client(), password=password, email=email).status_code in {200, 302}
    assert saves_while_hashing
    assert all(saves_while_hashing)


@on_sqlite
@pytest.mark.parametrize("path", ["/settings/password", "/settings/members/new", "/settings/members/{id}/password"])
def test_setting_a_password_keeps_nobody_waiting_while_it_hashes(
    app, anna, save, bob, saves_while_hashing, path, fetch
):
    anna.role = MemberRole.ADMIN
    save(anna)
    client = app.test_client()
    log_in(client)
    saves_while_hashing.clear()
    new = "drei Kraniche am Fluss"
    typed = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    typed |= {"name": "Yi", "email": "yi@example.com", "role": "member"}
    assert client.post(path.format(id=bob.id), data=typed).status_code in {200, 302}
    assert saves_while_hashing
    assert all(saves_while_hashing)
    assert {row.name: bool(row.password) for row in fetch(select(Member))}[
        {"/settings/password": "anna", "/settings/members/new": "Yi"}.get(path, "bob")
    ]


def test_a_login_renews_a_hash_of_an_older_way(app, anna, save, fetch):
    """What Flask-Security renews while it compares is kept, although nothing may be written at that moment."""
    anna.password = argon2.using(time_cost=1, memory_cost=1024, parallelism=1).hash(
        unicodedata.normalize("NFKD", PASSWORD)
    )
    old = save(anna).password
    assert log_in(app.test_client()).location == "/"
    (row,) = fetch(select(Member).where(Member.id == anna.id))
    assert row.password != old
    assert log_in(app.test_client()).location == "/"
