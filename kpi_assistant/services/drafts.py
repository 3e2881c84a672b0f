"""What stands in the capture form and is not yet entered: kept as it is typed, latest wins."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi_assistant.models import Kpi, KpiDraft, Meeting, Member
from kpi_assistant.services.kpis import ForeignIdError, lock_member
from kpi_assistant.services.visibility import visible

LARGEST_DRAFT = 100_000
"""Characters in all fields together: far more than anybody says in one breath."""


class NewerDraftError(ValueError):
    """Another page has saved this draft since; ``revision`` is the one that stands."""

    def __init__(self, revision: int) -> None:
        super().__init__(revision)
        self.revision = revision


def keep_draft(
    session: Session,
    member: Member,
    meeting: Meeting,
    draft_id: uuid.UUID,
    revision: int,
    content: Mapping[str, str],
) -> bool:
    """Keep the form's fields under the id its page made; True when kept, False when it has already been entered.

    The same request again changes nothing. NewerDraftError when another page went ahead, ForeignIdError when the id
    is somebody else's.
    """
    lock_member(session, member)
    entered = session.get(Kpi, draft_id)
    draft = session.get(KpiDraft, draft_id)
    for row in (entered, draft):
        if row is not None and (row.created_by_id != member.id or row.meeting_id != meeting.id):
            raise ForeignIdError
    if entered is not None:
        return False
    if draft is None:
        session.add(
            KpiDraft(
                id=draft_id,
                workspace_id=member.workspace_id,
                created_by_id=member.id,
                meeting_id=meeting.id,
                revision=revision,
                content=dict(content),
            )
        )
    elif draft.revision < revision:
        draft.revision = revision
        draft.content = dict(content)
    elif draft.revision > revision or draft.content != content:
        raise NewerDraftError(draft.revision)
    return True


def drafts_of(session: Session, member: Member, meeting: Meeting) -> Sequence[KpiDraft]:
    """The member's drafts for a meeting, the one typed last first."""
    return session.scalars(
        select(KpiDraft)
        .where(visible(KpiDraft, member), KpiDraft.meeting_id == meeting.id)
        .order_by(KpiDraft.updated_at.desc(), KpiDraft.id)
    ).all()
