"""What the seller should look at before going in: risks of the record, and the rules it touches."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.brief import ELLIPSIS, BriefRecord, live_proofs, quotation
from kpi_assistant.domain.bystanders import remarks_on_others
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.release import is_releasable
from kpi_assistant.domain.vocabulary import Fit, KpiStatus, RoleKind, Sensitivity, Source


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
    REMARK_ON_OTHERS = "remark_on_others"


class ComplianceHint(StrEnum):
    """Which rule of the domain brief, section 7, this paper touches."""

    PRIVATE_WORDS = "private_words"
    SENSITIVE_FACTS = "sensitive_facts"
    REVIEWER_INVOLVED = "reviewer_involved"
    AGENCY_INVOLVED = "agency_involved"
    NO_GIFTS = "no_gifts"


@dataclass(frozen=True, slots=True)
class Risk:
    """One thing to look at; ``position`` is the KPI's number where there is one, ``detail`` words of the record."""

    kind: RiskKind
    person_name: str = ""
    position: int | None = None
    detail: str = ""
    on: dt.date | None = None


def find_risks(
    record: BriefRecord, ordered: tuple[KpiFacts, ...], positions: Mapping[uuid.UUID, int]
) -> tuple[Risk, ...]:
    """Late promises first, then people we only know by hearsay, then KPIs and proofs."""
    risks = [
        Risk(RiskKind.LATE_PROMISE, promise.person_name, detail=promise.text, on=promise.due_on)
        for promise in record.promises
        if promise.is_late(record.today)
    ]
    for person in record.people:
        spoken_of = [kpi for kpi in ordered if kpi.person_id == person.person_id]
        if record.is_never_met(person):
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
    if is_releasable(record, kpi) and (
        remarks := remarks_on_others(quotation(kpi.words, response.quote if response else ""))
    ):
        risks.append(Risk(RiskKind.REMARK_ON_OTHERS, name, position, detail=ELLIPSIS.join(remarks)))
    if response is None or response.fit is Fit.NOT_YET:
        return tuple(risks)
    if not live_proofs(response, record.today):
        kind = RiskKind.OUTDATED_PROOF if response.proofs else RiskKind.UNPROVEN
        risks.append(Risk(kind, name, position))
    return tuple(risks)


def compliance_hints(record: BriefRecord) -> tuple[ComplianceHint, ...]:
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
