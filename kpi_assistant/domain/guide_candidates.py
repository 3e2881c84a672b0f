"""Which questions may be asked of whom about what, and how much each would tell us."""

import datetime as dt
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kpi_assistant.domain.freshness import StaleReason, freshness
from kpi_assistant.domain.guide_facts import MeetingFacts, PersonFacts, PromiseFacts
from kpi_assistant.domain.guide_topics import is_about, topics_of
from kpi_assistant.domain.kpi import KpiFacts, missing_facets, weigh
from kpi_assistant.domain.question import Need, Question, QuestionBank
from kpi_assistant.domain.quotation import shorten_quote
from kpi_assistant.domain.sensitive import sensitive_hints
from kpi_assistant.domain.text import LOCALES
from kpi_assistant.domain.trust import Asking, may_ask
from kpi_assistant.domain.vocabulary import (
    Facet,
    KpiStatus,
    Layer,
    Phase,
    ReactionKind,
    RoleKind,
    Sensitivity,
    ShareScope,
    TrustStage,
)

MOST_KPIS = 12
"""Only the weightiest KPIs of each kind compete; a guide has room for a few."""
AGED_MONTHS = 6
NO_SITUATION_MINUTES = 20
"""Somebody who decides, seen for no longer than this, is asked nothing that could be looked up."""

LIGHT_EFFORT = 2
"""Over a meal nobody is asked for a figure or for what weighs most."""

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
    RoleKind.USER: {Facet.TARGET: 0.7, Facet.JUDGE: 0.8, Facet.DEADLINE: 0.8},
    RoleKind.JUNIOR_TECHNICIAN: {Facet.TARGET: 0.7, Facet.JUDGE: 0.8, Facet.DEADLINE: 0.8},
}
"""How likely somebody in such a role can say it; 1 where nothing is noted."""
_NEED_VALUE = {
    Need.LATE_PROMISE: 3.0,
    Need.KEPT_PROMISE: 0.55,
    Need.MOVE: 1.3,
    Need.FIRST: 1.1,
    Need.PEOPLE: 1.1,
    Need.SEVERAL: 0.7,
    Need.AGED_KPI: 1.1,
    Need.STALE_KPI: 1.4,
    Need.DOUBTED_KPI: 2.2,
    Need.REFUSED_KPI: 2.2,
    Need.LIFE_KPI: 0.8,
    Need.MINDSET_KPI: 0.9,
}
_LEAST_IMPORTANCE = 0.4
_AIMED = 0.5
"""What belongs to the purpose of this very meeting comes before what could be asked in any."""
_TOPIC = 0.2
"""What speaks of the subject named in the purpose."""
_DESK, _OWN_ROLE = 0.45, 0.85
_SITUATION = 0.6
"""What could also be looked up is worth less of a meeting."""
_TASTE = 0.1
"""So much may chance (fixed by the name) add, so that two people of one trade hear different questions."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be asked of this person; ``value`` is what it would tell on its own, about 0 to 1."""

    question: Question
    person: PersonFacts
    kpi: KpiFacts | None
    promise: PromiseFacts | None
    value: float

    @property
    def is_private(self) -> bool:
        return self.question.layer.is_private

    @property
    def sense(self) -> tuple[object, ...]:
        """What may be in a guide only once; a question that quotes a KPI is about that KPI."""
        needs = self.question.needs
        if self.kpi is not None and needs is not Need.MATTER:
            return self.question.sense, self.kpi.id
        if needs is Need.LATE_PROMISE:
            return self.question.sense, self.person.id
        return (self.question.sense,)


def find_candidates(facts: MeetingFacts, bank: QuestionBank) -> list[Candidate]:
    """Every question that may be asked at this table, in the order of the people and of the bank.

    Of the wordings that ask one facet of one KPI only the first stands here; the guide varies them afterwards.
    """
    found: list[Candidate] = []
    seen: set[tuple[object, ...]] = set()
    topics = topics_of(facts.purpose, bank.questions)
    for person in facts.people:
        pools = _kpi_pools(person, facts)
        asked = [question for question in bank.questions if _fits(question, person, facts)]
        for candidate in _of_person(asked, person, facts, pools, topics):
            if candidate.kpi is not None:
                key = (person.id, candidate.question.phase, *candidate.sense)
                if key in seen:
                    continue
                seen.add(key)
            found.append(candidate)
    return found


def same_question(candidate: Candidate, facts: MeetingFacts, bank: QuestionBank) -> list[Question]:
    """The wordings of the bank that ask the same of the same KPI, this one among them, in the order of the bank."""
    question = candidate.question
    return [
        other
        for other in bank.questions
        if (other.sense, other.phase, other.needs, other.facets, other.layer)
        == (question.sense, question.phase, question.needs, question.facets, question.layer)
        and _fits(other, candidate.person, facts)
    ]


