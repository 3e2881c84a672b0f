"""Lines proposed for a capability, and which it still wants."""

from kpi_assistant.content.concepts import load_thesaurus
from kpi_assistant.domain.concepts import Concept, Thesaurus
from kpi_assistant.domain.customer_lines import MOST_SUGGESTED, missing_lines, suggest_lines
from kpi_assistant.domain.matching_index import CapabilityTexts
from kpi_assistant.domain.text import Text

WATCH = CapabilityTexts(
    "C02", Text("告警托管值守", "Managed watch"), Text("夜里有人值班", "analysts on call, first response by us")
)
NIGHT = Concept(
    "night",
    Text("夜里被叫", "night calls"),
    ("值守", "值班", "半夜电话响"),
    ("on call", "first response", "the phone rings at night"),
)
DREAM = Concept("dream", Text("念想", "a dream"), ("告警", "托管", "值守梦想"), ("on call dream",), is_outside=True)
CHANCE = Concept("chance", Text("碰巧", "chance"), ("有人", "碰巧说了一个词"), ("watch", "only one word in common"))
THESAURUS = Thesaurus((NIGHT, DREAM, CHANCE))


def test_it_suggests_the_line_most_like_speech_and_nothing_that_nobody_sells_or_that_is_named_by_chance() -> None:
    assert [(each.key, each.line) for each in suggest_lines(WATCH, THESAURUS)] == [
        ("night.zh", Text("半夜电话响", "")),
        ("night.en", Text("", "the phone rings at night")),
    ]


def test_it_does_not_suggest_what_it_has() -> None:
    told = CapabilityTexts("C02", WATCH.name, customers_say=(Text("半夜电话响", ""),))
    assert "night.zh" not in [each.key for each in suggest_lines(told, THESAURUS)]


def test_it_suggests_a_handful_in_each_language_from_the_real_thesaurus() -> None:
    lines = suggest_lines(WATCH, load_thesaurus())
    for said, other in (("zh", "en"), ("en", "zh")):
        in_one = [each.line for each in lines if getattr(each.line, said)]
        assert 1 <= len(in_one) <= MOST_SUGGESTED
        assert not any(getattr(line, other) for line in in_one)
    assert len({each.key for each in lines}) == len(lines)


def test_it_counts_what_is_missing_in_each_language() -> None:
    assert missing_lines([]) == (3, 3)
    assert missing_lines([Text("一", "one"), Text("二", " "), Text("三", "")]) == (0, 2)
