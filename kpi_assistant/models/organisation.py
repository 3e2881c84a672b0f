"""Customers, partners, agencies and institutes."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import Industry
from kpi_assistant.models.base import Base, InWorkspace

if TYPE_CHECKING:
    from kpi_assistant.models.person import Post


class Organisation(InWorkspace, Base):
    """``search_text`` is the name and region in normal form, with pinyin initials (services/search.py)."""

    __tablename__ = "organisation"

    name: Mapped[str]
    industry: Mapped[Industry] = mapped_column(default=Industry.OTHER)
    level: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="")

    posts: Mapped[list["Post"]] = relationship(back_populates="organisation", passive_deletes=True)
