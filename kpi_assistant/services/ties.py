"""Ties between people."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from kpi_assistant.domain.vocabulary import TieKind, TieStrength
from kpi_assistant.models import Member, Person, Post, Tie
from kpi_assistant.services.visibility import visible

DIRECTED = frozenset({TieKind.REPORTS_TO, TieKind.INTRODUCED_US_TO, TieKind.MENTOR_OF})
"""Kinds that are read from first to second; the others are the same from both ends."""


def ties_of(session: Session, member: Member, person: Person) -> list[tuple[Tie, Person, bool]]:
    """A person's ties as (tie, the other person, whether it is read outwards), grouped by kind."""
    ties = session.scalars(
        select(Tie)
        .where(visible(Tie, member), or_(Tie.from_person_id == person.id, Tie.to_person_id == person.id))
        .options(
            joinedload(Tie.from_person).selectinload(Person.posts).joinedload(Post.organisation),
            joinedload(Tie.to_person).selectinload(Person.posts).joinedload(Post.organisation),
        )
        .order_by(Tie.created_at, Tie.id)
    ).unique()
    order = list(TieKind)
    lines = [read_from(tie, person) for tie in ties]
    return sorted(lines, key=lambda line: (order.index(line[0].kind), line[2]))


def read_from(tie: Tie, person: Person) -> tuple[Tie, Person, bool]:
    """The tie, the other person, and whether it is read outwards from this one."""
    is_first = tie.from_person_id == person.id
    other = tie.to_person if is_first else tie.from_person
    return tie, other, is_first or tie.kind not in DIRECTED


def add_tie(
    session: Session,
    member: Member,
    person: Person,
    other: Person,
    kind: TieKind,
    *,
    outwards: bool,
    strength: TieStrength | None,
    remark: str,
) -> Tie:
    """Connect two people. The same tie entered again keeps one row and takes the newer strength and remark."""
    first, second = (person, other) if outwards else (other, person)
    same: list[Any] = [_leads(first, second)]
    if kind not in DIRECTED:
        same.append(_leads(second, first))
    tie = session.scalar(select(Tie).where(Tie.kind == kind, or_(*same)).limit(1))
    if tie is None:
        tie = Tie(workspace_id=member.workspace_id, from_person=first, to_person=second, kind=kind)
        session.add(tie)
    tie.strength = strength
    tie.remark = remark
    return tie


def _leads(first: Person, second: Person) -> Any:
    """The condition that a tie leads from the first person to the second."""
    return (Tie.from_person_id == first.id) & (Tie.to_person_id == second.id)
