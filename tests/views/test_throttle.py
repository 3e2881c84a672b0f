"""Guessing is slowed down: an account soon, an address only after many, and a team never for a stranger's sake."""

import datetime as dt
import hashlib
import threading

import pytest
from passlib.context import CryptContext
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kpi_assistant.models import LoginThrottle
from kpi_assistant.models.base import utc_now
from kpi_assistant.throttle import ACCOUNT, ADDRESS, count_failure, guess_at, login_wait
from tests.views.login_cast import PASSWORD, log_in, without_token

FREE_FAILURES = ACCOUNT.free
TOO_MANY = "尝试次数太多"


def test_it_slows_down_after_five_failures_and_forgives_after_a_success(app, anna, fetch, save):
    client = app.test_client()
    for _attempt in range(FREE_FAILURES):
        log_in(client, password="wrong")
    assert {row.failures for row in fetch(select(LoginThrottle))} == {FREE_FAILURES}
    # Even the right password has to wait now, and from another address as well.
    assert log_in(client).status_code == 200
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    assert log_in(elsewhere).status_code == 200
    for row in fetch(select(LoginThrottle)):
        row.last_failure_at = utc_now() - dt.timedelta(minutes=16)
        save(row)
    assert log_in(client).location == "/"


def key_of(address: str) -> str:
    """What an address is counted under."""
    return hashlib.sha256(f"address:{address}".encode()).hexdigest()


@pytest.fixture
def count_here(app):
    """Set what the tests' own address has failed, and how long ago."""

    def count_here(failures: int, ago: dt.timedelta = dt.timedelta(0)) -> None:
        with Session(app.extensions["database"].engine) as session:
            session.merge(LoginThrottle(key=key_of("127.0.0.1"), failures=failures, last_failure_at=utc_now() - ago))
            session.commit()

    return count_here


def test_a_strangers_guesses_do_not_shut_out_the_team_behind_the_same_address(app, anna):
    for number in range(FREE_FAILURES + 1):
        log_in(app.test_client(), password="x", email=f"{number}@example.com")
    assert log_in(app.test_client()).location == "/"


def test_an_address_is_slowed_down_all_the_same_and_forgiven_by_the_hour(app, anna, count_here):
    count_here(ADDRESS.free - 1)
    assert log_in(app.test_client(), password="wrong").status_code == 200
    assert TOO_MANY in log_in(app.test_client()).text
    # Nobody's success clears it, time does: a quarter of an hour is the longest wait, an hour halves the count.
    count_here(ADDRESS.free * 2, dt.timedelta(minutes=14))
    assert TOO_MANY in log_in(app.test_client()).text
    count_here(ADDRESS.free * 2, dt.timedelta(hours=2))
    log_in(app.test_client(), password="wrong")
    assert log_in(app.test_client()).location == "/"


def test_guesses_a_second_apart_add_up(app, fetch):
    with app.test_request_context("/login", environ_base={"REMOTE_ADDR": "198.51.100.1"}):
        guess = guess_at("anna@example.com")
    for _attempt in range(ADDRESS.free):
        with Session(app.extensions["database"].engine) as session:
            session.execute(update(LoginThrottle).values(last_failure_at=utc_now() - dt.timedelta(seconds=1)))
            count_failure(session, guess)
            session.commit()
    assert {row.failures for row in fetch(select(LoginThrottle))} == {ADDRESS.free}


def test_guesses_at_the_same_moment_all_count(app, fetch):
    with app.test_request_context("/login", environ_base={"REMOTE_ADDR": "198.51.100.1"}):
        guess = guess_at("anna@example.com")
    gate = threading.Barrier(8)

    def fail():
        gate.wait()
        with Session(app.extensions["database"].engine) as session:
            count_failure(session, guess)
            session.commit()

    threads = [threading.Thread(target=fail) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.failures for row in fetch(select(LoginThrottle))] == [8, 8]


def forwarded(app, email: str, *headers: str, peer: str = "127.0.0.1"):
    """A mistaken login that comes with these X-Forwarded-For headers."""
    return app.test_client().post(
        "/login", data={"email": email, "password": "x"}, environ_base={"REMOTE_ADDR": peer},
        headers=[("X-Forwarded-For", header) for header in headers],
    )  # fmt: skip


def addresses_counted(fetch) -> set[str]:
    known = ["127.0.0.1", "203.0.113.9", "198.51.100.1", "198.51.100.2"]
    keys = {row.key for row in fetch(select(LoginThrottle))}
    return {address for address in known if key_of(address) in keys}


def test_a_forwarding_header_does_not_fool_the_throttle(app, anna, count_here, fetch):
    count_here(ADDRESS.free - 1)
    forwarded(app, "0@example.com", "198.51.100.1")
    assert addresses_counted(fetch) == {"127.0.0.1"}
    assert log_in(app.test_client()).status_code == 200


def test_behind_the_trusted_proxy_everybody_is_counted_by_themselves(app, anna, fetch, monkeypatch):
    monkeypatch.setitem(app.config, "TRUSTED_PROXY", "127.0.0.1")
    # What the caller made up stands before what the proxy added; and somebody else is not believed at all.
    forwarded(app, "1@example.com", "203.0.113.9, 198.51.100.1")
    forwarded(app, "2@example.com", "203.0.113.9", "198.51.100.2")
    assert addresses_counted(fetch) == {"198.51.100.1", "198.51.100.2"}
    forwarded(app, "3@example.com", "203.0.113.9", peer="198.51.100.1")
    forwarded(app, "4@example.com", "no address")
    assert addresses_counted(fetch) == {"198.51.100.1", "198.51.100.2", "127.0.0.1"}


def test_of_guesses_sent_at_once_the_right_one_is_refused_when_the_others_were_too_many(
    app, anna, monkeypatch, fetch, save
):
    """All of them were let in before any was counted."""
    with app.test_request_context("/login", environ_base={"REMOTE_ADDR": "198.51.100.1"}):
        guess = guess_at(anna.email)
    verify = CryptContext.verify

    def while_others_fail(*args, **kwargs):
        for _attempt in range(FREE_FAILURES):
            with Session(app.extensions["database"].engine) as session:
                count_failure(session, guess)
                session.commit()
        return verify(*args, **kwargs)

    monkeypatch.setattr(CryptContext, "verify", while_others_fail)
    answers = []
    for password in (PASSWORD, "wrong"):
        answers.append(log_in(app.test_client(), password=password).text)
        for row in fetch(select(LoginThrottle)):
            row.failures = 0
            save(row)
    assert TOO_MANY in answers[0]
    assert without_token(answers[0]) == without_token(answers[1])


def test_it_waits_longer_each_time_but_never_more_than_a_quarter_of_an_hour():
    assert [login_wait(failures).total_seconds() for failures in (0, 4, 5, 6, 7, 50)] == [0, 0, 15, 30, 60, 900]
