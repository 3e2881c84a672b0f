"""One person's records as plain data, for whoever asks for theirs: only what the asking member may see."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.models import (
    Attendance,
    Base,
    Birthday,
    Kpi,
    KpiFacet,
    KpiVersion,
    Meeting,
    Member,
    Move,
    Note,
    Person,
    Promise,
    Response,
    Touch,
)
from kpi_assistant.services.ties import ties_of
from kpi_assistant.services.visibility import visible

INTERNAL = frozenset({"workspace_id", "search_text", "sort_name", "plain", "sealed"})
"""Columns that say nothing about the person."""


def export_person(session: Session, member: Member, person: Person) -> dict[str, Any]:
    """The person with posts, moves, ties, KPIs (every version, facet and response), promises, meetings, notes,
    touches and birthdays."""
    kpis = session.scalars(
        select(Kpi)
        .where(visible(Kpi, member), Kpi.person_id == person.id)
        .order_by(Kpi.said_on, Kpi.id)
        .options(selectinload(Kpi.versions), selectinload(Kpi.facets), selectinload(Kpi.status_changes))
    ).all()
    meetings = session.scalars(
        select(Meeting)
        .join(Meeting.attendances)
        .where(visible(Meeting, member), Attendance.person_id == person.id)
        .order_by(Meeting.starts_at)
    ).all()
    responses = {
        row.kpi_id: row
        for row in session.scalars(
            select(Response)
            .where(visible(Response, member), Response.kpi_id.in_([kpi.id for kpi in kpis]))
            .options(selectinload(Response.reactions))
        )
    }
    return {
        "person": _row(person),
        "posts": [{**_row(post), "organisation": post.organisation.name} for post in person.posts],
        "ties": [{**_row(tie), "other": other.name} for tie, other, _ in ties_of(session, member, person)],
        "kpis": [_kpi(kpi, responses.get(kpi.id)) for kpi in kpis],
        "promises": _rows(session, member, Promise, person),
        "meetings": [_row(meeting) for meeting in meetings],
        "notes": _rows(session, member, Note, person),
        "moves": _rows(session, member, Move, person),
        "birthdays": _rows(session, member, Birthday, person),
        "touches": _rows(session, member, Touch, person),
    }


def _kpi(kpi: Kpi, response: Response | None) -> dict[str, Any]:
    return {
        **_row(kpi),
        "versions": [_row(row) for row in kpi.versions],
        "facets": [_row(row) for row in kpi.facets],
        "status_changes": [_row(row) for row in kpi.status_changes],
        "response": {**_row(response), "reactions": [_row(row) for row in response.reactions]} if response else None,
    }


def _rows(session: Session, member: Member, entity: Any, person: Person) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(entity).where(visible(entity, member), entity.person_id == person.id).order_by(entity.created_at)
    )
    return [_row(row) for row in rows]


def _row(row: Base) -> dict[str, Any]:
    values = {
        each.key: _plain(getattr(row, each.key))
        for each in inspect(row).mapper.column_attrs
        if each.key not in INTERNAL
    }
    if isinstance(row, KpiVersion | KpiFacet):
        values["text"] = row.text
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
