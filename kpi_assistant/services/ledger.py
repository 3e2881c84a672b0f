"""How a member's own contacts are divided between projects and people, month by month: for their eyes alone."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from kpi_assistant.domain.circle import balance
from kpi_assistant.domain.vocabulary import TouchPurpose
from kpi_assistant.models import Member, Touch
from kpi_assistant.services.visibility import visible

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """``first`` is the month's first day."""

    first: dt.date
    people: int
    project: int

    @property
    def per_cent(self) -> int | None:
        """Of contacts about people."""
        return balance(self.people, self.project)


def read_ledger(session: Session, member: Member, today: dt.date, zone: ZoneInfo) -> list[Month]:
    """The last twelve months, the running one first. A meeting with several people counts once."""
    months = [_months_before(today.replace(day=1), back) for back in range(MONTHS)]
    # Counted by the database: a month is the member's own, from midnight to midnight of their zone.
    begins = [dt.datetime.combine(first, dt.time(), zone) for first in months]
    touches = (
        select(
            case(*((Touch.happened_at >= begin, number) for number, begin in enumerate(begins))).label("month"),
            Touch.purpose.label("purpose"),
            Touch.meeting_id.label("meeting_id"),
        )
        .where(visible(Touch, member), Touch.created_by_id == member.id, Touch.happened_at >= begins[-1])
        .subquery()
    )
    # By columns of one index alone: a contact that is no meeting is an occasion of its own.
    meetings = func.count(touches.c.meeting_id.distinct())
    others = func.count(case((touches.c.meeting_id.is_(None), 1)))
    counts = select(touches.c.month, touches.c.purpose, meetings + others)
    counted = {
        (months[number], purpose): occasions
        for number, purpose, occasions in session.execute(counts.group_by(touches.c.month, touches.c.purpose))
    }
    return [
        Month(first, counted.get((first, TouchPurpose.PEOPLE), 0), counted.get((first, TouchPurpose.PROJECT), 0))
        for first in months
    ]


def _months_before(first: dt.date, back: int) -> dt.date:
    whole = first.year * 12 + first.month - 1 - back
    return dt.date(whole // 12, whole % 12 + 1, 1)
