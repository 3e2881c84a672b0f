"""The questions prepared for one meeting by one member."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import GuideItemStatus, Layer, Phase
from kpi_assistant.models.base import Base, Identified, InWorkspace, utc_now
from kpi_assistant.models.meeting import Meeting
from kpi_assistant.models.person import Person
from kpi_assistant.models.sealed import SealedJson
from kpi_assistant.models.workspace import Member

if TYPE_CHECKING:
    from kpi_assistant.models.kpi import Kpi


class Guide(InWorkspace, Base):
    """A member's own guide: it may quote what only they may read, so teammates make their own.

    ``left_out`` is a list of {"id", "text": {"zh", "en"}, "why": {"zh", "en"}, "item", "wanted"}: "item" holds the
    columns of a question that was taken out by hand, so that it can be put back as it was; "wanted" the ids of one that
    the rules left out: {"question_id", "person_id", "kpi_id"}. ``unsent`` is what stands in the box for
    a question of one's own, not added yet: {"text", "phase", "to_person_id"}.
    """

    __tablename__ = "guide"
    __table_args__ = (UniqueConstraint("meeting_id", "created_by_id"),)

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    minutes: Mapped[int]
    made_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
    left_out: Mapped[Any] = mapped_column(SealedJson, default=list)
    unsent: Mapped[Any | None] = mapped_column(SealedJson, default=None)

    meeting: Mapped[Meeting] = relationship(back_populates="guides")
    items: Mapped[list["GuideItem"]] = relationship(
        back_populates="guide", passive_deletes=True, cascade="all, delete-orphan", order_by="GuideItem.position"
    )


class GuideItem(Identified, Base):
    """One question with why it is asked.

    ``wording`` is sealed, since it quotes: {"text", "why", "listen_for", "acknowledgement": {"zh", "en"},
    "follow_ups": [{"zh", "en"}, ...]}. ``question_id`` is the bank's, or empty for the member's own question.
    ``assigned_to`` is the colleague who asks it; None is the guide's maker.
    """

    __tablename__ = "guide_item"

    guide_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("guide.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    question_id: Mapped[str] = mapped_column(String(80), default="")
    phase: Mapped[Phase]
    layer: Mapped[Layer] = mapped_column(default=Layer.WORK)
    facets: Mapped[list[str]] = mapped_column(default=list)
    minutes: Mapped[int] = mapped_column(default=2)
    starred: Mapped[bool] = mapped_column(default=False)
    pinned: Mapped[bool] = mapped_column(default=False)
    status: Mapped[GuideItemStatus] = mapped_column(default=GuideItemStatus.PLANNED)
    wording: Mapped[Any] = mapped_column(SealedJson)
    to_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    kpi_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("kpi.id", ondelete="CASCADE"), index=True)
    assigned_to_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)

    guide: Mapped[Guide] = relationship(back_populates="items")
    to_person: Mapped[Person | None] = relationship()
    kpi: Mapped["Kpi | None"] = relationship()
    assigned_to: Mapped[Member | None] = relationship()
