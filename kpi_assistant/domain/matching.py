"""Which of our capabilities answer a KPI, and why; nothing is an answer too."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from kpi_assistant.domain.concepts import CLEARLY_MEANT, Thesaurus
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.matching_index import CapabilityId, CapabilityTexts, Index, index_of
from kpi_assistant.domain.matching_reading import Reading, cosine, read, with_near
from kpi_assistant.domain.matching_words import HeardWords, longest_echo, term_weights
from kpi_assistant.domain.search_terms import is_han, units
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet

MOST_PROPOSALS, MOST_EXPLAINED = 3, 5
"""So many are shown at most, and so many of a ranking carry their reasons."""
ENOUGH = 2.0
"""Below this confidence nothing is proposed: an empty list is a correct answer. Where abstaining has the best F1 on the
six catalogues of ``heldout2_*`` and ``heldout3_*``, with the concepts left out that were written after reading them."""
OUTSIDE_SAID, OUTSIDE_LEANING = 2.0, 6.0
"""What speaking of, or leaning to, things that hardly anybody sells a remedy for takes from the confidence."""
BESIDE_THE_BEST = 0.45
"""A further proposal must reach this share of the best one's score."""

ECHO = 5.0
"""What it counts when a line of "what customers say" is said to the letter. Files of ``evaluate-matching`` hold none."""
LESSON = 20.0
"""What an earlier KPI counts for the capabilities it was (or was not) answered by, by its likeness beyond the enough."""
SIMILAR_ENOUGH = 0.15
NAMED_AS_SIMILAR = 0.2
"""From which likeness (0 to 1) on an earlier KPI teaches something, and from which on it is worth showing. Of two KPIs of
one catalogue 96 in 100 are less alike when different capabilities answer them; together they would outvote the text."""
_FACETS, _ROLE = 0.5, 0.35
_READ_FACETS = (Facet.METRIC, Facet.OBSTACLES, Facet.CONSEQUENCE, Facet.TRIED)


@dataclass(frozen=True, slots=True)
class EarlierLink:
    """What a member decided before: this KPI was (or was not) answered by this capability, or, None, by none of ours.

    ``strength`` is 1 for a direct answer, less for one that only helps.
    """

    kpi_id: uuid.UUID | str
    capability_id: CapabilityId | None
    words: str
    accepted: bool = True
    strength: float = 1.0
    role: str = ""


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

    @property
    def has_reasons(self) -> bool:
        """Whether anything can be shown for it; what only leans the same way is not proposed."""
        return bool(self.words or self.concepts or self.saying or self.similar)


@dataclass(frozen=True, slots=True)
class Proposals:
    """The ranking, best first, and what of it is worth proposing: often nothing, and then it says so.

    ``confidence`` that the first is an answer at all: its score, less what speaks for something nobody sells.
    """

    ranked: tuple[Proposal, ...]
    confidence: float = 0.0

    @property
    def abstained(self) -> bool:
        return not self.items

    @property
    def items(self) -> tuple[Proposal, ...]:
        """At most three proposals; empty when none is good enough."""
        if not self.ranked or self.confidence < ENOUGH:
            return ()
        least = BESIDE_THE_BEST * self.ranked[0].score
        return tuple(
            proposal for proposal in self.ranked[:MOST_PROPOSALS] if proposal.score >= least and proposal.has_reasons
        )


