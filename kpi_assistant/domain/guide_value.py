"""What each question would tell on its own, from 0 to about 2; ``guide_choice`` says what they tell together."""

import re
import zlib

from kpi_assistant.domain.guide_facts import MeetingFacts, PersonFacts
from kpi_assistant.domain.guide_topics import is_about
from kpi_assistant.domain.kpi import KpiFacts, weigh
from kpi_assistant.domain.question import Need, Question
from kpi_assistant.domain.vocabulary import Facet, KpiStatus, Phase, RoleKind

FACET_VALUE = {
    Facet.TARGET: 1.1,
    Facet.CONSEQUENCE: 1.0,
    Facet.DEADLINE: 0.95,
    Facet.METRIC: 0.9,
    Facet.JUDGE: 0.9,
    Facet.OBSTACLES: 0.9,
    Facet.BASELINE: 0.9,
    Facet.TRIED: 0.7,
}
"""What each facet tells of a matter that is counted in some way."""
UNCOUNTED_VALUE = FACET_VALUE | {
    Facet.TARGET: 0.75,
    Facet.DEADLINE: 0.75,
    Facet.METRIC: 0.85,
    Facet.JUDGE: 0.8,
    Facet.OBSTACLES: 1.05,
    Facet.BASELINE: 0.7,
    Facet.TRIED: 0.9,
}
"""The same of a grievance: before it is counted, one hears where it sticks and what was tried."""
_COUNTED = re.compile(r"\d|%|百分|倒数|第[一二三四五六七八九十]")
_REACH = {
    RoleKind.DECISION_MAKER: {Facet.BASELINE: 0.7, Facet.OBSTACLES: 0.8, Facet.TRIED: 0.7},
    RoleKind.USER: {Facet.METRIC: 0.7, Facet.TARGET: 0.7, Facet.JUDGE: 0.8, Facet.DEADLINE: 0.8},
    RoleKind.JUNIOR_TECHNICIAN: {Facet.METRIC: 0.7, Facet.TARGET: 0.7, Facet.JUDGE: 0.8, Facet.DEADLINE: 0.8},
    RoleKind.EXPERT: {Facet.METRIC: 0.6, Facet.BASELINE: 0.6, Facet.TARGET: 0.8, Facet.DEADLINE: 0.7},
    RoleKind.CONNECTOR: {Facet.METRIC: 0.6, Facet.BASELINE: 0.6, Facet.TARGET: 0.8, Facet.DEADLINE: 0.7},
}
"""How likely somebody in such a role can say it; 1 where nothing is noted."""
NEED_VALUE = {
    Need.LATE_PROMISE: 3.0,
    Need.DUE_PROMISE: 1.7,
    Need.KEPT_PROMISE: 0.55,
    Need.PURPOSE: 0.9,
    Need.SUBJECT: 1.0,
    Need.PEERS: 0.95,
    Need.MOVE: 1.3,
    Need.FIRST: 1.1,
    Need.PEOPLE: 1.1,
    Need.SEVERAL: 0.7,
    Need.AGED_KPI: 1.1,
    Need.STALE_KPI: 2.2,
    Need.TOUCHED_KPI: 2.2,
    Need.DOUBTED_KPI: 2.2,
    Need.REFUSED_KPI: 2.2,
    Need.LIFE_KPI: 1.6,
    Need.MINDSET_KPI: 1.8,
}
_NEW_POST = 1.4
"""What they said since they moved goes before what might be asked of anybody who moved."""
_LEAST_IMPORTANCE = 0.4
HEAD = 0.4
"""Whoever sits at the head of a table is spoken to first."""
AIMED = 0.7
"""What belongs to the purpose of this very meeting comes before what could be asked in any."""
_ROOT = 0.2
"""Where no yardstick of a post is known yet, the rest grows from it."""
_UNMEASURED = frozenset({RoleKind.USER, RoleKind.JUNIOR_TECHNICIAN, RoleKind.EXPERT, RoleKind.CONNECTOR})
ON_SUBJECT = 1.0
"""What a meeting is about is asked first of whom it belongs to."""
_TOPIC = 0.35
"""What speaks of the subject named in the purpose."""
_DESK, _OWN_ROLE = 0.45, 1.35
_SITUATION = 0.6
"""What could also be looked up is worth less of a meeting."""
_TASTE = 0.2
"""So much may chance (fixed by the name) add, so that two people of one trade hear different questions."""


def value_of_kpi(question: Question, kpi: KpiFacts, person: PersonFacts, facts: MeetingFacts) -> float:
    reach = _REACH.get(person.role_kind, {}) if person.role_kind else {}
    if question.facets:
        values = FACET_VALUE if _is_counted(kpi) else UNCOUNTED_VALUE
        worth = sum(values[facet] * reach.get(facet, 1.0) for facet in question.facets)
    else:
        worth = NEED_VALUE.get(question.needs, 0.8)
    weight = weigh(kpi, facts.today)
    # What they once said goes before what they never mentioned, so even a small matter keeps a good part of its weight.
    importance = _LEAST_IMPORTANCE + (1 - _LEAST_IMPORTANCE) * weight.importance
    if person.moved and kpi.status is KpiStatus.OPEN:
        worth *= _NEW_POST
    return with_taste(importance * weight.confidence * weight.source * weight.urgency * worth, person, question)


def _is_counted(kpi: KpiFacts) -> bool:
    known = any(kpi.facets.get(facet, "").strip() for facet in (Facet.METRIC, Facet.BASELINE, Facet.TARGET))
    return known or bool(_COUNTED.search(kpi.words))


def value_at_large(
    question: Question, person: PersonFacts, known: int, facts: MeetingFacts, topics: frozenset[str]
) -> float:
    """A question about no KPI in particular: the more pointed the better; the more we know, the less a new one adds."""
    value = NEED_VALUE.get(question.needs, 0.6)
    if question.aims:
        value += AIMED
    if question.industries and question.role_kinds:
        value += 0.3 if len(question.role_kinds) == 1 else 0.25
    elif question.industries or question.role_kinds:
        value += 0.2
    if facts.is_about_people and question.needs is not Need.PEOPLE and not question.aims:
        # They are seen for themselves: what is their own calling has its place, what is the desk's hardly.
        value *= _DESK if question.industries or not question.role_kinds else _OWN_ROLE
    if question.phase in (Phase.DEEPEN, Phase.CONSEQUENCE):
        value /= 1 + 0.2 * known
    reach = _REACH.get(person.role_kind, {}) if person.role_kind else {}
    value *= min((reach.get(facet, 1.0) for facet in question.facets), default=1.0)
    if not known and Facet.METRIC in question.facets and person.role_kind not in _UNMEASURED:
        value += _ROOT
    if question.is_situation:
        value *= _SITUATION
    if is_about(question, topics):
        value += _TOPIC
    return with_taste(value, person, question)


def with_taste(value: float, person: PersonFacts, question: Question) -> float:
    return value * (1 + _TASTE * chance(person.name, question.id))


def chance(*words: str) -> float:
    """A number from 0 to 1 that is always the same for the same words."""
    number = zlib.crc32("\0".join(words).encode())
    # Check sums of texts that share their end differ alike, so two people would hear the same order: stir them.
    for factor in (0x85EBCA6B, 0xC2B2AE35):
        number = ((number ^ number >> 15) * factor) & 0xFFFFFFFF
    return (number ^ number >> 16) / 0xFFFFFFFF
