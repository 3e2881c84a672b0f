"""The thesaurus: many ways of saying one thing, in both languages, found again in any text."""

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpi_assistant.domain.matching_words import term_weights
from kpi_assistant.domain.search_terms import is_han, units
from kpi_assistant.domain.text import Text

GAP = "…"
"""Between the parts of a way: they follow one another with other words in between."""
LONGEST_GAP = 7
"""Units that may stand in a gap; a clause, not a speech."""
LONG_WAY = 4
"""Units of a way that means its concept all by itself."""
MOST_LEANINGS = 24
"""So many concepts a text leans to are kept: beyond them it is chance."""
_EVENED_OUT = 0.7
"""The power leanings are taken to, so that one rare word does not outweigh all others."""
_ONE_CHARACTER, _ONE_WORD = 0.25, 0.7
"""What a way of one Chinese character, or of one English word, counts beside a longer one: it means many things."""

TELLING = 1.0
"""What a term counts that tells something by itself."""
_OF_EVERYTHING = (
    "夜里 晚上 白天 周一 周五 周末 一天 两天 两个月 几十年 十几年 十年前 第一天 长期 定期 后续 一个人 两个人 三个人 名字 地面 空间 中心 外头"
    " 两边 一键 定时 智能 统一 系统 平台 数据 服务 流程 需求 思路 来源 行为 说法 没到 不来 没了 晚了 错了 忘了 死了 发了 买了 说不出"
)
NAMES_NOTHING = frozenset(_OF_EVERYTHING.split())
"""Ways that hint at many things, which adds up in the ranking, and name none: a reason may quote them and not the concept. 夜里 is
no word for somebody afraid alone at night."""
CLEARLY_MEANT = 0.6
"""From which strength on a single wording may be shown as naming its concept: "son" speaks of many things, and of
homework only by chance."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing people talk about, from the trouble to its remedy, and the ways they really say it.

    A way such as "半夜…电话" allows a few words in between. ``near`` are the ids of concepts that may help whoever
    speaks of this one: who misses the children's bedtime may need somebody else on call. ``is_outside`` says that
    hardly any seller has a remedy: somebody's own dream, the owners' quarrel, the road outside.
    """

    id: str
    name: Text
    zh: tuple[str, ...]
    en: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    is_outside: bool = False

    @property
    def ways(self) -> tuple[str, ...]:
        return self.zh + self.en


@dataclass(frozen=True, slots=True)
class _Way:
    concept_id: str
    said: str
    parts: tuple[tuple[str, ...], ...]


