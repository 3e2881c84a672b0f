"""Who could answer a KPI that we cannot: by what is noted on a person, by their trade, and by their industry."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpi_assistant.domain.concepts import CLEARLY_MEANT, Thesaurus
from kpi_assistant.domain.matching_words import HeardWords, term_weights
from kpi_assistant.domain.search_terms import units
from kpi_assistant.domain.vocabulary import Industry, RoleKind, TrustStage

ADVISERS = frozenset({RoleKind.EXPERT, RoleKind.FEASIBILITY_CONSULTANT, RoleKind.INTEGRATOR, RoleKind.CONNECTOR})
"""Whose trade it is to help others on; a bid agent in a running tender is none of them (domain brief, section 6.1)."""
ASKABLE = TrustStage.S2
"""From this stage on one may ask somebody a favour for another."""
ENOUGH = 2.0
MOST = 3
MOST_TOPICS = 2
"""So many shared topics are reason enough; a longer list reads like an excuse."""
_CONCEPT, _WORD, _ADVISER, _INDUSTRY, _STAGE = 3.0, 0.8, 1.0, 1.0, 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of ours as the rules see them; ``offers`` is what is noted that they could help with."""

    id: uuid.UUID
    name: str
    stage: TrustStage
    offers: str
    roles: frozenset[RoleKind]
    industries: frozenset[Industry]


@dataclass(frozen=True, slots=True)
class Helper:
    """A candidate with the reasons: shared topics (concept ids) and words, an adviser's role, the same industry."""

    candidate: Candidate
    concepts: tuple[str, ...]
    words: tuple[str, ...]
    adviser: RoleKind | None
    industry: Industry | None
    score: float


def propose_helpers(
    words: str, industries: frozenset[Industry], candidates: Iterable[Candidate], thesaurus: Thesaurus
) -> list[Helper]:
    """The best few, each with reasons; nobody when nothing fits."""
    topics, heard = thesaurus.find(units(words)), HeardWords(words)
    found = [
        helper
        for candidate in candidates
        if candidate.stage.depth >= ASKABLE.depth
        if (helper := _judge(heard, topics, industries, candidate, thesaurus)) and helper.score >= ENOUGH
    ]
    return sorted(found, key=lambda helper: (-helper.score, helper.candidate.name, helper.candidate.id))[:MOST]


def _judge(
    heard: HeardWords,
    topics: Mapping[str, Sequence[str]],
    industries: frozenset[Industry],
    candidate: Candidate,
    thesaurus: Thesaurus,
) -> Helper:
    offered = units(candidate.offers)
    concepts = _shared_topics(topics, thesaurus.find(offered), thesaurus)
    telling = {term for term, weight in term_weights(offered).items() if weight >= 1}
    shared = heard.in_common(telling) if telling else ()
    adviser = next(iter(sorted(candidate.roles & ADVISERS)), None)
    industry = next(iter(sorted(candidate.industries & industries)), None)
    fits = bool(concepts or shared)
    score = (
        _CONCEPT * len(concepts)
        + _WORD * len(shared)
        + (_ADVISER if adviser else 0)
        + (_INDUSTRY if industry else 0)
        + _STAGE * candidate.stage.depth
        # Without a word of what they can do, only an adviser of the very industry is worth asking.
        if fits or (adviser and industry)
        else 0.0
    )
    return Helper(candidate, concepts, shared, adviser, industry, score)


def _shared_topics(
    said: Mapping[str, Sequence[str]], offered: Mapping[str, Sequence[str]], thesaurus: Thesaurus
) -> tuple[str, ...]:
    """What both surely speak of, the surest first: one short word says too little, 安全 is no accident on the shop floor."""
    sure = {
        concept_id: thesaurus.strength(ways, 1.0) + thesaurus.strength(offered[concept_id], 1.0)
        for concept_id, ways in said.items()
        if concept_id in offered
        and (thesaurus.is_sure(ways) or thesaurus.is_sure(offered[concept_id]))
        and min(thesaurus.strength(ways, 0.0), thesaurus.strength(offered[concept_id], 0.0)) >= CLEARLY_MEANT
    }
    return tuple(sorted(sure, key=lambda concept_id: (-sure[concept_id], concept_id))[:MOST_TOPICS])
