"""One member's circle, read for the board, the rhythm and the suggestions; nobody else's circle is ever looked at."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from kpi_assistant.domain.cadence import DatedFestival, soon
from kpi_assistant.domain.circle import RHYTHM, Friend, Place, due
from kpi_assistant.domain.vocabulary import Band, Calendar, Industry, TieKind
from kpi_assistant.models import (
    Attendance,
    Birthday,
    CirclePlace,
    CircleRhythm,
    Meeting,
    Member,
    Organisation,
    Person,
    Post,
    Project,
    Tie,
    Touch,
)
from kpi_assistant.services.lunar import festivals_soon, next_date
from kpi_assistant.services.visibility import visible

MOST_TODAY = 3
"""Birthdays, and people who are due, on the front page: a longer list is a reproach."""


@dataclass(frozen=True, slots=True)
class Circle:
    """The circle as facts for the rules, the rows they speak of, where they stand, and its rhythm."""

    friends: list[Friend]
    people: Mapping[uuid.UUID, Person]
    places: list[Place]
    rhythm: Mapping[Band, int]


def read_circle(session: Session, member: Member) -> Circle:
    """Everybody in the member's circle; a handful of queries, whatever its size."""
    rows = session.scalars(
        select(CirclePlace)
        .where(visible(CirclePlace, member))
        .options(joinedload(CirclePlace.person).selectinload(Person.posts).joinedload(Post.organisation))
    ).all()
    last = _last(session, member)
    busy = _with_live_project(session, member)
    doors = _doors_opened(session, member)
    friends = [
        Friend(
            id=row.person_id,
            name=row.person.name,
            band=row.band,
            stage=row.person.stage,
            since=row.created_at.date(),
            last=last.get(row.person_id),
            moved_on=_moved_on(row.person),
            has_project=row.person_id in busy,
            doors_opened=doors.get(row.person_id, 0),
            cold=not row.person.met_through,
        )
        for row in rows
    ]
    places = [
        Place(row.person_id, post.organisation.industry, post.role_kind)
        for row in rows
        for post in row.person.current_posts
    ]
    return Circle(friends, {row.person_id: row.person for row in rows}, places, rhythm_of(session, member))


def _in_circle(column: Any, member: Member) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column.in_(select(CirclePlace.person_id).where(visible(CirclePlace, member)))
    return condition


def _last(session: Session, member: Member) -> dict[uuid.UUID, dt.date]:
    """The day of the team's last contact with each: whoever of us called, nobody need call again tomorrow."""
    found = session.execute(
        select(Touch.person_id, func.max(Touch.happened_at, type_=Touch.happened_at.type))
        .where(visible(Touch, member), _in_circle(Touch.person_id, member))
        .group_by(Touch.person_id)
    )
    return {person_id: last.date() for person_id, last in found}


def _with_live_project(session: Session, member: Member) -> set[uuid.UUID]:
    """Who attends or attended meetings of a project that is still open."""
    return set(
        session.scalars(
            select(Attendance.person_id)
            .join(Meeting, Meeting.id == Attendance.meeting_id)
            .join(Project, Project.id == Meeting.project_id)
            .where(visible(Meeting, member), ~Project.is_closed, _in_circle(Attendance.person_id, member))
            .distinct()
        )
    )


def _doors_opened(session: Session, member: Member) -> dict[uuid.UUID, int]:
    found = session.execute(
        select(Tie.from_person_id, func.count())
        .where(visible(Tie, member), Tie.kind == TieKind.INTRODUCED_US_TO, _in_circle(Tie.from_person_id, member))
        .group_by(Tie.from_person_id)
    )
    return {person_id: number for person_id, number in found}  # noqa: C416 -- rows are not pairs to a type checker


def _moved_on(person: Person) -> dt.date | None:
    """When they came to the post they hold now, if they left another for it."""
    left = [post.ended_on for post in person.posts if post.ended_on is not None]
    return max(left) if left else None


def place_in_circle(session: Session, member: Member, person: Person, band: Band | None) -> None:
    """Put a person into the member's circle, move them to another band, or with None take them out."""
    row = session.scalar(select(CirclePlace).where(visible(CirclePlace, member), CirclePlace.person_id == person.id))
    if band is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(CirclePlace(workspace_id=member.workspace_id, person=person, band=band))
    else:
        row.band = band


