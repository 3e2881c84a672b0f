"""How good a ranking is: the usual figures over many KPIs, and the plain word matching it must beat."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpi_assistant.domain.matching_index import CapabilityTexts
from kpi_assistant.domain.search_terms import terms

DIRECT = 2
"""The grade of a direct answer; 1 only helps."""
DEPTH = 5
"""So many places of a ranking count for nDCG."""
_K1, _B = 1.2, 0.75
"""BM25 as everybody runs it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One ranked KPI beside what is right: ``relevant`` maps capability ids to grades, empty when nothing fits."""

    ranking: tuple[str, ...]
    abstained: bool
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares from 0 to 1; None where there was nothing to count.

    Hits and nDCG are over the KPIs that something answers, by the ranking alone, whether or not it was shown;
    abstaining is over all.
    """

    answerable: int
    unanswerable: int
    hit_at_1: float | None
    hit_at_3: float | None
    ndcg_at_5: float | None
    abstain_precision: float | None
    abstain_recall: float | None
    abstain_f1: float | None


def measure(judged: Iterable[Judged]) -> Quality:
    """The figures of a catalogue, or of several thrown together."""
    everything = list(judged)
    answerable = [each for each in everything if each.relevant]
    silent = [each for each in everything if each.abstained]
    right = sum(not each.relevant for each in silent)
    unanswerable = len(everything) - len(answerable)
    return Quality(
        answerable=len(answerable),
        unanswerable=unanswerable,
        hit_at_1=_share(sum(_hits(each, 1) for each in answerable), len(answerable)),
        hit_at_3=_share(sum(_hits(each, 3) for each in answerable), len(answerable)),
        ndcg_at_5=_share(math.fsum(_ndcg(each) for each in answerable), len(answerable)),
        abstain_precision=_share(right, len(silent)),
        abstain_recall=_share(right, unanswerable),
        abstain_f1=_share(2 * right, len(silent) + unanswerable),
    )


class PlainWords:
    """BM25 over name, description and proofs, with nothing known about what words mean."""

    def __init__(self, capabilities: Sequence[CapabilityTexts]) -> None:
        self._ids = [str(capability.id) for capability in capabilities]
        self._documents = [Counter(terms(" ".join(_wordings(capability)))) for capability in capabilities]
        self._lengths = [document.total() for document in self._documents]
        self._mean = sum(self._lengths) / max(1, len(self._lengths)) or 1.0
        self._found_in = Counter(term for document in self._documents for term in document)

    def rank(self, text: str) -> tuple[tuple[str, float], ...]:
        """Capability ids with their scores, best first; those that share no word are left out."""
        scored = []
        for place, capability_id in enumerate(self._ids):
            score = math.fsum(self._part(term, place) for term in dict.fromkeys(terms(text)))
            if score > 0:
                scored.append((capability_id, score))
        return tuple(sorted(scored, key=lambda pair: (-pair[1], pair[0])))

    def _part(self, term: str, place: int) -> float:
        amount = self._documents[place].get(term, 0)
        if not amount:
            return 0.0
        found = self._found_in[term]
        rarity = math.log(1 + (len(self._ids) - found + 0.5) / (found + 0.5))
        return rarity * amount * (_K1 + 1) / (amount + _K1 * (1 - _B + _B * self._lengths[place] / self._mean))


def _wordings(capability: CapabilityTexts) -> Iterable[str]:
    for text in (capability.name, capability.description, *capability.proofs):
        yield from (text.zh, text.en)


def _hits(each: Judged, first: int) -> bool:
    return any(each.relevant.get(capability_id) == DIRECT for capability_id in each.ranking[:first])


def _ndcg(each: Judged) -> float:
    gained = _gain(each.relevant.get(capability_id, 0) for capability_id in each.ranking[:DEPTH])
    return gained / _gain(sorted(each.relevant.values(), reverse=True)[:DEPTH])


def _gain(grades: Iterable[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None
