"""Lines as customers would say them: proposed from the thesaurus for a capability, to be accepted or struck."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi_assistant.domain.concepts import GAP, Thesaurus
from kpi_assistant.domain.matching_index import CapabilityTexts, reading_of
from kpi_assistant.domain.search_terms import search_text, units
from kpi_assistant.domain.text import Text

FEWEST, MOST = 3, 5
"""How many lines a capability should have: fewer do not carry, more are not read."""
MOST_SUGGESTED = 6
"""In each language: lines of one concept are said in both, but they do not translate one another."""
_WORDS_OF_A_LINE = 2
_CHARACTERS_OF_A_LINE = 3


@dataclass(frozen=True, slots=True)
class SuggestedLine:
    """A concept the capability seems to be about, and how people say it in one language; the other is empty."""

    concept_id: str
    line: Text

    @property
    def key(self) -> str:
        """What it is chosen by: the concept and the language of the line."""
        return f"{self.concept_id}.{'zh' if self.line.zh else 'en'}"


def suggest_lines(capability: CapabilityTexts, thesaurus: Thesaurus) -> tuple[SuggestedLine, ...]:
    """What customers may say who need it, Chinese lines before English ones, the likeliest first; without what it has.

    Concepts its texts name come first, then those they lean to; what nobody sells is never suggested.
    """
    reading = reading_of(capability, thesaurus)
    named = sorted(reading.named.items(), key=lambda item: (-item[1], item[0]))
    leaning = sorted(reading.leanings.items(), key=lambda item: (-item[1], item[0]))
    has = {search_text(wording) for line in capability.customers_say for wording in (line.zh, line.en)}
    ordered = [thesaurus.concepts[concept_id] for concept_id in dict.fromkeys(key for key, _ in named + leaning)]
    sold = [concept for concept in ordered if not concept.is_outside]
    zh = [(concept, _longest(concept.zh, _CHARACTERS_OF_A_LINE, has)) for concept in sold]
    en = [(concept, _longest(concept.en, _WORDS_OF_A_LINE, has)) for concept in sold]
    return (
        *[SuggestedLine(concept.id, Text(said, "")) for concept, said in zh if said][:MOST_SUGGESTED],
        *[SuggestedLine(concept.id, Text("", said)) for concept, said in en if said][:MOST_SUGGESTED],
    )


def missing_lines(lines: Sequence[Text]) -> tuple[int, int]:
    """How many lines are still to be written in Chinese and in English, to have the fewest in both."""
    return (
        max(0, FEWEST - sum(bool(line.zh.strip()) for line in lines)),
        max(0, FEWEST - sum(bool(line.en.strip()) for line in lines)),
    )


def _longest(ways: Sequence[str], least: int, has: set[str]) -> str:
    """The first of the longest whole ways, most like speech; empty when all are shorter than ``least`` or already there."""
    whole = [way for way in ways if GAP not in way and len(units(way)) >= least]
    best = max(whole, key=lambda way: len(units(way)), default="")
    return "" if search_text(best) in has else best
