"""The thesaurus: many ways of saying one thing, in both languages, found again in any text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpi_assistant.domain.search_terms import units
from kpi_assistant.domain.text import Text

GAP = "…"
"""Between the parts of a way: they follow one another with other words in between."""
LONGEST_GAP = 7
"""Units that may stand in a gap; a clause, not a speech."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing people talk about, from the trouble to its remedy, and the ways they really say it.

    A way such as "半夜…电话" allows a few words in between.
    """

    id: str
    name: Text
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    concept_id: str
    said: str
    parts: tuple[tuple[str, ...], ...]


class Thesaurus:
    """The concepts, ready to be found in texts; equal only to itself."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {concept.id: concept for concept in concepts}
        self._ways_from: dict[str, list[_Way]] = {}
        for concept in self.concepts.values():
            for said in concept.ways:
                parts = tuple(part for part in map(units, said.split(GAP)) if part)
                if parts:
                    self._ways_from.setdefault(parts[0][0], []).append(_Way(concept.id, said, parts))

    def find(self, sequence: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The concepts in a text given as its units: concept id to the ways it was said, the longest first.

        A way inside a longer one, such as 投诉 in 被投诉, is counted once.
        """
        found: dict[str, set[str]] = {}
        for position, unit in enumerate(sequence):
            for way in self._ways_from.get(unit, ()):
                if _stands_at(way, sequence, position):
                    found.setdefault(way.concept_id, set()).add(way.said)
        return {concept_id: _without_inner(ways) for concept_id, ways in found.items()}


def _without_inner(ways: set[str]) -> tuple[str, ...]:
    ordered = sorted(ways, key=lambda way: (-len(way), way))
    return tuple(way for place, way in enumerate(ordered) if not any(way in longer for longer in ordered[:place]))


def _stands_at(way: _Way, sequence: Sequence[str], position: int) -> bool:
    first, *others = way.parts
    if not _is_at(first, sequence, position):
        return False
    end = position + len(first)
    for part in others:
        end = next((at + len(part) for at in range(end, end + LONGEST_GAP + 1) if _is_at(part, sequence, at)), -1)
        if end < 0:
            return False
    return True


def _is_at(part: tuple[str, ...], sequence: Sequence[str], position: int) -> bool:
    return tuple(sequence[position : position + len(part)]) == part
