"""Customers, partners, agencies and institutes."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import Industry
from kpi_assistant.models.base import Base, InWorkspace, own_name

if TYPE_CHECKING:
    from kpi_assistant.models.person import Post


class Organisation(InWorkspace, Base):
    """``is_secret``: nothing of meetings here may be stored on a phone; new meetings take it over.

    ``search_text`` is the name and region in normal form, with pinyin initials, ``sort_name`` the name by its sound
    (services/search.py).
    """

    __tablename__ = "organisation"

    name: Mapped[str]
    industry: Mapped[Industry] = mapped_column(default=Industry.OTHER)
    level: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    is_secret: Mapped[bool] = mapped_column(default=False)
    search_text: Mapped[str] = mapped_column(default="")
    sort_name: Mapped[str] = mapped_column(default=own_name)

    posts: Mapped[list["Post"]] = relationship(back_populates="organisation", passive_deletes=True)
