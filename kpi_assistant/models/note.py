"""Private notes: their author's alone until shared one by one."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.models.base import Base, InWorkspace, utc_now
from kpi_assistant.models.meeting import Meeting
from kpi_assistant.models.organisation import Organisation
from kpi_assistant.models.person import Person
from kpi_assistant.models.sealed import Sealed
from kpi_assistant.models.workspace import Member


class Note(InWorkspace, Base):
    """About a person, an organisation or a meeting: one of the three is set. Never printed for a customer."""

    __tablename__ = "note"

    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Sealed)
    shared_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    updated_at: Mapped[dt.datetime] = mapped_column(default=utc_now, onupdate=utc_now)

    author: Mapped[Member | None] = relationship(foreign_keys="Note.created_by_id")
    person: Mapped[Person | None] = relationship(back_populates="notes")
    organisation: Mapped[Organisation | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship(back_populates="notes")
