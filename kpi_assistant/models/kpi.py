"""What a person said they need, word for word, and our reading of it beside."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import (
    Confidence,
    Facet,
    KpiStatus,
    Layer,
    Sensitivity,
    ShareScope,
    Source,
)
from kpi_assistant.models.base import Base, Identified, InWorkspace, utc_now
from kpi_assistant.models.meeting import Meeting
from kpi_assistant.models.person import Person, Post
from kpi_assistant.models.sealed import SealableText, Sealed

if TYPE_CHECKING:
    from kpi_assistant.models.response import Response


class Kpi(InWorkspace, Base):
    """One KPI. Its id is made by whoever enters it, also offline; ``created_by`` is its author.

    Work KPIs belong to the post and are the team's. Life and mindset KPIs belong to the person and are the
    author's alone until ``shared_at``. ``observation`` is ours and never a quotation. ``rank`` is the
    customer's own order from the read-back (1 first), empty when they were not asked; ``importance`` 1 to 5 likewise.
    """

    __tablename__ = "kpi"
    __table_args__ = (
        Index(None, "workspace_id", "status", "said_on"),
        Index(None, "workspace_id", "status", "person_id", "said_on"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("post.id", ondelete="SET NULL"), index=True)
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)
    layer: Mapped[Layer]
    source: Mapped[Source] = mapped_column(default=Source.STATED)
    told_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    importance: Mapped[int | None] = mapped_column(default=None)
    confidence: Mapped[Confidence] = mapped_column(default=Confidence.FIRM)
    sensitivity: Mapped[Sensitivity] = mapped_column(default=Sensitivity.NORMAL)
    share_scope: Mapped[ShareScope] = mapped_column(default=ShareScope.INTERNAL_ONLY)
    consented_on: Mapped[dt.date | None] = mapped_column(default=None)
    status: Mapped[KpiStatus] = mapped_column(default=KpiStatus.OPEN, index=True)
    said_on: Mapped[dt.date]
    deadline_on: Mapped[dt.date | None] = mapped_column(default=None)
    derived_from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("kpi.id", ondelete="SET NULL"), index=True)
    rank: Mapped[int | None] = mapped_column(default=None)
    shared_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    observation: Mapped[str] = mapped_column(Sealed, default="")
    remark: Mapped[str] = mapped_column(Sealed, default="")

    person: Mapped[Person] = relationship(back_populates="kpis", foreign_keys=[person_id])
    told_by: Mapped[Person | None] = relationship(foreign_keys=[told_by_id])
    post: Mapped[Post | None] = relationship(back_populates="kpis")
    meeting: Mapped[Meeting | None] = relationship(back_populates="kpis")
    derived_from: Mapped["Kpi | None"] = relationship(remote_side="Kpi.id")
    versions: Mapped[list["KpiVersion"]] = relationship(
        back_populates="kpi", passive_deletes=True, order_by="KpiVersion.number"
    )
    facets: Mapped[list["KpiFacet"]] = relationship(
        back_populates="kpi", passive_deletes=True, cascade="all, delete-orphan"
    )
    status_changes: Mapped[list["KpiStatusChange"]] = relationship(
        back_populates="kpi", passive_deletes=True, order_by="KpiStatusChange.changed_at"
    )
    response: Mapped["Response | None"] = relationship(back_populates="kpi", passive_deletes=True)

    @property
    def words(self) -> str:
        """The latest verbatim version; empty when nothing was said."""
        return self.versions[-1].text if self.versions else ""


class KpiVersion(SealableText, Identified, Base):
    """The customer's words as said. Never changed: a correction is the next version."""

    __tablename__ = "kpi_version"
    __table_args__ = (UniqueConstraint("kpi_id", "number"),)

    kpi_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("kpi.id", ondelete="CASCADE"))
    number: Mapped[int]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    created_at: Mapped[dt.datetime] = mapped_column(default=utc_now)

    kpi: Mapped[Kpi] = relationship(back_populates="versions")


class KpiFacet(SealableText, Base):
    __tablename__ = "kpi_facet"

    kpi_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("kpi.id", ondelete="CASCADE"), primary_key=True)
    facet: Mapped[Facet] = mapped_column(primary_key=True)
    updated_at: Mapped[dt.datetime] = mapped_column(default=utc_now, onupdate=utc_now)

    kpi: Mapped[Kpi] = relationship(back_populates="facets")


class KpiStatusChange(Identified, Base):
    """``post_id`` names the post whose closing or reopening made the change, empty when a member made it."""

    __tablename__ = "kpi_status_change"

    kpi_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("kpi.id", ondelete="CASCADE"), index=True)
    status: Mapped[KpiStatus]
    changed_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
    changed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    post_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("post.id", ondelete="SET NULL"))
    remark: Mapped[str] = mapped_column(Sealed, default="")

    kpi: Mapped[Kpi] = relationship(back_populates="status_changes")
