"""One file that holds every table, taken and put back while the app runs."""

import base64
import datetime as dt
import gzip
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, MetaData, Table, inspect, select, text
from sqlalchemy.exc import OperationalError

from kpi_assistant.models import Setting
from kpi_assistant.services.field_keys import CHECK

FORMAT = "kpi-assistant-backup"
LEFT_OUT = frozenset({"alembic_version", "kept_page", "sign_in", "login_throttle"})
"""The revision stands in the header; ended sessions, and pages shown in them, must not come back to life."""
BATCH = 500
KEPT_COPIES = 10
LOCK_ATTEMPTS = 60


class BackupError(ValueError):
    """The file cannot be used; the message is one sentence for whoever runs the command."""


def write_backup(engine: Engine, path: Path) -> dict[str, int]:
    """Write a snapshot of all tables, as of one moment, to ``path``; the rows per table.

    The file appears only when it is whole (it is written beside and renamed), readable by its owner only. The
    first line is a header, the last one counts the rows; in between stands one row per line, as the database
    stores it: what is sealed stays sealed, and the field keys are not in it. OSError when it cannot be written, and
    then nothing of it is left.
    """
    unfinished = path.with_name(path.name + ".part")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        counts = _write_rows(engine, unfinished)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return counts


def _write_rows(engine: Engine, path: Path) -> dict[str, int]:
    with engine.execution_options(read_only=True, **_one_moment(engine)).connect() as connection:
        tables = _tables(connection)
        counts: dict[str, int] = {}
        with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as file:
            _write_line(file, _header(connection, tables))
            for table in tables:
                counts[table.name] = 0
                with closing(_rows(connection, table)) as rows:
                    for row in rows:
                        _write_line(file, [table.name, *row])
                        counts[table.name] += 1
            _write_line(file, {"rows": counts})
    return counts


def read_backup(engine: Engine, path: Path) -> dict[str, Any]:
    """The header of a file that can be restored here; the whole file has been read and counted.

    BackupError when it is damaged, of another database kind or of another version of the app.
    """
    try:
        lines = _lines(path)
        header = next(lines)
        if not isinstance(header, dict) or header.get("format") != FORMAT:
            raise BackupError(f"{path} is not a backup of KPI Assistant.")
        counts = dict.fromkeys(header["tables"], 0)
        last: Any = None
        for last in lines:
            if isinstance(last, list):
                counts[last[0]] += 1
        if not isinstance(last, dict) or last.get("rows") != counts:
            raise BackupError(f"{path} is not whole: its end is missing or its rows do not add up.")
    except BackupError:
        raise
    except (OSError, EOFError, zlib.error, ValueError, KeyError, StopIteration, TypeError) as error:
        raise BackupError(f"{path} cannot be read as a backup; it is damaged or something else.") from error
    with engine.execution_options(read_only=True).connect() as connection:
        here = _header(connection, _tables(connection))
    if header["backend"] != here["backend"]:
        raise BackupError(f"{path} was taken from {header['backend']}; this install runs on {here['backend']}.")
    if header["revision"] != here["revision"] or header["tables"] != here["tables"]:
        raise BackupError(
            f"{path} was taken at database version {header['revision']}, this install is at {here['revision']}: "
            "restore it with the version of the app that made it, then update."
        )
    return header


def restore_backup(connection: Connection, path: Path) -> None:
    """Replace everything by what the file holds. One transaction of the caller's, so nobody sees half of it.

    ``path`` must have passed ``read_backup``. Whoever is signed in has to sign in again.
    """
    tables = {table.name: table for table in _tables(connection)}
    for table in reversed(list(_all_tables(connection))):
        if table.name not in {"alembic_version", "login_throttle"}:
            connection.execute(table.delete())
    batch: list[list[Any]] = []
    current = ""
    links: list[tuple[Table, dict[str, Any]]] = []
    for line in _lines(path):
        if not isinstance(line, list):
            continue
        if batch and (line[0] != current or len(batch) >= BATCH):
            links += _insert(connection, tables[current], batch)
            batch = []
        current = line[0]
        batch.append(line[1:])
    if batch:
        links += _insert(connection, tables[current], batch)
    for table, row in links:
        keys = [column.name for column in table.primary_key]
        names = [name for name in row if name not in keys]
        assigned = ", ".join(f"{_quoted(connection, name)} = {_mark(connection)}" for name in names)
        matched = " AND ".join(f"{_quoted(connection, name)} = {_mark(connection)}" for name in keys)
        connection.exec_driver_sql(
            f"UPDATE {_quoted(connection, table.name)} SET {assigned} WHERE {matched}",  # noqa: S608 -- names of our own
            tuple(row[name] for name in [*names, *keys]),
        )


