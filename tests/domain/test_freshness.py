"""When words are to be asked again."""

import datetime as dt
import uuid

import pytest

from kpi_assistant.domain.freshness import StaleReason, freshness, months_between
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.vocabulary import KpiStatus, Layer

TODAY = dt.date(2026, 11, 24)


def kpi(layer: Layer = Layer.WORK, said_on: dt.date | None = dt.date(2026, 10, 1), **facts: object) -> KpiFacts:
    return KpiFacts(uuid.UUID(int=1), uuid.UUID(int=2), layer, "年底前必须进前十。", said_on=said_on, **facts)  # type: ignore[arg-type]


def test_it_calls_recent_words_fresh() -> None:
    found = freshness(kpi(), TODAY)
    assert (found.months, found.days, found.is_fresh, found.is_stale) == (1, 54, True, False)


def test_it_makes_work_words_stale_after_a_move_and_leaves_private_ones() -> None:
    moved_on = dt.date(2026, 11, 1)
    assert freshness(kpi(), TODAY, moved_on).reasons == (StaleReason.MOVED,)
    assert not freshness(kpi(Layer.LIFE), TODAY, moved_on).is_stale


def test_it_waits_for_a_move_that_is_only_announced() -> None:
    assert not freshness(kpi(), TODAY, dt.date(2026, 12, 1)).is_stale


def test_it_believes_a_kpi_that_was_marked_stale() -> None:
    assert freshness(kpi(status=KpiStatus.STALE), TODAY).reasons == (StaleReason.MOVED,)


def test_it_asks_again_when_the_deadline_has_passed_but_not_on_the_day() -> None:
    assert freshness(kpi(deadline_on=TODAY - dt.timedelta(1)), TODAY).reasons == (StaleReason.DEADLINE_PASSED,)
    assert not freshness(kpi(deadline_on=TODAY), TODAY).is_stale


def test_it_asks_work_words_again_after_a_year_and_private_ones_after_two() -> None:
    year_ago, two_years_ago = dt.date(2025, 11, 24), dt.date(2024, 11, 24)
    assert freshness(kpi(said_on=year_ago), TODAY).reasons == (StaleReason.OLD,)
    assert not freshness(kpi(Layer.MINDSET, year_ago), TODAY).is_stale
    assert freshness(kpi(Layer.MINDSET, two_years_ago), TODAY).reasons == (StaleReason.OLD,)


@pytest.mark.parametrize("status", [KpiStatus.MET, KpiStatus.WITHDRAWN, KpiStatus.MISTAKEN])
def test_it_asks_nothing_again_that_is_settled(status: KpiStatus) -> None:
    assert not freshness(kpi(said_on=dt.date(2020, 1, 1), status=status), TODAY, TODAY).is_stale


def test_it_gives_no_age_when_the_day_is_unknown() -> None:
    found = freshness(kpi(said_on=None), TODAY)
    assert (found.months, found.days, found.is_fresh, found.is_stale) == (None, None, False, False)


def test_it_counts_whole_months_only() -> None:
    assert months_between(dt.date(2026, 1, 31), dt.date(2026, 2, 28)) == 0
    assert months_between(dt.date(2025, 11, 24), TODAY) == 12
    assert months_between(TODAY, dt.date(2025, 1, 1)) == 0
