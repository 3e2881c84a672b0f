"""How old a person's words are, and whether they still hold: after a move, past their date, or a year on."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.vocabulary import KpiStatus

FRESH_MONTHS = 3
"""Up to this age words may be quoted without asking whether they still hold."""
OLD_WORK_MONTHS = 12
"""Work KPIs are set by the year; what was said in last year's round is to be asked again."""
OLD_PRIVATE_MONTHS = 24
"""What a person wishes for at home or for themselves changes more slowly."""


class StaleReason(StrEnum):
    """Why words are to be asked again, the weightiest first."""

    MOVED = "moved"
    DEADLINE_PASSED = "deadline_passed"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Freshness:
    """The age of words in whole months and days (None when nobody noted the day), and what makes them stale."""

    months: int | None
    days: int | None
    reasons: tuple[StaleReason, ...]

    @property
    def is_stale(self) -> bool:
        return bool(self.reasons)

    @property
    def is_fresh(self) -> bool:
        return not self.reasons and self.months is not None and self.months < FRESH_MONTHS


def freshness(kpi: KpiFacts, today: dt.date, post_ended_on: dt.date | None = None) -> Freshness:
    """The freshness of a KPI on ``today``.

    ``post_ended_on`` is when the post ended in which it was said, None while it is held. A move makes work
    KPIs stale; life and mindset KPIs go with the person. Met, withdrawn and mistaken KPIs are never stale:
    nobody has to ask again.
    """
    days = None if kpi.said_on is None else max(0, (today - kpi.said_on).days)
    months = None if kpi.said_on is None else months_between(kpi.said_on, today)
    if kpi.status not in (KpiStatus.OPEN, KpiStatus.STALE):
        return Freshness(months, days, ())
    post_is_over = post_ended_on is not None and post_ended_on <= today
    limit = OLD_PRIVATE_MONTHS if kpi.layer.is_private else OLD_WORK_MONTHS
    holds = {
        StaleReason.MOVED: kpi.status is KpiStatus.STALE or (post_is_over and not kpi.layer.is_private),
        StaleReason.DEADLINE_PASSED: kpi.deadline_on is not None and kpi.deadline_on < today,
        StaleReason.OLD: months is not None and months >= limit,
    }
    return Freshness(months, days, tuple(reason for reason, is_so in holds.items() if is_so))


def months_between(earlier: dt.date, later: dt.date) -> int:
    """Whole months from one day to a later one, 0 when they are the wrong way round."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(0, months - (1 if later.day < earlier.day else 0))