def _fits(question: Question, person: PersonFacts, facts: MeetingFacts) -> bool:
    """Role, trade, trust and table: whether this may be asked of this person at all."""
    several = len(facts.people) > 1
    if not question.suits(person.role_kind, person.industry) or (question.for_several and not several):
        return False
    if question.aims and question.aims.isdisjoint(facts.aims):
        return False
    if question.most_minutes and facts.minutes > question.most_minutes:
        return False
    if facts.is_light and question.layer is Layer.WORK and (question.facets or question.effort > LIGHT_EFFORT):
        return False
    stage = person.stage
    if person.moved and question.layer is Layer.WORK and stage.depth > TrustStage.S2.depth:
        stage = TrustStage.S2  # A new post is asked about as among acquaintances, however old the friendship.
    if stage.depth < question.lowest_stage.depth:
        return False
    if question.layer.is_private and not _may_touch(question, stage, several):
        return False
    return not (
        question.is_situation and person.role_kind is RoleKind.DECISION_MAKER and facts.minutes <= NO_SITUATION_MINUTES
    )


def _may_touch(question: Question, stage: TrustStage, several: bool) -> bool:
    if several:
        return False  # Nobody is asked about themselves with others listening.
    opened = question.needs in (Need.LIFE_KPI, Need.MINDSET_KPI)
    asking = may_ask(question.layer, stage, opened_by_them=opened)
    return asking is Asking.OPENLY or (asking is Asking.SIDEWAYS and question.is_sideways)


def _kpi_pools(person: PersonFacts, facts: MeetingFacts) -> dict[Need, list[KpiFacts]]:
    """The person's KPIs by the need they answer, weightiest first; what is met, sensitive or not theirs is left out."""
    today = facts.today
    several = len(facts.people) > 1
    own = [
        kpi
        for kpi in person.kpis
        if kpi.person_id == person.id
        and kpi.is_quotable
        and kpi.sensitivity is not Sensitivity.SENSITIVE
        and kpi.status in (KpiStatus.OPEN, KpiStatus.STALE)
    ]
    own.sort(key=lambda kpi: (-weigh(kpi, today).total, str(kpi.id)))
    # Who else sits there is unknown to the rules: before others only what was cleared for anyone is quoted.
    quotable = [kpi for kpi in own if not several or kpi.share_scope is ShareScope.PUBLIC_OK]
    work = [kpi for kpi in quotable if kpi.layer is Layer.WORK]
    live = [kpi for kpi in work if not _is_of_old_post(kpi, today)]
    private = [] if several else [kpi for kpi in quotable if kpi.status is KpiStatus.OPEN and _is_discreet(kpi)]
    pools = {
        Need.KPI: live,
        Need.AGED_KPI: [kpi for kpi in live if _is_aged(kpi, today)],
        Need.STALE_KPI: [kpi for kpi in work if _is_of_old_post(kpi, today)],
        Need.DOUBTED_KPI: [kpi for kpi in live if kpi.reaction is ReactionKind.DOUBTFUL],
        Need.REFUSED_KPI: [kpi for kpi in live if kpi.reaction is ReactionKind.REFUSED],
        Need.LIFE_KPI: [kpi for kpi in private if kpi.layer is Layer.LIFE],
        Need.MINDSET_KPI: [kpi for kpi in private if kpi.layer is Layer.MINDSET],
        Need.MATTER: [kpi for kpi in own if kpi.layer is Layer.WORK and not _is_of_old_post(kpi, today)]
        if several
        else [],
    }
    return {need: kpis[:MOST_KPIS] for need, kpis in pools.items()}


def _is_discreet(kpi: KpiFacts) -> bool:
    """Whether the wish can be quoted without naming anybody's family, health or money."""
    return not any(sensitive_hints(shorten_quote(kpi.words, locale, wish_first=True), kpi.layer) for locale in LOCALES)


def _is_of_old_post(kpi: KpiFacts, today: dt.date) -> bool:
    return StaleReason.MOVED in freshness(kpi, today).reasons


def _is_aged(kpi: KpiFacts, today: dt.date) -> bool:
    months = freshness(kpi, today).months
    return months is not None and months >= AGED_MONTHS


