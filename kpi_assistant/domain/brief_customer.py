"""The customer edition: what its one addressee may hold in their hands, built from a white list."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.brief import (
    NOT_TOLD,
    BriefRecord,
    CapabilityFacts,
    ProofFacts,
    ResponseFacts,
    Sender,
    in_their_order,
    intended_on,
    live_proofs,
    promised_on,
    quotation,
)
from kpi_assistant.domain.kpi import READY_FACETS, KpiFacts, completeness
from kpi_assistant.domain.release import is_releasable
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Fit, Layer, ProofKind

MAIN_ANSWERS = 3
"""Answered in detail; the others follow in a compact list, for nothing is brushed aside."""
MAX_CAPABILITIES = 2
"""Capabilities printed for one KPI (domain brief, section 8.2)."""


class Verdict(StrEnum):
    """What we can say of a KPI in one line. Only PROVEN and PARTLY rest on a live proof."""

    PROVEN = "proven"
    PARTLY = "partly"
    INTENDED = "intended"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Recipient:
    """The addressee as printed: no id."""

    name: str
    title: str
    organisation: str
    form_of_address: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Where a number stands and where it should go, as they put it; ``to_confirm`` while facets are missing."""

    metric: str
    baseline: str
    target: str
    deadline: str
    deadline_on: dt.date | None
    to_confirm: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """One capability as printed."""

    name: Text
    description: Text


@dataclass(frozen=True, slots=True)
class Evidence:
    """One live proof as printed; ``note`` is its number in the list of sources, from 1."""

    note: int
    kind: ProofKind
    statement: Text
    whose: Text
    how: Text
    measured_on: dt.date | None
    valid_until: dt.date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Their words and our answer. ``intended_on`` dates an answer that no live proof carries yet.

    ``expected`` and ``condition`` are both there or both empty. ``promise`` is what we do next for this KPI, and
    ``promised_on`` by when, empty when that day has passed.
    """

    position: int
    said_on: dt.date | None
    quote: str
    measure: Measure | None
    verdict: Verdict
    offers: tuple[Offer, ...]
    do: str
    show: str
    evidence: tuple[Evidence, ...]
    expected: str
    condition: str
    needed: str
    promise: str
    promised_on: dt.date | None
    intended_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something we cannot do or are not sure of: a capability's limit, or a KPI with no answer yet.

    ``position`` is that of the answer it belongs to; ``limits`` is empty for a KPI that is answered "not yet".
    """

    position: int
    offer: Text
    limits: Text
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """One next step: when, who, what."""

    on: dt.date | None
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class CustomerBrief:
    """The whole customer edition in plain values; ``answers`` lead, ``further`` are the lighter KPIs in short."""

    number: str
    made_on: dt.date
    sender: Sender
    recipient: Recipient
    answers: tuple[Answer, ...]
    further: tuple[Answer, ...]
    gaps: tuple[Gap, ...]
    next_steps: tuple[Step, ...]
    sources: tuple[Evidence, ...]

    @property
    def count(self) -> int:
        """How many of their KPIs it answers."""
        return len(self.answers) + len(self.further)


def customer_brief(record: BriefRecord) -> CustomerBrief:
    """Build the customer edition: only releasable KPIs that have a response, in the addressee's order.

    Of a KPI nothing is read but its quotation, date, metric, baseline, target and deadline; of the other facts only
    sender, addressee, responses (without ``say``) and next steps. Whether every open KPI is answered is asked of
    ``unanswered`` before.
    """
    sources: list[Evidence] = []
    answers: list[Answer] = []
    gaps: list[Gap] = []
    cleared = tuple(kpi for kpi in record.kpis if is_releasable(record, kpi))
    for kpi in in_their_order(cleared, record.their_order, record.today):
        response = record.response_to(kpi)
        if response is None:
            continue
        evidence = tuple(_cite(proof, sources) for proof in live_proofs(response, record.today))
        answer = _answer(record, kpi, response, evidence, len(answers) + 1)
        answers.append(answer)
        gaps.extend(_gaps(response, answer, gaps))
    addressee = record.addressee
    return CustomerBrief(
        number=record.number,
        made_on=record.today,
        sender=record.sender,
        recipient=Recipient(addressee.name, addressee.title, addressee.organisation, addressee.form_of_address),
        answers=tuple(answers[:MAIN_ANSWERS]),
        further=tuple(answers[MAIN_ANSWERS:]),
        gaps=tuple(gaps),
        next_steps=tuple(Step(step.on, step.who, step.what) for step in record.next_steps if step.what.strip()),
        sources=tuple(sources),
    )


