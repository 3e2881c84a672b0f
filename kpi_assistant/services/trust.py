"""The trust stage of a person: what the tables show of it, and moving it one step."""

import datetime as dt

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from kpi_assistant.domain.trust import TrustSigns
from kpi_assistant.domain.vocabulary import TieKind, TouchKind, TrustStage
from kpi_assistant.models import Member, Person, Post, Promise, Tie, Touch
from kpi_assistant.models.base import InWorkspace
from kpi_assistant.services.visibility import visible


def trust_signs(session: Session, member: Member, person: Person, today: dt.date) -> TrustSigns:
    """What can be counted. Whether they contacted us or opened up is the user's to say, by moving the stage."""
    promises = Promise.person_id == person.id
    moved_on = session.scalar(select(func.max(Post.ended_on)).where(Post.person_id == person.id))
    return TrustSigns(
        meetings=_count(
            session, member, Touch, Touch.person_id == person.id, Touch.kind.in_([TouchKind.MEETING, TouchKind.VISIT])
        ),
        promises_kept=_count(session, member, Promise, promises, Promise.kept_on.is_not(None)),
        promises_late=_count(
            session,
            member,
            Promise,
            promises,
            Promise.kept_on.is_(None),
            Promise.released_on.is_(None),
            Promise.due_on < today,
        ),
        still_in_touch_after_a_move=moved_on is not None
        and _any(session, Touch.person_id == person.id, Touch.happened_at > _end_of(moved_on)),
        they_introduced_us=_any(session, Tie.from_person_id == person.id, Tie.kind == TieKind.INTRODUCED_US_TO),
    )


def may_move_stage(current: TrustStage, to: TrustStage, signs: TrustSigns) -> bool:
    """One step at a time; up only while no promise is late, except that having met is a fact."""
    if abs(to.depth - current.depth) != 1:
        return False
    return to.depth < current.depth or current is TrustStage.S0 or not signs.promises_late


def _count(session: Session, member: Member, entity: type[InWorkspace], *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(entity).where(visible(entity, member), *conditions)) or 0


def _any(session: Session, *conditions: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(exists().where(*conditions))))


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
