"""Noting that a brief was printed or reached its reader."""

import datetime as dt

from sqlalchemy.orm import Session

from kpi_assistant.domain.vocabulary import HandoverWay, TouchKind, TouchPurpose
from kpi_assistant.models import Brief, BriefHandover, Touch

CONTACTS = {
    HandoverWay.IN_PERSON: TouchKind.VISIT,
    HandoverWay.MESSAGE: TouchKind.MESSAGE,
    HandoverWay.MAIL: TouchKind.MESSAGE,
}
"""Ways that are a contact with the reader as well."""


def note_handover(session: Session, brief: Brief, way: HandoverWay, on: dt.date, zone: dt.tzinfo) -> None:
    """Write it down once a day and way, and the contact that it was beside it."""
    known = session.query(BriefHandover).filter_by(brief_id=brief.id, way=way, happened_on=on).first()
    if known is not None:
        return
    session.add(BriefHandover(workspace_id=brief.workspace_id, brief_id=brief.id, way=way, happened_on=on))
    if way in CONTACTS:
        session.add(
            Touch(
                workspace_id=brief.workspace_id,
                person_id=brief.person_id,
                kind=CONTACTS[way],
                purpose=TouchPurpose.PROJECT if brief.project_id else TouchPurpose.PEOPLE,
                happened_at=dt.datetime.combine(on, dt.time(12), tzinfo=zone),
                remark=f"{brief.number:04d}",
            )
        )
