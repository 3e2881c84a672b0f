"""Finding who can open a door: ties are fetched one step at a time, only those that may lead to the person."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.domain.reach import Chain, Link, Reach, Standing, choose_chains, floor_of, worth_asking
from kpi_assistant.domain.vocabulary import TrustStage
from kpi_assistant.models import Member, Person, Post, Promise, Tie, Touch
from kpi_assistant.services.visibility import visible

AT_ONCE = 800
"""Ids in one query; databases bound the number of parameters."""
LOOKED_AT = 80
"""So many of the warmest chains are weighed by the last contact and by promises; the rest cannot win any more."""
COLLEAGUES = 40
"""In a larger organisation the same roof says nothing."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Chains to a person, the rows of everybody in them, and how we stand with the first of each."""

    chains: list[Chain]
    people: Mapping[uuid.UUID, Person]
    standings: Mapping[uuid.UUID, Standing]


def find_doors(session: Session, member: Member, target: Person, today: dt.date) -> Doors:
    """The warmest and the shortest chains of at most three ties from people we have met to ``target``."""
    reach = Reach(target.id)
    links = [*_links_of(session, member, [target.id]), *_colleagues(session, member, target)]
    standings: dict[uuid.UUID, Standing] = {}
    chains: list[Chain] = []
    while True:
        reach.follow(links)
        stages = _met(session, member, reach.latest - standings.keys())
        likely = reach.chains({person: Standing(stage, days=0) for person, stage in stages.items()})[:LOOKED_AT]
        standings |= _standings(session, member, {row.people[0]: stages[row.people[0]] for row in likely}, today)
        chains = worth_asking(reach.chains(standings), standings)
        if reach.is_done:
            break
        frontier = reach.frontier(floor_of(chains))
        links = list(_links_of(session, member, frontier, only_met=reach.is_last_step))
    chosen = choose_chains(chains)
    ids = {person for chain in chosen for person in chain.people}
    rows = session.scalars(
        select(Person)
        .where(visible(Person, member), Person.id.in_(ids))
        .options(selectinload(Person.posts).joinedload(Post.organisation))
    )
    return Doors(chosen, {row.id: row for row in rows}, standings)


def _links_of(
    session: Session, member: Member, people: Collection[uuid.UUID], *, only_met: bool = False
) -> Iterator[Link]:
    """Every tie of these people, or those to somebody we have met: a chain's last step leads to nobody else."""
    for ids in _portions(people):
        # Two queries, so that each uses its own index.
        for near, far in ((Tie.from_person_id, Tie.to_person_id), (Tie.to_person_id, Tie.from_person_id)):
            ties = select(Tie.from_person_id, Tie.to_person_id, Tie.kind, Tie.strength)
            if only_met:
                ties = ties.join(Person, Person.id == far).where(Person.stage != TrustStage.S0)
            for row in session.execute(ties.where(visible(Tie, member), near.in_(ids))):
                yield Link(*row)


def _colleagues(session: Session, member: Member, target: Person) -> list[Link]:
    """People who now work where the target works, unless there are too many to know each other."""
    places = [post.organisation_id for post in target.current_posts]
    ids = session.scalars(
        select(Post.person_id)
        .where(
            visible(Post, member),
            Post.organisation_id.in_(places),
            Post.ended_on.is_(None),
            Post.person_id != target.id,
        )
        .distinct()
        .limit(COLLEAGUES + 1)
    ).all()
    return [] if len(ids) > COLLEAGUES else [Link(person_id, target.id, None) for person_id in ids]


def _met(session: Session, member: Member, people: Collection[uuid.UUID]) -> dict[uuid.UUID, TrustStage]:
    return {
        person_id: stage
        for ids in _portions(people)
        for person_id, stage in session.execute(
            select(Person.id, Person.stage).where(
                visible(Person, member), Person.id.in_(ids), Person.stage != TrustStage.S0
            )
        )
    }


def _standings(
    session: Session, member: Member, stages: Mapping[uuid.UUID, TrustStage], today: dt.date
) -> dict[uuid.UUID, Standing]:
    last = last_touches(session, member, stages)
    owing = set(
        session.scalars(
            select(Promise.person_id).where(
                visible(Promise, member),
                Promise.person_id.in_(stages),
                Promise.kept_on.is_(None),
                Promise.released_on.is_(None),
                Promise.due_on < today,
            )
        )
    )
    return {
        person_id: Standing(
            stage, max(0, (today - last[person_id]).days) if person_id in last else None, person_id in owing
        )
        for person_id, stage in stages.items()
    }


def last_touches(session: Session, member: Member, people: Collection[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """The day of the last real contact with each of these people who had one."""
    # One step into an index for each, however often they were in touch.
    latest = (
        select(func.max(Touch.happened_at, type_=Touch.happened_at.type))
        .where(visible(Touch, member), Touch.person_id == Person.id)
        .scalar_subquery()
    )
    return {
        person_id: member.day_of(last)
        for ids in _portions(people)
        for person_id, last in session.execute(
            select(Person.id, latest).where(visible(Person, member), Person.id.in_(ids))
        )
        if last is not None
    }


def _portions(people: Collection[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    ids = list(people)
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
