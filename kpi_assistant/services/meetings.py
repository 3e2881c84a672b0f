"""Planning meetings, finishing them, and reading back what was heard."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from kpi_assistant.domain.trust import StageProposal, propose_stage
from kpi_assistant.domain.vocabulary import KpiStatus, TouchKind
from kpi_assistant.models import Attendance, Kpi, Meeting, Member, Organisation, Person, Post, Project, Promise, Touch
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from kpi_assistant.services.search import matches, searchable
from kpi_assistant.services.trust import trust_signs
from kpi_assistant.services.visibility import visible

MEETING_OPTIONS: tuple[ExecutableOption, ...] = (
    selectinload(Meeting.attendances)
    .joinedload(Attendance.person)
    .selectinload(Person.posts)
    .joinedload(Post.organisation),
    joinedload(Meeting.organisation),
    joinedload(Meeting.project),
)


def list_meetings(member: Member, *, past: bool, query: str = "") -> Select[Any]:
    """Meetings to come, the next one first, those not yet finished among them; or those over and cancelled, newest first."""
    over = or_(Meeting.ended_at.is_not(None), Meeting.cancelled_at.is_not(None))
    order = (Meeting.starts_at.desc(), Meeting.id) if past else (Meeting.starts_at, Meeting.id)
    return (
        select(Meeting)
        .where(visible(Meeting, member), over if past else ~over, matches(Meeting.search_text, query))
        .order_by(*order)
        .options(*MEETING_OPTIONS)
    )


def meetings_to_come(
    session: Session, member: Member, person: Person, now: dt.datetime, most: int = 5
) -> Sequence[Meeting]:
    """The planned meetings with somebody that have not ended, the next one first; one that began today still counts."""
    return session.scalars(
        select(Meeting)
        .join(Meeting.attendances)
        .where(
            visible(Meeting, member),
            Attendance.person_id == person.id,
            Meeting.ended_at.is_(None),
            Meeting.cancelled_at.is_(None),
            Meeting.starts_at >= now - dt.timedelta(hours=12),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(most)
        .options(*MEETING_OPTIONS)
    ).all()


def find_people(
    session: Session, member: Member, query: str, organisation_id: uuid.UUID | None, most: int = 20
) -> Sequence[Person]:
    """People to choose from: those who match, or without a query those of the organisation, else the latest entered."""
    statement = (
        select(Person)
        .where(visible(Person, member), matches(Person.search_text, query))
        .options(selectinload(Person.posts).joinedload(Post.organisation))
        .limit(most)
    )
    if organisation_id is not None and not query:
        held = select(Post.person_id).where(Post.organisation_id == organisation_id, Post.ended_on.is_(None))
        statement = statement.where(Person.id.in_(held))
    return session.scalars(statement.order_by(Person.created_at.desc(), Person.id)).all()


def people_by_id(session: Session, member: Member, ids: Sequence[uuid.UUID]) -> list[Person]:
    """The people with these ids whom the member may see, in the order of the ids."""
    rows = session.scalars(
        select(Person)
        .where(visible(Person, member), Person.id.in_(ids))
        .options(selectinload(Person.posts).joinedload(Post.organisation))
    )
    found = {row.id: row for row in rows}
    return [found[person_id] for person_id in ids if person_id in found]


def organisations_and_projects(
    session: Session,
    member: Member,
    organisation_id: uuid.UUID | None,
    project_id: uuid.UUID | None,
    most: int = 300,
) -> tuple[list[Organisation], list[Project]]:
    """What a meeting may belong to: organisations by name and open projects, the named ones among them."""
    organisations = session.scalars(
        select(Organisation)
        .where(visible(Organisation, member))
        .order_by(Organisation.id != organisation_id, Organisation.sort_name, Organisation.id)
        .limit(most)
    )
    projects = session.scalars(
        select(Project)
        .where(visible(Project, member), or_(~Project.is_closed, Project.id == project_id))
        .order_by(Project.id != project_id, Project.name, Project.id)
        .limit(most)
    )
    return list(organisations), list(projects)


def fill_meeting(
    session: Session, meeting: Meeting, starts_at: dt.datetime, details: dict[str, Any], people: Sequence[Person]
) -> None:
    """Set when, what and who; the first person is whom it is about and lends the organisation when none is named."""
    place_before = meeting.organisation_id
    meeting.starts_at = starts_at
    for name, value in details.items():
        setattr(meeting, name, value)
    posts = people[0].current_posts
    if meeting.organisation_id is None and posts:
        meeting.organisation_id = posts[0].organisation_id
    if meeting.organisation_id not in (None, place_before):
        # What is true of the place is true of a meeting there; a meeting there already keeps what was said of it.
        where = session.get_one(Organisation, meeting.organisation_id)
        meeting.is_secret = meeting.is_secret or where.is_secret
    there = {row.person_id: row for row in meeting.attendances}
    for row in [row for person_id, row in there.items() if person_id not in {person.id for person in people}]:
        meeting.attendances.remove(row)
    for number, person in enumerate(people):
        if person.id in there:
            there[person.id].position = number
        else:
            meeting.attendances.append(Attendance(person=person, position=number))
    index_meeting(session, meeting)


def index_meeting(session: Session, meeting: Meeting) -> None:
    """What search needs: who attends, the organisation and project, purpose and place."""
    where = session.get(Organisation, meeting.organisation_id) if meeting.organisation_id else None
    project = session.get(Project, meeting.project_id) if meeting.project_id else None
    meeting.search_text = searchable(
        *(person.name for person in meeting.people),
        where.name if where else "",
        project.name if project else "",
        also=(meeting.purpose, meeting.place),
    )


def is_ahead(meeting: Meeting, day: dt.date, zone: dt.tzinfo) -> bool:
    """Whether it is planned for a day after this one: then it has not taken place, though one of today may have, early."""
    return meeting.starts_at.astimezone(zone).date() > day


def finish_meeting(session: Session, meeting: Meeting, next_step: str, next_step_on: dt.date | None) -> None:
    """It took place: note the end once, the next step, and one touch for everybody who was there."""
    meeting.next_step = next_step
    meeting.next_step_on = next_step_on
    meeting.cancelled_at = None
    hold_meeting(session, meeting, utc_now())


def hold_meeting(session: Session, meeting: Meeting, at: dt.datetime) -> None:
    """Note once that it took place, as known since ``at``, with one touch for everybody who was there."""
    if meeting.ended_at is not None:
        return
    meeting.ended_at = at
    meeting.cancelled_at = None
    for attendance in meeting.attendances:
        session.add(
            Touch(
                person_id=attendance.person_id,
                meeting=meeting,
                kind=TouchKind.MEETING,
                purpose=meeting.kind,
                happened_at=meeting.starts_at,
            )
        )


def confirm_meeting(session: Session, meeting: Meeting, at: dt.datetime | None, zone: dt.tzinfo) -> None:
    """They agreed to what was read back, at that moment, and hence were there; or, None, did not after all.

    A meeting of a later day is not held by it: nobody knows yet on which day they met.
    """
    meeting.confirmed_at = at
    if at is not None and not is_ahead(meeting, at.astimezone(zone).date(), zone):
        hold_meeting(session, meeting, at)


def kpis_said(session: Session, member: Member, meeting: Meeting) -> Sequence[Kpi]:
    """What was heard in a meeting, as far as the member may read it: in their own order where they gave one."""
    return session.scalars(
        select(Kpi)
        .where(visible(Kpi, member), Kpi.meeting_id == meeting.id)
        .order_by(Kpi.rank.is_(None), Kpi.rank, Kpi.created_at, Kpi.id)
        .options(*KPI_OPTIONS)
    ).all()


def kpis_known(
    session: Session,
    member: Member,
    meeting: Meeting,
    most: int = 200,
    statuses: Collection[KpiStatus] = (KpiStatus.OPEN, KpiStatus.STALE),
) -> Sequence[Kpi]:
    """What we know of those who attend, newest first; without other ``statuses`` only what still counts."""
    return session.scalars(
        select(Kpi)
        .where(
            visible(Kpi, member),
            Kpi.person_id.in_([row.person_id for row in meeting.attendances]),
            Kpi.status.in_(statuses),
        )
        .order_by(Kpi.said_on.desc(), Kpi.created_at.desc(), Kpi.id)
        .limit(most)
        .options(*KPI_OPTIONS)
    ).all()


def promises_to(session: Session, member: Member, meeting: Meeting) -> Sequence[Promise]:
    """What we promised those who attend: the open ones by day, then those kept, the latest first."""
    return session.scalars(
        select(Promise)
        .where(
            visible(Promise, member),
            Promise.person_id.in_([row.person_id for row in meeting.attendances]),
            Promise.released_on.is_(None),
        )
        .order_by(Promise.kept_on.is_not(None), Promise.kept_on.desc(), Promise.due_on, Promise.id)
        .options(joinedload(Promise.person))
        .limit(50)
    ).all()


def move_rank(kpis: Sequence[Kpi], kpi_id: uuid.UUID, direction: str) -> bool:
    """Move one KPI up or down among those of the same person and number them from 1; False when it is not among them."""
    moved = next((kpi for kpi in kpis if kpi.id == kpi_id), None)
    if moved is None:
        return False
    row = [kpi for kpi in kpis if kpi.person_id == moved.person_id]
    place = row.index(moved)
    target = min(max(place + (-1 if direction == "up" else 1), 0), len(row) - 1)
    row.insert(target, row.pop(place))
    for number, kpi in enumerate(row, start=1):
        kpi.rank = number
    return True


def propose_stages(
    session: Session, member: Member, meeting: Meeting, today: dt.date
) -> list[tuple[Person, StageProposal]]:
    """For everybody who was there, the stage their signs speak for, where it differs from the one on record."""
    proposals = []
    for person in meeting.people:
        proposal = propose_stage(person.stage, trust_signs(session, member, person, today))
        if proposal.stage is not person.stage:
            proposals.append((person, proposal))
    return proposals
