"""Which questions may be asked of whom about what, and how much each would tell us."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from kpi_assistant.domain.freshness import StaleReason, freshness
from kpi_assistant.domain.guide_facts import MeetingFacts, PersonFacts, PromiseFacts
from kpi_assistant.domain.guide_known import has_a_day, is_known, is_said_of, known_of
from kpi_assistant.domain.guide_topics import topics_of
from kpi_assistant.domain.guide_value import (
    AIMED,
    FACET_VALUE,
    HEAD,
    NEED_VALUE,
    ON_SUBJECT,
    value_at_large,
    value_of_kpi,
    with_taste,
)
from kpi_assistant.domain.kpi import KpiFacts, missing_facets, weigh
from kpi_assistant.domain.kpi_kind import fits
from kpi_assistant.domain.question import Need, Question, QuestionBank
from kpi_assistant.domain.quotation import quote_of
from kpi_assistant.domain.sensitive import sensitive_hints
from kpi_assistant.domain.tact import is_tactful
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
DUE_DAYS = 30
"""A promise that falls due this soon is spoken of, so that it is kept."""
NO_SITUATION_MINUTES = 20
"""Somebody who decides, seen for no longer than this, is asked nothing that could be looked up."""

SPOKEN_OF_ONCE = frozenset({Need.MATTER, Need.SUBJECT, Need.STALE_KPI, Need.TOUCHED_KPI})
"""Of these one question of a sense is enough, whichever KPI it is about: the old list is touched, not gone through."""
OWED = frozenset({Need.LATE_PROMISE, Need.DUE_PROMISE})
"""What we owe never gives way to anything else."""
LIGHT_EFFORT = 2
"""Over a meal nobody is asked for a figure or for what weighs most."""


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
        if self.kpi is not None and needs not in SPOKEN_OF_ONCE:
            return self.question.sense, self.kpi.id
        if needs is Need.LATE_PROMISE:
            return self.question.sense, self.person.id
        return (self.question.sense,)


def find_candidates(facts: MeetingFacts, bank: QuestionBank) -> list[Candidate]:
    """Every question that may be asked at this table, in the order of the people and of the bank.

    Of the wordings that ask one facet of one KPI only the first stands here; the guide varies them afterwards.
    """
    found: list[Candidate] = []
    topics = topics_of(facts.purpose, bank.questions)
    for person in facts.people:
        pools = _kpi_pools(person, facts)
        asked = [question for question in bank.questions if _fits(question, person, facts)]
        found += _of_person(asked, person, facts, pools, topics)
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
        and fits(other.fits, candidate.kpi)
    ]


def _fits(question: Question, person: PersonFacts, facts: MeetingFacts) -> bool:
    """Role, trade, trust, table and tact: whether this may be asked of this person at all."""
    several = len(facts.people) > 1
    if not question.suits(person.role_kind, person.industry, person.title) or (question.for_several and not several):
        return False
    if not is_tactful(question, person, facts):
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
    matters = [kpi for kpi in own if kpi.layer is Layer.WORK and not _is_of_old_post(kpi, today)]
    live = [kpi for kpi in work if not _is_of_old_post(kpi, today)]
    # What is not quoted is what weighs most with them: another matter would be taken for that one.
    unquoted = matters[:1] if several or (matters and not _can_be_said(matters[0])) else []
    on_subject = [kpi for kpi in matters if facts.subject and is_said_of(kpi, facts.subject)][:1]
    private = [
        kpi
        for kpi in (() if several else quotable)
        if kpi.layer.is_private and kpi.status is KpiStatus.OPEN and _is_discreet(kpi)
    ]
    pools = {
        Need.KPI: live,
        Need.AGED_KPI: [kpi for kpi in live if _is_aged(kpi, today)],
        Need.STALE_KPI: [kpi for kpi in work if _is_of_old_post(kpi, today)],
        Need.DOUBTED_KPI: [kpi for kpi in live if kpi.reaction is ReactionKind.DOUBTFUL],
        Need.REFUSED_KPI: [kpi for kpi in live if kpi.reaction is ReactionKind.REFUSED],
        Need.LIFE_KPI: [kpi for kpi in private if kpi.layer is Layer.LIFE],
        Need.MINDSET_KPI: [kpi for kpi in private if kpi.layer is Layer.MINDSET],
        # Who holds what the meeting is about is asked of that, not of what weighs most elsewhere.
        Need.MATTER: [] if on_subject else unquoted,
        Need.SUBJECT: on_subject,
        Need.TOUCHED_KPI: live if facts.is_about_people else [],
    }
    unsaid = (Need.MATTER, Need.SUBJECT)
    return {need: kpis if need in unsaid else _first_said(kpis) for need, kpis in pools.items()}


def _first_said(kpis: Iterable[KpiFacts]) -> list[KpiFacts]:
    """The weightiest whose words can be said back; the rest of a long record is not even looked at."""
    return list(islice(filter(_can_be_said, kpis), MOST_KPIS))


def _can_be_said(kpi: KpiFacts) -> bool:
    """Whether a whole clause of the words is short enough to be said back to them."""
    return bool(quote_of(kpi, "zh_CN", spoken=True))


def _is_discreet(kpi: KpiFacts) -> bool:
    """Whether the wish can be quoted without naming anybody's family, health or money."""
    quotes = (quote_of(kpi, locale, spoken=spoken) for locale in LOCALES for spoken in (True, False))
    return not any(sensitive_hints(quote, kpi.layer) for quote in quotes)


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
    leads = several and person is facts.by_rank[0]
    owned_here = bool(late) and (not several or leads)
    kept = [promise for promise in person.promises if promise.done]
    due = due_promises(person, facts.today)
    known = known_of(person)
    open_ = sum(kpi.status is KpiStatus.OPEN for kpi in known)
    told = any(kpi.is_quotable and kpi.status is not KpiStatus.MISTAKEN for kpi in person.kpis)
    is_new = person.stage.depth < TrustStage.S2.depth and not (told or known or person.promises)
    holds = {
        Need.NOTHING: True,
        Need.FIRST: is_new and not person.moved,
        Need.MOVE: person.moved,
        Need.SEVERAL: several,
        Need.PEOPLE: facts.is_about_people,
        Need.PURPOSE: several and facts.has_matter,
        Need.PEERS: bool(person.peers_speak_of) and not facts.is_about_people,
        Need.RETURN: told and not person.moved,
    }
    missing = {kpi.id: frozenset(missing_facets(kpi)) for pool in pools.values() for kpi in pool}
    seen: set[tuple[object, ...]] = set()
    for question in questions:
        need = question.needs
        if need.is_about_kpi:
            for kpi in pools[need]:
                # What isn't quoted is about whatever weighs most: one question of a sense, not one for each KPI.
                key = (question.phase, question.sense, None if need is Need.MATTER else kpi.id)
                if key in seen or (need in (Need.KPI, Need.MATTER) and not missing[kpi.id].issuperset(question.facets)):
                    continue
                if (question.names_matter and open_) or (Facet.DEADLINE in question.facets and not has_a_day(kpi)):
                    continue
                if not fits(question.fits, kpi):
                    continue
                seen.add(key)
                yield Candidate(question, person, kpi, None, value_of_kpi(question, kpi, person, facts))
        elif need is Need.SUBJECT:
            if facts.subject is not None and (about := _on_subject(question, pools[need])) is not False:
                value = value_at_large(question, person, 0, facts, topics)
                extra = HEAD * leads if about is None else ON_SUBJECT * FACET_VALUE[question.facets[0]]
                yield Candidate(question, person, about, None, value + extra)
        elif need is Need.LATE_PROMISE:
            # Before others we own up to the head of the table alone; everybody else is told in private.
            if owned_here and (not several or question.for_several):
                yield Candidate(question, person, None, late[0], with_taste(NEED_VALUE[need], person, question))
        elif need is Need.DUE_PROMISE:
            if due and (not several or (question.for_several and leads)):
                yield Candidate(question, person, None, due[0], with_taste(NEED_VALUE[need], person, question))
        elif need is Need.KEPT_PROMISE:
            if kept and not several:
                value = NEED_VALUE[need] + (AIMED if question.aims else 0)
                yield Candidate(question, person, None, kept[-1], with_taste(value, person, question))
        elif holds[need] and not is_known(question, known):
            value = value_at_large(question, person, open_, facts, topics)
            yield Candidate(question, person, None, None, value + HEAD * (leads and question.phase is Phase.OPEN))


def _on_subject(question: Question, own: list[KpiFacts]) -> KpiFacts | Literal[False] | None:
    """The KPI of theirs that a question on the subject asks about: None where they have none, False where it is known."""
    if not own or not question.facets:
        return None
    return own[0] if set(question.facets) <= set(missing_facets(own[0])) else False


def late_promises(person: PersonFacts, today: dt.date) -> list[PromiseFacts]:
    """What we owe them and did not do in time, the oldest first."""
    return sorted((p for p in person.promises if p.is_late(today)), key=lambda p: (p.due or today, p.text))


def due_promises(person: PersonFacts, today: dt.date) -> list[PromiseFacts]:
    """What we owe them and have to do within the next weeks, the nearest day first."""
    soon = (p for p in person.promises if not p.done and p.due and 0 <= (p.due - today).days <= DUE_DAYS)
    return sorted(soon, key=lambda p: (p.due or today, p.text))
