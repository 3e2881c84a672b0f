"""Lunar and solar days as dates of the coming year; the computation is borax's, the only place that knows it."""

import datetime as dt
from collections.abc import Collection

from borax.calendars.lunardate import LunarDate

from kpi_assistant.domain.cadence import FESTIVALS, OF_INDUSTRY, DatedFestival, soon
from kpi_assistant.domain.vocabulary import Calendar, Industry

SHORTEST_MONTH = {Calendar.SOLAR: 28, Calendar.LUNAR: 29}
"""A day that a month does not have this year is kept on its last one."""


def next_date(calendar: Calendar, month: int, day: int, today: dt.date) -> dt.date:
    """The next time this day comes round, today included. Leap months are not asked about: the day is kept once a year."""
    return next(date for year in (-1, 0, 1) if (date := _date_in(calendar, today.year + year, month, day)) >= today)


def _date_in(calendar: Calendar, year: int, month: int, day: int) -> dt.date:
    try:
        return _exact(calendar, year, month, day)
    except ValueError:
        return _exact(calendar, year, month, SHORTEST_MONTH[calendar])


def _exact(calendar: Calendar, year: int, month: int, day: int) -> dt.date:
    if calendar is Calendar.SOLAR:
        return dt.date(year, month, day)
    date: dt.date = LunarDate(year, month, day).to_solar_date()
    return date


def festivals_soon(today: dt.date, industries: Collection[Industry]) -> list[DatedFestival]:
    """What comes within days, the earliest first; a profession's day only for who has people there."""
    dated = [
        DatedFestival(festival, next_date(*when, today))
        for festival, when in FESTIVALS.items()
        if OF_INDUSTRY.get(festival) is None or OF_INDUSTRY[festival] in industries
    ]
    return sorted((row for row in dated if soon(row.on, today)), key=lambda row: row.on)
