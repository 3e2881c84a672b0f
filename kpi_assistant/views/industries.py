"""Pages of industries: years and people in each, and the book of what people in a post there say they need."""

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, render_template, request

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain.vocabulary import Industry, RoleKind
from kpi_assistant.services.focus import FEW, main_industry, read_book, read_focus
from kpi_assistant.views.presentation import today

blueprint = Blueprint("industries", __name__, url_prefix="/industries")

Word = TypeVar("Word", bound=StrEnum)


@blueprint.get("/")
def index() -> str:
    fields = read_focus(get_session(), current_member(), today())
    return render_template("industries/index.html", fields=fields, few=FEW)


@blueprint.get("/book")
def book() -> str:
    """?industry= and ?role= choose the page; without them the member's main industry and its gatekeepers."""
    session, member = get_session(), current_member()
    industry = _chosen(Industry, "industry")
    if industry is None:
        industry = main_industry(session, member, today()) or Industry.HEALTHCARE
    role = _chosen(RoleKind, "role") or RoleKind.TECH_GATEKEEPER
    topics = read_book(session, member, industry, role)
    return render_template("industries/book.html", industry=industry, role=role, topics=topics)


def _chosen(words: type[Word], name: str) -> Word | None:
    try:
        return words(request.args.get(name, ""))
    except ValueError:
        return None
