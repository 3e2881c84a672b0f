"""People on the move: what was left, what was begun, and the places that wait for a successor."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.models.base import Base, InWorkspace
from kpi_assistant.models.person import Person, Post


class Move(InWorkspace, Base):
    """One person's move on a day. ``new_post`` is empty when nobody knows where they went.

    It can be undone for a day; undoing deletes it together with its vacancies.
    """

    __tablename__ = "move"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    moved_on: Mapped[dt.date]
    new_post_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("post.id", ondelete="SET NULL"), index=True)

    person: Mapped[Person] = relationship()
    new_post: Mapped[Post | None] = relationship(foreign_keys=[new_post_id])
    vacancies: Mapped[list["Vacancy"]] = relationship(
        back_populates="move", passive_deletes=True, cascade="all, delete-orphan"
    )


class Vacancy(InWorkspace, Base):
    """A post somebody left, and who follows there: a door that stands open until it is filled or ``settled_at``."""

    __tablename__ = "vacancy"

    move_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("move.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    successor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("post.id", ondelete="SET NULL"), index=True)
    settled_at: Mapped[dt.datetime | None] = mapped_column(default=None)

    move: Mapped[Move] = relationship(back_populates="vacancies")
    post: Mapped[Post] = relationship(foreign_keys=[post_id])
    successor: Mapped[Post | None] = relationship(foreign_keys=[successor_id])

    @property
    def is_open(self) -> bool:
        return self.successor_id is None and self.settled_at is None
