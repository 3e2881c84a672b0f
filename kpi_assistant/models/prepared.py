"""A Core statement compiled once and then handed to the driver as it stands.

Core spends about ten times as long on a statement as the database does: it looks the statement up in a cache, expands
it, wraps the rows. Nobody notices on a page. Saving in a meeting is asked for again with every few letters, by every
phone, so the statements of that path are written in Core, for both databases, and are plain SQL from then on.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Select, insert, types
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql import CompoundSelect
from sqlalchemy.sql.dml import UpdateBase

_Convert = Callable[[Any], Any] | None


class _Compiled:
    """SQL of one database, with what turns our values into its values and back (None where they are the same)."""

    def __init__(self, statement: Select[Any] | CompoundSelect[Any] | UpdateBase, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        binds: dict[str, _Convert] = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()
        }
        self._by_position = bool(compiled.positional)
        self._binds = [(name, binds[name]) for name in (compiled.positiontup or binds)]
        columns = () if isinstance(statement, UpdateBase) else statement.selected_columns
        self._results = [_result_processor(column.type, dialect) for column in columns]

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The parameters as the driver wants them."""
        if self._by_position:
            return tuple([convert(values[name]) if convert else values[name] for name, convert in self._binds])
        return {name: convert(values[name]) if convert else values[name] for name, convert in self._binds}

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple([convert(value) if convert else value for value, convert in zip(row, self._results, strict=True)])


def _result_processor(column_type: types.TypeEngine[Any], dialect: Dialect) -> _Convert:
    return column_type.dialect_impl(dialect).result_processor(dialect, None)


class Prepared:
    """One statement; every value it needs is a named bind parameter. ``build`` is told the dialect's name."""

    def __init__(self, build: Callable[[str], Select[Any] | CompoundSelect[Any] | UpdateBase]) -> None:
        self._build = build
        # By dialect object, since the keys that seal a column hang on it; an engine has one for its whole life.
        self._compiled: dict[Dialect, _Compiled] = {}

    def rows(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """The rows a SELECT finds, as plain tuples."""
        compiled = self._for(connection.dialect)
        with closing(connection.connection.cursor()) as cursor, _errors_of_sqlalchemy(connection, compiled.sql):
            cursor.execute(compiled.sql, compiled.bound(values))
            return [compiled.read(row) for row in cursor.fetchall()]

    def run(self, connection: Connection, *rows: Mapping[str, Any]) -> None:
        """Write once for each row of values."""
        compiled = self._for(connection.dialect)
        bound = [compiled.bound(row) for row in rows]
        with closing(connection.connection.cursor()) as cursor, _errors_of_sqlalchemy(connection, compiled.sql):
            if len(bound) > 1:
                cursor.executemany(compiled.sql, bound)
            else:
                cursor.execute(compiled.sql, bound[0])

    def _for(self, dialect: Dialect) -> _Compiled:
        compiled = self._compiled.get(dialect)
        if compiled is None:
            compiled = self._compiled[dialect] = _Compiled(self._build(dialect.name), dialect)
        return compiled


class PreparedInsert:
    """Writes mapped objects that belong to no session, as a flush would: what was left out gets the column's default."""

    def __init__(self, entity: type[DeclarativeBase]) -> None:
        table: Any = entity.__table__
        self._columns = [(column.key, column.default) for column in table.columns]
        self._insert = Prepared(lambda _dialect: insert(table))

    def add(self, connection: Connection, *rows: DeclarativeBase) -> None:
        if rows:
            self._insert.run(connection, *map(self._values, rows))

    def _values(self, row: DeclarativeBase) -> dict[str, Any]:
        values = {name: getattr(row, name) for name, _default in self._columns}
        for name, default in self._columns:
            if values[name] is None and default is not None:
                values[name] = default.arg(None) if default.is_callable else default.arg
        return values


class _errors_of_sqlalchemy:  # noqa: N801 -- reads as the statement it stands in; a generator would cost as much as the SQL
    """What the driver raises, as SQLAlchemy's error of the same kind, without the parameters: they are words."""

    def __init__(self, connection: Connection, sql: str) -> None:
        self._connection = connection
        self._sql = sql

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        dbapi: Any = self._connection.dialect.dbapi
        if error is not None and isinstance(error, dbapi.Error):
            raise DBAPIError.instance(self._sql, None, error, dbapi.Error, hide_parameters=True) from error
