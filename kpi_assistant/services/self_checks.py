"""The look back after a meeting: kept for its author alone, with what the record itself can say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi_assistant.domain.vocabulary import GuideItemStatus, KpiStatus, Layer
from kpi_assistant.models import Kpi, Meeting, Member, SelfCheck
from kpi_assistant.services.answering import answered_among
from kpi_assistant.services.capture import own_guide
from kpi_assistant.services.kpis import lock_member
from kpi_assistant.services.meetings import kpis_said
from kpi_assistant.services.visibility import visible


@dataclass(frozen=True, slots=True)
class Facts:
    """What the record says of a meeting, to look back with: questions planned and asked, what was heard by layer,
    and the KPIs that have no answer yet."""

    planned: int
    asked: int
    heard: dict[Layer, int]
    unanswered: Sequence[Kpi]


def self_check_of(session: Session, member: Member, meeting: Meeting) -> SelfCheck | None:
    return session.scalar(select(SelfCheck).where(visible(SelfCheck, member), SelfCheck.meeting_id == meeting.id))


def keep_self_check(session: Session, member: Member, meeting: Meeting, answers: dict[str, Any]) -> SelfCheck:
    """Store what was answered; a second time replaces the first."""
    lock_member(session, member)
    row = self_check_of(session, member, meeting)
    if row is None:
        row = SelfCheck(meeting_id=meeting.id)
        session.add(row)
    row.answers = {name: value for name, value in answers.items() if value}
    return row


def facts_of(session: Session, member: Member, meeting: Meeting) -> Facts:
    guide = own_guide(session, member, meeting)
    items = guide.items if guide else []
    said = [kpi for kpi in kpis_said(session, member, meeting) if kpi.status is not KpiStatus.MISTAKEN]
    answered = answered_among(session, member, said)
    return Facts(
        planned=len(items),
        asked=sum(item.status in (GuideItemStatus.ASKED, GuideItemStatus.ANSWERED) for item in items),
        heard={layer: sum(kpi.layer is layer for kpi in said) for layer in Layer},
        unanswered=[kpi for kpi in said if kpi.id not in answered and kpi.words],
    )
