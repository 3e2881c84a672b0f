"""Slowing down whoever guesses: failed attempts counted in the database, so that a restart forgets nothing."""

import hashlib
import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, request
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kpi_assistant.models import LoginThrottle
from kpi_assistant.models.base import utc_now

LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """How many failures cost nothing, and the time after which half of those counted are forgotten."""

    free: int
    half_life: timedelta


ACCOUNT = Limit(5, timedelta(hours=6))
ADDRESS = Limit(50, timedelta(hours=1))
"""A whole team may sit behind one address, and nobody's success clears it: it must bear a morning's mistakes."""


def login_wait(failures: int, limit: Limit = ACCOUNT) -> timedelta:
    """How long to wait after so many failures: nothing at first, then 15 seconds doubling up to 15 minutes."""
    if failures < limit.free:
        return timedelta(0)
    seconds = 15 * 2 ** min(failures - limit.free, 10)
    return min(timedelta(seconds=seconds), LONGEST_WAIT)


def guess_at(account: str) -> dict[str, Limit]:
    """What one attempt is counted under: the account, and the address it comes from. The keys name nobody."""
    names = {f"account:{account.strip().lower()}": ACCOUNT, f"address:{_caller()}": ADDRESS}
    return {hashlib.sha256(name.encode()).hexdigest(): limit for name, limit in names.items()}


def is_throttled(session: Session, guess: dict[str, Limit]) -> bool:
    now = utc_now()
    # Columns, not rows: asked twice in one session, it must see what was counted in between.
    counted = session.execute(
        select(LoginThrottle.key, LoginThrottle.failures, LoginThrottle.last_failure_at).where(
            LoginThrottle.key.in_(guess)
        )
    )
    return any(
        last + login_wait(_left(failures, last, now, guess[key]), guess[key]) > now for key, failures, last in counted
    )


def count_failure(session: Session, guess: dict[str, Limit]) -> None:
    """One more failure under each key. The rows are locked, so that guesses at the same moment all count."""
    now = utc_now()
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(
        insert(LoginThrottle)
        .values([{"key": key, "failures": 0, "last_failure_at": now} for key in sorted(guess)])
        .on_conflict_do_nothing()
    )
    rows = select(LoginThrottle).where(LoginThrottle.key.in_(guess)).order_by(LoginThrottle.key).with_for_update()
    for row in session.scalars(rows.execution_options(populate_existing=True)):
        row.failures = _left(row.failures, row.last_failure_at, now, guess[row.key]) + 1
        row.last_failure_at = now


def forgive(session: Session, guess: dict[str, Limit]) -> None:
    """After a success: the account's failures are forgotten, those of the address are not, for it may be a guesser's."""
    own = [key for key, limit in guess.items() if limit is ACCOUNT]
    session.execute(delete(LoginThrottle).where(LoginThrottle.key.in_(own)))


def _left(failures: int, last: datetime, now: datetime, limit: Limit) -> int:
    """How many failures still count. Rounded, not cut: cut, a guess every second would never add up."""
    return round(failures * math.pow(0.5, max(now - last, timedelta(0)) / limit.half_life))


def _caller() -> str:
    """Who calls. Behind TRUSTED_PROXY everybody seems to be the proxy; the last address it names is who called it.

    What stands before that the caller may have made up, and from anybody else the whole header.
    """
    peer = request.remote_addr or ""
    if peer and peer == current_app.config["TRUSTED_PROXY"]:
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        try:
            return str(ipaddress.ip_address(named))
        except ValueError:
            pass
    return peer