def _answer(
    record: BriefRecord, kpi: KpiFacts, response: ResponseFacts, evidence: tuple[Evidence, ...], position: int
) -> Answer:
    verdict = verdict_on(response, is_proven=bool(evidence))
    is_bounded = bool(response.expected.strip() and response.condition.strip())
    promise = response.promise
    return Answer(
        position=position,
        said_on=kpi.said_on,
        quote=quotation(kpi.words, response.quote),
        measure=measure_of(kpi),
        verdict=verdict,
        offers=tuple(Offer(each.name, each.description) for each in _chosen(response)),
        do=response.do,
        show=response.show,
        evidence=evidence,
        expected=response.expected if is_bounded else "",
        condition=response.condition if is_bounded else "",
        needed=response.needed,
        promise=promise.text if promise else "",
        promised_on=promised_on(record, response),
        intended_on=None if evidence else intended_on(record, response),
    )


def _chosen(response: ResponseFacts) -> tuple[CapabilityFacts, ...]:
    return response.capabilities[:MAX_CAPABILITIES]


def verdict_on(response: ResponseFacts, *, is_proven: bool) -> Verdict:
    if response.fit is Fit.NOT_YET:
        return Verdict.NOT_YET
    if not is_proven:
        return Verdict.INTENDED
    return Verdict.PROVEN if response.fit is Fit.DIRECT else Verdict.PARTLY


def measure_of(kpi: KpiFacts) -> Measure | None:
    """The number of a work KPI, where one was told; private layers have none."""
    if kpi.layer is not Layer.WORK:
        return None
    metric, baseline, target, deadline = (
        kpi.facets.get(facet, "").strip() for facet in (Facet.METRIC, Facet.BASELINE, Facet.TARGET, Facet.DEADLINE)
    )
    if not (baseline or target):
        return None
    return Measure(
        metric, baseline, target, deadline, kpi.deadline_on, to_confirm=(completeness(kpi) or 0) < READY_FACETS
    )


def _cite(proof: ProofFacts, sources: list[Evidence]) -> Evidence:
    """Number a proof once, however many answers it carries."""
    for known in sources:
        if (known.statement, known.whose, known.measured_on) == (proof.statement, proof.whose, proof.measured_on):
            return known
    evidence = Evidence(
        note=len(sources) + 1,
        kind=proof.kind,
        statement=proof.statement,
        whose=proof.whose,
        how=proof.how,
        measured_on=proof.measured_on,
        valid_until=proof.valid_until,
    )
    sources.append(evidence)
    return evidence


def _gaps(response: ResponseFacts, answer: Answer, known: list[Gap]) -> tuple[Gap, ...]:
    """The limits of what was offered, each capability's once, and the KPI itself when it is answered "not yet"."""
    told = {gap.offer for gap in known}
    limits = tuple(
        Gap(answer.position, each.name, each.limits, answer.verdict)
        for each in _chosen(response)
        if (each.limits.zh.strip() or each.limits.en.strip()) and each.name not in told
    )
    if answer.verdict is Verdict.NOT_YET:
        return (Gap(answer.position, NOT_TOLD, NOT_TOLD, answer.verdict), *limits)
    return limits