@dataclass(slots=True)
class Matcher:
    """Ready to propose for any number of KPIs; make one per request and offering.

    What was decided before is read once here; earlier KPIs' words are kept no longer than the matcher itself.
    """

    capabilities: Sequence[CapabilityTexts]
    thesaurus: Thesaurus
    history: Sequence[EarlierLink] = ()
    _index: Index = field(init=False)
    _lessons: list[tuple[EarlierLink, Reading]] = field(init=False)
    _outside: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._index = index_of(tuple(self.capabilities), self.thesaurus)
        read_once: dict[tuple[str, str], Reading] = {}
        self._lessons = []
        for link in self.history:
            said = (link.words, link.role)
            if said not in read_once:
                read_once[said] = read(((link.words, 1.0), (link.role, _ROLE)), self.thesaurus)
            self._lessons.append((link, read_once[said]))
        self._outside = frozenset(each.id for each in self.thesaurus.concepts.values() if each.is_outside)

    def propose(self, kpi: KpiFacts) -> Proposals:
        """The capabilities that may answer a KPI, best first, with reasons; its facets and role count a little."""
        facets = " ".join(kpi.facets.get(facet, "") for facet in _READ_FACETS)
        words = kpi.words if kpi.words.strip() else kpi.observation
        reading = read(((words, 1.0), (facets, _FACETS), (kpi.role_at_time, _ROLE)), self.thesaurus)
        reading = with_near(reading, self.thesaurus)
        scores = self._index.scores(reading)
        said = units(words)
        learnt, similar, in_vain = self._learn(reading, kpi.id)
        ranked = []
        for place, capability in enumerate(self.capabilities):
            score = scores[place] + learnt.get(capability.id, 0.0) + ECHO * _echo(capability.customers_say, said)
            if score > 0:
                ranked.append((score, place, capability))
        ranked.sort(key=lambda entry: (-entry[0], str(entry[2].id)))
        return Proposals(
            tuple(
                self._with_reasons(place, score, reading, words, tuple(similar.get(capability.id, ())))
                if number < MOST_EXPLAINED
                else Proposal(capability.id, score)
                for number, (score, place, capability) in enumerate(ranked)
            ),
            confidence=self._confidence(ranked[0][0], ranked[0][1], reading) - in_vain if ranked else 0.0,
        )

    def _confidence(self, score: float, place: int, reading: Reading) -> float:
        ours = self._index.readings[place].said
        said = sum(
            amount
            for concept_id, (amount, _) in reading.said.items()
            if concept_id in self._outside and concept_id not in ours
        )
        leaning = sum(amount for concept_id, amount in reading.leanings.items() if concept_id in self._outside)
        return score - OUTSIDE_SAID * said - OUTSIDE_LEANING * leaning

    def _learn(
        self, reading: Reading, kpi_id: uuid.UUID
    ) -> tuple[dict[CapabilityId, float], dict[CapabilityId, list[uuid.UUID | str]], float]:
        """What earlier decisions add to (or take from) each capability, the KPIs that speak for it, and how much the
        one most alike that nothing of ours answered speaks against proposing anything."""
        alike = [
            (likeness, link)
            for link, lesson in self._lessons
            if link.kpi_id != kpi_id and (likeness := _likeness(reading, lesson)) >= SIMILAR_ENOUGH
        ]
        alike.sort(key=lambda pair: (-pair[0], str(pair[1].kpi_id)))
        learnt: dict[CapabilityId, float] = {}
        similar: dict[CapabilityId, list[uuid.UUID | str]] = {}
        in_vain = 0.0
        for likeness, link in alike:
            amount = (1.0 if link.accepted else -1.0) * LESSON * link.strength * (likeness - SIMILAR_ENOUGH)
            if link.capability_id is None:
                in_vain = max(in_vain, amount)
                continue
            learnt[link.capability_id] = learnt.get(link.capability_id, 0.0) + amount
            if link.accepted and likeness >= NAMED_AS_SIMILAR:
                similar.setdefault(link.capability_id, []).append(link.kpi_id)
        return learnt, similar, in_vain

    def _with_reasons(
        self, place: int, score: float, reading: Reading, words: str, similar: tuple[uuid.UUID | str, ...]
    ) -> Proposal:
        capability, profile = self.capabilities[place], self._index.readings[place]
        # A reason quotes what was said: the ranking also hears facets, the role and what is near, which nobody said.
        spoken = read(((words, 1.0),), self.thesaurus)
        meant = [
            SharedConcept(concept_id, heard, offered)
            for concept_id, (_, heard) in sorted(spoken.said.items(), key=lambda item: (-item[1][0], item[0]))
            if concept_id in profile.said
            for offered in [self._offered(capability, concept_id, heard) or profile.said[concept_id][1]]
            if min(self.thesaurus.strength((way,), 0.0) for way in (heard, offered)) >= CLEARLY_MEANT
        ]
        concepts = tuple(each for each in meant if self._is_named(each))
        # The same short word on both sides is a word in common, whatever else people call so.
        alike = [each.heard for each in meant if each.heard == each.offered and each not in concepts]
        words_alike = HeardWords(words).in_common(profile.terms)
        return Proposal(
            capability.id,
            score,
            words_alike or tuple(dict.fromkeys(alike)),
            concepts,
            _closest_saying(capability.customers_say, reading, units(words)),
            similar,
        )

    def _is_named(self, shared: SharedConcept) -> bool:
        """Whether a reason may call what both said by the concept's name: nobody spoke of fear who said "夜里"."""
        thesaurus, said = self.thesaurus, shared.heard
        if said == shared.offered and not thesaurus.is_sure((said,)):
            return thesaurus.is_named_by(shared.concept_id, said)
        return all(thesaurus.may_stand_for(way) for way in (said, shared.offered))

    def _offered(self, capability: CapabilityTexts, concept_id: str, heard: str) -> str:
        """How the capability itself speaks of a concept, in the language it was heard in; empty when in the other alone."""
        in_han = is_han(units(heard)[0])
        for text in (capability.name, *capability.customers_say, capability.description, *capability.proofs):
            if ways := self.thesaurus.find(units(text.zh if in_han else text.en)).get(concept_id):
                return ways[0]
        return ""


def propose(
    kpi: KpiFacts, capabilities: Sequence[CapabilityTexts], thesaurus: Thesaurus, history: Sequence[EarlierLink] = ()
) -> Proposals:
    """The proposals for a single KPI; for several, make one ``Matcher``."""
    return Matcher(capabilities, thesaurus, history).propose(kpi)


def _likeness(one: Reading, other: Reading) -> float:
    """How alike two KPIs are over words, named concepts and leanings, 0 (nothing in common) to 1 (the same)."""
    told = [
        (weight, cosine(first, second))
        for weight, first, second in (
            (0.3, one.terms, other.terms),
            (0.3, one.named, other.named),
            (0.4, one.leanings, other.leanings),
        )
        if first or second
    ]
    return sum(weight * alike for weight, alike in told) / sum(weight for weight, _ in told) if told else 0.0


def _echo(sayings: Sequence[Text], said: Sequence[str]) -> float:
    """How much of one line of "what customers say" was said in one breath, 0 to 1: it was written to be recognised by."""
    lines = (units(wording) for line in sayings for wording in (line.zh, line.en) if wording)
    return max((longest_echo(said, line) / len(line) for line in lines), default=0.0)


def _closest_saying(sayings: Sequence[Text], reading: Reading, said: Sequence[str]) -> Text | None:
    """The line that shares most with the KPI, None when none shares a telling word or a few in a row."""

    def in_common(saying: Text) -> float:
        return max(
            sum(reading.terms.get(term, 0.0) * value for term, value in term_weights(units(wording)).items())
            + longest_echo(said, units(wording))
            for wording in (saying.zh, saying.en)
        )

    best = max(sayings, key=in_common, default=None)
    return best if best is not None and in_common(best) >= 1.0 else None
