"""Who is involved in a brief: the addressee, whoever is around them, and whoever needs a look before going in."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.domain.brief import PersonInvolved
from kpi_assistant.domain.vocabulary import RoleKind, TrustStage
from kpi_assistant.models import Attendance, Kpi, Meeting, Member, Note, Person, Post, Promise, Tie, Touch
from kpi_assistant.services.brief_facts import not_mistaken
from kpi_assistant.services.people_around import people_around
from kpi_assistant.services.visibility import visible

MOST_NEVER_MET = 8
"""Of people nobody has met yet; who decides comes first."""
TIES_AWAY = 2
MOST_TIED = 200


def told_by(kpis: Iterable[Kpi]) -> set[uuid.UUID]:
    return {kpi.told_by_id for kpi in kpis if kpi.told_by_id is not None}


def people_involved(session: Session, member: Member, person: Person, theirs: Sequence[Kpi]) -> list[Person]:
    """Colleagues of the addressee, whoever sat in meetings with them, and whoever told us about them."""
    return people_by_id(session, member, _ids_involved(session, member, person, told_by(theirs)))


def _ids_involved(session: Session, member: Member, person: Person, told: set[uuid.UUID]) -> set[uuid.UUID]:
    sat = (
        select(Attendance.person_id)
        .where(Attendance.meeting_id.in_(select(Attendance.meeting_id).where(Attendance.person_id == person.id)))
        .distinct()
    )
    around = {row.id for row in people_around(session, member, [person.id])}
    return (around | told | set(session.scalars(sat))) - {person.id}


def count_of_others(session: Session, member: Member, person: Person) -> int:
    """How many KPIs of people around the addressee the member may read: none of them will stand in a brief to them."""
    relayed = session.scalars(select(Kpi.told_by_id).where(visible(Kpi, member), Kpi.person_id == person.id))
    ids = _ids_involved(session, member, person, {teller for teller in relayed if teller is not None})
    number = select(func.count()).select_from(Kpi)
    return session.scalar(number.where(visible(Kpi, member), Kpi.person_id.in_(ids), not_mistaken())) or 0


def involved(session: Session, member: Member, people: Sequence[Person]) -> tuple[PersonInvolved, ...]:
    ids = [person.id for person in people]
    touched = select(Touch.person_id, func.max(Touch.happened_at)).where(
        visible(Touch, member), Touch.person_id.in_(ids)
    )
    last = {row[0]: row[1] for row in session.execute(touched.group_by(Touch.person_id))}
    sat = set(session.scalars(_have_sat().where(visible(Meeting, member), Attendance.person_id.in_(ids))))
    notes: dict[uuid.UUID | None, list[str]] = {}
    for note in session.scalars(
        select(Note).where(visible(Note, member), Note.person_id.in_(ids)).order_by(Note.created_at, Note.id)
    ):
        notes.setdefault(note.person_id, []).append(note.text)
    found = []
    for person in people:
        post = next(iter(person.current_posts), None)
        found.append(
            PersonInvolved(
                person_id=person.id,
                name=person.name,
                title=post.title if post else "",
                organisation=post.organisation.name if post else "",
                stage=person.stage,
                role_kind=post.role_kind if post else None,
                last_contact_on=member.day_of(last[person.id]) if person.id in last else None,
                has_sat=person.id in sat,
                notes=tuple(notes.get(person.id, ())),
            )
        )
    return tuple(found)


def _have_sat() -> Select[uuid.UUID]:
    """Whoever was in a meeting that took place: it was ended, or its words were read back and confirmed."""
    return (
        select(Attendance.person_id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(or_(Meeting.ended_at.is_not(None), Meeting.confirmed_at.is_not(None)))
        .distinct()
    )


def spoken_of(session: Session, member: Member, person: Person) -> set[uuid.UUID]:
    """Whose KPIs were heard in the addressee's meetings, though they themselves may never have been there."""
    meetings = select(Attendance.meeting_id).where(Attendance.person_id == person.id)
    return set(
        session.scalars(select(Kpi.person_id).where(visible(Kpi, member), Kpi.meeting_id.in_(meetings)).distinct())
    )


def need_a_look(
    session: Session, member: Member, person: Person, around: Collection[uuid.UUID], today: dt.date
) -> set[uuid.UUID]:
    """Among these and whoever is two ties away: people we owe something that is late, and people nobody has met."""
    ids = (set(around) | _tied(session, member, person)) - {person.id}
    late = session.scalars(
        select(Promise.person_id).where(
            visible(Promise, member), Promise.person_id.in_(ids), Promise.due_on < today,
            Promise.kept_on.is_(None), Promise.released_on.is_(None),
        )
    )  # fmt: skip
    decides = select(Post.person_id).where(Post.role_kind == RoleKind.DECISION_MAKER, Post.ended_on.is_(None))
    never_met = session.scalars(
        select(Person.id)
        .where(
            visible(Person, member), Person.id.in_(ids), Person.stage == TrustStage.S0, Person.id.not_in(_have_sat())
        )
        .order_by(Person.id.in_(decides).desc(), Person.sort_name, Person.id)
        .limit(MOST_NEVER_MET)
    )
    return {*late, *never_met}


def _tied(session: Session, member: Member, person: Person) -> set[uuid.UUID]:
    known = {person.id}
    for _step in range(TIES_AWAY):
        rows = session.execute(
            select(Tie.from_person_id, Tie.to_person_id)
            .where(visible(Tie, member), or_(Tie.from_person_id.in_(known), Tie.to_person_id.in_(known)))
            .limit(MOST_TIED)
        )
        known |= {each for row in rows for each in row}
    return known


def people_by_id(session: Session, member: Member, ids: Collection[uuid.UUID]) -> list[Person]:
    """These people with their posts, by name."""
    rows = session.scalars(
        select(Person)
        .where(visible(Person, member), Person.id.in_(ids))
        .order_by(Person.sort_name, Person.id)
        .options(selectinload(Person.posts).joinedload(Post.organisation))
    )
    return list(rows)
