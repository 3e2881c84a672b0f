"""Answers that are written and not saved yet: kept as they are typed, for their writer alone."""

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi_assistant.models import Kpi, Member, ResponseDraft
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.visibility import visible

LARGEST_DRAFT = 100_000
"""Characters in all fields together."""


def draft_of(session: Session, member: Member, kpi: Kpi) -> ResponseDraft | None:
    """What the member has not saved of their answer to this KPI."""
    return session.scalar(select(ResponseDraft).where(visible(ResponseDraft, member), ResponseDraft.kpi_id == kpi.id))


def keep_draft(session: Session, member: Member, kpi: Kpi, content: Mapping[str, list[str]]) -> ResponseDraft:
    """Keep what stands in the form; the latest wins. The caller has locked the KPI."""
    draft = draft_of(session, member, kpi)
    if draft is None:
        draft = ResponseDraft(workspace_id=kpi.workspace_id, created_by_id=member.id, kpi_id=kpi.id)
        session.add(draft)
    draft.content = dict(content)
    draft.updated_at = utc_now()
    return draft


def forget_draft(session: Session, member: Member, kpi: Kpi) -> None:
    draft = draft_of(session, member, kpi)
    if draft is not None:
        session.delete(draft)


def drafted(session: Session, member: Member, kpis: Iterable[Kpi]) -> set[uuid.UUID]:
    """Which of these KPIs the member has begun to answer and not saved."""
    ids = [kpi.id for kpi in kpis]
    return set(
        session.scalars(
            select(ResponseDraft.kpi_id).where(visible(ResponseDraft, member), ResponseDraft.kpi_id.in_(ids))
        )
    )
