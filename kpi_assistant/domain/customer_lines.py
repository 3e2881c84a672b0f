"""Lines as customers would say them: proposed from the thesaurus for a capability, to be accepted or struck."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi_assistant.domain.concepts import GAP, Thesaurus
from kpi_assistant.domain.matching_index import CapabilityTexts
from kpi_assistant.domain.search_terms import search_text, units
from kpi_assistant.domain.text import Text

FEWEST, MOST = 3, 5
"""How many lines a capability should have: fewer do not carry, more are not read."""
MOST_SUGGESTED = 5
"""In each language: lines of one concept are said in both, but they do not translate one another."""
_WORDS_OF_A_LINE = 3
_CHARACTERS_OF_A_LINE = 4
"""What is shorter is a keyword, and nobody speaks in keywords."""


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

    Only of concepts its texts clearly name, those named most first: a wrong line teaches the matching a wrong thing,
    so rather none. What nobody sells is never suggested.
    """
    texts = (capability.name, capability.description, *capability.customers_say)
    named: dict[str, float] = {}
    for text in (" ".join(each.zh for each in texts), ". ".join(each.en for each in texts)):
        for concept_id, ways in thesaurus.find(units(text)).items():
            if thesaurus.is_sure(ways):
                named[concept_id] = named.get(concept_id, 0.0) + thesaurus.strength(ways, 1.0)
    has = {search_text(wording) for line in capability.customers_say for wording in (line.zh, line.en)}
    ordered = sorted(named, key=lambda key: (-named[key], key))
    sold = [concept for key in ordered if not (concept := thesaurus.concepts[key]).is_outside]
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
