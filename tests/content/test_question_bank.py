"""The shipped questions are complete, fit for their people and clean of red flags."""

import string

import pytest

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.question import KPI_NEEDS, Need, Question
from kpi_assistant.domain.question_lint import lint_question
from kpi_assistant.domain.text import LOCALES, Text
from kpi_assistant.domain.vocabulary import Facet, Industry, Layer, Phase, RoleKind

BANK = load_question_bank()
# As long as slots can get, so that no question grows too long by what is put in.
LONGEST = {
    "zh_CN": {
        "name": "欧阳科长", "title": "信息科主任", "minutes": "120", "words": "……" + "一" * 18 + "……",
        "when": "去年十二月", "promise": "……" + "一" * 16 + "……", "due": "去年12月28日", "missing": "没成会怎样",
        "known": "指标、现状",
    },
    "en": {
        "name": "Marcus", "title": "Plant buyer", "minutes": "120", "words": " ".join(["word"] * 10) + "…",
        "when": "In December 2025", "promise": " ".join(["word"] * 10) + "…", "due": "28 December 2025",
        "missing": "what is good enough", "known": "the yardstick and the date",
    },
}  # fmt: skip
SLOTS = {
    Need.LATE_PROMISE: {"name", "title", "minutes", "promise", "due"},
    Need.KEPT_PROMISE: {"name", "title", "minutes", "promise"},
}


def slots(text: Text) -> set[str]:
    return {name for part in (text.zh, text.en) for _, name, _, _ in string.Formatter().parse(part) if name}


@pytest.mark.parametrize("question", BANK.questions, ids=lambda question: question.id)
def test_it_passes_the_linter_in_both_languages(question: Question) -> None:
    first = question.lowest_stage.depth < 2
    for locale in LOCALES:
        text = question.text.in_locale(locale).format_map(LONGEST[locale])
        assert lint_question(text, locale, phase=question.phase, first_meeting=first) == (), text
        for follow_up in question.follow_ups:
            assert lint_question(follow_up.in_locale(locale), locale, first_meeting=first) == (), follow_up


@pytest.mark.parametrize("question", BANK.questions, ids=lambda question: question.id)
def test_it_is_complete_and_uses_only_slots_that_will_be_filled(question: Question) -> None:
    allowed = SLOTS.get(question.needs, {"name", "title", "minutes"})
    if question.needs in KPI_NEEDS - {Need.MATTER}:
        allowed = allowed | {"words", "when"}
    texts = [question.text, question.listen_for, *question.follow_ups]
    texts += [text for text in (question.why, question.acknowledgement) if text is not None]
    for text in texts:
        assert text.is_complete
        assert slots(text) <= allowed
    assert question.why is not None or question.needs in KPI_NEEDS
    if question.phase not in (Phase.AGREEMENT, Phase.CLOSE):
        assert len(question.follow_ups) >= 2


def test_it_has_enough_for_every_role_and_trade() -> None:
    assert len(BANK.questions) >= 200
    for role in RoleKind:
        assert sum(role in question.role_kinds and not question.industries for question in BANK.questions) >= 4
    for industry in set(Industry) - {Industry.CONSULTING, Industry.OTHER}:
        assert sum(industry in question.industries for question in BANK.questions) >= 8


@pytest.mark.parametrize("facet", list(Facet))
def test_it_asks_every_facet_in_three_wordings(facet: Facet) -> None:
    quoting = [q for q in BANK.questions if q.needs is Need.KPI and q.facets == (facet,)]
    assert len(quoting) >= 3
    assert len({q.text.zh.partition("{words}")[0] for q in quoting}) == len(quoting)
    assert len(BANK.facet_follow_ups[facet]) >= 3
    assert any(q.needs is Need.MATTER and q.facets == (facet,) for q in BANK.questions)


def test_it_touches_life_only_when_they_opened_it() -> None:
    for question in BANK.questions:
        if question.layer is Layer.LIFE:
            assert question.needs is Need.LIFE_KPI
            assert question.lowest_stage.depth >= 3
        if question.layer is Layer.MINDSET:
            assert question.lowest_stage.depth >= (2 if question.is_sideways else 3)


@pytest.mark.parametrize("locale", LOCALES)
def test_it_asks_nothing_twice_in_the_same_words(locale: str) -> None:
    texts = [question.text.in_locale(locale) for question in BANK.questions]
    assert len(set(texts)) == len(texts)


def test_it_has_words_for_every_situation_of_a_guide() -> None:
    phases = {phase.value for phase in Phase} - {"agreement", "close"}
    assert phases | {"life", "mindset", "stale", "what_else", "figure"} <= BANK.acknowledgements.keys()
    assert set(BANK.facet_names) == set(Facet)
    assert set(BANK.roles) == set(RoleKind)
    assert set(BANK.industries) == set(Industry)
    for pool in (*BANK.acknowledgements.values(), *BANK.reasons.values(), *BANK.left_out.values()):
        assert all(text.is_complete for text in pool)


def test_it_asks_what_else_and_never_whether_there_is_anything_else() -> None:
    rounds = [question for question in BANK.questions if question.is_what_else]
    assert len(rounds) >= 3
    for question in BANK.questions:
        assert "别的吗" not in question.text.zh
        assert "anything else" not in question.text.en.lower()
