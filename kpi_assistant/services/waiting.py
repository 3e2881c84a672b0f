"""Whose words wait for an answer: people by what they said last, a page at a time however many years there are.

Nothing here counts or sorts the open KPIs of a whole team. The newest are read along an index until the page is full,
and only those on the page are counted.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, Subquery, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from kpi_assistant.models import Kpi, Member, Person, Response
from kpi_assistant.services.answering import wants_answer
from kpi_assistant.services.search import matches
from kpi_assistant.services.visibility import visible

FEW = 400
"""So many people found by a name are looked up one by one; among more the newest words soon fill the page."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended: the day of a KPI and its id."""

    on: dt.date
    kpi_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Wanting:
    """A person, how many of their KPIs are open, how many of those have no answer, and when the latest was said."""

    id: uuid.UUID
    name: str
    total: int
    unanswered: int
    on: dt.date


@dataclass(frozen=True, slots=True)
class Waiting:
    """One page. ``onwards`` is where the next one begins, None when this is the last."""

    people: Sequence[Wanting]
    onwards: Mark | None


def people_to_answer(
    session: Session,
    member: Member,
    query: str = "",
    *,
    answered: bool = False,
    after: Mark | None = None,
    most: int = 30,
) -> Waiting:
    """People with open KPIs that have no answer, or those who have one to all, the latest words first."""
    first = _open(member, answered=answered).subquery("first")
    newer = _open(member, answered=answered).subquery("newer")
    is_newer = or_(newer.c.said_on > first.c.said_on, and_(newer.c.said_on == first.c.said_on, newer.c.id < first.c.id))
    same_person = (newer.c.person_id == first.c.person_id, newer.c.said_on >= first.c.said_on)
    statement = (
        select(first)
        .where(~exists(select(newer.c.id).where(*same_person, is_newer)))
        .order_by(first.c.said_on.desc(), first.c.id)
        .limit(most + 1)
    )
    if answered:
        silent = _open(member, answered=False).subquery("silent")
        statement = statement.where(~exists(select(silent.c.id).where(silent.c.person_id == first.c.person_id)))
    if query.strip():
        statement = _named(session, member, query, statement, first)
    if after is not None:
        is_later = and_(first.c.said_on == after.on, first.c.id > after.kpi_id)
        statement = statement.where(first.c.said_on <= after.on, or_(first.c.said_on < after.on, is_later))
    rows = session.execute(statement).all()
    shown = rows[:most]
    people = _counted(session, member, {row.person_id: row.said_on for row in shown})
    return Waiting(people, Mark(shown[-1].said_on, shown[-1].id) if len(rows) > most else None)


def _open(member: Member, *, answered: bool) -> Select[uuid.UUID, uuid.UUID, dt.date]:
    """KPIs that want an answer, as far as the member may read them: with one or without."""
    has_answer = exists(select(Response.id).where(Response.kpi_id == Kpi.id))
    return select(Kpi.id, Kpi.person_id, Kpi.said_on).where(
        visible(Kpi, member), wants_answer(), has_answer if answered else ~has_answer
    )


def _named(session: Session, member: Member, query: str, statement: Select, first: Subquery) -> Select:  # type: ignore[type-arg]
    people = select(Person.id).where(visible(Person, member), matches(Person.search_text, query))
    found = session.scalars(people.limit(FEW + 1)).all()
    if len(found) <= FEW:
        return statement.where(first.c.person_id.in_(found))
    return statement.where(exists(people.where(Person.id == first.c.person_id)))


def _counted(session: Session, member: Member, said: dict[uuid.UUID, dt.date]) -> list[Wanting]:
    """These people in this order with their numbers."""
    rows = session.execute(
        select(
            Person.id, Person.name, func.count(), func.sum(case((Response.id.is_(None), 1), else_=0))
        )
        .join(Kpi, Kpi.person_id == Person.id)
        .outerjoin(Response, Response.kpi_id == Kpi.id)
        .where(visible(Kpi, member), visible(Person, member), wants_answer(), Person.id.in_(said))
        .group_by(Person.id, Person.name)
    )  # fmt: skip
    found = {
        person_id: Wanting(person_id, name, total, unanswered, said[person_id])
        for person_id, name, total, unanswered in rows
    }
    return [found[person_id] for person_id in said]
