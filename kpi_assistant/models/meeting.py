"""Meetings with their attendees, and any other real contact."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import TouchKind, TouchPurpose
from kpi_assistant.models.base import Base, InWorkspace
from kpi_assistant.models.organisation import Organisation
from kpi_assistant.models.person import Person
from kpi_assistant.models.project import Project
from kpi_assistant.models.sealed import Sealed

if TYPE_CHECKING:
    from kpi_assistant.models.guide import Guide
    from kpi_assistant.models.kpi import Kpi
    from kpi_assistant.models.note import Note
    from kpi_assistant.models.promise import Promise


class Meeting(InWorkspace, Base):
    """Planned until ``ended_at`` is set; ``confirmed_at`` is when the customer heard their words read back.

    ``is_secret``: it takes place where nothing may be stored on a phone.
    """

    __tablename__ = "meeting"
    __table_args__ = (Index(None, "workspace_id", "ended_at"),)

    starts_at: Mapped[dt.datetime] = mapped_column(index=True)
    minutes: Mapped[int] = mapped_column(default=30)
    purpose: Mapped[str] = mapped_column(default="")
    kind: Mapped[TouchPurpose] = mapped_column(default=TouchPurpose.PROJECT)
    place: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("project.id", ondelete="SET NULL"), index=True)
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    cancelled_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    next_step: Mapped[str] = mapped_column(default="")
    next_step_on: Mapped[dt.date | None] = mapped_column(default=None)
    is_secret: Mapped[bool] = mapped_column(default=False)
    search_text: Mapped[str] = mapped_column(default="")

    organisation: Mapped[Organisation | None] = relationship()
    project: Mapped[Project | None] = relationship()
    attendances: Mapped[list["Attendance"]] = relationship(
        back_populates="meeting", passive_deletes=True, cascade="all, delete-orphan", order_by="Attendance.position"
    )
    guides: Mapped[list["Guide"]] = relationship(back_populates="meeting", passive_deletes=True)
    kpis: Mapped[list["Kpi"]] = relationship(back_populates="meeting", order_by="Kpi.created_at")
    promises: Mapped[list["Promise"]] = relationship(back_populates="meeting")
    notes: Mapped[list["Note"]] = relationship(back_populates="meeting", passive_deletes=True)

    @property
    def people(self) -> list[Person]:
        """Who attends, in the order they were named; the first is whom the meeting is about."""
        return [attendance.person for attendance in self.attendances]


class Attendance(Base):
    __tablename__ = "attendance"

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    meeting: Mapped[Meeting] = relationship(back_populates="attendances")
    person: Mapped[Person] = relationship()


class Touch(InWorkspace, Base):
    """Any real contact with one person; a meeting that took place writes its own."""

    __tablename__ = "touch"
    __table_args__ = (
        Index(None, "person_id", "workspace_id", "happened_at"),
        # All that the balance of a member's contacts reads of one.
        Index(
            "ix_touch_of_member", "created_by_id", "happened_at", "person_id", "meeting_id", "workspace_id", "purpose"
        ),
        Index(None, "created_by_id", "person_id", "happened_at"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    kind: Mapped[TouchKind]
    purpose: Mapped[TouchPurpose] = mapped_column(default=TouchPurpose.PEOPLE)
    happened_at: Mapped[dt.datetime] = mapped_column(index=True)
    remark: Mapped[str] = mapped_column(Sealed, default="")

    person: Mapped[Person] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
