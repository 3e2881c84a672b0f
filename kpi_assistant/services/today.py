"""What a member's day asks for: the next meetings, promises due, and what is left to finish, each with its reason."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from kpi_assistant.domain.kpi import THIN_FACETS
from kpi_assistant.domain.vocabulary import KpiStatus, Layer, Source
from kpi_assistant.models import (
    Attendance,
    Capability,
    Guide,
    Kpi,
    KpiDraft,
    KpiFacet,
    Meeting,
    Member,
    Person,
    Promise,
    Response,
    SelfCheck,
)
from kpi_assistant.services.visibility import visible

DAYS_AHEAD = 7
"""Meetings of a week, and promises due within it."""
STILL_GOING = dt.timedelta(hours=3)
"""So long after its end a meeting stays among the next ones: it may have run over, and nobody has ended it."""
LOOK_BACK = dt.timedelta(days=7)
"""So long after a meeting one still remembers how it went."""
RECENT = dt.timedelta(days=90)
"""What was said longer ago is for the person's page, not for the day."""
MOST = 8
"""Of each kind; a day holds no more."""
MOST_DRAFTS = 50
"""The newest are opened to see whether they hold words; nobody leaves more behind."""


@dataclass(frozen=True, slots=True)
class Count:
    """A person or meeting and how much is open there. ``on`` is the day of what is newest."""

    row: Person | Meeting
    number: int
    on: dt.date


@dataclass(frozen=True, slots=True)
class Day:
    """The front page. ``first_steps`` says what is done of the three a new install begins with."""

    meetings: Sequence[Meeting]
    promises: Sequence[Promise]
    unended: Sequence[Meeting]
    unchecked: Sequence[Meeting]
    drafts: Sequence[Count]
    unanswered: Sequence[Count]
    thin: Sequence[Count]
    has_people: bool
    has_offering: bool
    has_meetings: bool

    @property
    def is_new(self) -> bool:
        """Whether one of the first three steps is still to be taken."""
        return not (self.has_people and self.has_offering and self.has_meetings)

    @property
    def has_work_left(self) -> bool:
        return bool(self.unended or self.unchecked or self.drafts or self.unanswered or self.thin)


def plan_day(session: Session, member: Member, now: dt.datetime, zone: ZoneInfo) -> Day:
    """Everything the front page shows, as of ``now`` in the member's ``zone``."""
    today = now.astimezone(zone).date()
    has_people, has_offering, has_meetings = (
        bool(session.scalar(select(exists().where(visible(entity, member)))))
        for entity in (Person, Capability, Meeting)
    )
    return Day(
        meetings=_next_meetings(session, member, now, zone),
        promises=_promises_due(session, member, today),
        unended=_unended(session, member, now),
        unchecked=_unchecked(session, member, now),
        drafts=_drafts(session, member, zone),
        unanswered=_kpis_by_person(session, member, now, ~exists().where(Response.kpi_id == Kpi.id)),
        thin=_kpis_by_person(session, member, now, _is_thin()),
        has_people=has_people,
        has_offering=has_offering,
        has_meetings=has_meetings,
    )


def _planned(member: Member) -> ColumnElement[bool]:
    return and_(visible(Meeting, member), Meeting.ended_at.is_(None), Meeting.cancelled_at.is_(None))


