"""Which of our capabilities answer a KPI, and why; nothing is an answer too."""

import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kpi_assistant.domain.concepts import Thesaurus
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.matching_words import term_weights, words_in_common
from kpi_assistant.domain.search_terms import units
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet

CapabilityId = uuid.UUID | str
_UNTOLD = Text("", "")

MOST_PROPOSALS = 3
ENOUGH = 4.2
"""Below this score nothing is proposed: an empty list is a correct answer."""
BESIDE_THE_BEST = 0.45
"""A further proposal must reach this share of the best one's score."""

USUAL_OFFERING = 15
"""A smaller offering is judged as if it had this many, or a beginner's three could never score enough."""
CONCEPT_WEIGHT = 2.6
"""What a shared concept counts beside a shared word: people rarely use the catalogue's words."""
SIMILARITY_WEIGHT = 9.0
SIMILAR_ENOUGH = 0.18
"""From this likeness (0 to 1) on, an earlier KPI teaches something about this one."""
_NAME, _SAYINGS, _DESCRIPTION, _PROOFS = 1.6, 1.4, 1.0, 0.7
_FACETS, _ROLE = 0.5, 0.35
_SAID_AGAIN = 0.5
"""What each further way of the same concept in one text adds: who says it three ways means it."""
_READ_FACETS = (Facet.METRIC, Facet.OBSTACLES, Facet.CONSEQUENCE, Facet.TRIED)
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


@dataclass(frozen=True, slots=True)
class EarlierLink:
    """What a member decided before: this KPI was (or was not) answered by this capability."""

    kpi_id: uuid.UUID | str
    capability_id: CapabilityId
    words: str
    accepted: bool = True


