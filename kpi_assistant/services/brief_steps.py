"""The next step a brief proposes: what was agreed in a meeting, else the nearest thing we promised its reader."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi_assistant.domain.brief import NextStep
from kpi_assistant.domain.release import SHARED_SCOPES
from kpi_assistant.domain.vocabulary import KpiStatus, Layer, Sensitivity, Source
from kpi_assistant.models import Attendance, Kpi, Meeting, Member, Person, Promise, Response
from kpi_assistant.services.visibility import visible


def proposed_step(session: Session, member: Member, person: Person, today: dt.date) -> NextStep | None:
    """What was agreed for a day that has passed is no next step any more."""
    agreed = _agreed(session, member, person)
    if agreed is not None and agreed.on is not None and agreed.on >= today:
        return agreed
    return _promised(session, member, person, today)


def _agreed(session: Session, member: Member, person: Person) -> NextStep | None:
    """The next step of the latest meeting with somebody that agreed on one."""
    meeting = session.scalars(
        select(Meeting)
        .join(Attendance)
        .where(visible(Meeting, member), Attendance.person_id == person.id, Meeting.next_step != "")
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    ).first()
    return NextStep(what=meeting.next_step, on=meeting.next_step_on) if meeting else None


def _promised(session: Session, member: Member, person: Person, today: dt.date) -> NextStep | None:
    """The open promise due first of those that answer a work KPI the customer edition may hold."""
    answers = select(Response.id).join(Response.kpi).where(
        Kpi.person_id == person.id, Kpi.layer == Layer.WORK, Kpi.status == KpiStatus.OPEN, Kpi.source == Source.STATED,
        Kpi.sensitivity != Sensitivity.SENSITIVE, Kpi.share_scope.in_(SHARED_SCOPES),
    )  # fmt: skip
    promise = session.scalars(
        select(Promise)
        .where(
            visible(Promise, member), Promise.person_id == person.id, Promise.response_id.in_(answers),
            Promise.due_on >= today, Promise.kept_on.is_(None), Promise.released_on.is_(None),
        )
        .order_by(Promise.due_on, Promise.id)
        .limit(1)
    ).first()  # fmt: skip
    return NextStep(what=promise.text, who=member.name, on=promise.due_on) if promise else None
