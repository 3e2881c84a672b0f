"""Entering a KPI with plain statements: the ordinary case of the step everybody in a meeting waits for.

What is not ordinary (an id that is known, texts of another device, words that were relayed, corrections, promises) is
left to services/entries.py, which knows all cases; the KPI itself is made by the same function for both.
"""

import datetime as dt
import uuid
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, delete, select
from sqlalchemy.sql.dml import Delete

from kpi_assistant.domain.entry import entry_problems
from kpi_assistant.domain.operation import Operation, RefusedError
from kpi_assistant.domain.vocabulary import Source
from kpi_assistant.models import AuditEntry, Base, Kpi, KpiDraft, KpiFacet, KpiVersion, Meeting, Person, Post
from kpi_assistant.models.audit import entry_of
from kpi_assistant.models.prepared import Prepared, PreparedInsert
from kpi_assistant.services.entries import entry_values, id_in, merge, said_on
from kpi_assistant.services.kpis import new_kpi, post_on
from kpi_assistant.services.typed import ENTRY
from kpi_assistant.services.writer import Writer

_MEETINGS, _PEOPLE, _POSTS, _DRAFTS = (
    Base.metadata.tables[entity.__tablename__] for entity in (Meeting, Person, Post, KpiDraft)
)


class _Post(NamedTuple):
    id: uuid.UUID | None
    started_on: dt.date | None
    ended_on: dt.date | None


def _place(_dialect: str) -> Select[Any]:
    """When the meeting begins, and each post of the person (one empty row without any); nothing of other workspaces."""
    meeting, person, post = _MEETINGS.c, _PEOPLE.c, _POSTS.c
    return (
        select(meeting.starts_at, post.id, post.started_on, post.ended_on)
        .select_from(
            _MEETINGS.join(_PEOPLE, person.workspace_id == meeting.workspace_id).outerjoin(
                _POSTS, post.person_id == person.id
            )
        )
        .where(
            meeting.id == bindparam("meeting"),
            person.id == bindparam("person"),
            meeting.workspace_id == bindparam("workspace"),
        )
    )


def _forget(_dialect: str) -> Delete:
    return delete(_DRAFTS).where(_DRAFTS.c.id == bindparam("target"))


_PLACE = Prepared(_place)
_FORGET = Prepared(_forget)
_KPIS, _VERSIONS, _FACETS, _AUDIT = (PreparedInsert(entity) for entity in (Kpi, KpiVersion, KpiFacet, AuditEntry))


def enter_plainly(connection: Connection, writer: Writer, step: Operation) -> bool:
    """Whether the step was an ordinary one and is done; False leaves everything as it was. RefusedError as ``enter``."""
    content: dict[str, list[list[str]]] = {}
    rows = ENTRY.rows(connection, target=step.target_id)
    for meeting_id, created_by_id, found in rows:
        if created_by_id != writer.id or meeting_id != step.meeting_id:
            return False
        content = found
    fields, beside = merge(content, step)
    if beside or (fields.get("kind") or "kpi") != "kpi":
        return False
    values = entry_values(fields)
    if values["source"] is Source.RELAYED:
        return False
    about = id_in(fields, "person_id")
    for _field, reason in entry_problems(values["source"], values["words"], values["observation"], None, about):
        raise RefusedError(reason)
    places = _PLACE.rows(connection, meeting=step.meeting_id, person=about, workspace=writer.workspace_id)
    if about is None or not places:
        return False
    day = said_on(places[0][0], step, writer.zone)
    kpi = new_kpi(writer, values, kpi_id=step.target_id, said_on=day)
    kpi.person_id, kpi.meeting_id = about, step.meeting_id
    post = post_on([_Post(*row[1:]) for row in places if row[1]], day)
    kpi.post_id = post.id if post and not kpi.layer.is_private else None
    _KPIS.add(connection, kpi)
    _VERSIONS.add(connection, *kpi.versions)
    _FACETS.add(connection, *kpi.facets)
    _AUDIT.add(connection, entry_of(kpi, "created", writer.id, []))
    if rows:
        _FORGET.run(connection, {"target": step.target_id})
    return True
