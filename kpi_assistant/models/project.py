"""Optional deals that meetings and briefs may belong to; nothing about a person depends on them."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.models.base import Base, InWorkspace
from kpi_assistant.models.organisation import Organisation


class Project(InWorkspace, Base):
    __tablename__ = "project"

    name: Mapped[str]
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    about: Mapped[str] = mapped_column(default="")
    is_closed: Mapped[bool] = mapped_column(default=False)
    search_text: Mapped[str] = mapped_column(default="")

    organisation: Mapped[Organisation | None] = relationship()
