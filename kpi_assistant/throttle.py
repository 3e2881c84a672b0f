"""Slowing down whoever guesses: failed attempts counted in the database, so that a restart forgets nothing."""

import hashlib
from datetime import timedelta
from typing import Any

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kpi_assistant.models import LoginThrottle
from kpi_assistant.models.base import utc_now

FREE_FAILURES = 5
LONGEST_WAIT = timedelta(minutes=15)
FORGIVEN_AFTER = timedelta(days=1)


def login_wait(failures: int) -> timedelta:
    """How long to wait after so many failures: nothing at first, then 15 seconds doubling up to 15 minutes."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    seconds = 15 * 2 ** min(failures - FREE_FAILURES, 10)
    return min(timedelta(seconds=seconds), LONGEST_WAIT)


def throttle_keys(*names: str) -> list[str]:
    """What is stored for an account or an address: a digest, which names nobody."""
    return [hashlib.sha256(name.strip().lower().encode()).hexdigest() for name in names]


def is_throttled(session: Session, keys: list[str]) -> bool:
    rows = session.scalars(select(LoginThrottle).where(LoginThrottle.key.in_(keys)))
    return any(row.last_failure_at + login_wait(row.failures) > utc_now() for row in rows)


def count_failure(session: Session, keys: list[str]) -> None:
    """One more failure for each key, counted by the database, so that guesses at the same moment all count."""
    now = utc_now()
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    failures = case((LoginThrottle.last_failure_at < now - FORGIVEN_AFTER, 1), else_=LoginThrottle.failures + 1)
    session.execute(
        insert(LoginThrottle)
        .values([{"key": key, "failures": 1, "last_failure_at": now} for key in sorted(keys)])
        .on_conflict_do_update(index_elements=["key"], set_={"failures": failures, "last_failure_at": now})
    )


def forget_failures(session: Session, keys: list[str]) -> None:
    session.execute(delete(LoginThrottle).where(LoginThrottle.key.in_(keys)))
