"""What every table shares: names of constraints, UUIDs a client can make offline, and time in UTC."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import DateTime, Enum, ForeignKey, MetaData, Text, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON, TypeDecorator


def utc_now() -> dt.datetime:
    """The moment, with its zone; tables never see local time."""
    return dt.datetime.now(dt.UTC)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """Time in UTC on every database; a time without a zone is refused (ValueError)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def own_name(context: DefaultExecutionContext) -> str:
    """The default of ``sort_name``: a row that nobody gave the sound of its name is sorted by the name."""
    return str(context.get_current_parameters()["name"])  # type: ignore[no-untyped-call]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy reads it from the class
        str: Text,
        uuid.UUID: Uuid,
        dt.datetime: UtcDateTime,
        list[str]: JSON,
        dict[str, Any]: JSON,
        # Values, not names, in a plain text column: adding a word needs no change of a database type.
        enum.Enum: Enum(enum.Enum, native_enum=False, length=32, values_callable=lambda e: [x.value for x in e]),
    }


class Identified:
    """A random id, made here or on a phone without a network."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)


class InWorkspace(Identified):
    """A row that belongs to one workspace and remembers who entered it and when."""

    workspace_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
