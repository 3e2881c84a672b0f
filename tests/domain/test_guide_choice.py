"""The choice of questions comes within two hundredths of the best there is, and keeps what the model allows."""

import datetime as dt
import itertools
import random
import uuid

import pytest

from bench.guide import BANK, TODAY, best, choose_against_optimum, somebody
from kpi_assistant.domain.guide_budget import budget_for, phase_quota
from kpi_assistant.domain.guide_candidates import Candidate, find_candidates
from kpi_assistant.domain.guide_choice import MAIN_PHASES, Model, choose, choose_among
from kpi_assistant.domain.guide_facts import MeetingFacts, PersonFacts
from kpi_assistant.domain.question import Question
from kpi_assistant.domain.seniority import seniority
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Industry, Layer, Phase, RoleKind, TrustStage


def test_it_comes_within_two_hundredths_of_the_optimum() -> None:
    reached = [choose_against_optimum(random.Random(seed)) for seed in range(80)]
    assert min(reached) >= 0.98
    assert sum(reached) / len(reached) >= 0.999


@pytest.mark.parametrize("stage", [TrustStage.S1, TrustStage.S3])
@pytest.mark.parametrize("role", [RoleKind.DECISION_MAKER, RoleKind.USER, RoleKind.PROCUREMENT, RoleKind.EXPERT])
def test_what_it_leaves_aside_of_the_whole_bank_is_not_missed(role: RoleKind, stage: TrustStage) -> None:
    """Many questions of one sense may stand before the others of their phase: these must not leave it short."""
    for industry, minutes in itertools.product((Industry.HEALTHCARE, Industry.MANUFACTURING), (30, 60, 90)):
        facts = MeetingFacts(
            TODAY, minutes, (PersonFacts(uuid.UUID(int=1), "庄敏", "", role, industry, stage),), purpose="回访"
        )
        able = [c for c in find_candidates(facts, BANK) if c.question.phase in MAIN_PHASES and not c.is_private]
        able = sorted((c for c in able if not c.question.is_what_else), key=lambda c: -c.value)
        budget = budget_for(minutes)
        model = Model(budget.main, phase_quota(budget.main), situations=budget.situation)
        chosen, of_all = choose(able, model), choose_among(able, model)
        assert len(chosen) == len(of_all) == model.room
        assert model.worth(chosen) >= 0.98 * model.worth(of_all)


def test_it_gives_one_up_for_another_where_that_hears_one_person_more() -> None:
    """Taking the best one by one leaves the third person unheard, whichever question begins."""
    people = [PersonFacts(uuid.UUID(int=number), name) for number, name in enumerate("甲乙丙")]
    worth = [
        (0, Phase.OPEN, 0.964),
        (0, Phase.CONSEQUENCE, 0.948),
        (1, Phase.DEEPEN, 1.095),
        (1, Phase.OPEN, 0.816),
        (2, Phase.DEEPEN, 0.873),
    ]
    words = Text("问", "Ask")
    able = [
        Candidate(Question(f"q{n}", phase, Layer.WORK, words, words, sense=f"q{n}"), people[who], None, None, value)
        for n, (who, phase, value) in enumerate(worth)
    ]
    model = Model(3, {Phase.OPEN: 1, Phase.DEEPEN: 1, Phase.CONSEQUENCE: 1}, situations=1, several=True)
    chosen = choose(able, model)
    assert {candidate.person.name for candidate in chosen} == {"甲", "乙", "丙"}
    assert model.worth(chosen) == pytest.approx(best(able, model))


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
