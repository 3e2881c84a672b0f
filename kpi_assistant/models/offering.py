"""What we can do and what proves it."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Industry, ProofKind
from kpi_assistant.models.base import Base, Identified, InWorkspace


class Capability(InWorkspace, Base):
    """One thing we can do, in both languages, with its limits. Archived ones stay on old briefs."""

    __tablename__ = "capability"

    name_zh: Mapped[str] = mapped_column(default="")
    name_en: Mapped[str] = mapped_column(default="")
    description_zh: Mapped[str] = mapped_column(default="")
    description_en: Mapped[str] = mapped_column(default="")
    limits_zh: Mapped[str] = mapped_column(default="")
    limits_en: Mapped[str] = mapped_column(default="")
    archived_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(default="")

    sayings: Mapped[list["Saying"]] = relationship(
        back_populates="capability",
        passive_deletes=True,
        cascade="all, delete-orphan",
        order_by="Saying.position",
    )
    proofs: Mapped[list["Proof"]] = relationship(
        back_populates="capability", passive_deletes=True, order_by="Proof.created_at"
    )

    @property
    def name(self) -> Text:
        return Text(zh=self.name_zh, en=self.name_en)

    @property
    def description(self) -> Text:
        return Text(zh=self.description_zh, en=self.description_en)

    @property
    def limits(self) -> Text:
        return Text(zh=self.limits_zh, en=self.limits_en)


class Saying(Identified, Base):
    """What customers say when they need a capability: their way of putting it, not the catalogue's."""

    __tablename__ = "saying"

    capability_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("capability.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    zh: Mapped[str] = mapped_column(default="")
    en: Mapped[str] = mapped_column(default="")

    capability: Mapped[Capability] = relationship(back_populates="sayings")


class Proof(InWorkspace, Base):
    """A case, figure, certificate, reference or demo: whose, when and how measured, until when it holds."""

    __tablename__ = "proof"

    capability_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("capability.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ProofKind]
    statement_zh: Mapped[str] = mapped_column(default="")
    statement_en: Mapped[str] = mapped_column(default="")
    whose_zh: Mapped[str] = mapped_column(default="")
    whose_en: Mapped[str] = mapped_column(default="")
    industry: Mapped[Industry | None] = mapped_column(default=None)
    measured_on: Mapped[dt.date | None] = mapped_column(default=None)
    how_measured_zh: Mapped[str] = mapped_column(default="")
    how_measured_en: Mapped[str] = mapped_column(default="")
    valid_until: Mapped[dt.date | None] = mapped_column(default=None)
    archived_at: Mapped[dt.datetime | None] = mapped_column(default=None)

    capability: Mapped[Capability] = relationship(back_populates="proofs")

    @property
    def statement(self) -> Text:
        return Text(zh=self.statement_zh, en=self.statement_en)

    @property
    def whose(self) -> Text:
        return Text(zh=self.whose_zh, en=self.whose_en)

    @property
    def how_measured(self) -> Text:
        return Text(zh=self.how_measured_zh, en=self.how_measured_en)