@dataclass(frozen=True, slots=True)
class SharedConcept:
    """A concept both speak of: as the customer said it, and as the capability says it."""

    concept_id: str
    heard: str
    offered: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One capability with its score and the reasons for it, as data for a sentence on the page.

    ``saying`` is the line of "what customers say" that resembles the KPI; ``similar`` are earlier KPIs this
    capability was accepted for, the most alike first. Who may read those is for the caller to decide.
    """

    capability_id: CapabilityId
    score: float
    words: tuple[str, ...] = ()
    concepts: tuple[SharedConcept, ...] = ()
    saying: Text | None = None
    similar: tuple[uuid.UUID | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposals:
    """The ranking, best first, and what of it is worth proposing: often nothing, and then it says so."""

    ranked: tuple[Proposal, ...]

    @property
    def abstained(self) -> bool:
        return not self.ranked or self.ranked[0].score < ENOUGH

    @property
    def items(self) -> tuple[Proposal, ...]:
        """At most three proposals; empty when none is good enough."""
        if self.abstained:
            return ()
        least = max(ENOUGH, BESIDE_THE_BEST * self.ranked[0].score)
        return tuple(proposal for proposal in self.ranked[:MOST_PROPOSALS] if proposal.score >= least)


@dataclass(frozen=True, slots=True)
class _Profile:
    """A capability as numbers: weighted terms, and its concepts with weight and wording."""

    terms: Mapping[str, float]
    concepts: Mapping[str, tuple[float, str]]
    length: float


@dataclass(frozen=True, slots=True)
class _Query:
    terms: Mapping[str, float]
    concepts: Mapping[str, tuple[float, str]]


@dataclass(slots=True)
class Matcher:
    """Ready to propose for any number of KPIs; make one per request and offering.

    What was decided before is read once here; earlier KPIs' words are kept no longer than the matcher itself.
    """

    capabilities: Sequence[CapabilityTexts]
    thesaurus: Thesaurus
    history: Sequence[EarlierLink] = ()
    _profiles: list[_Profile] = field(init=False)
    _mean_length: float = field(init=False)
    _lessons: list[tuple[EarlierLink, _Query]] = field(init=False)
    _frequency: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._profiles = [_profile(capability, self.thesaurus) for capability in self.capabilities]
        self._mean_length = sum(profile.length for profile in self._profiles) / max(1, len(self._profiles)) or 1.0
        self._lessons = [(link, self._query(((link.words, 1.0),))) for link in self.history]

    def propose(self, kpi: KpiFacts) -> Proposals:
        """The capabilities that may answer a KPI, best first, with reasons; its facets and role count a little."""
        facets = " ".join(kpi.facets.get(facet, "") for facet in _READ_FACETS)
        words = kpi.words if kpi.words.strip() else kpi.observation
        query = self._query(((words, 1.0), (facets, _FACETS), (kpi.role_at_time, _ROLE)))
        learnt, similar = self._learn(query, kpi.id)
        ranked = []
        for capability, profile in zip(self.capabilities, self._profiles, strict=True):
            score = self._score(query, profile) + learnt.get(capability.id, 0.0)
            if score > 0:
                ranked.append((score, capability, profile))
        ranked.sort(key=lambda entry: (-entry[0], str(entry[1].id)))
        return Proposals(
            tuple(
                _with_reasons(capability, profile, score, query, words, tuple(similar.get(capability.id, ())))
                if place < MOST_PROPOSALS
                else Proposal(capability.id, score)
                for place, (score, capability, profile) in enumerate(ranked)
            )
        )

    def _query(self, weighted_texts: Iterable[tuple[str, float]]) -> _Query:
        terms: dict[str, float] = {}
        concepts: dict[str, tuple[float, str]] = {}
        for text, weight in weighted_texts:
            sequence = units(text)
            for term, value in term_weights(sequence).items():
                terms[term] = max(terms.get(term, 0.0), weight * value)
            for concept_id, ways in self.thesaurus.find(sequence).items():
                said = weight * (1 + _SAID_AGAIN * (len(ways) - 1))
                if said > concepts.get(concept_id, (0.0, ""))[0]:
                    concepts[concept_id] = (said, ways[0])
        return _Query(terms, concepts)

    def _rarity(self, term: str, is_concept: bool) -> float:
        """How much finding a term tells: ln of all capabilities to those that have it (BM25's idf)."""
        key = "#" + term if is_concept else term
        if key not in self._frequency:
            self._frequency[key] = sum(term in (p.concepts if is_concept else p.terms) for p in self._profiles)
        count = self._frequency[key]
        size = max(len(self._profiles), USUAL_OFFERING)
        return math.log(1 + (size - count + 0.5) / (count + 0.5))

    def _score(self, query: _Query, profile: _Profile) -> float:
        length = 1 - _LENGTH + _LENGTH * profile.length / self._mean_length
        score = 0.0
        for term, weight in query.terms.items():
            if amount := profile.terms.get(term):
                score += weight * self._rarity(term, False) * amount * 2.2 / (amount + _SATURATION * length)
        for concept_id, (weight, _) in query.concepts.items():
            if found := profile.concepts.get(concept_id):
                score += CONCEPT_WEIGHT * weight * self._rarity(concept_id, True) * found[0] * 2.2 / (found[0] + 1.2)
        return score

    def _learn(
        self, query: _Query, kpi_id: uuid.UUID
    ) -> tuple[dict[CapabilityId, float], dict[CapabilityId, list[uuid.UUID | str]]]:
        """What earlier decisions add to (or take from) each capability, and the KPIs that speak for it."""
        alike = [
            (likeness, link)
            for link, lesson in self._lessons
            if link.kpi_id != kpi_id and (likeness := self._likeness(query, lesson)) >= SIMILAR_ENOUGH
        ]
        alike.sort(key=lambda pair: (-pair[0], str(pair[1].kpi_id)))
        learnt: dict[CapabilityId, float] = {}
        similar: dict[CapabilityId, list[uuid.UUID | str]] = {}
        for likeness, link in alike:
            sign = 1.0 if link.accepted else -1.0
            before = learnt.get(link.capability_id, 0.0)
            learnt[link.capability_id] = before + sign * SIMILARITY_WEIGHT * likeness / (1 + abs(before))
            if link.accepted:
                similar.setdefault(link.capability_id, []).append(link.kpi_id)
        return learnt, similar

    def _likeness(self, one: _Query, other: _Query) -> float:
        """The cosine of two KPIs over words and concepts, 0 (nothing in common) to 1 (the same)."""
        first, second = _vector(one), _vector(other)
        shared = sum(value * second[term] for term, value in first.items() if term in second)
        size = math.hypot(*first.values()) * math.hypot(*second.values())
        return shared / size if size else 0.0


def propose(
    kpi: KpiFacts, capabilities: Sequence[CapabilityTexts], thesaurus: Thesaurus, history: Sequence[EarlierLink] = ()
) -> Proposals:
    """The proposals for a single KPI; for several, make one ``Matcher``."""
    return Matcher(capabilities, thesaurus, history).propose(kpi)


# Only the catalogue's own texts are cached; a customer's words never are, so that deleting them is enough.
@lru_cache(maxsize=4_096)
def _profile(capability: CapabilityTexts, thesaurus: Thesaurus) -> _Profile:
    terms: dict[str, float] = {}
    concepts: dict[str, tuple[float, str]] = {}
    length = 0.0
    for texts, weight in (
        ((capability.name,), _NAME),
        (capability.customers_say, _SAYINGS),
        ((capability.description,), _DESCRIPTION),
        (capability.proofs, _PROOFS),
    ):
        for text in texts:
            for wording in (text.zh, text.en):
                sequence = units(wording)
                length += len(sequence)
                for term, value in term_weights(sequence).items():
                    terms[term] = terms.get(term, 0.0) + weight * min(value, 1.0)
                for concept_id, ways in thesaurus.find(sequence).items():
                    before, said = concepts.get(concept_id, (0.0, ways[0]))
                    concepts[concept_id] = (before + weight * (1 + _SAID_AGAIN * (len(ways) - 1)), said)
    return _Profile(terms, concepts, length)


def _vector(query: _Query) -> dict[str, float]:
    return dict(query.terms) | {"#" + concept: 2.5 * weight for concept, (weight, _) in query.concepts.items()}


def _with_reasons(
    capability: CapabilityTexts,
    profile: _Profile,
    score: float,
    query: _Query,
    words: str,
    similar: tuple[uuid.UUID | str, ...],
) -> Proposal:
    concepts = tuple(
        SharedConcept(concept_id, heard, profile.concepts[concept_id][1])
        for concept_id, (_, heard) in sorted(query.concepts.items(), key=lambda item: (-item[1][0], item[0]))
        if concept_id in profile.concepts
    )
    return Proposal(
        capability.id,
        score,
        words_in_common(words, profile.terms),
        concepts,
        _closest_saying(capability.customers_say, query),
        similar,
    )


def _closest_saying(sayings: Sequence[Text], query: _Query) -> Text | None:
    """The line that shares most with the KPI, None when none shares a telling word."""

    def in_common(saying: Text) -> float:
        return max(
            sum(query.terms.get(term, 0.0) * value for term, value in term_weights(units(wording)).items())
            for wording in (saying.zh, saying.en)
        )

    best = max(sayings, key=in_common, default=None)
    return best if best is not None and in_common(best) >= 1.0 else None
