"""An offering made ready for matching once, so that any number of KPIs can be compared with it quickly."""

import math
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kpi_assistant.domain.concepts import Thesaurus
from kpi_assistant.domain.matching_reading import Reading, read
from kpi_assistant.domain.text import Text

CapabilityId = uuid.UUID | str
_UNTOLD = Text("", "")

USUAL_OFFERING = 15
"""A smaller offering is judged as if it had this many, or a beginner's three could never score enough."""
WORD, CONCEPT, LEANING = 1.0, 2.0, 12.0
"""What shared words, shared concepts and a shared leaning count beside one another."""
_NAME, _SAYINGS, _DESCRIPTION, _PROOFS = 1.6, 1.4, 1.0, 0.7
_SATURATION, _LENGTH = 1.2, 0.3


@dataclass(frozen=True, slots=True)
class CapabilityTexts:
    """Everything written about a capability that a KPI may be compared with."""

    id: CapabilityId
    name: Text
    description: Text = _UNTOLD
    customers_say: tuple[Text, ...] = ()
    limits: Text = _UNTOLD
    proofs: tuple[Text, ...] = ()


_Postings = Mapping[str, Sequence[tuple[int, float]]]


class Index:
    """The readings of an offering's capabilities, and where each word and concept is found, by place."""

    def __init__(self, capabilities: Sequence[CapabilityTexts], thesaurus: Thesaurus) -> None:
        self.readings = [reading_of(capability, thesaurus) for capability in capabilities]
        self.size = len(self.readings)
        mean = math.fsum(reading.length for reading in self.readings) / max(1, self.size) or 1.0
        lengths = [1 - _LENGTH + _LENGTH * reading.length / mean for reading in self.readings]
        self.words = self._postings(lambda place, reading: _saturated(reading.terms, lengths[place]))
        self.said = self._postings(
            lambda _, reading: _saturated({concept: amount for concept, (amount, _) in reading.said.items()}, 1.0)
        )
        self.leanings = self._leanings()

    def signals(self, reading: Reading) -> list[tuple[float, float, float]]:
        """For each capability by place: what shared words, shared concepts and a shared leaning come to."""
        words, said, leaning = ([0.0] * self.size for _ in range(3))
        for term, weight in reading.terms.items():
            for place, amount in self.words.get(term, ()):
                words[place] += weight * amount
        for concept_id, (weight, _) in reading.said.items():
            for place, amount in self.said.get(concept_id, ()):
                said[place] += weight * amount
        for concept_id, weight in reading.leanings.items():
            for place, amount in self.leanings.get(concept_id, ()):
                leaning[place] += weight * amount
        return list(zip(words, said, leaning, strict=True))

    def scores(self, reading: Reading) -> list[float]:
        """How well each capability answers what was read, by place."""
        return [WORD * words + CONCEPT * said + LEANING * leaning for words, said, leaning in self.signals(reading)]

    def _postings(self, amounts_of: Callable[[int, Reading], Mapping[str, float]]) -> _Postings:
        found: dict[str, list[tuple[int, float]]] = {}
        for place, reading in enumerate(self.readings):
            for key, amount in amounts_of(place, reading).items():
                found.setdefault(key, []).append((place, amount))
        return {
            key: [(place, amount * self._rarity(len(places))) for place, amount in places]
            for key, places in found.items()
        }

    def _rarity(self, count: float) -> float:
        """How much finding something tells: ln of all capabilities to those that have it (BM25's idf)."""
        size = max(self.size, USUAL_OFFERING)
        return math.log(1 + (size - count + 0.5) / (count + 0.5))

    def _leanings(self) -> _Postings:
        found: dict[str, list[tuple[int, float]]] = {}
        for place, reading in enumerate(self.readings):
            for concept_id, amount in reading.leanings.items():
                found.setdefault(concept_id, []).append((place, amount))
        rarities = {
            concept_id: self._rarity(math.fsum(amount for _, amount in places) / max(amount for _, amount in places))
            for concept_id, places in found.items()
        }
        return {
            concept_id: [(place, amount * rarities[concept_id]) for place, amount in places]
            for concept_id, places in found.items()
        }


# Only the catalogue's own texts are cached; a customer's words never are, so that deleting them is enough.
@lru_cache(maxsize=16)
def index_of(capabilities: tuple[CapabilityTexts, ...], thesaurus: Thesaurus) -> Index:
    """The index of an offering; the same one as long as no text of it changes."""
    return Index(capabilities, thesaurus)


@lru_cache(maxsize=4_096)
def reading_of(capability: CapabilityTexts, thesaurus: Thesaurus) -> Reading:
    """What a capability's texts say, its name counting most."""
    weighted = [
        (wording, weight)
        for texts, weight in (
            ((capability.name,), _NAME),
            (capability.customers_say, _SAYINGS),
            ((capability.description,), _DESCRIPTION),
            (capability.proofs, _PROOFS),
        )
        for text in texts
        for wording in (text.zh, text.en)
    ]
    return read(weighted, thesaurus, add_up=True)


def _saturated(amounts: Mapping[str, float], length: float) -> dict[str, float]:
    return {key: amount * (_SATURATION + 1) / (amount + _SATURATION * length) for key, amount in amounts.items()}
