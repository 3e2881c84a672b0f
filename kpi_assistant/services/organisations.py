"""Finding and keeping organisations."""

from typing import Any

from sqlalchemy import Select, select

from kpi_assistant.models import Member, Organisation
from kpi_assistant.services.search import matches, searchable
from kpi_assistant.services.visibility import visible


def list_organisations(member: Member, query: str = "") -> Select[Any]:
    """The workspace's organisations by name; ``query`` may be part of a name or its pinyin initials."""
    return (
        select(Organisation)
        .where(visible(Organisation, member), matches(Organisation.search_text, query))
        .order_by(Organisation.name, Organisation.id)
    )


def fill_organisation(organisation: Organisation, values: dict[str, Any]) -> None:
    """Set the fields of the form and what search needs."""
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.search_text = searchable(organisation.name, also=(organisation.region, organisation.level))
