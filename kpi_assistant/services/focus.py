"""One or two industries for years: where a member's contacts are, and what people there say they need."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.content.concepts import load_thesaurus
from kpi_assistant.domain.search_terms import units
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Industry, KpiStatus, Layer, ReactionKind, RoleKind, Source
from kpi_assistant.models import (
    Capability,
    Kpi,
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
QUOTED = 2


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
    contact = func.coalesce(Touch.meeting_id, Touch.id)
    own = (
        select(
            Organisation.industry,
            func.min(Touch.happened_at, type_=Touch.happened_at.type),
            func.count(Touch.person_id.distinct()),
        )
        .join(Post, Post.person_id == Touch.person_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(visible(Touch, member), Touch.created_by_id == member.id, Post.ended_on.is_(None))
        .group_by(Organisation.industry)
    )
    since = dt.datetime.combine(today - dt.timedelta(days=365), dt.time(), dt.UTC)
    last_year = dict[Industry, int]()
    for industry, number in session.execute(
        select(Organisation.industry, func.count(contact.distinct()))
        .join(Post, Post.organisation_id == Organisation.id)
        .join(Touch, Touch.person_id == Post.person_id)
        .where(
            visible(Touch, member),
            Touch.created_by_id == member.id,
            Touch.happened_at >= since,
            Post.ended_on.is_(None),
        )
        .group_by(Organisation.industry)
    ):
        last_year[industry] = number
    whole = sum(last_year.values())
    fields = [
        Field(industry, first.date(), people, round(100 * last_year.get(industry, 0) / whole) if whole else 0)
        for industry, first, people in session.execute(own)
    ]
    return sorted(fields, key=lambda field: (-field.share, field.since, field.industry))


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
    """What people in a post talk about: how many KPIs and people, two of their own sentences, and what answered it."""

    name: Text
    times: int
    people: int
    quoted: tuple[Kpi, ...]
    answered: tuple[Answered, ...]


def read_book(session: Session, member: Member, industry: Industry, role: RoleKind) -> list[Topic]:
    """What people in this kind of post in this industry said about work, as far as the member may read it, the most said first."""
    kpis = _kpis_said(session, member, industry, role)
    answers = _answers_to(session, member, kpis)
    thesaurus = load_thesaurus()
    by_concept: dict[str, list[Kpi]] = defaultdict(list)
    for kpi in kpis:
        for concept in thesaurus.find(units(kpi.words)):
            by_concept[concept].append(kpi)
    topics = [
        Topic(
            thesaurus.concepts[concept].name,
            len(rows),
            len({row.person_id for row in rows}),
            tuple(_quoted(rows)),
            tuple(_added_up([answer for row in rows for answer in answers.get(row.id, ())])),
        )
        for concept, rows in by_concept.items()
    ]
    topics.sort(key=lambda topic: (-topic.people, -topic.times, topic.name.zh))
    seen: set[uuid.UUID] = set()
    told = []
    for topic in topics:
        # One sentence often touches several topics; a page that repeats it tells nothing new.
        new = {kpi.id for kpi in topic.quoted} - seen
        if new:
            told.append(replace(topic, quoted=tuple(kpi for kpi in topic.quoted if kpi.id in new)))
            seen |= new
    return told


def _kpis_said(session: Session, member: Member, industry: Industry, role: RoleKind) -> Sequence[Kpi]:
    return session.scalars(
        select(Kpi)
        .join(Post, Post.id == Kpi.post_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(
            visible(Kpi, member),
            Kpi.layer == Layer.WORK,
            Kpi.source == Source.STATED,
            Kpi.status != KpiStatus.MISTAKEN,
            Post.role_kind == role,
            Organisation.industry == industry,
        )
        .order_by(Kpi.said_on.desc(), Kpi.id)
        .limit(MOST_READ)
        .options(selectinload(Kpi.versions), selectinload(Kpi.person))
    ).all()


def _quoted(rows: list[Kpi]) -> list[Kpi]:
    """The latest sentence of different people, no sentence twice."""
    chosen: dict[str, Kpi] = {}
    for row in rows:
        if row.words not in chosen and row.person_id not in {other.person_id for other in chosen.values()}:
            chosen[row.words] = row
    return list(chosen.values())[:QUOTED]


def _answers_to(session: Session, member: Member, kpis: Sequence[Kpi]) -> dict[object, list[tuple[Text, bool]]]:
    accepted = select(Reaction.response_id).where(visible(Reaction, member), Reaction.kind == ReactionKind.ACCEPTED)
    found: dict[object, list[tuple[Text, bool]]] = defaultdict(list)
    for kpi_id, zh, en, was_accepted in session.execute(
        select(Response.kpi_id, Capability.name_zh, Capability.name_en, Response.id.in_(accepted))
        .join(ResponseCapability, ResponseCapability.response_id == Response.id)
        .join(Capability, Capability.id == ResponseCapability.capability_id)
        .where(visible(Response, member), Response.kpi_id.in_([kpi.id for kpi in kpis]))
    ):
        found[kpi_id].append((Text(zh=zh, en=en), bool(was_accepted)))
    return found


def _added_up(answers: list[tuple[Text, bool]]) -> list[Answered]:
    times, accepted = Counter(name for name, _ in answers), Counter(name for name, yes in answers if yes)
    return [Answered(name, number, accepted[name]) for name, number in times.most_common(3)]
