"""What a member asks themselves after a meeting."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kpi_assistant.models.base import Base, InWorkspace, utc_now
from kpi_assistant.models.sealed import SealedJson


class SelfCheck(InWorkspace, Base):
    """One member's look back at one meeting: theirs alone for ever, never counted, never shared.

    ``answers`` is sealed: {rule: "yes" | "partly" | "no"} for each rule of the coach that was answered, and the free
    texts "whom" (whom else to know) and "next_time".
    """

    __tablename__ = "self_check"
    __table_args__ = (UniqueConstraint("meeting_id", "created_by_id"),)

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    answers: Mapped[Any] = mapped_column(SealedJson)
    updated_at: Mapped[dt.datetime] = mapped_column(default=utc_now, onupdate=utc_now)
