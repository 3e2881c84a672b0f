"""The shipped questions are complete, fit for their people and clean of red flags."""

import re
import string

import pytest

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.meeting_aim import Aim
from kpi_assistant.domain.promise_words import LONGEST_EN, LONGEST_ZH
from kpi_assistant.domain.question import KPI_NEEDS, Hears, Need, Question
from kpi_assistant.domain.question_lint import lint_question
from kpi_assistant.domain.quotation import PRIVATE_CHARACTERS, PRIVATE_WORDS
from kpi_assistant.domain.text import LOCALES, Text
from kpi_assistant.domain.vocabulary import Facet, Industry, Layer, Phase, RoleKind

BANK = load_question_bank()
# As long as slots can get, so that no question grows too long by what is put in.
LONGEST = {
    "zh_CN": {
        "name": "欧阳科长", "topic": "系统断了先由谁顶上", "company": "几位", "subject": "云平台夜间恢复演练了", "title": "信息科主任", "minutes": "120", "words": "……" + "一" * 18 + "……",
        "when": "去年十二月", "promised": "答应您的" + "一" * LONGEST_ZH, "due": "去年12月28日", "missing": "没成会怎样",
        "known": "指标、现状",
    },
    "en": {
        "name": "Marcus", "topic": "systems that do not talk", "company": "all of you", "subject": "the night time recovery drill", "title": "Plant buyer", "minutes": "120", "words": " ".join(["word"] * 10) + "…",
        "when": "In December 2025", "promised": " ".join(["you'd", "have", *["word"] * LONGEST_EN]), "due": "28 December 2025",
        "missing": "what is good enough", "known": "the yardstick and the date",
    },
}  # fmt: skip
# What comes from the heart is quoted a little longer.
LONGEST_PRIVATE = {
    "zh_CN": {"words": "……" + "一" * PRIVATE_CHARACTERS + "……"},
    "en": {"words": " ".join(["word"] * PRIVATE_WORDS) + "…"},
}
SLOTS = {
    Need.LATE_PROMISE: {"name", "title", "minutes", "company", "promise", "promised", "due"},
    Need.DUE_PROMISE: {"name", "title", "minutes", "company", "promise", "promised", "due"},
    Need.SUBJECT: {"name", "title", "minutes", "company", "subject"},
    Need.PEERS: {"name", "title", "minutes", "company", "topic"},
    Need.KEPT_PROMISE: {"name", "title", "minutes", "company", "promise", "promised"},
}


def slots(text: Text) -> set[str]:
    return {name for part in (text.zh, text.en) for _, name, _, _ in string.Formatter().parse(part) if name}


@pytest.mark.parametrize("question", BANK.questions, ids=lambda question: question.id)
def test_it_passes_the_linter_in_both_languages(question: Question) -> None:
    first = question.lowest_stage.depth < 2
    for locale in LOCALES:
        slots = LONGEST[locale] | (LONGEST_PRIVATE[locale] if question.layer.is_private else {})
        text = question.text.in_locale(locale).format_map(slots)
        assert lint_question(text, locale, phase=question.phase, first_meeting=first) == (), text
        for follow_up in question.follow_ups:
            assert lint_question(follow_up.in_locale(locale), locale, first_meeting=first) == (), follow_up


@pytest.mark.parametrize("question", BANK.questions, ids=lambda question: question.id)
def test_it_is_complete_and_uses_only_slots_that_will_be_filled(question: Question) -> None:
    allowed = SLOTS.get(question.needs, {"name", "title", "minutes", "company"})
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
    assert len(BANK.questions) >= 400
    for role in RoleKind:
        assert sum(role in question.role_kinds and not question.industries for question in BANK.questions) >= 4
    for industry in set(Industry) - {Industry.CONSULTING, Industry.OTHER}:
        own = [question for question in BANK.questions if industry in question.industries]
        assert len(own) >= 20
        for role in RoleKind:
            # Those who decide nothing have pointed questions of their own in every trade, in more than one phase.
            theirs = [question for question in own if role in question.role_kinds]
            assert len(theirs) >= 2, (role, industry)
            assert len({question.phase for question in theirs}) >= 2, (role, industry)


@pytest.mark.parametrize("facet", list(Facet))
def test_it_asks_every_facet_in_three_wordings(facet: Facet) -> None:
    quoting = [q for q in BANK.questions if q.needs is Need.KPI and q.facets == (facet,)]
    assert len(quoting) >= 5
    assert len({q.text.zh.partition("{words}")[0] for q in quoting}) == len(quoting)
    assert len(BANK.facet_follow_ups[facet]) >= 5
    assert any(q.needs is Need.MATTER and q.facets == (facet,) for q in BANK.questions)


def test_it_takes_nobody_for_a_man_or_a_woman() -> None:
    """Of the person we speak to, the bank does not know it."""
    for question in BANK.questions:
        own = [question.text, question.why, question.listen_for, question.acknowledgement, *question.follow_ups]
        for text in filter(None, own):
            assert not re.search("(?<!其)[他她](?!们)", text.zh), text.zh
            assert not re.search(r"\b(he|she|his|hers?|him)\b", text.en, re.IGNORECASE), text.en


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
    assert set(BANK.acknowledgements) == set(Hears)
    assert all(len(pool) >= 3 for pool in BANK.acknowledgements.values())
    assert set(BANK.facet_names) == set(Facet)
    assert set(BANK.roles) == set(RoleKind)
    assert set(BANK.industries) == set(Industry)
    for pool in (*BANK.acknowledgements.values(), *BANK.reasons.values(), *BANK.left_out.values()):
        assert all(text.is_complete for text in pool)


def test_it_asks_what_else_and_never_whether_there_is_anything_else() -> None:
    rounds = [question for question in BANK.questions if question.is_what_else]
    assert len({question.sense for question in rounds}) >= 6
    assert sum(question.is_last_round for question in rounds) >= 3
    for question in BANK.questions:
        assert "别的吗" not in question.text.zh
        assert "anything else" not in question.text.en.lower()


@pytest.mark.parametrize("aim", list(Aim))
def test_it_opens_and_asks_in_its_own_way_for_every_purpose(aim: Aim) -> None:
    own = [question for question in BANK.questions if aim in question.aims]
    assert any(question.phase is Phase.AGREEMENT for question in own)
    asking = [question for question in own if question.phase not in (Phase.AGREEMENT, Phase.CLOSE)]
    # At a meal nothing is asked for the meal's sake: the questions about people serve.
    assert len(asking) >= 2 or aim.is_light


def test_it_has_a_situation_for_every_way_of_opening_and_closing() -> None:
    for phase in (Phase.AGREEMENT, Phase.CLOSE):
        ways = [question for question in BANK.questions if question.phase is phase]
        assert len(ways) >= 10
        for need in (Need.SEVERAL, Need.PEOPLE):
            assert sum(question.needs is need for question in ways) >= 2
        assert any(question.most_minutes for question in ways)
    opening = [question.needs for question in BANK.questions if question.phase is Phase.AGREEMENT]
    for need in (Need.FIRST, Need.RETURN, Need.MOVE, Need.LATE_PROMISE):
        assert opening.count(need) >= 2
