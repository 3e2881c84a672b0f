"""The choice of questions comes within two hundredths of the best there is, and keeps what the model allows."""

import datetime as dt
import random

import pytest

from bench.guide import BANK, best, choose_against_optimum, somebody
from kpi_assistant.domain.guide_budget import phase_quota
from kpi_assistant.domain.guide_candidates import find_candidates
from kpi_assistant.domain.guide_choice import MAIN_PHASES, Model, choose
from kpi_assistant.domain.guide_facts import MeetingFacts
from kpi_assistant.domain.seniority import seniority
from kpi_assistant.domain.vocabulary import RoleKind


def test_it_comes_within_two_hundredths_of_the_optimum() -> None:
    reached = [choose_against_optimum(random.Random(seed)) for seed in range(80)]
    assert min(reached) >= 0.98
    assert sum(reached) / len(reached) >= 0.999


@pytest.mark.parametrize("people", [1, 3])
def test_it_chooses_only_what_the_model_allows(people: int) -> None:
    rng = random.Random(people)
    facts = MeetingFacts(dt.date(2026, 11, 25), 60, tuple(somebody(rng, number, 6) for number in range(people)))
    able = [c for c in find_candidates(facts, BANK) if c.question.phase in MAIN_PHASES and not c.question.is_what_else]
    model = Model(room=9, quota=phase_quota(9), situations=1, several=people > 1)
    chosen = choose(able, model)
    assert len(chosen) == 9
    for place, candidate in enumerate(chosen):
        assert model.allows(chosen[:place], candidate)
    if people > 1:
        assert len({candidate.person.id for candidate in chosen}) == people


def test_a_second_question_about_one_matter_tells_less_than_a_first_about_another() -> None:
    rng = random.Random(5)
    facts = MeetingFacts(dt.date(2026, 11, 25), 60, (somebody(rng, 0, 2),))
    about = [c for c in find_candidates(facts, BANK) if c.kpi is not None and c.question.facets]
    first, second = about[0], next(c for c in about if c.kpi == about[0].kpi and c.sense != about[0].sense)
    model = Model(room=2, quota=dict.fromkeys(MAIN_PHASES, 2), situations=0)
    assert model.worth([first, second]) < first.value + second.value
    assert best([first, second], model) == pytest.approx(model.worth([first, second]))


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        (("院长", RoleKind.DECISION_MAKER), ("信息科主任", RoleKind.TECH_GATEKEEPER)),
        (("院长", RoleKind.DECISION_MAKER), ("副院长", RoleKind.DECISION_MAKER)),
        (("科长", RoleKind.DECISION_MAKER), ("总工程师", RoleKind.TECH_GATEKEEPER)),
        (("信息科主任", RoleKind.TECH_GATEKEEPER), ("主任工程师", RoleKind.JUNIOR_TECHNICIAN)),
        (("Plant manager", RoleKind.DECISION_MAKER), ("IT manager", RoleKind.TECH_GATEKEEPER)),
        (("Director", None), ("Engineer", None)),
    ],
)
def test_the_head_of_a_table_is_told_by_what_they_decide_and_by_title(
    higher: tuple[str, RoleKind | None], lower: tuple[str, RoleKind | None]
) -> None:
    assert seniority(*higher) > seniority(*lower)
