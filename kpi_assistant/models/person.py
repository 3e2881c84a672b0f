"""People, the posts they hold over time, and the ties between them."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import RoleKind, TieKind, TieStrength, TrustStage
from kpi_assistant.models.base import Base, InWorkspace, own_name
from kpi_assistant.models.organisation import Organisation

if TYPE_CHECKING:
    from kpi_assistant.models.kpi import Kpi
    from kpi_assistant.models.note import Note
    from kpi_assistant.models.promise import Promise


class Person(InWorkspace, Base):
    """Anyone worth knowing, decider or not. ``met_through`` says from where we know them; empty means cold.

    ``can_help_with`` is what they could do for somebody else whom we know. ``sort_name`` is the name by its sound.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index(None, "workspace_id", "sort_name", "id"),
        Index(None, "workspace_id", "created_at"),
        Index(None, "id", "workspace_id", "stage"),
    )

    name: Mapped[str]
    stage: Mapped[TrustStage] = mapped_column(default=TrustStage.S0)
    influence: Mapped[int] = mapped_column(default=3)
    met_through: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    can_help_with: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="")
    sort_name: Mapped[str] = mapped_column(default=own_name)

    posts: Mapped[list["Post"]] = relationship(
        back_populates="person", passive_deletes=True, order_by="Post.started_on.desc(), Post.created_at.desc()"
    )
    kpis: Mapped[list["Kpi"]] = relationship(
        back_populates="person", passive_deletes=True, foreign_keys="Kpi.person_id"
    )
    promises: Mapped[list["Promise"]] = relationship(
        back_populates="person", passive_deletes=True, foreign_keys="Promise.person_id"
    )
    notes: Mapped[list["Note"]] = relationship(back_populates="person", passive_deletes=True)
    ties_from: Mapped[list["Tie"]] = relationship(
        back_populates="from_person", passive_deletes=True, foreign_keys="Tie.from_person_id"
    )
    ties_to: Mapped[list["Tie"]] = relationship(
        back_populates="to_person", passive_deletes=True, foreign_keys="Tie.to_person_id"
    )

    @property
    def current_posts(self) -> list["Post"]:
        """The posts held now; a person may hold several, or none after leaving."""
        return [post for post in self.posts if post.ended_on is None]


class Post(InWorkspace, Base):
    """A person's dated place in an organisation. ``ended_on`` is empty while they hold it."""

    __tablename__ = "post"
    __table_args__ = (
        Index("ix_post_of_person", "person_id", "ended_on", "organisation_id", "workspace_id"),
        Index("ix_post_at_organisation", "organisation_id", "ended_on", "person_id"),
        Index("ix_post_by_role", "workspace_id", "role_kind", "ended_on", "person_id"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="")
    role_kind: Mapped[RoleKind] = mapped_column(default=RoleKind.USER)
    started_on: Mapped[dt.date | None] = mapped_column(default=None)
    ended_on: Mapped[dt.date | None] = mapped_column(default=None)

    person: Mapped[Person] = relationship(back_populates="posts")
    organisation: Mapped[Organisation] = relationship(back_populates="posts")
    kpis: Mapped[list["Kpi"]] = relationship(back_populates="post")


class Tie(InWorkspace, Base):
    """One person's relation to another; directed kinds are read from first to second."""

    __tablename__ = "tie"
    __table_args__ = (
        UniqueConstraint("from_person_id", "to_person_id", "kind"),
        # All that a search for doors reads of a tie, from either end.
        Index("ix_tie_outwards", "from_person_id", "workspace_id", "to_person_id", "kind", "strength"),
        Index("ix_tie_inwards", "to_person_id", "workspace_id", "from_person_id", "kind", "strength"),
    )

    from_person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    to_person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[TieKind]
    strength: Mapped[TieStrength | None] = mapped_column(default=None)
    remark: Mapped[str] = mapped_column(default="")

    from_person: Mapped[Person] = relationship(back_populates="ties_from", foreign_keys=[from_person_id])
    to_person: Mapped[Person] = relationship(back_populates="ties_to", foreign_keys=[to_person_id])
