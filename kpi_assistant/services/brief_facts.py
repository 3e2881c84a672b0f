"""What a member may read of one person and those around them, gathered for a brief."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.brief import (
    PersonInvolved,
    ReadyQuestion,
    by_weight,
)
from kpi_assistant.domain.follow_up import next_facet
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.vocabulary import KpiStatus
from kpi_assistant.models import (
    Attendance,
    Kpi,
    Member,
    Note,
    Person,
    Post,
    Promise,
    Touch,
)
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from kpi_assistant.services.people_around import people_around
from kpi_assistant.services.promises import promise_facts
from kpi_assistant.services.responses import RESPONSE_OPTIONS
from kpi_assistant.services.visibility import visible

MOST_QUESTIONS = 6
MOST_WITHHELD = 2000
"""Words of others that a customer edition is searched for; more than this one member will hardly hold."""


def kpis_for_brief(session: Session, member: Member, person_ids: Sequence[uuid.UUID], condition: Any) -> list[Kpi]:
    return list(
        session.scalars(
            select(Kpi)
            .where(visible(Kpi, member), Kpi.person_id.in_(person_ids), condition)
            .order_by(Kpi.said_on.desc(), Kpi.id)
            .limit(MOST_WITHHELD)
            .options(*KPI_OPTIONS, *RESPONSE_OPTIONS)
        )
    )


def still_counts() -> Any:
    return Kpi.status.in_([KpiStatus.OPEN, KpiStatus.STALE])


def not_mistaken() -> Any:
    return Kpi.status != KpiStatus.MISTAKEN


def _told(kpis: Iterable[Kpi]) -> set[uuid.UUID]:
    return {kpi.told_by_id for kpi in kpis if kpi.told_by_id is not None}


def people_involved(session: Session, member: Member, person: Person, theirs: Sequence[Kpi]) -> list[Person]:
    """Colleagues of the addressee, whoever sat in meetings with them, and whoever told us about them."""
    sat = (
        select(Attendance.person_id)
        .where(Attendance.meeting_id.in_(select(Attendance.meeting_id).where(Attendance.person_id == person.id)))
        .distinct()
    )
    ids = {row.id for row in people_around(session, member, [person.id])} | _told(theirs) | set(session.scalars(sat))
    rows = session.scalars(
        select(Person)
        .where(visible(Person, member), Person.id.in_(ids - {person.id}))
        .order_by(Person.name, Person.id)
        .options(selectinload(Person.posts).joinedload(Post.organisation))
    )
    return list(rows)


def involved(session: Session, member: Member, people: Sequence[Person]) -> tuple[PersonInvolved, ...]:
    ids = [person.id for person in people]
    touched = select(Touch.person_id, func.max(Touch.happened_at)).where(
        visible(Touch, member), Touch.person_id.in_(ids)
    )
    last = {row[0]: row[1] for row in session.execute(touched.group_by(Touch.person_id))}
    notes: dict[uuid.UUID | None, list[str]] = {}
    for note in session.scalars(
        select(Note).where(visible(Note, member), Note.person_id.in_(ids)).order_by(Note.created_at, Note.id)
    ):
        notes.setdefault(note.person_id, []).append(note.text)
    found = []
    for person in people:
        post = next(iter(person.current_posts), None)
        found.append(
            PersonInvolved(
                person_id=person.id,
                name=person.name,
                title=post.title if post else "",
                organisation=post.organisation.name if post else "",
                stage=person.stage,
                role_kind=post.role_kind if post else None,
                last_contact_on=member.day_of(last[person.id]) if person.id in last else None,
                notes=tuple(notes.get(person.id, ())),
            )
        )
    return tuple(found)


def promises_for_brief(session: Session, member: Member, people: Sequence[Person]) -> tuple[Any, ...]:
    rows = session.scalars(
        select(Promise)
        .where(
            and_(visible(Promise, member), Promise.person_id.in_([person.id for person in people])),
            or_(Promise.kept_on.is_(None), Promise.person_id == people[0].id),
            Promise.released_on.is_(None),
        )
        .order_by(Promise.due_on, Promise.id)
        .options(joinedload(Promise.person))
    )
    return tuple(promise_facts(row) for row in rows)


def questions_for_brief(kpis: Sequence[KpiFacts], person: Person, today: dt.date) -> tuple[ReadyQuestion, ...]:
    """What to ask the addressee next: for each open KPI, heaviest first, the facet that matters most."""
    follow_ups = load_question_bank().facet_follow_ups
    asking = [
        (kpi, facet)
        for kpi in by_weight(tuple(kpi for kpi in kpis if kpi.person_id == person.id), today)
        if kpi.status is KpiStatus.OPEN and (facet := next_facet(kpi)) is not None and follow_ups.get(facet)
    ]
    return tuple(
        ReadyQuestion(follow_ups[facet][0], person.name, kpi.id, facet) for kpi, facet in asking[:MOST_QUESTIONS]
    )
