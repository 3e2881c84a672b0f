"""A member's own questions, beside and over the shipped bank, which is never changed."""

import datetime as dt
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import Layer, Phase, TrustStage
from kpi_assistant.models.base import Base, InWorkspace, utc_now
from kpi_assistant.models.sealed import SealedJson
from kpi_assistant.models.workspace import Member


class OwnQuestion(InWorkspace, Base):
    """A question of one's own, its author's alone until shared.

    ``replaces`` is the id of the shipped question it stands for in its author's bank; empty for a new one. ``wording``
    is sealed, since it may quote: {"text", "listen_for", "follow_ups": {"zh", "en"}}, follow-ups one to a line.
    """

    __tablename__ = "own_question"

    replaces: Mapped[str] = mapped_column(String(80), default="")
    phase: Mapped[Phase]
    layer: Mapped[Layer] = mapped_column(default=Layer.WORK)
    lowest_stage: Mapped[TrustStage] = mapped_column(default=TrustStage.S0)
    minutes: Mapped[int] = mapped_column(default=3)
    facets: Mapped[list[str]] = mapped_column(default=list)
    role_kinds: Mapped[list[str]] = mapped_column(default=list)
    industries: Mapped[list[str]] = mapped_column(default=list)
    wording: Mapped[Any] = mapped_column(SealedJson)
    shared_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    updated_at: Mapped[dt.datetime] = mapped_column(default=utc_now, onupdate=utc_now)

    author: Mapped[Member | None] = relationship(foreign_keys="OwnQuestion.created_by_id")


class HiddenQuestion(InWorkspace, Base):
    """A question, shipped or shared by a teammate, that a member does not want to see; hidden for them alone."""

    __tablename__ = "hidden_question"
    __table_args__ = (UniqueConstraint("created_by_id", "question_id"),)

    question_id: Mapped[str] = mapped_column(String(80))