class Thesaurus:
    """The concepts, ready to be found in texts; equal only to itself.

    A text speaks of a concept when one of its ways stands in it (``find``); it leans to a concept when it shares
    words with its ways (``leanings``): weaker, but there is nearly always something.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {concept.id: concept for concept in concepts}
        self._ways_from: dict[tuple[str, ...], list[_Way]] = {}
        for concept in self.concepts.values():
            for said in concept.ways:
                parts = tuple(part for part in map(units, said.split(GAP)) if part)
                if parts:
                    self._ways_from.setdefault(parts[0][:2], []).append(_Way(concept.id, said, parts))
        self._leans_to = _leanings_of_terms(self.concepts.values())
        self._strengths = _strengths_of_ways(self.concepts.values())

    def find(self, sequence: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The concepts in a text given as its units: concept id to the ways it was said, the longest first.

        A way inside a longer one, such as 投诉 in 被投诉, is counted once.
        """
        found: dict[str, set[str]] = {}
        # By its first two units a way is hardly ever tried in vain; by the first alone it mostly was.
        for position in range(len(sequence)):
            for begun in {tuple(sequence[position : position + 1]), tuple(sequence[position : position + 2])}:
                for way in self._ways_from.get(begun, ()):
                    if _stands_at(way, sequence, position):
                        found.setdefault(way.concept_id, set()).add(way.said)
        return {concept_id: _without_inner(ways) for concept_id, ways in found.items()}

    def headings(self, texts: Iterable[str]) -> dict[str, list[str]]:
        """By text the concepts one may write over it, the surest first; often none.

        ``find`` is for matching, where many weak hints add up. Here a single word says too little: who waits for a
        "report" need not speak of the laboratory. Two ways of the same concept do, or one long way that is its alone;
        and where one text surely speaks of something, another that only hints at it is put beside it.
        """
        found = {text: self.find(units(text)) for text in texts}
        sure = {
            text: [concept_id for concept_id, ways in hints.items() if self.is_sure(ways)]
            for text, hints in found.items()
        }
        known = {concept_id for concepts in sure.values() for concept_id in concepts}
        headings = {}
        for text, hints in found.items():
            by_strength = sorted(hints, key=lambda concept_id: (-self.strength(hints[concept_id], 1.0), concept_id))
            likely = [concept_id for concept_id in by_strength if concept_id in known]
            headings[text] = [each for each in by_strength if each in sure[text]] or likely[:1]
        return headings

    def is_sure(self, ways: Sequence[str]) -> bool:
        """Whether these ways in one text surely mean their concept: two of them, or a long one that is its alone."""
        return len(ways) > 1 or (self._strengths[ways[0]] >= 1.0 and len(units(ways[0])) >= LONG_WAY)

    def strength(self, ways: Sequence[str], again: float) -> float:
        """How surely a concept is meant that was said in these ways: each further one adds ``again``."""
        strengths = sorted((self._strengths[way] for way in ways), reverse=True)
        return strengths[0] + again * math.fsum(strengths[1:])

    def may_stand_for(self, way: str) -> bool:
        """Whether a way may be shown as naming its concept: not one word that everybody uses of everything."""
        return self._strengths[way] >= CLEARLY_MEANT and way not in NAMES_NOTHING

    def is_named_by(self, concept_id: str, way: str) -> bool:
        """Whether the concept's own name holds a telling word of the way."""
        name = self.concepts[concept_id].name
        words = {term for term, weight in term_weights(units(way)).items() if weight >= TELLING}
        return not words.isdisjoint((*term_weights(units(name.zh)), *term_weights(units(name.en))))

    def leanings(self, terms: Mapping[str, float]) -> dict[str, float]:
        """How much a text, given as its weighted terms, leans to each concept; a vector of length 1, or nothing."""
        amounts: dict[str, float] = {}
        for term, weight in terms.items():
            for concept_id, amount in self._leans_to.get(term, ()):
                amounts[concept_id] = amounts.get(concept_id, 0.0) + weight * amount
        most = heapq.nlargest(MOST_LEANINGS, ((amount**_EVENED_OUT, key) for key, amount in amounts.items()))
        size = math.hypot(*(amount for amount, _ in most))
        return {concept_id: amount / size for amount, concept_id in most} if size else {}


def _strengths_of_ways(concepts: Iterable[Concept]) -> dict[str, float]:
    """How surely each way means its concept: less the shorter it is, and the more concepts share it."""
    shared = Counter(units(way) for concept in concepts for way in concept.ways)
    return {
        way: (1.0 if len(parts := units(way)) > 1 else _ONE_CHARACTER if is_han(parts[0]) else _ONE_WORD)
        / shared[parts] ** 0.7
        for concept in concepts
        for way in concept.ways
        if units(way)
    }


def _leanings_of_terms(concepts: Iterable[Concept]) -> dict[str, list[tuple[str, float]]]:
    """For every term, the concepts in whose ways it stands: a vector as long as the term is rare among concepts.

    Terms often repeated in a concept's ways are hardly more typical of it than those said once, and a concept with
    many ways is not more likely for having them.
    """
    amounts: dict[str, dict[str, float]] = {}
    for concept in concepts:
        counted: dict[str, float] = {}
        amounts[concept.id] = counted
        for way in (*concept.ways, concept.name.zh, concept.name.en):
            for term, weight in term_weights(units(way)).items():
                counted[term] = counted.get(term, 0.0) + weight
    found_in = Counter(term for counted in amounts.values() for term in counted)
    rarity = {term: math.log((len(amounts) + 1) / count) for term, count in found_in.items()}
    leans_to: dict[str, list[tuple[str, float]]] = {}
    for concept_id, counted in amounts.items():
        typical = {term: math.log1p(amount) * rarity[term] for term, amount in counted.items()}
        size = math.sqrt(math.hypot(*typical.values())) or 1.0
        for term, amount in typical.items():
            leans_to.setdefault(term, []).append((concept_id, amount / size))
    for term, leanings in leans_to.items():
        size = math.hypot(*(amount for _, amount in leanings)) or 1.0
        leans_to[term] = [(concept_id, amount / size * rarity[term]) for concept_id, amount in leanings]
    return leans_to


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
