"""What the matching sees of a text: its telling words, the concepts it names, and those it leans to."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kpi_assistant.domain.concepts import Thesaurus
from kpi_assistant.domain.matching_words import term_weights
from kpi_assistant.domain.search_terms import units

SAID_AGAIN = 0.5
"""What each further way of the same concept in one text adds: who says it three ways means it."""
NEAR = 0.4
"""What a concept counts that only stands near one that was named."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Weights by term and by concept id; ``said`` keeps the wording a concept was named by.

    ``leanings`` is a vector of length 1 over concepts, or empty. ``length`` is in units.
    """

    terms: Mapping[str, float]
    said: Mapping[str, tuple[float, str]]
    leanings: Mapping[str, float]
    length: float

    @property
    def named(self) -> dict[str, float]:
        """The named concepts with their weights alone."""
        return {concept_id: amount for concept_id, (amount, _) in self.said.items()}


def read(weighted_texts: Iterable[tuple[str, float]], thesaurus: Thesaurus, *, add_up: bool = False) -> Reading:
    """One reading of several texts, each with its weight.

    What stands in several of them counts by its weightiest place, or, with ``add_up``, the more the oftener.
    """
    terms: dict[str, float] = {}
    said: dict[str, tuple[float, str]] = {}
    length = 0.0
    for text, weight in weighted_texts:
        sequence = units(text)
        length += len(sequence)
        for term, value in term_weights(sequence).items():
            before = terms.get(term, 0.0)
            terms[term] = before + weight * value if add_up else max(before, weight * value)
        for concept_id, ways in thesaurus.find(sequence).items():
            amount, (before, wording) = (
                weight * thesaurus.strength(ways, SAID_AGAIN),
                said.get(concept_id, (0.0, ways[0])),
            )
            if add_up:
                said[concept_id] = (before + amount, wording)
            elif amount > before:
                said[concept_id] = (amount, ways[0])
    return Reading(terms, said, thesaurus.leanings(terms), length)


def with_near(reading: Reading, thesaurus: Thesaurus) -> Reading:
    """The reading with what may help whoever speaks so: concepts near the named ones, worded as those were."""
    said = dict(reading.said)
    for concept_id, (amount, wording) in reading.said.items():
        for near in thesaurus.concepts[concept_id].near:
            if NEAR * amount > said.get(near, (0.0, ""))[0]:
                said[near] = (NEAR * amount, wording)
    return replace(reading, said=said)


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two vectors are: 0 for nothing in common, 1 for the same direction."""
    shorter, longer = sorted((one, other), key=len)
    shared = math.fsum(value * longer[key] for key, value in shorter.items() if key in longer)
    size = math.hypot(*one.values()) * math.hypot(*other.values())
    return shared / size if size else 0.0