def _next_meetings(session: Session, member: Member, now: dt.datetime, zone: ZoneInfo) -> Sequence[Meeting]:
    last_day = now.astimezone(zone).date() + dt.timedelta(days=DAYS_AHEAD)
    until = dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time(), zone)
    found = session.scalars(
        select(Meeting)
        # A meeting's end cannot be computed alike on both databases; none is longer than a day.
        .where(_planned(member), Meeting.starts_at >= now - dt.timedelta(days=1), Meeting.starts_at < until)
        .options(*_with_people())
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [meeting for meeting in found if _end(meeting) + STILL_GOING >= now]


def _unended(session: Session, member: Member, now: dt.datetime) -> Sequence[Meeting]:
    """Meetings that are over although nobody said how they ended, newest first."""
    found = session.scalars(
        select(Meeting)
        .where(_planned(member), Meeting.starts_at < now, Meeting.starts_at >= now - RECENT)
        .options(*_with_people())
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .limit(MOST * 2)
    )
    return [meeting for meeting in found if _end(meeting) + STILL_GOING < now][:MOST]


def _unchecked(session: Session, member: Member, now: dt.datetime) -> Sequence[Meeting]:
    """Meetings of these days that the member called or prepared and has not looked back on, newest first."""
    own_guide = exists().where(Guide.meeting_id == Meeting.id, visible(Guide, member))
    return session.scalars(
        select(Meeting)
        .where(
            visible(Meeting, member),
            Meeting.ended_at >= now - LOOK_BACK,
            or_(Meeting.created_by_id == member.id, own_guide),
            ~exists().where(SelfCheck.meeting_id == Meeting.id, visible(SelfCheck, member)),
        )
        .options(*_with_people())
        .order_by(Meeting.ended_at.desc(), Meeting.id)
        .limit(MOST)
    ).all()


def _end(meeting: Meeting) -> dt.datetime:
    return meeting.starts_at + dt.timedelta(minutes=meeting.minutes)


def _with_people() -> tuple[ExecutableOption, ...]:
    return (selectinload(Meeting.attendances).joinedload(Attendance.person), joinedload(Meeting.organisation))


def _promises_due(session: Session, member: Member, today: dt.date) -> Sequence[Promise]:
    """Open promises that are late or due within the week, the latest first."""
    return session.scalars(
        select(Promise)
        .where(
            visible(Promise, member),
            Promise.kept_on.is_(None),
            Promise.released_on.is_(None),
            Promise.due_on <= today + dt.timedelta(days=DAYS_AHEAD),
        )
        .options(joinedload(Promise.person))
        .order_by(Promise.due_on, Promise.created_at)
        .limit(MOST * 2)
    ).all()


def _drafts(session: Session, member: Member, zone: ZoneInfo) -> Sequence[Count]:
    """Meetings with something typed in capture that is not entered yet; only one's own drafts."""
    found = session.execute(
        select(KpiDraft, Meeting)
        .join(Meeting, KpiDraft.meeting_id == Meeting.id)
        .where(visible(Meeting, member), visible(KpiDraft, member))
        .order_by(KpiDraft.updated_at.desc())
        .limit(MOST_DRAFTS)
    )
    of_meeting: dict[uuid.UUID, list[tuple[KpiDraft, Meeting]]] = {}
    for draft, meeting in found:
        if draft.holds_words:
            of_meeting.setdefault(meeting.id, []).append((draft, meeting))
    return [
        Count(rows[0][1], len(rows), rows[0][0].updated_at.astimezone(zone).date())
        for rows in list(of_meeting.values())[:MOST]
    ]


def _is_thin() -> ColumnElement[bool]:
    known = select(func.count()).where(KpiFacet.kpi_id == Kpi.id).scalar_subquery()
    return and_(Kpi.layer == Layer.WORK, Kpi.source == Source.STATED, known <= THIN_FACETS)


def _kpis_by_person(
    session: Session, member: Member, now: dt.datetime, condition: ColumnElement[bool]
) -> Sequence[Count]:
    """People and how many of their recent open KPIs are so, whoever spoke last first.

    Only what was said: an observation of ours asks for no answer.
    """
    conditions = (
        visible(Kpi, member),
        Kpi.status == KpiStatus.OPEN,
        Kpi.said_on >= (now - RECENT).date(),
        or_(Kpi.source == Source.STATED, Kpi.source == Source.RELAYED),
        condition,
    )
    newest = select(Kpi.person_id, Kpi.said_on).where(*conditions).order_by(Kpi.said_on.desc(), Kpi.id)
    last: dict[uuid.UUID, dt.date] = {}
    # A few of the newest name enough people nearly always; a team's every open KPI is read only when they do not.
    for portion in (MOST * 8, None):
        said = session.execute(newest.limit(portion)).all()
        last = {row.person_id: row.said_on for row in reversed(said)}
        if len(last) >= MOST or portion is None or len(said) < portion:
            break
    first = sorted(last, key=lambda person_id: last[person_id], reverse=True)[:MOST]
    counts = select(Kpi.person_id, func.count()).where(*conditions, Kpi.person_id.in_(first)).group_by(Kpi.person_id)
    number = {person_id: count for person_id, count in session.execute(counts)}  # noqa: C416 -- rows are not pairs
    people = session.scalars(select(Person).where(visible(Person, member), Person.id.in_(first)))
    rows = sorted(people, key=lambda person: (-last[person.id].toordinal(), person.sort_name, person.id))
    return [Count(person, number[person.id], last[person.id]) for person in rows]