def band_of(session: Session, member: Member, person: Person) -> Band | None:
    return session.scalar(
        select(CirclePlace.band).where(visible(CirclePlace, member), CirclePlace.person_id == person.id)
    )


def rhythm_of(session: Session, member: Member) -> dict[Band, int]:
    row = session.get(CircleRhythm, member.id)
    return {Band.A: row.a, Band.B: row.b, Band.C: row.c} if row else dict(RHYTHM)


def set_rhythm(session: Session, member: Member, rhythm: Mapping[Band, int]) -> None:
    session.merge(CircleRhythm(member_id=member.id, a=rhythm[Band.A], b=rhythm[Band.B], c=rhythm[Band.C]))


def list_place(member: Member, industry: Industry, role: Any) -> Select[Any]:
    """The people of the circle in one cell of the board, by band."""
    held = (
        select(Post.person_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(Post.ended_on.is_(None), Organisation.industry == industry, Post.role_kind == role)
    )
    return (
        select(CirclePlace)
        .join(CirclePlace.person)
        .where(visible(CirclePlace, member), CirclePlace.person_id.in_(held))
        .order_by(CirclePlace.band, Person.name, Person.id)
        .options(joinedload(CirclePlace.person).selectinload(Person.posts).joinedload(Post.organisation))
    )


@dataclass(frozen=True, slots=True)
class DatedBirthday:
    person: Person
    on: dt.date
    calendar: Calendar


def birthday_of(session: Session, member: Member, person: Person) -> Birthday | None:
    """The member's own entry, or else one that a teammate shared."""
    return session.scalar(
        select(Birthday)
        .where(visible(Birthday, member), Birthday.person_id == person.id)
        .order_by(Birthday.created_by_id != member.id, Birthday.created_at)
        .limit(1)
    )


def set_birthday(
    session: Session, member: Member, person: Person, content: dict[str, Any] | None, *, shared_at: dt.datetime | None
) -> None:
    """Keep month and day, or with None forget them. Only the member's own entry is ever changed."""
    row = session.scalar(select(Birthday).where(Birthday.created_by_id == member.id, Birthday.person_id == person.id))
    if content is None:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = Birthday(workspace_id=member.workspace_id, person=person)
        session.add(row)
    row.content = content
    row.shared_at = (row.shared_at or shared_at) if shared_at else None


def birthdays_soon(session: Session, member: Member, today: dt.date) -> list[DatedBirthday]:
    """Birthdays within days, of the member's own entries and, in the circle, of those teammates shared."""
    rows = session.scalars(
        select(Birthday)
        .where(
            visible(Birthday, member),
            or_(Birthday.created_by_id == member.id, _in_circle(Birthday.person_id, member)),
        )
        .options(selectinload(Birthday.person))
    )
    found: dict[uuid.UUID, DatedBirthday] = {}
    for row in rows:
        calendar = Calendar(row.content["calendar"])
        on = next_date(calendar, row.content["month"], row.content["day"], today)
        if soon(on, today):
            found.setdefault(row.person_id, DatedBirthday(row.person, on, calendar))
    return sorted(found.values(), key=lambda each: (each.on, each.person.name))


def festivals_for(circle: Circle, today: dt.date) -> list[DatedFestival]:
    """Festivals for whoever keeps a circle; without one there is nobody to greet."""
    return festivals_soon(today, {place.industry for place in circle.places}) if circle.friends else []


@dataclass(frozen=True, slots=True)
class QuietList:
    """What the front page says of people: never more than a handful."""

    birthdays: list[DatedBirthday]
    festivals: list[DatedFestival]
    due: list[Friend]


def quiet_list(session: Session, member: Member, today: dt.date) -> QuietList:
    circle = read_circle(session, member)
    return QuietList(
        birthdays_soon(session, member, today)[:MOST_TODAY],
        festivals_for(circle, today)[:1],
        due(circle.friends, circle.rhythm, today)[:MOST_TODAY],
    )


def group_by_band(friends: list[Friend]) -> dict[Band, list[Friend]]:
    grouped: dict[Band, list[Friend]] = defaultdict(list)
    for friend in friends:
        grouped[friend.band].append(friend)
    return grouped
