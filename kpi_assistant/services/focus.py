"""One or two industries for years: where a member's contacts are, and what people there say they need."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from kpi_assistant.content.concepts import load_thesaurus
from kpi_assistant.domain.concepts import Concept
from kpi_assistant.domain.layer_guess import guess_layer
from kpi_assistant.domain.search_terms import units
from kpi_assistant.domain.sensitive import sensitive_hints
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Industry, KpiStatus, Layer, ReactionKind, RoleKind, Source
from kpi_assistant.models import (
    Capability,
    Kpi,
    KpiVersion,
    Member,
    Organisation,
    Person,
    Post,
    Reaction,
    Response,
    ResponseCapability,
    Touch,
)
from kpi_assistant.services.visibility import visible

FEW = 2
"""So many industries are a focus; the next one scatters it."""
MOST_READ = 300
"""So many KPIs of a post are read for the book, the latest; older rounds repeat them."""
QUOTED, BESIDES = 2, 8
"""Sentences under one topic, and of what fits none."""
MOST_TOPICS = 12
PEERS_READ, MOST_PEER_TOPICS = 120, 3
"""For a guide fewer are read, and the first topics are enough to ask one question."""


@dataclass(frozen=True, slots=True)
class Field:
    """One industry as a member works in it. ``since`` is the first contact, ``share`` per cent of last year's."""

    industry: Industry
    since: dt.date
    people: int
    share: int

    def years(self, today: dt.date) -> int:
        return today.year - self.since.year - ((today.month, today.day) < (self.since.month, self.since.day))


