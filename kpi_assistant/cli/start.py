"""prepare: what has to be right before the server starts; called by script/server."""

import datetime as dt
import logging
import secrets
import sqlite3
from pathlib import Path
from typing import Any

import click
from alembic.util import CommandError
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from kpi_assistant.auth import seal_password
from kpi_assistant.cli.refusal import Refusal
from kpi_assistant.config import VERSION
from kpi_assistant.database import Database, act_as, get_session
from kpi_assistant.domain.text import LOCALES
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import Setting
from kpi_assistant.models.base import utc_now
from kpi_assistant.printing import self_test
from kpi_assistant.services.accounts import add_member, has_members, make_setup_code, new_workspace
from kpi_assistant.services.backup import copy_path, copy_sqlite, drop_old_copies, write_backup
from kpi_assistant.services.demo import load_demo
from kpi_assistant.services.field_keys import CHECK, keys_open

PRINTING_TESTED = "printing_tested"
"""The name of the setting that holds the version of the app that has printed a page on this machine."""
DEMO_EMAIL = "demo@example.com"


demo_option = click.option("--demo", type=click.Choice(LOCALES), help="Put the sample data into an empty install.")


@click.command("prepare")
@demo_option
@with_appcontext
def prepare(demo: str | None) -> None:
    """Bring the database up to date, keeping a copy, and say what the first user needs to know."""
    database: Database = current_app.extensions["database"]
    try:
        _migrate(database)
    except DBAPIError as error:
        # The driver's own sentence names the host and the reason, never the password.
        reason = " ".join(str(error.orig).split()) or "no reason given"
        raise Refusal(f"The database cannot be opened or brought up to date, and is as it was: {reason}") from error
    is_first_start = get_session().get(Setting, CHECK) is None
    _check_keys(database)
    database.learn_sizes()
    if is_first_start:
        click.echo(
            f"Private words are sealed with the key in {_keys_file()}: copy it somewhere safe, without it nobody can read them."
        )
    _test_printing()
    if demo:
        _load_demo(demo)
    if not has_members(get_session()):
        code = make_setup_code(get_session())
        get_session().commit()
        click.echo(f"Nobody is a member yet. Open {shown_address()}/setup/ and enter the one-time code {code}")


def _migrate(database: Database) -> None:
    alembic: Any = current_app.extensions["alembic"]
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        current, heads = set(alembic.current()), set(alembic.heads())
    except CommandError as error:
        raise Refusal(
            "This database was made by a newer version of KPI Assistant: update the app, or restore an older backup."
        ) from error
    # Alembic's transaction, begun to read, would hold the database against us and against a running server.
    alembic.migration_context.connection.rollback()
    if current == heads:
        return
    if inspect(database.engine).has_table("alembic_version") and current:
        click.echo(f"The database is brought up to date; a copy of it is kept in {_keep_copy(database)}.")
    alembic.upgrade()


def _keep_copy(database: Database) -> Path:
    folder = current_app.config["KPI_DATA"] / "backups"
    url = make_url(current_app.config["DATABASE_URL"])
    now = dt.datetime.now(dt.UTC)
    try:
        if url.get_backend_name() == "sqlite":
            copy = copy_path(folder, "before-update", ".sqlite3", now)
            copy_sqlite(Path(str(url.database)), copy)
        else:
            copy = copy_path(folder, "before-update", ".backup", now)
            write_backup(database.engine, copy)
    except (OSError, sqlite3.Error) as error:
        raise Refusal(
            f"A copy of the database cannot be kept in {folder} ({error}), so it was not brought up to date and is as it "
            "was. Make room there and start again."
        ) from error
    drop_old_copies(folder)
    return copy


def _check_keys(database: Database) -> None:
    session = get_session()
    if not keys_open(session, database.keyring):
        raise Refusal(
            f"{_keys_file()} is not the key this database was sealed with: life and mindset words, private notes and "
            f"finished briefs cannot be read without it. Put your copy of the key back at {_keys_file()} and start "
            "again; nothing has been changed. Work KPIs, people and meetings are not affected."
        )
    session.commit()


def _test_printing() -> None:
    """Once for each version: printing needs fonts and system libraries, and a seller should not find out in a taxi."""
    session = get_session()
    tested = session.get(Setting, PRINTING_TESTED)
    if tested is not None and tested.value == VERSION:
        return
    # A page is set and printed: not while the write lock is held.
    session.rollback()
    missing = self_test()
    if missing:
        click.echo(
            f"Briefs cannot be printed yet ({', '.join(missing)}): run script/setup. Everything else works.", err=True
        )
        return
    session.merge(Setting(name=PRINTING_TESTED, value=VERSION))
    session.commit()


def _load_demo(locale: str) -> None:
    session = get_session()
    if has_members(session):
        click.echo("This install holds data already: the sample data was not added.")
        return
    password = secrets.token_urlsafe(9)
    password_hash, _problem = seal_password(password, email=DEMO_EMAIL, name="demo")
    names = {"zh_CN": ("林序", "衡屿信安"), "en": ("Sean Lindley", "Hollins Secure Operations")}
    name, team = names[locale]
    member = add_member(
        session, new_workspace(session, team), email=DEMO_EMAIL, name=name, password_hash=password_hash,
        role=MemberRole.ADMIN, locale=locale,
    )  # fmt: skip
    act_as(session, member.id, member.workspace_id)
    load_demo(session, member, utc_now())
    session.commit()
    click.echo(f"Sample data is loaded. Sign in as {DEMO_EMAIL} with the password {password}")


def _keys_file() -> Path:
    path: Path = current_app.config["FIELD_KEYS_FILE"]
    return path


def shown_address() -> str:
    """Where a browser on this machine finds the app, or anybody where PUBLIC_URL says so."""
    host = current_app.config["HOST"]
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else f"[{host}]" if ":" in host else host  # noqa: S104
    return current_app.config["PUBLIC_URL"] or f"http://{shown}:{current_app.config['PORT']}"
