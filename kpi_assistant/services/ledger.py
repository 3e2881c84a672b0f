"""How a member's own contacts are divided between projects and people, month by month: for their eyes alone."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
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
    since = dt.datetime.combine(months[-1], dt.time(), zone)
    rows = session.execute(
        select(Touch.id, Touch.meeting_id, Touch.purpose, Touch.happened_at).where(
            visible(Touch, member), Touch.created_by_id == member.id, Touch.happened_at >= since
        )
    )
    once = {meeting_id or touch_id: (purpose, at.astimezone(zone)) for touch_id, meeting_id, purpose, at in rows}
    counted = Counter((at.date().replace(day=1), purpose) for purpose, at in once.values())
    return [Month(first, counted[first, TouchPurpose.PEOPLE], counted[first, TouchPurpose.PROJECT]) for first in months]


def _months_before(first: dt.date, back: int) -> dt.date:
    whole = first.year * 12 + first.month - 1 - back
    return dt.date(whole // 12, whole % 12 + 1, 1)