def read_focus(session: Session, member: Member, today: dt.date) -> list[Field]:
    """The member's own contacts by industry, most of the last year first. A meeting with several people counts once."""
    # People first, by the index of whom one touched when; then where they are.
    touched = (
        select(Touch.person_id, func.min(Touch.happened_at, type_=Touch.happened_at.type).label("first"))
        .where(Touch.created_by_id == member.id)
        .group_by(Touch.person_id)
        .subquery()
    )
    own = (
        select(
            Organisation.industry,
            func.min(touched.c.first, type_=Touch.happened_at.type),
            func.count(touched.c.person_id.distinct()),
        )
        .join(Post, Post.person_id == touched.c.person_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(visible(Post, member), Post.ended_on.is_(None))
        .group_by(Organisation.industry)
    )
    last_year = _last_year(session, member, today)
    whole = sum(last_year.values())
    fields = [
        Field(industry, member.day_of(first), people, round(100 * last_year.get(industry, 0) / whole) if whole else 0)
        for industry, first, people in session.execute(own)
    ]
    return sorted(fields, key=lambda field: (-field.share, field.since, field.industry))


def _last_year(session: Session, member: Member, today: dt.date) -> dict[Industry, int]:
    """The member's own contacts of the last year by industry."""
    since = dt.datetime.combine(today - dt.timedelta(days=365), dt.time(), dt.UTC)
    found = session.execute(
        # By columns of one index alone: a contact that is no meeting is an occasion of its own.
        select(
            Organisation.industry,
            func.count(Touch.meeting_id.distinct()) + func.count(case((Touch.meeting_id.is_(None), 1))),
        )
        .select_from(Touch)
        .join(Post, Post.person_id == Touch.person_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(
            visible(Touch, member),
            Touch.created_by_id == member.id,
            Touch.happened_at >= since,
            Post.ended_on.is_(None),
        )
        .group_by(Organisation.industry)
    )
    return {industry: number for industry, number in found}  # noqa: C416 -- rows are not pairs to a type checker


def main_industry(session: Session, member: Member, today: dt.date) -> Industry | None:
    """Where most contacts of the last year were."""
    last_year = _last_year(session, member, today)
    return max(last_year, key=lambda industry: last_year[industry], default=None)


def opens_a_third(session: Session, member: Member, person: Person) -> Industry | None:
    """The industry this first contact opens, when the member is at home in two others already. Asked before it is logged."""
    industries = {post.organisation.industry for post in person.current_posts}
    known = set(
        session.scalars(
            select(Organisation.industry)
            .join(Post, Post.organisation_id == Organisation.id)
            .join(Touch, Touch.person_id == Post.person_id)
            .where(visible(Touch, member), Touch.created_by_id == member.id, Post.ended_on.is_(None))
            .distinct()
        )
    )
    new = industries - known
    return min(new) if new and len(known) == FEW and not industries & known else None


@dataclass(frozen=True, slots=True)
class Answered:
    """A capability that answered such a KPI: how often, and how often it was accepted."""

    name: Text
    times: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Topic:
    """What people in a post talk about: how many KPIs and people, some of their own sentences, and what answered it.

    ``name`` is None of what no topic fits: a heading that is wrong is worse than none.
    """

    name: Text | None
    times: int
    people: int
    quoted: tuple[Kpi, ...]
    answered: tuple[Answered, ...]


def read_book(session: Session, member: Member, industry: Industry, role: RoleKind) -> list[Topic]:
    """What people in this kind of post in this industry said about work, as far as the member may read it.

    The topic of most people first, what fits none at the end; each sentence is quoted under one of them.
    """
    said = _said(session, member, industry, role)
    answers = _answers_to(session, member, [each.kpi_id for each in said])
    thesaurus = load_thesaurus()
    topics_of = thesaurus.headings({each.words for each in said})
    by_concept: dict[str, list[_Said]] = defaultdict(list)
    for each in said:
        for concept in topics_of[each.words]:
            by_concept[concept].append(each)
    ordered = sorted(
        by_concept.items(), key=lambda item: (-len({each.person_id for each in item[1]}), -len(item[1]), item[0])
    )
    seen: set[uuid.UUID] = set()
    topics: list[tuple[Text | None, list[_Said], list[_Said]]] = []
    for concept, rows in ordered[:MOST_TOPICS]:
        # One sentence often touches several topics; a page that repeats it tells nothing new.
        new = [each for each in _quoted(rows) if each.kpi_id not in seen]
        if new:
            seen |= {each.kpi_id for each in new}
            topics.append((thesaurus.concepts[concept].name, rows, new))
    if rest := [each for each in said if not topics_of[each.words]]:
        quoted_besides = _quoted(rest, BESIDES)
        seen |= {each.kpi_id for each in quoted_besides}
        topics.append((None, rest, quoted_besides))
    quoted = {
        row.id: row
        for row in session.scalars(
            select(Kpi)
            .where(visible(Kpi, member), Kpi.id.in_(seen))
            .options(selectinload(Kpi.versions), selectinload(Kpi.person))
        )
    }
    return [
        Topic(
            name,
            times=len(rows),
            people=len({each.person_id for each in rows}),
            quoted=tuple(quoted[each.kpi_id] for each in new),
            answered=tuple(_added_up([answer for each in rows for answer in answers.get(each.kpi_id, ())])),
        )
        for name, rows, new in topics
    ]


def often_said(session: Session, member: Member, person: Person) -> tuple[Text, ...]:
    """What people in the same kind of post elsewhere in the industry speak of and this person has not, the most said
    first: topics by name, never words. Each was spoken of by several people of several organisations, so that nobody
    can tell whose it is."""
    post = person.current_posts[0] if person.current_posts else None
    if post is None or post.role_kind is None:
        return ()
    said = _said(session, member, post.organisation.industry, post.role_kind, PEERS_READ)
    thesaurus = load_thesaurus()
    topics_of = thesaurus.headings({each.words for each in said})
    at_home = {own.organisation_id for own in person.posts}
    who: dict[str, set[uuid.UUID]] = defaultdict(set)
    where: dict[str, set[uuid.UUID]] = defaultdict(set)
    # Of their own words every topic counts, or they are asked about what they did mention.
    known = {concept for each in said if each.person_id == person.id for concept in thesaurus.find(units(each.words))}
    for each in said:
        if each.person_id != person.id and each.organisation_id not in at_home:
            for concept in topics_of[each.words]:
                who[concept].add(each.person_id)
                where[concept].add(each.organisation_id)
    untold = [one for one in who if one not in known and _is_of_the_desk(thesaurus.concepts[one])]
    several = [one for one in untold if len(who[one]) >= FEW and len(where[one]) >= FEW]
    several.sort(key=lambda one: (-len(who[one]), one))
    return tuple(thesaurus.concepts[one].name for one in several[:MOST_PEER_TOPICS])


def _is_of_the_desk(concept: Concept) -> bool:
    """Whether somebody can be asked about it at work: nothing of home or heart, whoever else spoke of it."""
    name = concept.name
    at_work = guess_layer(name.zh) is Layer.WORK and guess_layer(name.en) is Layer.WORK
    return at_work and not concept.is_outside and not sensitive_hints(f"{name.zh}\n{name.en}", Layer.LIFE)


@dataclass(frozen=True, slots=True)
class _Said:
    kpi_id: uuid.UUID
    person_id: uuid.UUID
    organisation_id: uuid.UUID
    words: str


def _said(session: Session, member: Member, industry: Industry, role: RoleKind, most: int = MOST_READ) -> list[_Said]:
    latest, said_at = aliased(KpiVersion), Post.__table__.alias()
    newest = select(func.max(latest.number)).where(latest.kpi_id == Kpi.id).scalar_subquery()
    rows = session.execute(
        select(Kpi.id, Kpi.person_id, said_at.c.organisation_id, KpiVersion.plain)
        .join(said_at, said_at.c.id == Kpi.post_id)
        .join(KpiVersion, (KpiVersion.kpi_id == Kpi.id) & (KpiVersion.number == newest))
        .where(
            visible(Kpi, member),
            Kpi.layer == Layer.WORK,
            Kpi.source == Source.STATED,
            Kpi.status != KpiStatus.MISTAKEN,
            # A list of posts, not a join: both databases then begin at the posts and not at all KPIs.
            Kpi.post_id.in_(
                select(Post.id)
                .join(Organisation, Organisation.id == Post.organisation_id)
                .where(Post.role_kind == role, Organisation.industry == industry, visible(Post, member))
            ),
        )
        .order_by(Kpi.said_on.desc(), Kpi.id)
        .limit(most)
    )
    return [_Said(kpi_id, person_id, at, words) for kpi_id, person_id, at, words in rows if words]


def _quoted(rows: list[_Said], most: int = QUOTED) -> list[_Said]:
    """The latest sentence of different people, no sentence twice."""
    chosen: dict[str, _Said] = {}
    for row in rows:
        if row.words not in chosen and row.person_id not in {other.person_id for other in chosen.values()}:
            chosen[row.words] = row
    return list(chosen.values())[:most]


def _answers_to(
    session: Session, member: Member, kpi_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[tuple[Text, bool]]]:
    accepted = select(Reaction.response_id).where(visible(Reaction, member), Reaction.kind == ReactionKind.ACCEPTED)
    found: dict[uuid.UUID, list[tuple[Text, bool]]] = defaultdict(list)
    for kpi_id, zh, en, was_accepted in session.execute(
        select(Response.kpi_id, Capability.name_zh, Capability.name_en, Response.id.in_(accepted))
        .join(ResponseCapability, ResponseCapability.response_id == Response.id)
        .join(Capability, Capability.id == ResponseCapability.capability_id)
        .where(visible(Response, member), Response.kpi_id.in_(kpi_ids))
    ):
        found[kpi_id].append((Text(zh=zh, en=en), bool(was_accepted)))
    return found


def _added_up(answers: list[tuple[Text, bool]]) -> list[Answered]:
    times, accepted = Counter(name for name, _ in answers), Counter(name for name, yes in answers if yes)
    return [Answered(name, number, accepted[name]) for name, number in times.most_common(3)]
