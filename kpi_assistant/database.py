"""The engine and the request's session: SQLite from the first day, PostgreSQL for a team."""

import sqlite3
import uuid
from pathlib import Path
from typing import Any, Literal

from flask import Flask, current_app, has_app_context, has_request_context, request
from flask.globals import app_ctx
from flask_alembic import Alembic
from sqlalchemy import Connection, DateTime, Engine, Enum, TypeDecorator, create_engine, event, func, select
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.orm import Session, scoped_session

from kpi_assistant.data_folder import keep_to_owner
from kpi_assistant.group_commit import GroupCommit, renew_if_read_only
from kpi_assistant.models import Base
from kpi_assistant.models.audit import record_changes
from kpi_assistant.models.sealed import Keyring, use_keyring
from kpi_assistant.write_lock import QueueingConnection, WriteLock

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def make_engine(url: str, keyring: Keyring) -> Engine:
    """An engine whose every transaction may write, unless it asks for the option ``read_only``."""
    parsed = make_url(url)
    engine = _sqlite_engine(url, Path(str(parsed.database))) if parsed.get_backend_name() == "sqlite" else _pg(url)
    use_keyring(engine, keyring)
    return engine


def _pg(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("read_only"):
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    return engine


def _sqlite_engine(url: str, path: Path) -> Engine:
    # sqlite3's own transaction handling is off (isolation_level None): it begins too late and loses updates.
    engine = create_engine(
        url,
        connect_args={"factory": QueueingConnection, "isolation_level": None, "check_same_thread": False},
        hide_parameters=True,  # an error message must not carry customers' words into a log
    )
    lock = WriteLock(path.with_name(path.name + ".lock"))
    _keep_to_owner(engine, path)

    @event.listens_for(engine, "connect")
    def connect(connection: QueueingConnection, _record: object) -> None:
        connection.write_lock = lock
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # an acknowledged word survives a power cut
            "foreign_keys=ON",
            "secure_delete=ON",  # an erased person leaves no words in free pages
            "busy_timeout=10000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        if connection.get_execution_options().get("read_only"):
            driver.begin_read()
        else:
            driver.begin_write()

    @event.listens_for(engine, "handle_error")
    def handle_error(context: ExceptionContext) -> None:
        renew_if_read_only(engine, context.original_exception)

    return engine


def _keep_to_owner(engine: Engine, path: Path) -> None:
    @event.listens_for(engine, "do_connect")
    def do_connect(*_connection: object) -> None:
        keep_to_owner(path)


def migration_engine(url: str) -> Engine:
    """Alembic's own engine, without foreign keys on SQLite: a batch rebuild of a parent would delete its children.

    On SQLite too a migration is one transaction, which sqlite3's own handling of transactions would break open at the
    first table: whoever cuts the power in the middle has the old database, and the next start begins anew.
    """
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = create_engine(url, hide_parameters=True, connect_args={"isolation_level": None} if is_sqlite else {})
    if is_sqlite:
        _keep_to_owner(engine, Path(str(engine.url.database)))

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


class Database:
    """One engine and one session per app context; reading requests get a session that cannot write."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        self.keyring = keyring
        self.engine = make_engine(url, keyring)
        self.group_commit = GroupCommit(self.engine)
        self.session: scoped_session[Session] = scoped_session(self._make_session, scopefunc=_scope)  # type: ignore[arg-type]

    def _make_session(self) -> Session:
        return self.new_session(reads=has_request_context() and (request.method in READING_METHODS or reads_first()))

    def new_session(self, *, reads: bool = False) -> Session:
        """A session of one's own, for whoever writes beside the request's; to be closed by its maker."""
        session = Session(
            self.engine.execution_options(read_only=True) if reads else self.engine, expire_on_commit=False
        )
        event.listen(session, "before_flush", record_changes)
        return session

    def start_writing(self, session: Session) -> None:
        """Let a session that reads first write from here to its next commit; one that writes anyway stays as it is.

        On its connection the reading transaction ends and a writing one begins. The session itself notices nothing, so
        its rows, and what has been changed of them, stay.
        """
        connection = session.connection()
        transaction = session.get_transaction()
        if not connection.get_execution_options().get("read_only") or session.info.get("writing") is transaction:
            return
        driver: Any = connection.connection.driver_connection
        driver.commit()
        if connection.dialect.name == "sqlite":
            driver.begin_write()  # on PostgreSQL the next statement begins a transaction, which may write
        session.info["writing"] = transaction

    def learn_sizes(self) -> None:
        """Let SQLite look at how its tables have grown, so that it picks the right index; PostgreSQL does so by itself.

        The limit bounds the time to some milliseconds however many rows there are. Not PRAGMA optimize: before SQLite
        3.46 it looks only at tables which the same connection has read.
        """
        if self.engine.dialect.name != "sqlite":
            return
        with self.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit=1000")
            connection.exec_driver_sql("ANALYZE")

    def init_app(self, app: Flask) -> None:
        app.extensions["database"] = self
        url = app.config["DATABASE_URL"]
        app.config["ALEMBIC"] = {
            # Alembic reads its settings as ConfigParser does, to which a percent sign means something.
            "script_location": str(Path(app.root_path).parent / "migrations").replace("%", "%%")
        }
        app.config["ALEMBIC_CONTEXT"] = {
            "render_as_batch": True,
            "compare_type": True,
            "transactional_ddl": True,
            "render_item": _render_plain_type,
        }
        Alembic(app, run_mkdir=False, metadatas=Base.metadata, engines=migration_engine(url))

        @app.teardown_appcontext
        def end_session(_error: BaseException | None) -> None:
            self.session.remove()


def _render_plain_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Migrations name what the database stores, so that they stay true when our types change."""
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, TypeDecorator):
        plain = item.impl_instance
        return f"sa.{type(plain).__name__}({'timezone=True' if isinstance(plain, DateTime) else ''})"
    return False


