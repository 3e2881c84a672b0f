"""The app on both real databases, and a fixed cast: alice owns, bob is in her team, vera may only look,
charlie is a stranger."""

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Executable, delete
from sqlalchemy.orm import Session

from kpi_assistant.app import create_app
from kpi_assistant.config import read_settings
from kpi_assistant.database import Database
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import Base, Member, SignIn, Workspace
from tests.postgres import PostgresServer


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Nothing may be skipped where KPI_TEST_NO_SKIP is set, as it is in CI."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("KPI_TEST_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"Skipped although KPI_TEST_NO_SKIP is set: {report.longrepr}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL of our own, stopped and removed at the end."""
    with PostgresServer() as server:
        yield server


def settings_for(folder: Path, database_url: str = "", **more: Any) -> dict[str, Any]:
    """What create_app reads, with a data folder of the test's own."""
    settings = read_settings({"KPI_DATA": str(folder), "DATABASE_URL": database_url})
    return {
        **settings,
        "TESTING": True,
        "WTF_CSRF_ENABLED": False,
        "FIELD_KEYS": [Fernet.generate_key().decode()],
    } | more


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def migrated_app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres").new_database()
    app = create_app(settings_for(tmp_path_factory.mktemp("data"), url))
    with app.app_context():
        app.extensions["alembic"].upgrade()
    yield app
    app.extensions["jobs"].close()
    app.extensions["database"].engine.dispose()
    app.extensions["alembic"].engines["default"].dispose()


on_sqlite = pytest.mark.parametrize("migrated_app", ["sqlite"], indirect=True, scope="session")
"""For what only SQLite leaves to us."""


@pytest.fixture
def app(migrated_app: Flask) -> Flask:
    """The app with empty tables."""
    empty_tables(migrated_app)
    return migrated_app


def empty_tables(app: Flask) -> None:
    database: Database = app.extensions["database"]
    with database.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))


@pytest.fixture
def save(app: Flask) -> Callable[..., Any]:
    """Store rows and commit; gives back the first."""
    database: Database = app.extensions["database"]

    def save(*rows: Any) -> Any:
        with Session(database.engine, expire_on_commit=False) as session:
            session.add_all(rows)
            session.commit()
        return rows[0]

    return save


@pytest.fixture
def fetch(app: Flask) -> Callable[[Executable], list[Any]]:
    """What the database holds now."""
    database: Database = app.extensions["database"]

    def fetch(statement: Executable) -> list[Any]:
        with Session(database.engine.execution_options(read_only=True)) as session:
            return list(session.scalars(statement).unique())  # type: ignore[arg-type]

    return fetch


@pytest.fixture
def team(save: Callable[..., Any]) -> Workspace:
    return save(Workspace(name="衡屿信安"))  # type: ignore[no-any-return]


def member(workspace: Workspace, name: str, role: MemberRole = MemberRole.MEMBER) -> Member:
    return Member(
        id=uuid.uuid4(), workspace_id=workspace.id, name=name, email=f"{name}@example.com", role=role, locale="en",
        fs_uniquifier=uuid.uuid4().hex,
    )  # fmt: skip


@pytest.fixture
def alice(save: Callable[..., Any], team: Workspace) -> Member:
    return save(member(team, "alice", MemberRole.ADMIN))  # type: ignore[no-any-return]


@pytest.fixture
def bob(save: Callable[..., Any], team: Workspace) -> Member:
    return save(member(team, "bob"))  # type: ignore[no-any-return]


@pytest.fixture
def vera(save: Callable[..., Any], team: Workspace) -> Member:
    return save(member(team, "vera", MemberRole.VIEWER))  # type: ignore[no-any-return]


@pytest.fixture
def charlie(save: Callable[..., Any]) -> Member:
    return save(member(save(Workspace(name="elsewhere")), "charlie"))  # type: ignore[no-any-return]


@pytest.fixture
def sign_in(app: Flask, save: Callable[..., Any]) -> Callable[[Member], FlaskClient]:
    """A client signed in as a member, as after a login."""

    def sign_in(who: Member) -> FlaskClient:
        row = save(SignIn(id=uuid.uuid4(), member_id=who.id))
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = who.fs_uniquifier
            session["_fresh"] = True
            session["sign_in"] = str(row.id)
        return client

    return sign_in
