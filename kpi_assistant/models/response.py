"""Our answer to one KPI, and what the customer made of it."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import Fit, ReactionKind
from kpi_assistant.models.base import Base, InWorkspace, utc_now
from kpi_assistant.models.kpi import Kpi
from kpi_assistant.models.offering import Capability, Proof
from kpi_assistant.models.sealed import Sealed, SealedJson

if TYPE_CHECKING:
    from kpi_assistant.models.promise import Promise


class Response(InWorkspace, Base):
    """One per KPI; "not yet" is a response, silence is not.

    ``wording`` is sealed, since it is written around the customer's words: {"say", "do", "show", "expected",
    "condition", "needed"}, each a text.
    """

    __tablename__ = "response"
    __table_args__ = (UniqueConstraint("kpi_id"), Index(None, "workspace_id", "updated_at"))

    kpi_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("kpi.id", ondelete="CASCADE"))
    fit: Mapped[Fit]
    wording: Mapped[Any] = mapped_column(SealedJson, default=dict)
    updated_at: Mapped[dt.datetime] = mapped_column(default=utc_now, onupdate=utc_now)

    kpi: Mapped[Kpi] = relationship(back_populates="response")
    chosen_capabilities: Mapped[list["ResponseCapability"]] = relationship(
        back_populates="response",
        passive_deletes=True,
        cascade="all, delete-orphan",
        order_by="ResponseCapability.position",
    )
    chosen_proofs: Mapped[list["ResponseProof"]] = relationship(
        back_populates="response", passive_deletes=True, cascade="all, delete-orphan", order_by="ResponseProof.position"
    )
    promises: Mapped[list["Promise"]] = relationship(back_populates="response")
    reactions: Mapped[list["Reaction"]] = relationship(
        back_populates="response", passive_deletes=True, order_by="Reaction.happened_on"
    )


class ResponseCapability(Base):
    __tablename__ = "response_capability"

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    capability_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("capability.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    response: Mapped[Response] = relationship(back_populates="chosen_capabilities")
    capability: Mapped[Capability] = relationship()


class RejectedProposal(InWorkspace, Base):
    """A capability that was proposed for a KPI and struck: it is not proposed for it again, and others learn from it."""

    __tablename__ = "rejected_proposal"
    __table_args__ = (UniqueConstraint("kpi_id", "capability_id"),)

    kpi_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("kpi.id", ondelete="CASCADE"))
    capability_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("capability.id", ondelete="CASCADE"), index=True)

    kpi: Mapped[Kpi] = relationship()


class ResponseProof(Base):
    __tablename__ = "response_proof"

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    proof_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("proof.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    response: Mapped[Response] = relationship(back_populates="chosen_proofs")
    proof: Mapped[Proof] = relationship()


class Reaction(InWorkspace, Base):
    """What the customer made of a response, in their words."""

    __tablename__ = "reaction"

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ReactionKind]
    words: Mapped[str] = mapped_column(Sealed, default="")
    happened_on: Mapped[dt.date]

    response: Mapped[Response] = relationship(back_populates="reactions")


class ResponseDraft(InWorkspace, Base):
    """What stands in a member's answer form and is not saved yet; one per KPI and member, theirs alone.

    ``content`` holds the form's fields by name, each a list of texts as a browser sends them.
    """

    __tablename__ = "response_draft"
    __table_args__ = (UniqueConstraint("kpi_id", "created_by_id"),)

    kpi_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("kpi.id", ondelete="CASCADE"))
    content: Mapped[Any] = mapped_column(SealedJson)
    updated_at: Mapped[dt.datetime] = mapped_column(default=utc_now, onupdate=utc_now)