def _of_person(
    questions: Iterable[Question],
    person: PersonFacts,
    facts: MeetingFacts,
    pools: dict[Need, list[KpiFacts]],
    topics: frozenset[str],
) -> Iterator[Candidate]:
    several = len(facts.people) > 1
    late = late_promises(person, facts.today)
    owned_here = bool(late) and (not several or person is facts.by_rank[0])
    kept = [promise for promise in person.promises if promise.done]
    known = [kpi for kpi in person.kpis if kpi.status is KpiStatus.OPEN and kpi.layer is Layer.WORK]
    holds = {
        Need.NOTHING: True,
        Need.FIRST: not known and not person.moved,
        Need.MOVE: person.moved,
        Need.SEVERAL: several,
        Need.PEOPLE: facts.is_about_people,
        Need.RETURN: bool(person.kpis or person.promises) and not person.moved,
    }
    for question in questions:
        need = question.needs
        if need.is_about_kpi:
            for kpi in pools[need]:
                if need in (Need.KPI, Need.MATTER) and not _is_worth_asking(question, kpi):
                    continue
                yield Candidate(question, person, kpi, None, _value_of_kpi(question, kpi, person, facts))
        elif need is Need.LATE_PROMISE:
            # Before others we own up to the head of the table alone; everybody else is told in private.
            if owned_here and (not several or question.for_several or question.phase is Phase.AGREEMENT):
                yield Candidate(question, person, None, late[0], _taste(_NEED_VALUE[need], person, question))
        elif need is Need.KEPT_PROMISE:
            if kept and not several:
                yield Candidate(question, person, None, kept[-1], _taste(_NEED_VALUE[need], person, question))
        elif holds[need] and not _is_known(question, known):
            value = _value_at_large(question, person, len(known), facts)
            if is_about(question, topics):
                value += _TOPIC
            yield Candidate(question, person, None, None, value)


def late_promises(person: PersonFacts, today: dt.date) -> list[PromiseFacts]:
    """What we owe them and did not do in time, the oldest first."""
    return sorted((p for p in person.promises if p.is_late(today)), key=lambda p: (p.due or today, p.text))


def _is_worth_asking(question: Question, kpi: KpiFacts) -> bool:
    missing = missing_facets(kpi)
    return all(facet in missing for facet in question.facets)


def _is_known(question: Question, known: Sequence[KpiFacts]) -> bool:
    """A general question for a facet is idle where an open KPI already has it; a pointed one opens another matter."""
    if not question.facets or question.industries or question.role_kinds:
        return False
    return any(all(kpi.facets.get(facet, "").strip() for facet in question.facets) for kpi in known)


def _value_of_kpi(question: Question, kpi: KpiFacts, person: PersonFacts, facts: MeetingFacts) -> float:
    reach = _REACH.get(person.role_kind, {}) if person.role_kind else {}
    if question.facets:
        values = FACET_VALUE if _is_counted(kpi) else UNCOUNTED_VALUE
        worth = sum(values[facet] * reach.get(facet, 1.0) for facet in question.facets)
    else:
        worth = _NEED_VALUE.get(question.needs, 0.8)
    weight = weigh(kpi, facts.today)
    # What they once said goes before what they never mentioned, so even a small matter keeps a good part of its weight.
    importance = _LEAST_IMPORTANCE + (1 - _LEAST_IMPORTANCE) * weight.importance
    return _taste(importance * weight.confidence * weight.source * weight.urgency * worth, person, question)


def _is_counted(kpi: KpiFacts) -> bool:
    known = any(kpi.facets.get(facet, "").strip() for facet in (Facet.METRIC, Facet.BASELINE, Facet.TARGET))
    return known or bool(_COUNTED.search(kpi.words))


def _value_at_large(question: Question, person: PersonFacts, known: int, facts: MeetingFacts) -> float:
    """A question about no KPI in particular: the more pointed the better; the more we know, the less a new one adds."""
    value = _NEED_VALUE.get(question.needs, 0.6)
    if question.aims:
        value += _AIMED
    if question.industries and question.role_kinds:
        value += 0.3 if len(question.role_kinds) == 1 else 0.25
    elif question.industries or question.role_kinds:
        value += 0.2
    if facts.is_about_people and question.needs is not Need.PEOPLE and not question.aims:
        # They are seen for themselves: what is theirs still has a place, what is the desk's hardly.
        value *= _DESK if question.industries or not question.role_kinds else _OWN_ROLE
    if question.phase in (Phase.DEEPEN, Phase.CONSEQUENCE):
        value /= 1 + 0.2 * known
    if question.is_situation:
        value *= _SITUATION
    return _taste(value, person, question)


def _taste(value: float, person: PersonFacts, question: Question) -> float:
    return value * (1 + _TASTE * chance(person.name, question.id))


def chance(*words: str) -> float:
    """A number from 0 to 1 that is always the same for the same words."""
    return zlib.crc32("\0".join(words).encode()) / 0xFFFFFFFF
