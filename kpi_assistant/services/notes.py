"""Notes: their author's alone until shared one by one."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from kpi_assistant.models import Member, Note
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.visibility import visible


def notes_about(
    session: Session,
    member: Member,
    *,
    person_id: uuid.UUID | None = None,
    organisation_id: uuid.UUID | None = None,
    meeting_id: uuid.UUID | None = None,
) -> Sequence[Note]:
    """What this member may read about a person, an organisation or a meeting, newest first."""
    about = {
        Note.person_id: person_id,
        Note.organisation_id: organisation_id,
        Note.meeting_id: meeting_id,
    }
    return session.scalars(
        select(Note)
        .where(visible(Note, member), *(column == value for column, value in about.items() if value is not None))
        .order_by(Note.created_at.desc(), Note.id)
        .options(joinedload(Note.author))
    ).all()


def share_note(note: Note, *, shared: bool) -> None:
    """Let the team read it, or take it back."""
    note.shared_at = utc_now() if shared else None
