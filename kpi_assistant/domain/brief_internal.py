"""The internal edition: everything the maker of the brief may read, for the seller's eyes alone."""

import datetime as dt
from dataclasses import dataclass

from kpi_assistant.domain.brief import (
    BriefRecord,
    ProofFacts,
    ResponseFacts,
    Sender,
    by_weight,
    in_their_order,
    live_proofs,
    quotation,
)
from kpi_assistant.domain.brief_conclusion import Conclusion, conclude
from kpi_assistant.domain.brief_customer import Recipient, Step
from kpi_assistant.domain.brief_risks import ComplianceHint, Risk, compliance_hints, find_risks
from kpi_assistant.domain.kpi import KpiFacts, Weight, completeness, missing_facets, weigh
from kpi_assistant.domain.release import WithheldReason, bar
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import (
    Confidence,
    Facet,
    Fit,
    KpiStatus,
    Layer,
    PromiseKind,
    RoleKind,
    Sensitivity,
    Source,
    TrustStage,
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the open KPIs are answered. ``proven`` counts those with a live proof."""

    total: int
    proven: int
    unproven: int
    not_yet: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person on one line; ``is_late`` when we owe them a promise that is overdue, so the stage may not rise."""

    name: str
    title: str
    organisation: str
    stage: TrustStage
    role_kind: RoleKind | None
    last_contact_on: dt.date | None
    is_addressee: bool
    is_late: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """Our response to one KPI with the proofs told apart by whether they may still be cited."""

    fit: Fit
    say: str
    do: str
    show: str
    capabilities: tuple[Text, ...]
    live: tuple[ProofFacts, ...]
    outdated: tuple[ProofFacts, ...]
    expected: str
    condition: str
    needed: str
    promise: str
    promised_on: dt.date | None


@dataclass(frozen=True, slots=True)
class KpiLine:
    """One KPI: their words or our observation (never as a quotation), how we know, its weight, what is missing.

    ``position`` numbers the KPIs of this paper from 1. ``withheld_because`` is empty when the customer edition has it.
    Of a sensitive KPI neither words nor facets are in it: what is sensitive leaves the app in no file (domain brief, 7.1).
    """

    position: int
    person_name: str
    is_addressees: bool
    layer: Layer
    source: Source
    quote: str
    observation: str
    told_by: str
    said_on: dt.date | None
    facets: tuple[tuple[Facet, str], ...]
    missing: tuple[Facet, ...]
    completeness: int | None
    confidence: Confidence
    sensitivity: Sensitivity
    status: KpiStatus
    weight: Weight
    withheld_because: WithheldReason | None
    reply: Reply | None
    importance_told: bool = True
    """Whether the weight's importance is theirs. True in papers frozen before one could be left open."""


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise of ours; late ones are marked."""

    kind: PromiseKind
    text: str
    person_name: str
    due_on: dt.date | None
    kept_on: dt.date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question for the next meeting; ``position`` is the KPI it completes."""

    question: Text
    person_name: str
    position: int | None
    facet: Facet | None


@dataclass(frozen=True, slots=True)
class InternalBrief:
    """The whole internal edition in plain values, the addressee's KPIs before those of others."""

    number: str
    made_on: dt.date
    sender: Sender
    recipient: Recipient
    coverage: Coverage
    people: tuple[PersonLine, ...]
    kpis: tuple[KpiLine, ...]
    risks: tuple[Risk, ...]
    promises: tuple[PromiseLine, ...]
    questions: tuple[Question, ...]
    next_steps: tuple[Step, ...]
    hints: tuple[ComplianceHint, ...]
    conclusion: Conclusion | None = None
    """None in papers frozen before there was one."""


def internal_brief(record: BriefRecord) -> InternalBrief:
    """Build the internal edition: the addressee's KPIs first, as they ranked them; those of the others heaviest first."""
    theirs = in_their_order(
        tuple(kpi for kpi in record.kpis if record.is_addressees(kpi)), record.their_order, record.today
    )
    others = by_weight(tuple(kpi for kpi in record.kpis if not record.is_addressees(kpi)), record.today)
    ordered = tuple(kpi for kpi in theirs + others if kpi.status is not KpiStatus.MISTAKEN)
    positions = {kpi.id: position for position, kpi in enumerate(ordered, start=1)}
    lines = tuple(_kpi_line(record, kpi, positions[kpi.id]) for kpi in ordered)
    addressee = record.addressee
    return InternalBrief(
        number=record.number,
        made_on=record.today,
        sender=record.sender,
        recipient=Recipient(addressee.name, addressee.title, addressee.organisation, addressee.form_of_address),
        conclusion=conclude(record, theirs),
        coverage=coverage(record),
        people=_people(record),
        kpis=lines,
        risks=find_risks(record, ordered, positions),
        promises=_promises(record),
        questions=tuple(
            Question(each.question, each.person_name, positions.get(each.kpi_id) if each.kpi_id else None, each.facet)
            for each in record.questions
        ),
        next_steps=tuple(Step(step.on, step.who, step.what) for step in record.next_steps if step.what.strip()),
        hints=compliance_hints(record),
    )


def coverage(record: BriefRecord) -> Coverage:
    """How many of the addressee's open KPIs are proven, promised without proof, answered "not yet", and silent."""
    proven = unproven = not_yet = unanswered = 0
    for kpi in record.kpis:
        if not record.is_addressees(kpi) or not kpi.wants_answer:
            continue
        response = record.response_to(kpi)
        if response is None:
            unanswered += 1
        elif response.fit is Fit.NOT_YET:
            not_yet += 1
        elif live_proofs(response, record.today):
            proven += 1
        else:
            unproven += 1
    return Coverage(proven + unproven + not_yet + unanswered, proven, unproven, not_yet, unanswered)


def _kpi_line(record: BriefRecord, kpi: KpiFacts, position: int) -> KpiLine:
    person = record.person(kpi.person_id)
    response = record.response_to(kpi)
    is_shown = kpi.sensitivity is not Sensitivity.SENSITIVE
    return KpiLine(
        position=position,
        person_name=person.name if person else "",
        is_addressees=record.is_addressees(kpi),
        layer=kpi.layer,
        source=kpi.source,
        quote=quotation(kpi.words) if is_shown and kpi.words.strip() else "",
        observation=kpi.observation if is_shown else "",
        told_by=kpi.told_by,
        said_on=kpi.said_on,
        facets=tuple((facet, kpi.facets[facet]) for facet in Facet if is_shown and kpi.facets.get(facet, "").strip()),
        missing=missing_facets(kpi),
        completeness=completeness(kpi),
        confidence=kpi.confidence,
        sensitivity=kpi.sensitivity,
        status=kpi.status,
        weight=weigh(kpi, record.today),
        withheld_because=bar(kpi, record.addressee.person_id, record.today),
        reply=_reply(record, response) if response else None,
        importance_told=kpi.importance is not None,
    )


def _reply(record: BriefRecord, response: ResponseFacts) -> Reply:
    live = live_proofs(response, record.today)
    return Reply(
        fit=response.fit,
        say=response.say,
        do=response.do,
        show=response.show,
        capabilities=tuple(each.name for each in response.capabilities),
        live=live,
        outdated=tuple(proof for proof in response.proofs if proof not in live),
        expected=response.expected,
        condition=response.condition,
        needed=response.needed,
        promise=response.promise.text if response.promise else "",
        promised_on=response.promise.due_on if response.promise else None,
    )


def _people(record: BriefRecord) -> tuple[PersonLine, ...]:
    late = {promise.person_name for promise in record.promises if promise.is_late(record.today)}
    lines = tuple(
        PersonLine(
            name=person.name,
            title=person.title,
            organisation=person.organisation,
            stage=person.stage,
            role_kind=person.role_kind,
            last_contact_on=person.last_contact_on,
            is_addressee=person.person_id == record.addressee.person_id,
            is_late=person.name in late,
            notes=person.notes,
        )
        for person in record.people
    )
    return tuple(sorted(lines, key=lambda line: not line.is_addressee))


def _promises(record: BriefRecord) -> tuple[PromiseLine, ...]:
    """Late ones first, then the open ones by date, then the kept ones."""
    lines = [
        PromiseLine(
            promise.kind,
            promise.text,
            promise.person_name,
            promise.due_on,
            promise.kept_on,
            promise.is_late(record.today),
        )
        for promise in record.promises
    ]
    return tuple(sorted(lines, key=lambda line: (line.kept_on is not None, line.due_on or dt.date.max)))
