"""Finding and keeping projects."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from kpi_assistant.models import Attendance, Brief, Meeting, Member, Organisation, Project
from kpi_assistant.services.search import matches, searchable
from kpi_assistant.services.visibility import visible


def list_projects(member: Member, query: str = "", *, closed: bool = False) -> Select[Any]:
    """The workspace's open (or closed) projects by name."""
    return (
        select(Project)
        .where(visible(Project, member), Project.is_closed == closed, matches(Project.search_text, query))
        .options(joinedload(Project.organisation))
        .order_by(Project.name, Project.id)
    )


def fill_project(session: Session, project: Project, values: dict[str, Any]) -> None:
    """Set the fields of the form and what search needs."""
    for name, value in values.items():
        setattr(project, name, value)
    index_project(session, project)


def index_project(session: Session, project: Project) -> None:
    organisation = session.get(Organisation, project.organisation_id) if project.organisation_id else None
    project.search_text = searchable(project.name, organisation.name if organisation else "")


def meetings_of(session: Session, member: Member, project: Project) -> Sequence[Meeting]:
    """The project's meetings, newest first, with who attends."""
    return session.scalars(
        select(Meeting)
        .where(visible(Meeting, member), Meeting.project_id == project.id)
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .options(selectinload(Meeting.attendances).joinedload(Attendance.person))
    ).all()


def briefs_of(session: Session, member: Member, project: Project) -> Sequence[Brief]:
    """The project's briefs that this member may read, newest first."""
    return session.scalars(
        select(Brief)
        .where(visible(Brief, member), Brief.project_id == project.id)
        .order_by(Brief.number.desc())
        .options(joinedload(Brief.person))
    ).all()
