"""Numbered, frozen editions of responses for one person."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import Edition
from kpi_assistant.models.base import Base, InWorkspace
from kpi_assistant.models.person import Person
from kpi_assistant.models.project import Project
from kpi_assistant.models.sealed import SealedBytes, SealedJson


class Brief(InWorkspace, Base):
    """A finished paper: its plain values and its PDF, both sealed and never changed again.

    The internal edition may quote what only its maker may read, so it is the maker's alone.
    """

    __tablename__ = "brief"
    __table_args__ = (UniqueConstraint("workspace_id", "number"),)

    number: Mapped[int]
    edition: Mapped[Edition]
    locale: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("project.id", ondelete="SET NULL"), index=True)
    made_on: Mapped[dt.date]
    snapshot: Mapped[Any] = mapped_column(SealedJson)
    pdf: Mapped[bytes] = mapped_column(SealedBytes, deferred=True)

    person: Mapped[Person] = relationship()
    project: Mapped[Project | None] = relationship()