def lock_everything(connection: Connection) -> None:
    """Keep all writers out until the transaction ends; readers go on. SQLite's write lock is held already.

    PostgreSQL: gives up and starts again before the server would call a running request the deadlock's loser.
    BackupError when the database is too busy for that.
    """
    if connection.dialect.name != "postgresql":
        return
    names = ", ".join(_quoted(connection, table.name) for table in _all_tables(connection))
    connection.exec_driver_sql("SET LOCAL lock_timeout = '500ms'")
    for _attempt in range(LOCK_ATTEMPTS):
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
        except OperationalError:
            time.sleep(0.2)
        else:
            return
    raise BackupError("The database is too busy to restore now; stop the server and try again.")


def copy_sqlite(source: Path, target: Path) -> None:
    """A whole copy of the database file, taken while others write (SQLite's own backup).

    OSError or sqlite3.Error when it cannot be written, and then nothing of it is left.
    """
    target.touch(mode=0o600)
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def copy_path(folder: Path, reason: str, ending: str, now: dt.datetime) -> Path:
    """Where the next copy goes: data/backups/2026-11-23T081500Z-before-update.sqlite3."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{now:%Y-%m-%dT%H%M%SZ}-{reason}{ending}"


def drop_old_copies(folder: Path, keep: int = KEPT_COPIES) -> None:
    """Leave the newest copies; their names begin with their time."""
    for path in sorted(folder.glob("20*-before-*"))[:-keep]:
        path.unlink()


def _one_moment(engine: Engine) -> dict[str, Any]:
    return {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}


def _all_tables(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return list(metadata.sorted_tables)


def _tables(connection: Connection) -> list[Table]:
    return [table for table in _all_tables(connection) if table.name not in LEFT_OUT]


def _header(connection: Connection, tables: Iterable[Table]) -> dict[str, Any]:
    has_revision = inspect(connection).has_table("alembic_version")
    revisions: Iterable[str] = (
        connection.scalars(text("SELECT version_num FROM alembic_version ORDER BY 1")) if has_revision else []
    )
    return {
        "format": FORMAT,
        "backend": connection.dialect.name,
        "revision": " ".join(revisions),
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        # So that a restore can tell, before it hurts, whether the keys here open what is sealed in the file.
        CHECK: connection.scalar(select(Setting.value).where(Setting.name == CHECK)) if has_revision else None,
        "tables": {table.name: sorted(column.name for column in table.columns) for table in tables},
    }


def _rows(connection: Connection, table: Table) -> Generator[list[Any], None, None]:
    """The rows as the driver hands them out; PostgreSQL's as text, which is how it reads them back."""
    as_text = "::text" if connection.dialect.name == "postgresql" else ""
    names = ", ".join(_quoted(connection, name) + as_text for name in _column_names(table))
    with connection.execution_options(stream_results=True, max_row_buffer=BATCH).exec_driver_sql(
        f"SELECT {names} FROM {_quoted(connection, table.name)}"  # noqa: S608 -- names of our own tables
    ) as result:
        for row in result:
            yield [{"bytes": base64.b64encode(value).decode()} if isinstance(value, bytes) else value for value in row]


def _insert(connection: Connection, table: Table, rows: list[list[Any]]) -> list[tuple[Table, dict[str, Any]]]:
    """Insert a batch. Links between rows of one table are left empty at first and given back."""
    names = _column_names(table)
    links = {key.parent.name for key in table.foreign_keys if key.column.table is table}
    keys = {column.name for column in table.primary_key}
    values = [dict(zip(names, map(_unpack, row), strict=True)) for row in rows]
    quoted = ", ".join(_quoted(connection, name) for name in names)
    marks = ", ".join([_mark(connection)] * len(names))
    connection.exec_driver_sql(
        f"INSERT INTO {_quoted(connection, table.name)} ({quoted}) VALUES ({marks})",  # noqa: S608 -- names of our own
        [tuple(None if name in links else row[name] for name in names) for row in values],
    )
    return [
        (table, {name: row[name] for name in row if name in links | keys})
        for row in values
        if any(row[name] is not None for name in links)
    ]


def _column_names(table: Table) -> list[str]:
    """In one order on every install, however the columns came about."""
    return sorted(column.name for column in table.columns)


def _unpack(value: Any) -> Any:
    return base64.b64decode(value["bytes"]) if isinstance(value, dict) else value


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


def _mark(connection: Connection) -> str:
    return "%s" if connection.dialect.name == "postgresql" else "?"


def _write_line(file: IO[str], value: Any) -> None:
    file.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _lines(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
