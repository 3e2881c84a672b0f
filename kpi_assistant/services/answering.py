"""Working down what is open: whose KPIs want an answer, in which order, and how far they are answered."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from kpi_assistant.domain.brief import in_their_order
from kpi_assistant.domain.brief_internal import Coverage
from kpi_assistant.domain.kpi import HEARD, weight
from kpi_assistant.domain.vocabulary import Fit, KpiStatus
from kpi_assistant.models import Attendance, Kpi, Meeting, Member, Person, Project, Proof, Response, ResponseProof
from kpi_assistant.services.brief_facts import their_order
from kpi_assistant.services.kpi_facts import KPI_OPTIONS, kpi_facts
from kpi_assistant.services.responses import RESPONSE_OPTIONS
from kpi_assistant.services.visibility import visible

SOON = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one KPI stands among the open ones: its number from 1, how many there are, and its neighbours.

    ``onwards`` is the next without an answer, counted round from here; None when all others are answered.
    """

    number: int
    total: int
    before: uuid.UUID | None
    after: uuid.UUID | None
    onwards: uuid.UUID | None


def open_kpis(session: Session, member: Member, about: Person | Project, today: dt.date) -> list[Kpi]:
    """What was said and is open, of a person or in a project, as far as the member may read it: a person's in
    their own order (as in a brief), a project's heaviest first."""
    rows = session.scalars(
        select(Kpi)
        .where(visible(Kpi, member), _belongs_to(about), wants_answer())
        .order_by(Kpi.said_on.desc(), Kpi.id)
        .options(*KPI_OPTIONS, *RESPONSE_OPTIONS)
    )
    found = {row.id: row for row in rows}
    facts = tuple(map(kpi_facts, found.values()))
    ordered = in_their_order(facts, their_own_order(session, member, about), today)
    return [found[each.id] for each in ordered]


def answered_among(session: Session, member: Member, kpis: Iterable[Kpi]) -> set[uuid.UUID]:
    """Those of the KPIs that have an answer the member may read, by their ids."""
    ids = [kpi.id for kpi in kpis]
    return set(session.scalars(select(Response.kpi_id).where(visible(Response, member), Response.kpi_id.in_(ids))))


def open_order(session: Session, member: Member, about: Person | Project, today: dt.date) -> dict[uuid.UUID, bool]:
    """The same KPIs in the same order by their ids, and whether each has an answer: without opening what is sealed."""
    rows = session.execute(
        select(Kpi.id, Kpi.importance, Kpi.confidence, Kpi.source, Kpi.deadline_on, Response.id)
        .outerjoin(Response, Response.kpi_id == Kpi.id)
        .where(visible(Kpi, member), _belongs_to(about), wants_answer())
        .order_by(Kpi.said_on.desc(), Kpi.id)
    )
    weighed = [
        (weight(importance, confidence, source, deadline, today).total, kpi_id, answer_id is not None)
        for kpi_id, importance, confidence, source, deadline, answer_id in rows
    ]
    places = {kpi_id: place for place, kpi_id in enumerate(their_own_order(session, member, about))}
    weighed.sort(key=lambda each: (places.get(each[1], len(places)), -each[0]))
    return {kpi_id: is_answered for _weight, kpi_id, is_answered in weighed}


def their_own_order(session: Session, member: Member, about: Person | Project) -> tuple[uuid.UUID, ...]:
    """What a person ranked themselves; of a project's people none goes before another."""
    return their_order(session, member, about) if isinstance(about, Person) else ()


def place_of(kpi_id: uuid.UUID, order: Mapping[uuid.UUID, bool]) -> Place:
    """Where a KPI stands in ``open_order``; number 0 when it is not open any more."""
    ids = list(order)
    at = ids.index(kpi_id) if kpi_id in order else -1
    silent = [other for other in (*ids[at + 1 :], *ids[: max(at, 0)]) if not order[other] and other != kpi_id]
    return Place(
        number=at + 1,
        total=len(ids),
        before=ids[at - 1] if at > 0 else None,
        after=ids[at + 1] if 0 <= at < len(ids) - 1 else None,
        onwards=silent[0] if silent else None,
    )


def coverage_of(session: Session, member: Member, about: Person | Project, today: dt.date) -> Coverage:
    """How far the open KPIs of a person or a project are answered, without loading one of them."""
    is_proven = exists(
        select(ResponseProof.response_id)
        .join(Proof, Proof.id == ResponseProof.proof_id)
        .where(
            ResponseProof.response_id == Response.id,
            Proof.archived_at.is_(None),
            or_(Proof.valid_until.is_(None), Proof.valid_until >= today),
        )
    )
    state = case(
        (Response.id.is_(None), "unanswered"),
        (Response.fit == Fit.NOT_YET, "not_yet"),
        (is_proven, "proven"),
        else_="unproven",
    )
    states = (
        select(state.label("state"))
        .select_from(Kpi)
        .outerjoin(Response, Response.kpi_id == Kpi.id)
        .where(visible(Kpi, member), _belongs_to(about), wants_answer())
        .subquery()
    )
    by_state = select(states.c.state, func.count()).group_by(states.c.state)
    found = dict.fromkeys(("proven", "unproven", "not_yet", "unanswered"), 0)
    for name, number in session.execute(by_state):
        found[name] = number
    return Coverage(total=sum(found.values()), **found)


def ask_again_on(session: Session, member: Member, person: Person, now: dt.datetime) -> dt.date:
    """When to ask once more: at the next meeting with them, else in two weeks."""
    planned = session.scalar(
        select(func.min(Meeting.starts_at, type_=Meeting.starts_at.type))
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(visible(Meeting, member), Attendance.person_id == person.id, Meeting.starts_at > now)
    )
    return member.day_of(planned) if planned else member.day_of(now) + SOON


def wants_answer() -> ColumnElement[bool]:
    """KpiFacts.wants_answer as a condition."""
    return and_(Kpi.status == KpiStatus.OPEN, Kpi.source.in_(HEARD))


def _belongs_to(about: Person | Project) -> ColumnElement[bool]:
    """A person's own, or what was said in a project's meetings."""
    if isinstance(about, Person):
        return Kpi.person_id == about.id
    return and_(
        Kpi.meeting_id.is_not(None), Kpi.meeting_id.in_(select(Meeting.id).where(Meeting.project_id == about.id))
    )
