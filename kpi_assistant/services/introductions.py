"""Ecosystem introductions: whom we know who could answer a KPI, promised like any other answer, and what came of it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from kpi_assistant.content.concepts import load_thesaurus
from kpi_assistant.domain.introductions import ADVISERS, ASKABLE, Candidate, Helper, propose_helpers
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Industry, IntroductionOutcome, PromiseKind, RoleKind, TieKind, TrustStage
from kpi_assistant.models import (
    CirclePlace,
    Kpi,
    Member,
    Organisation,
    Person,
    Post,
    Promise,
    Response,
)
from kpi_assistant.services.promises import keep_promise, not_yet, reopen_promise
from kpi_assistant.services.search import matches
from kpi_assistant.services.ties import add_tie
from kpi_assistant.services.visibility import visible

MOST_READ = 100
"""So many candidates are read: those with something noted first, then advisers of the industry, the warmest first."""
MOST_OFFERED = 40
"""More is no choice: whoever is missing is found by name."""
ASKABLE_STAGES = [stage for stage in TrustStage if stage.depth >= ASKABLE.depth]


@dataclass(frozen=True, slots=True)
class ProposedHelper:
    """A person who could help, with the rules' reasons and the names of the shared topics."""

    person: Person
    helper: Helper
    topics: tuple[Text, ...]


def propose_introductions(session: Session, member: Member, kpi: Kpi) -> list[ProposedHelper]:
    """People of ours outside the KPI's organisation who could help with it and are not promised yet; often nobody."""
    industries = frozenset(post.organisation.industry for post in kpi.person.current_posts)
    thesaurus = load_thesaurus()
    helpers = propose_helpers(
        " ".join((kpi.words or kpi.observation, *(row.text for row in kpi.facets))),
        industries,
        _candidates(session, member, kpi, industries),
        thesaurus,
    )
    # Whole rows of the chosen few alone: a hundred are judged by what the rules ask.
    rows = session.scalars(
        select(Person)
        .where(visible(Person, member), Person.id.in_([helper.candidate.id for helper in helpers]))
        .options(selectinload(Person.posts).joinedload(Post.organisation))
    )
    people = {row.id: row for row in rows}
    return [
        ProposedHelper(
            people[helper.candidate.id],
            helper,
            tuple(thesaurus.concepts[concept].name for concept in helper.concepts),
        )
        for helper in helpers
    ]


def _candidates(session: Session, member: Member, kpi: Kpi, industries: frozenset[Industry]) -> list[Candidate]:
    places = [post.organisation_id for post in kpi.person.current_posts]
    colleagues = select(Post.person_id).where(Post.organisation_id.in_(places), Post.ended_on.is_(None))
    advisers = (
        select(Post.person_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(Post.ended_on.is_(None), Post.role_kind.in_(ADVISERS), Organisation.industry.in_(industries))
    )
    mine = select(CirclePlace.person_id).where(visible(CirclePlace, member))
    promised = [promise.other_person_id for promise in introductions_for(session, member, kpi)]
    rows = session.execute(
        select(Person.id, Person.name, Person.stage, Person.can_help_with)
        .where(
            visible(Person, member),
            Person.id != kpi.person_id,
            Person.id.not_in(colleagues),
            Person.id.not_in(promised),
            Person.stage.in_(ASKABLE_STAGES),
            or_(Person.can_help_with != "", Person.id.in_(advisers)),
        )
        .order_by((Person.can_help_with != "").desc(), Person.id.in_(mine).desc(), Person.stage.desc(), Person.id)
        .limit(MOST_READ)
    ).all()
    roles: dict[uuid.UUID, set[RoleKind]] = defaultdict(set)
    at: dict[uuid.UUID, set[Industry]] = defaultdict(set)
    for person_id, role, industry in session.execute(
        select(Post.person_id, Post.role_kind, Organisation.industry)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(visible(Post, member), Post.ended_on.is_(None), Post.person_id.in_([row.id for row in rows]))
    ):
        at[person_id].add(industry)
        roles[person_id].add(role)
    return [
        Candidate(row.id, row.name, row.stage, row.can_help_with, frozenset(roles[row.id]), frozenset(at[row.id]))
        for row in rows
    ]


def introductions_for(session: Session, member: Member, kpi: Kpi) -> Sequence[Promise]:
    """The introductions promised for a KPI, kept or not."""
    return session.scalars(
        select(Promise)
        .where(
            visible(Promise, member),
            Promise.response_id.in_(select(Response.id).where(Response.kpi_id == kpi.id)),
            Promise.kind == PromiseKind.INTRODUCE,
            Promise.other_person_id.is_not(None),
        )
        .order_by(Promise.created_at, Promise.id)
        .options(joinedload(Promise.other_person))
    ).all()


def promise_introduction(
    session: Session,
    member: Member,
    kpi: Kpi,
    helper: Person,
    text: str,
    due_on: dt.date,
    *,
    promise_id: uuid.UUID,
) -> Promise:
    """Promise to bring the two together. A KPI without an answer gets the honest one: not yet, but I know somebody."""
    promise = Promise(
        id=promise_id,
        workspace_id=member.workspace_id,
        person=kpi.person,
        other_person=helper,
        response=not_yet(session, member, kpi),
        kind=PromiseKind.INTRODUCE,
        text=text,
        due_on=due_on,
    )
    session.add(promise)
    return promise


def note_outcome(
    session: Session, member: Member, promise: Promise, outcome: IntroductionOutcome, note: str, today: dt.date
) -> None:
    """What came of an introduction: once they have met the promise is kept, and the two know one another."""
    promise.outcome, promise.outcome_note = outcome, note
    if outcome is IntroductionOutcome.PROMISED:
        reopen_promise(promise)
        return
    keep_promise(promise, today)
    if promise.other_person is not None:
        add_tie(
            session, member, promise.other_person, promise.person, TieKind.ACQUAINTED, outwards=True, strength=None,
            remark="",
        )  # fmt: skip


def people_to_introduce(
    session: Session, member: Member, person_id: uuid.UUID, query: str = "", also: Collection[uuid.UUID] = ()
) -> Sequence[Person]:
    """People whose names match, those of one's circle and the warmest first; ``also`` are always there."""
    mine = select(CirclePlace.person_id).where(visible(CirclePlace, member))
    return session.scalars(
        select(Person)
        .where(
            visible(Person, member),
            Person.id != person_id,
            or_(Person.id.in_(also), matches(Person.search_text, query)),
        )
        .order_by(
            Person.id.in_(also).desc(), Person.id.in_(mine).desc(), Person.stage.desc(), Person.sort_name, Person.id
        )
        .limit(MOST_OFFERED)
        .options(selectinload(Person.posts).joinedload(Post.organisation))
    ).all()