READS_FIRST = frozenset(
    {
        "operations.take", "briefs.make", "briefs.preview",
        "security.login", "security.change_password", "members.create", "members.reset_password",
    }
)  # fmt: skip
"""Endpoints whose request session only reads although they are sent by POST, so that finding out who is there, composing
a brief or hashing a password (a second on a small machine, and any stranger may ask for it) happens before the write
lock is taken. They write in a session of their own, or from ``start_writing`` on."""


def _scope() -> int:
    return id(app_ctx._get_current_object()) if has_app_context() else 0  # type: ignore[attr-defined]


def get_session() -> Session:
    """The session of the running request or command."""
    database: Database = current_app.extensions["database"]
    session: Session = database.session()
    return session


def start_writing() -> None:
    """From here on the running request writes: to be called once all that is slow is done."""
    database: Database = current_app.extensions["database"]
    database.start_writing(get_session())


def take_turn(member_id: uuid.UUID) -> None:
    """Let one member's changes go one after another: the second tap of a double tap finds what the first one left.

    SQLite's writers queue anyway; on PostgreSQL this waits until the member's change before is committed.
    """
    session = get_session()
    if session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(member_id.bytes[:8], signed=True)
        session.execute(select(func.pg_advisory_xact_lock(key)))


def reads_first() -> bool:
    """Whether the running request begins by reading only, although it is sent by POST."""
    return request.endpoint in READS_FIRST


def act_as(session: Session, member_id: uuid.UUID, workspace_id: uuid.UUID) -> None:
    """Say who changes things from here on: the audit trail names them."""
    session.info["member_id"] = member_id
    session.info["workspace_id"] = workspace_id


def forget_deleted(session: Session) -> None:
    """After erasing, once committed: fold SQLite's log into the file and empty it, for it still holds the old pages.

    A reader who is just then at work delays it for as long as the busy timeout; the next checkpoint does the rest.
    PostgreSQL frees what was deleted by its own vacuum.
    """
    engine = session.get_bind().engine
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


sqlite3.register_adapter(uuid.UUID, lambda value: value.hex)
