"""The small steps of a meeting: a facet learned, a question asked, the order given, the read-back confirmed."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi_assistant.domain.operation import Operation, Refusal, RefusedError
from kpi_assistant.domain.vocabulary import Confidence, Facet, GuideItemStatus, Layer
from kpi_assistant.models import Guide, GuideItem, Kpi, Meeting, Member
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.entries import FACET, importance_in, learn_facet
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from kpi_assistant.services.kpis import change_layer
from kpi_assistant.services.meetings import confirm_meeting
from kpi_assistant.services.visibility import visible


def set_field(session: Session, member: Member, step: Operation, _zone: ZoneInfo) -> None:
    """Change one field of an entered KPI. A facet that somebody changed meanwhile keeps both texts."""
    kpi = session.scalar(select(Kpi).where(Kpi.id == step.target_id, visible(Kpi, member)).options(*KPI_OPTIONS))
    if kpi is None:
        raise RefusedError(Refusal.NOT_FOUND)
    try:
        if step.field.startswith(FACET):
            learn_facet(kpi, Facet(step.field.removeprefix(FACET)), step.text, step.was)
        elif step.field == "importance":
            kpi.importance = importance_in(step.text)
        elif step.field == "confidence":
            kpi.confidence = Confidence(step.text)
        elif step.field == "layer" and kpi.created_by_id == member.id:
            change_layer(kpi, Layer(step.text))
        else:
            raise RefusedError(Refusal.MALFORMED)
    except RefusedError:
        raise
    except ValueError:
        raise RefusedError(Refusal.MALFORMED) from None
    session.flush()


def mark(session: Session, member: Member, step: Operation, _zone: ZoneInfo) -> None:
    item = session.scalar(
        select(GuideItem)
        .join(GuideItem.guide)
        .where(GuideItem.id == step.target_id, Guide.meeting_id == step.meeting_id, visible(Guide, member))
    )
    if item is None:
        raise RefusedError(Refusal.NOT_FOUND)
    try:
        item.status = GuideItemStatus(step.text)
    except ValueError:
        raise RefusedError(Refusal.MALFORMED) from None
    session.flush()


def rank(session: Session, member: Member, step: Operation, _zone: ZoneInfo) -> None:
    """Number the KPIs from 1 in the order given; those of other meetings are left alone."""
    rows = session.scalars(
        select(Kpi).where(Kpi.id.in_(step.ids), Kpi.meeting_id == step.meeting_id, visible(Kpi, member))
    )
    found = {row.id: row for row in rows}
    numbers: dict[object, int] = {}
    for kpi in (found[kpi_id] for kpi_id in step.ids if kpi_id in found):
        numbers[kpi.person_id] = numbers.get(kpi.person_id, 0) + 1
        kpi.rank = numbers[kpi.person_id]
    session.flush()


def confirm(session: Session, member: Member, step: Operation, zone: ZoneInfo) -> None:
    """Note when the customer agreed: the moment on the phone, told by how long the step waited there. Who agreed was
    there: the meeting is held, and stays so when the agreement is taken back."""
    statement = select(Meeting).where(Meeting.id == step.meeting_id, visible(Meeting, member))
    meeting = session.scalar(statement.with_for_update(key_share=True, of=Meeting))
    if meeting is None:
        raise RefusedError(Refusal.NOT_FOUND)
    at = utc_now() - step.waited
    confirm_meeting(session, meeting, at if step.text == "yes" else None, zone)
    session.flush()
