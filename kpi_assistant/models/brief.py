"""Numbered, frozen editions of responses for one person."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import Edition, HandoverWay, Paper, PrintState
from kpi_assistant.models.base import Base, InWorkspace, utc_now
from kpi_assistant.models.person import Person
from kpi_assistant.models.project import Project
from kpi_assistant.models.sealed import Sealed, SealedBytes, SealedJson


class Brief(InWorkspace, Base):
    """A frozen edition: its plain values, sealed and never changed again, and the papers printed from them.

    The internal edition may quote what only its maker may read, so it is the maker's alone. ``holds_private`` is true
    of a customer edition that life or mindset KPIs went into: the customer let us print them for themselves, and that
    is no leave to show them to our team, so it is the maker's alone as well.
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
    logo: Mapped[bytes | None] = mapped_column(SealedBytes, deferred=True)
    holds_private: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship()
    project: Mapped[Project | None] = relationship()
    papers: Mapped[list["BriefPaper"]] = relationship(back_populates="brief", passive_deletes=True)
    handovers: Mapped[list["BriefHandover"]] = relationship(
        back_populates="brief", passive_deletes=True, order_by="BriefHandover.happened_on"
    )
    job: Mapped["PrintJob | None"] = relationship(back_populates="brief", passive_deletes=True)


class BriefPaper(Base):
    """A printed PDF of a brief; one of each kind, made once and kept."""

    __tablename__ = "brief_paper"

    brief_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("brief.id", ondelete="CASCADE"), primary_key=True)
    paper: Mapped[Paper] = mapped_column(primary_key=True)
    pdf: Mapped[bytes] = mapped_column(SealedBytes, deferred=True)

    brief: Mapped[Brief] = relationship(back_populates="papers")


class BriefHandover(InWorkspace, Base):
    """That a brief was printed or reached its reader: when and how."""

    __tablename__ = "brief_handover"

    brief_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("brief.id", ondelete="CASCADE"), index=True)
    way: Mapped[HandoverWay]
    happened_on: Mapped[dt.date]

    brief: Mapped[Brief] = relationship(back_populates="handovers")


class PrintJob(Base):
    """Where the printing of a brief stands. The row is the truth: a worker that dies leaves it to be taken up again.

    ``claimed_by`` names machine and process; ``fault`` is a code of the printing, ``detail`` what it concerns, never a
    sentence of anybody's.
    """

    __tablename__ = "print_job"

    brief_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("brief.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[PrintState] = mapped_column(default=PrintState.QUEUED, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str] = mapped_column(default="")
    claimed_at: Mapped[dt.datetime | None]
    fault: Mapped[str] = mapped_column(String(32), default="")
    detail: Mapped[str] = mapped_column(Sealed, default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=utc_now)

    brief: Mapped[Brief] = relationship(back_populates="job")
