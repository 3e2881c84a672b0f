"""One member's circle: about 250 people kept warm over years, how often, and the days worth a word."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.circle import RHYTHM
from kpi_assistant.domain.vocabulary import Band
from kpi_assistant.models.base import Base, InWorkspace
from kpi_assistant.models.person import Person
from kpi_assistant.models.sealed import SealedJson


class CirclePlace(InWorkspace, Base):
    """A person's place in the circle of the member who made it; nobody else sees it."""

    __tablename__ = "circle_place"
    __table_args__ = (UniqueConstraint("created_by_id", "person_id"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    band: Mapped[Band]

    person: Mapped[Person] = relationship()


class CircleRhythm(Base):
    """How often a member wants to be in touch with each band, in days. Without a row the usual rhythm holds."""

    __tablename__ = "circle_rhythm"

    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    a: Mapped[int] = mapped_column(default=RHYTHM[Band.A])
    b: Mapped[int] = mapped_column(default=RHYTHM[Band.B])
    c: Mapped[int] = mapped_column(default=RHYTHM[Band.C])


class Birthday(InWorkspace, Base):
    """A birthday without its year, its author's alone until shared; one per person and author.

    ``content`` is sealed: {"calendar": "solar" or "lunar", "month": 1 to 12, "day": 1 to 31}.
    """

    __tablename__ = "birthday"
    __table_args__ = (UniqueConstraint("created_by_id", "person_id"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    content: Mapped[Any] = mapped_column(SealedJson)
    shared_at: Mapped[dt.datetime | None] = mapped_column(default=None)

    person: Mapped[Person] = relationship()
