"""The chain of KPIs, from the boss's down to the technician's: linked by hand, shown only as far as one may read."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from kpi_assistant.domain.vocabulary import KpiStatus, Layer, TieKind
from kpi_assistant.models import Kpi, Member, Organisation, Person, Post, Tie
from kpi_assistant.services.kpi_facts import IMPORTANCE, KPI_OPTIONS
from kpi_assistant.services.visibility import visible

MOST = 40
LONGEST = 12
"""Links of a chain; organisations have fewer levels."""


class RingError(ValueError):
    """The chain would come back to where it began."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's own cell of a chain: their KPI, who it comes from and who it goes on to, by name alone.

    Another's words are never part of it (domain brief, sections 6.2 and 7.3).
    """

    kpi: Kpi
    comes_from: str
    goes_on_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A KPI of a chain and how far below the top it stands."""

    kpi: Kpi
    depth: int


def possible_origins(session: Session, member: Member, kpi: Kpi) -> Sequence[Kpi]:
    """Work KPIs of others at the same organisation, those of the person's boss first, without what comes from this one."""
    organisations = {post.organisation_id for post in kpi.person.posts}
    bosses = select(Tie.to_person_id).where(
        visible(Tie, member), Tie.from_person_id == kpi.person_id, Tie.kind == TieKind.REPORTS_TO
    )
    there = select(Post.person_id).where(Post.organisation_id.in_(organisations))
    rows = session.scalars(
        select(Kpi)
        .where(
            visible(Kpi, member),
            Kpi.layer == Layer.WORK,
            Kpi.status.not_in([KpiStatus.MISTAKEN, KpiStatus.WITHDRAWN]),
            Kpi.person_id != kpi.person_id,
            or_(Kpi.person_id.in_(there), Kpi.person_id.in_(bosses), Kpi.id == kpi.derived_from_id),
        )
        .order_by(Kpi.person_id.in_(bosses).desc(), IMPORTANCE.desc(), Kpi.said_on.desc(), Kpi.id)
        .limit(MOST)
        .options(*KPI_OPTIONS)
    ).all()
    return [row for row in rows if not _leads_to(session, row, kpi.id)]


def set_origin(session: Session, kpi: Kpi, origin: Kpi | None) -> None:
    """Say whose KPI this one comes from, or nobody's. RingError when that one comes from this one already."""
    if origin is not None and (origin.id == kpi.id or _leads_to(session, origin, kpi.id)):
        raise RingError
    kpi.derived_from = origin


def _leads_to(session: Session, kpi: Kpi, target: uuid.UUID) -> bool:
    """Whether going up from a KPI one arrives at ``target``."""
    above = kpi.derived_from_id
    for _step in range(LONGEST):
        if above is None or above == target:
            return above is not None
        above = session.scalar(select(Kpi.derived_from_id).where(Kpi.id == above))
    return True


def own_cells(session: Session, member: Member, people: Sequence[Person]) -> list[Cell]:
    """For preparing a meeting: these people's own cells of the chains they stand in, nobody else's words."""
    ids = [person.id for person in people]
    derived = aliased(Kpi)
    rows = session.scalars(
        select(Kpi)
        .where(
            visible(Kpi, member),
            Kpi.person_id.in_(ids),
            Kpi.status.in_([KpiStatus.OPEN, KpiStatus.STALE]),
            or_(
                Kpi.derived_from_id.is_not(None),
                exists(select(derived.id).where(derived.derived_from_id == Kpi.id)),
            ),
        )
        .order_by(IMPORTANCE.desc(), Kpi.id)
        .limit(MOST)
        .options(*KPI_OPTIONS)
    ).all()
    names = dict[uuid.UUID, str]()
    below = dict[uuid.UUID, list[str]]()
    origins = [row.derived_from_id for row in rows if row.derived_from_id]
    linked = session.execute(
        select(Kpi.id, Kpi.derived_from_id, Person.name)
        .join(Person, Person.id == Kpi.person_id)
        .where(visible(Kpi, member), or_(Kpi.id.in_(origins), Kpi.derived_from_id.in_([row.id for row in rows])))
        .order_by(Person.sort_name)
    )
    for kpi_id, origin_id, name in linked:
        names[kpi_id] = name
        if origin_id is not None and name not in below.setdefault(origin_id, []):
            below[origin_id].append(name)
    cells = [
        Cell(row, names.get(row.derived_from_id, "") if row.derived_from_id else "", tuple(below.get(row.id, ())))
        for row in rows
    ]
    return [cell for cell in cells if cell.comes_from or cell.goes_on_to]


def chains_at(session: Session, member: Member, organisation: Organisation) -> list[Step]:
    """The chains among people at an organisation, from the top down, as far as the member may read them."""
    there = select(Post.person_id).where(Post.organisation_id == organisation.id, Post.ended_on.is_(None))
    derived = session.scalars(
        select(Kpi)
        .where(
            visible(Kpi, member),
            Kpi.person_id.in_(there),
            Kpi.derived_from_id.is_not(None),
            Kpi.status != KpiStatus.MISTAKEN,
        )
        .order_by(Kpi.said_on, Kpi.id)
        .limit(MOST * 2)
        .options(*KPI_OPTIONS)
    ).all()
    tops = session.scalars(
        select(Kpi)
        .where(visible(Kpi, member), Kpi.id.in_({row.derived_from_id for row in derived} - {row.id for row in derived}))
        .order_by(IMPORTANCE.desc(), Kpi.id)
        .options(*KPI_OPTIONS)
    ).all()
    below: dict[uuid.UUID | None, list[Kpi]] = {}
    for row in derived:
        below.setdefault(row.derived_from_id, []).append(row)
    steps: list[Step] = []

    def descend(kpi: Kpi, depth: int) -> None:
        steps.append(Step(kpi, depth))
        for row in below.get(kpi.id, []) if depth < LONGEST else []:
            descend(row, depth + 1)

    for top in tops:
        descend(top, 0)
    return steps
