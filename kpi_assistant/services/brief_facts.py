"""What a member may read of one person's KPIs, of our promises and what to ask, gathered for a brief."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.brief import (
    ReadyQuestion,
    by_weight,
)
from kpi_assistant.domain.follow_up import next_facet
from kpi_assistant.domain.guide_reasons import say_of
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.question import Need
from kpi_assistant.domain.vocabulary import Facet, KpiStatus, Layer
from kpi_assistant.models import (
    Kpi,
    Meeting,
    Member,
    Person,
    Promise,
)
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
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


def their_order(session: Session, member: Member, person: Person) -> tuple[uuid.UUID, ...]:
    """Somebody's KPIs as they ranked them themselves when they were read back and confirmed; what they said last about
    it goes before what they ranked in an earlier meeting."""
    ranked = (
        select(Kpi.id)
        .join(Kpi.meeting)
        .where(
            visible(Kpi, member), Kpi.person_id == person.id, Kpi.rank.is_not(None), Meeting.confirmed_at.is_not(None)
        )
        .order_by(Meeting.confirmed_at.desc(), Meeting.id, Kpi.rank, Kpi.id)
    )
    return tuple(session.scalars(ranked))


def still_counts() -> Any:
    return Kpi.status.in_([KpiStatus.OPEN, KpiStatus.STALE])


def not_mistaken() -> Any:
    return Kpi.status != KpiStatus.MISTAKEN


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
    """What to ask the addressee next, ready to be spoken: for each work KPI of theirs, heaviest first, the bank's question
    for the facet that matters most, and of what was said in an earlier post whether it is still so.

    The wordings take turns, so that no two questions begin alike.
    """
    bank = load_question_bank()
    theirs = by_weight(tuple(kpi for kpi in kpis if kpi.person_id == person.id and kpi.layer is Layer.WORK), today)
    asking: list[tuple[KpiFacts, Facet | None]] = [
        (kpi, facet) for kpi in theirs if kpi.status is KpiStatus.OPEN and (facet := next_facet(kpi)) is not None
    ]
    asking += [(kpi, None) for kpi in theirs if kpi.status is KpiStatus.STALE and kpi.is_quotable]
    found = []
    for turn, (kpi, facet) in enumerate(asking[:MOST_QUESTIONS]):
        wordings = [
            question.text
            for question in bank.questions
            if (
                question.needs is Need.KPI and question.facets == (facet,)
                if facet
                else question.needs is Need.STALE_KPI
            )
        ]
        found.append(ReadyQuestion(say_of(wordings[turn % len(wordings)], kpi, today), person.name, kpi.id, facet))
    return tuple(found)
