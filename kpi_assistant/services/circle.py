"""One member's circle, read for the board, the rhythm and the suggestions; nobody else's circle is ever looked at."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from kpi_assistant.domain.cadence import DatedFestival, soon
from kpi_assistant.domain.circle import RHYTHM, Friend, Place, due
from kpi_assistant.domain.vocabulary import Band, Calendar, Industry, RoleKind, TieKind
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
class Face:
    """What a list shows of somebody: the name, and title and organisation of the post held now ("" for none)."""

    id: uuid.UUID
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Circle:
    """The circle as facts for the rules, what lists show of each, where they stand on the board, and the rhythm."""

    friends: list[Friend]
    people: Mapping[uuid.UUID, Face]
    places: list[Place]
    rhythm: Mapping[Band, int]


def read_circle(session: Session, member: Member, *, for_seeing: bool = False) -> Circle:
    """Everybody in the member's circle; a handful of queries for columns alone, for it is read on the front page.

    Projects and opened doors, which only ``domain.circle.worth_seeing`` asks for, are read with ``for_seeing``.
    """
    rows = session.execute(
        select(
            CirclePlace.person_id,
            CirclePlace.band,
            CirclePlace.created_at,
            Person.name,
            Person.stage,
            Person.met_through,
            _last_touch(member).label("last"),
        )
        .join(Person, Person.id == CirclePlace.person_id)
        .where(visible(CirclePlace, member))
    ).all()
    posts = _posts(session, member)
    busy = _with_live_project(session, member) if for_seeing else frozenset()
    doors = _doors_opened(session, member) if for_seeing else {}
    friends, people, places = [], {}, []
    for person_id, band, since, name, stage, met_through, last in rows:
        held = posts.get(person_id, [])
        now = [post for post in held if post.ended_on is None]
        left = [post.ended_on for post in held if post.ended_on is not None]
        people[person_id] = Face(person_id, name, now[0].place if now else "")
        places += [Place(person_id, post.industry, post.role_kind) for post in now]
        friends.append(
            Friend(
                id=person_id,
                name=name,
                band=band,
                stage=stage,
                since=member.day_of(since),
                last=member.day_of(last) if last else None,
                moved_on=max(left) if left else None,
                has_project=person_id in busy,
                doors_opened=doors.get(person_id, 0),
                cold=not met_through,
            )
        )
    return Circle(friends, people, places, rhythm_of(session, member))


def _last_touch(member: Member) -> ScalarSelect[dt.datetime]:
    """The team's last contact: whoever of us called, nobody need call again tomorrow. One step into an index each."""
    return (
        select(func.max(Touch.happened_at, type_=Touch.happened_at.type))
        .where(visible(Touch, member), Touch.person_id == CirclePlace.person_id)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class _Held:
    ended_on: dt.date | None
    role_kind: RoleKind
    industry: Industry
    place: str


def _posts(session: Session, member: Member) -> dict[uuid.UUID, list[_Held]]:
    """The posts of the circle, the latest begun first."""
    found: dict[uuid.UUID, list[_Held]] = defaultdict(list)
    for person_id, ended_on, role_kind, title, name, industry in session.execute(
        select(Post.person_id, Post.ended_on, Post.role_kind, Post.title, Organisation.name, Organisation.industry)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(visible(Post, member), _in_circle(Post.person_id, member))
        .order_by(Post.started_on.desc(), Post.created_at.desc())
    ):
        place = " · ".join(part for part in (title, name) if part)
        found[person_id].append(_Held(ended_on, role_kind, industry, place))
    return found


def _in_circle(column: Any, member: Member) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column.in_(select(CirclePlace.person_id).where(visible(CirclePlace, member)))
    return condition


def _with_live_project(session: Session, member: Member) -> set[uuid.UUID]:
    """Who attends or attended meetings of a project that is still open."""
    open_projects = select(Project.id).where(visible(Project, member), ~Project.is_closed)
    theirs = select(Meeting.id).where(visible(Meeting, member), Meeting.project_id.in_(open_projects))
    return set(
        session.scalars(
            select(Attendance.person_id)
            .where(Attendance.meeting_id.in_(theirs), _in_circle(Attendance.person_id, member))
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
        .order_by(CirclePlace.band, Person.sort_name, Person.id)
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
