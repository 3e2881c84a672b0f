"""What capture keeps beside the KPIs: steps already taken, and what is typed and not yet entered."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kpi_assistant.models.base import Base, Identified, InWorkspace, utc_now
from kpi_assistant.models.sealed import SealedJson


class CaptureOperation(Identified, Base):
    """A step a phone sent, by the id the phone gave it: only ever added, so that a step sent again is known.

    It holds no words; those are where the step put them.
    """

    __tablename__ = "capture_operation"

    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=utc_now)


_BOXES = frozenset({"words", "observation"})
"""The fields of an unfinished entry, beside its facets, that hold what somebody typed."""


class KpiDraft(InWorkspace, Base):
    """What stands in the capture form and is not yet entered; its id becomes that of what is entered.

    ``content`` holds the form's fields by name, each a list of [operation id, text]: one pair as a rule, more when
    devices changed the same field without knowing of each other. The last was typed last.
    """

    __tablename__ = "kpi_draft"

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    content: Mapped[Any] = mapped_column(SealedJson)
    updated_at: Mapped[dt.datetime] = mapped_column(default=utc_now, onupdate=utc_now)

    @property
    def fields(self) -> dict[str, str]:
        """The text of each field that was typed last."""
        return {name: texts[-1][1] for name, texts in self.content.items() if texts}

    @property
    def holds_words(self) -> bool:
        """Whether anything is left to enter: a chip alone, or a box that was emptied again, is not."""
        return any(text.strip() for name, text in self.fields.items() if name in _BOXES or name.startswith("facet"))
