"""What we said we would do for someone, and by when."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import IntroductionOutcome, PromiseKind
from kpi_assistant.models.base import Base, InWorkspace
from kpi_assistant.models.meeting import Meeting
from kpi_assistant.models.person import Person
from kpi_assistant.models.response import Response
from kpi_assistant.models.sealed import Sealed


class Promise(InWorkspace, Base):
    """Open until ``kept_on``; late when that is empty and ``due_on`` has passed.

    A promise about a private KPI is as private as the KPI (``response`` leads to it); its text is sealed.
    ``other_person_id`` is whom we introduce, where the promise is an introduction. ``released_on`` is when it was given up,
    and ``release_note`` what the person was told then. ``outcome`` is what came of an introduction.
    """

    __tablename__ = "promise"
    __table_args__ = (
        Index(None, "workspace_id", "due_on"),
        Index(None, "person_id", "kept_on", "released_on", "due_on"),
        # All that is needed to count them by their state.
        Index(None, "workspace_id", "kept_on", "released_on", "due_on", "response_id"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)
    response_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), index=True)
    other_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    kind: Mapped[PromiseKind] = mapped_column(default=PromiseKind.DELIVER)
    text: Mapped[str] = mapped_column(Sealed)
    due_on: Mapped[dt.date] = mapped_column(index=True)
    kept_on: Mapped[dt.date | None] = mapped_column(default=None)
    released_on: Mapped[dt.date | None] = mapped_column(default=None)
    release_note: Mapped[str] = mapped_column(Sealed, default="")
    outcome: Mapped[IntroductionOutcome | None] = mapped_column(default=None)
    outcome_note: Mapped[str | None] = mapped_column(Sealed, default=None)

    person: Mapped[Person] = relationship(back_populates="promises", foreign_keys=[person_id])
    other_person: Mapped[Person | None] = relationship(foreign_keys=[other_person_id])
    meeting: Mapped[Meeting | None] = relationship(back_populates="promises")
    response: Mapped[Response | None] = relationship(back_populates="promises")
