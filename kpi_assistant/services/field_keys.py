"""Whether the field keys open what is sealed, and sealing everything anew with another key."""

from collections.abc import Iterator

from cryptography.fernet import InvalidToken
from sqlalchemy import Column, ColumnElement, Table, and_, bindparam, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from kpi_assistant.models import Base, Setting
from kpi_assistant.models.sealed import Keyring, Sealed, SealedBytes, SealedJson

CHECK = "field_key_check"
"""The name of the setting that holds a token sealed with the newest key."""
BATCH = 200


def keys_open(session: Session, keyring: Keyring) -> bool:
    """Whether the keys are those this database was sealed with; a database without a token gets one."""
    row = session.get(Setting, CHECK)
    if row is None:
        session.add(Setting(name=CHECK, value=keyring.seal(CHECK.encode()).decode()))
        return True
    return opens(row.value, keyring)


def opens(token: str, keyring: Keyring) -> bool:
    try:
        return keyring.open(token.encode()) == CHECK.encode()
    except InvalidToken:
        return False


def sealed_columns() -> list[tuple[Table, list[Column[object]]]]:
    """Every table with sealed columns, found by walking the metadata, so that no new one is forgotten."""
    found = [
        (table, [column for column in table.columns if isinstance(column.type, (Sealed, SealedJson, SealedBytes))])
        for table in Base.metadata.sorted_tables
    ]
    return [(table, columns) for table, columns in found if columns]


def reseal(session: Session, keyring: Keyring, batch: int = BATCH) -> Iterator[int]:
    """Seal everything with the newest key; yields the rows done after each batch, for the caller to commit.

    A row is read and written in one transaction, locked, so that a change made meanwhile is never undone.
    ``cryptography.fernet.InvalidToken`` when a value was sealed with a key that is not on the ring.
    """
    for table, columns in sealed_columns():
        keys = list(table.primary_key)
        last: tuple[object, ...] | None = None
        while True:
            # The stored token itself, not what is in it.
            tokens = [type_coerce(column, column.type.impl_instance).label(column.name) for column in columns]  # type: ignore[attr-defined]
            query = select(*keys, *tokens).order_by(*keys).limit(batch).with_for_update()
            if last is not None:
                query = query.where(_after(keys, last))
            rows = session.execute(query).mappings().all()
            if not rows:
                break
            for row in rows:
                changed = {column.name: _rotated(keyring, row[column.name]) for column in columns}
                session.execute(
                    update(table)
                    .where(and_(*(key == row[key.name] for key in keys)))
                    .values(
                        {
                            column: type_coerce(bindparam(None, value), column.type.impl_instance)  # type: ignore[attr-defined]
                            for column, value in zip(columns, changed.values(), strict=True)
                        }
                    )
                )
            last = tuple(rows[-1][key.name] for key in keys)
            yield len(rows)
    check = session.get(Setting, CHECK)
    if check is not None:
        check.value = keyring.rotate(check.value.encode()).decode()
        yield 1


def _after(keys: list[Column[object]], last: tuple[object, ...]) -> ColumnElement[bool]:
    """Rows behind the last one, for a key of one or more columns."""
    return or_(
        *(
            and_(*(key == value for key, value in zip(keys[:place], last, strict=False)), keys[place] > last[place])
            for place in range(len(keys))
        )
    )


def _rotated(keyring: Keyring, token: str | bytes | None) -> str | bytes | None:
    if token is None:
        return None
    return keyring.rotate(token) if isinstance(token, bytes) else keyring.rotate(token.encode()).decode()
