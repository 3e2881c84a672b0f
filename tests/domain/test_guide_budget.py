"""How many questions a meeting bears."""

import pytest

from kpi_assistant.domain.guide_budget import budget_for, phase_quota
from kpi_assistant.domain.meeting_aim import Aim
from kpi_assistant.domain.vocabulary import Phase, TouchPurpose


@pytest.mark.parametrize(
    ("minutes", "main", "asked", "what_else", "close"),
    [
        (15, (3, 4), (6, 8), 1, 2),
        (20, (3, 4), (6, 7), 1, 3),
        (30, (5, 7), (9, 12), 2, 4),
        (45, (7, 9), (11, 14), 2, 5),
        (60, (8, 10), (12, 16), 2, 6),
        (90, (10, 12), (15, 18), 3, 10),
    ],
)
def test_it_follows_the_table(
    minutes: int, main: tuple[int, int], asked: tuple[int, int], what_else: int, close: int
) -> None:
    budget = budget_for(minutes)
    assert (budget.fewest_main, budget.most_main) == main
    assert (budget.fewest_asked, budget.most_asked) == asked
    assert (budget.what_else, budget.close_minutes) == (what_else, close)


def test_it_lies_between_the_rows_for_other_minutes_and_stops_at_the_ends() -> None:
    assert budget_for(30).most_main <= budget_for(37).most_main <= budget_for(45).most_main
    assert budget_for(3) == budget_for(10)
    assert budget_for(600) == budget_for(180)
    assert budget_for(180).most_asked == budget_for(90).most_asked


def test_it_never_gets_smaller_with_more_minutes() -> None:
    mains = [budget_for(minutes).most_main for minutes in range(10, 181)]
    assert mains == sorted(mains)


@pytest.mark.parametrize("main", range(1, 13))
def test_it_spends_every_question_on_a_phase(main: int) -> None:
    for about in TouchPurpose:
        assert sum(phase_quota(main, about).values()) == main


@pytest.mark.parametrize("main", range(4, 13))
@pytest.mark.parametrize("aim", [None, *Aim])
def test_it_gives_a_third_to_effects_and_gains_whatever_the_purpose(main: int, aim: Aim | None) -> None:
    quota = phase_quota(main, aims=(aim,) if aim else ())
    assert sum(quota.values()) == main
    assert (quota[Phase.CONSEQUENCE] + quota[Phase.PAYOFF]) / main >= 0.3
    assert quota[Phase.OPEN] >= 1
