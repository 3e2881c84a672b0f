"""Finding and keeping organisations."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.domain.vocabulary import Industry
from kpi_assistant.models import Attendance, Meeting, Member, Organisation, Project
from kpi_assistant.services.search import by_sound, matches, searchable
from kpi_assistant.services.visibility import visible


def list_organisations(member: Member, query: str = "") -> Select[Any]:
    """The workspace's organisations by name; ``query`` may be part of a name or its pinyin initials."""
    return (
        select(Organisation)
        .where(visible(Organisation, member), matches(Organisation.search_text, query))
        .order_by(Organisation.sort_name, Organisation.id)
    )


def organisation_choices(session: Session, member: Member) -> Sequence[Any]:
    """All of the workspace's organisations by name, to choose from: of each the ``id`` and the ``name`` alone."""
    return session.execute(list_organisations(member).with_only_columns(Organisation.id, Organisation.name)).all()


def organisation_named(
    session: Session, member: Member, name: str, industry: Industry = Industry.OTHER
) -> Organisation:
    """The organisation of this very name, or a new one in that industry: a name typed twice makes no second one."""
    found = session.scalar(
        select(Organisation).where(visible(Organisation, member), Organisation.name == name).limit(1)
    )
    if found is not None:
        return found
    organisation = Organisation(workspace_id=member.workspace_id)
    fill_organisation(organisation, {"name": name, "industry": industry})
    session.add(organisation)
    session.flush()
    return organisation


def fill_organisation(organisation: Organisation, values: dict[str, Any]) -> None:
    """Set the fields of the form and what search needs."""
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.sort_name = by_sound(organisation.name)
    organisation.search_text = searchable(organisation.name, also=(organisation.region or "", organisation.level or ""))


def keep_off_phones(session: Session, organisation: Organisation) -> None:
    """A place that has become a secret site: the meetings planned there are no longer kept on phones either."""
    session.execute(
        update(Meeting)
        .where(Meeting.organisation_id == organisation.id, Meeting.ended_at.is_(None))
        .values(is_secret=True)
    )


def meetings_at(session: Session, member: Member, organisation: Organisation, most: int = 50) -> Sequence[Meeting]:
    """The organisation's latest meetings, newest first, with who attends."""
    return session.scalars(
        select(Meeting)
        .where(visible(Meeting, member), Meeting.organisation_id == organisation.id)
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .limit(most)
        .options(selectinload(Meeting.attendances).joinedload(Attendance.person))
    ).all()


def projects_at(session: Session, member: Member, organisation: Organisation) -> Sequence[Project]:
    """The organisation's projects by name, the open ones first."""
    return session.scalars(
        select(Project)
        .where(visible(Project, member), Project.organisation_id == organisation.id)
        .order_by(Project.is_closed, Project.name, Project.id)
    ).all()
