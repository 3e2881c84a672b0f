"""Lunar days as dates: against the published calendar, through leap months and short months."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.cadence import Festival
from kpi_assistant.domain.vocabulary import Calendar, Industry
from kpi_assistant.services.lunar import festivals_soon, next_date


@pytest.mark.parametrize(
    ("month", "day", "today", "expected"),
    [
        (1, 1, dt.date(2026, 1, 1), dt.date(2026, 2, 17)),
        (1, 1, dt.date(2026, 2, 17), dt.date(2026, 2, 17)),
        (1, 1, dt.date(2026, 2, 18), dt.date(2027, 2, 6)),
        (8, 15, dt.date(2026, 1, 1), dt.date(2026, 9, 25)),
        (5, 5, dt.date(2026, 1, 1), dt.date(2026, 6, 19)),
        # 2025 has a sixth month twice; the day is kept in the first.
        (6, 10, dt.date(2025, 7, 1), dt.date(2025, 7, 4)),
        # The twelfth month of the year of the snake has 29 days: New Year's Eve is the 29th.
        (12, 30, dt.date(2026, 1, 1), dt.date(2026, 2, 16)),
    ],
)
def test_it_agrees_with_the_published_calendar(month, day, today, expected):
    assert next_date(Calendar.LUNAR, month, day, today) == expected


def test_the_last_of_february_is_kept_on_the_28th_in_a_common_year():
    assert next_date(Calendar.SOLAR, 2, 29, dt.date(2027, 1, 1)) == dt.date(2027, 2, 28)
    assert next_date(Calendar.SOLAR, 2, 29, dt.date(2028, 1, 1)) == dt.date(2028, 2, 29)


@given(
    st.sampled_from(Calendar),
    st.integers(1, 12),
    st.integers(1, 28),
    st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
)
def test_every_day_comes_round_within_thirteen_months(calendar, month, day, today):
    assert 0 <= (next_date(calendar, month, day, today) - today).days < 400


def test_a_professions_day_is_only_for_who_has_people_there():
    today = dt.date(2027, 8, 15)
    assert [row.festival for row in festivals_soon(today, {Industry.HEALTHCARE})] == [Festival.DOCTORS_DAY]
    assert festivals_soon(today, {Industry.FINANCE}) == []


def test_nothing_is_said_weeks_before():
    assert festivals_soon(dt.date(2026, 11, 25), set()) == []
    assert [row.on for row in festivals_soon(dt.date(2026, 12, 25), set())] == [dt.date(2027, 1, 1)]
