"""The internal edition: everything the maker of the brief may read, for the seller's eyes alone."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.brief import (
    BriefRecord,
    ProofFacts,
    ResponseFacts,
    Sender,
    by_weight,
    live_proofs,
    quotation,
)
from kpi_assistant.domain.brief_customer import Recipient, Step
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


class RiskKind(StrEnum):
    """What the seller should look at before going in."""

    LATE_PROMISE = "late_promise"
    NEVER_MET = "never_met"
    NOT_STATED = "not_stated"
    RELAYED = "relayed"
    STALE = "stale"
    DEADLINE_PASSED = "deadline_passed"
    DEADLINE_CONFLICT = "deadline_conflict"
    OUTDATED_PROOF = "outdated_proof"
    UNPROVEN = "unproven"


class ComplianceHint(StrEnum):
    """Which rule of the domain brief, section 7, this paper touches."""

    PRIVATE_WORDS = "private_words"
    SENSITIVE_FACTS = "sensitive_facts"
    REVIEWER_INVOLVED = "reviewer_involved"
    AGENCY_INVOLVED = "agency_involved"
    NO_GIFTS = "no_gifts"


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
class Risk:
    """One thing to look at; ``position`` is the KPI's number where there is one, ``detail`` words of the record."""

    kind: RiskKind
    person_name: str = ""
    position: int | None = None
    detail: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question for the next meeting; ``position`` is the KPI it completes."""

    question: Text
    person_name: str
    position: int | None
    facet: Facet | None


@dataclass(frozen=True, slots=True)
class InternalBrief:
    """The whole internal edition in plain values, its KPIs heaviest first, the addressee's before those of others."""

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


def internal_brief(record: BriefRecord) -> InternalBrief:
    """Build the internal edition: the addressee's KPIs first, then those of the others involved, heaviest first."""
    theirs = by_weight(tuple(kpi for kpi in record.kpis if record.is_addressees(kpi)), record.today)
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
        coverage=coverage(record),
        people=_people(record),
        kpis=lines,
        risks=_risks(record, ordered, positions),
        promises=_promises(record),
        questions=tuple(
            Question(each.question, each.person_name, positions.get(each.kpi_id) if each.kpi_id else None, each.facet)
            for each in record.questions
        ),
        next_steps=tuple(Step(step.on, step.who, step.what) for step in record.next_steps if step.what.strip()),
        hints=_hints(record),
    )


def coverage(record: BriefRecord) -> Coverage:
    """How many of the addressee's open KPIs are proven, promised without proof, answered "not yet", and silent."""
    proven = unproven = not_yet = unanswered = 0
    for kpi in record.kpis:
        if not record.is_addressees(kpi) or kpi.status is not KpiStatus.OPEN:
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
    return KpiLine(
        position=position,
        person_name=person.name if person else "",
        is_addressees=record.is_addressees(kpi),
        layer=kpi.layer,
        source=kpi.source,
        quote=quotation(kpi.words) if kpi.words.strip() else "",
        observation=kpi.observation,
        told_by=kpi.told_by,
        said_on=kpi.said_on,
        facets=tuple((facet, kpi.facets[facet]) for facet in Facet if kpi.facets.get(facet, "").strip()),
        missing=missing_facets(kpi),
        completeness=completeness(kpi),
        confidence=kpi.confidence,
        sensitivity=kpi.sensitivity,
        status=kpi.status,
        weight=weigh(kpi, record.today),
        withheld_because=bar(kpi, record.addressee.person_id, record.today),
        reply=_reply(record, response) if response else None,
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


def _risks(record: BriefRecord, ordered: tuple[KpiFacts, ...], positions: Mapping[uuid.UUID, int]) -> tuple[Risk, ...]:
    """Late promises first, then people we only know by hearsay, then KPIs and proofs."""
    risks = [
        Risk(RiskKind.LATE_PROMISE, promise.person_name, detail=promise.text, on=promise.due_on)
        for promise in record.promises
        if promise.is_late(record.today)
    ]
    for person in record.people:
        spoken_of = [kpi for kpi in ordered if kpi.person_id == person.person_id]
        if person.stage is TrustStage.S0:
            risks.append(Risk(RiskKind.NEVER_MET, person.name))
        elif spoken_of and all(kpi.source is not Source.STATED for kpi in spoken_of):
            risks.append(Risk(RiskKind.NOT_STATED, person.name))
    for kpi in ordered:
        risks.extend(_kpi_risks(record, kpi, positions))
    return tuple(risks)


def _kpi_risks(record: BriefRecord, kpi: KpiFacts, positions: Mapping[uuid.UUID, int]) -> tuple[Risk, ...]:
    person = record.person(kpi.person_id)
    name, position = person.name if person else "", positions[kpi.id]
    risks: list[Risk] = []
    if kpi.status is KpiStatus.STALE:
        risks.append(Risk(RiskKind.STALE, name, position))
    if kpi.status is not KpiStatus.OPEN:
        return tuple(risks)
    if kpi.source is Source.RELAYED:
        risks.append(Risk(RiskKind.RELAYED, name, position, detail=kpi.told_by))
    if kpi.deadline_on is not None and kpi.deadline_on < record.today:
        risks.append(Risk(RiskKind.DEADLINE_PASSED, name, position, on=kpi.deadline_on))
    parent = next((each for each in record.kpis if each.id == kpi.derived_from), None)
    if parent and parent.deadline_on and kpi.deadline_on and kpi.deadline_on > parent.deadline_on:
        risks.append(Risk(RiskKind.DEADLINE_CONFLICT, name, position, on=parent.deadline_on))
    response = record.response_to(kpi)
    if response is None or response.fit is Fit.NOT_YET:
        return tuple(risks)
    if not live_proofs(response, record.today):
        kind = RiskKind.OUTDATED_PROOF if response.proofs else RiskKind.UNPROVEN
        risks.append(Risk(kind, name, position))
    return tuple(risks)


def _hints(record: BriefRecord) -> tuple[ComplianceHint, ...]:
    """The rules this record touches; the rule about gifts stands on every internal edition."""
    roles = {person.role_kind for person in record.people}
    hints: list[ComplianceHint] = []
    if any(kpi.layer.is_private for kpi in record.kpis):
        hints.append(ComplianceHint.PRIVATE_WORDS)
    if any(kpi.sensitivity is Sensitivity.SENSITIVE for kpi in record.kpis):
        hints.append(ComplianceHint.SENSITIVE_FACTS)
    if RoleKind.EXPERT in roles:
        hints.append(ComplianceHint.REVIEWER_INVOLVED)
    if roles & {RoleKind.BID_AGENT, RoleKind.FEASIBILITY_CONSULTANT}:
        hints.append(ComplianceHint.AGENCY_INVOLVED)
    return (*hints, ComplianceHint.NO_GIFTS)
