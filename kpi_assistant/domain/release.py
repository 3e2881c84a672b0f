"""What may leave the house: which KPIs the customer edition may hold, what it withholds, and why."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.brief import BriefRecord
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.vocabulary import KpiStatus, Sensitivity, ShareScope

SHARED_SCOPES = frozenset({ShareScope.SELF_ONLY, ShareScope.ORG_OK, ShareScope.PUBLIC_OK})


class WithheldReason(StrEnum):
    """Why something the record holds is not in the customer edition."""

    OTHER_PERSON = "other_person"
    NOT_STATED = "not_stated"
    SENSITIVE = "sensitive"
    PRIVATE_LAYER = "private_layer"
    NOT_CLEARED = "not_cleared"
    NO_CONSENT = "no_consent"
    STALE = "stale"
    MET = "met"
    WITHDRAWN = "withdrawn"
    MISTAKEN = "mistaken"
    UNANSWERED = "unanswered"
    OUTDATED_PROOF = "outdated_proof"
    NO_CONDITION = "no_condition"


_STATUS_REASON = {
    KpiStatus.STALE: WithheldReason.STALE,
    KpiStatus.MET: WithheldReason.MET,
    KpiStatus.WITHDRAWN: WithheldReason.WITHDRAWN,
    KpiStatus.MISTAKEN: WithheldReason.MISTAKEN,
}


@dataclass(frozen=True, slots=True)
class Withheld:
    """One thing the preview shows as withheld: of which KPI, why, and its sentence."""

    kpi_id: uuid.UUID
    reason: WithheldReason
    sentence: str
    person_name: str = ""


def bar(kpi: KpiFacts, addressee_id: uuid.UUID, today: dt.date) -> WithheldReason | None:
    """The first reason that keeps a KPI out of the customer edition, None when it may be in.

    In: stated by the one addressee, open, not sensitive, cleared to share; life and mindset only with a dated consent.
    """
    if kpi.person_id != addressee_id:
        return WithheldReason.OTHER_PERSON
    if not kpi.is_quotable:
        return WithheldReason.NOT_STATED
    if kpi.sensitivity is Sensitivity.SENSITIVE:
        return WithheldReason.SENSITIVE
    if kpi.share_scope not in SHARED_SCOPES:
        return WithheldReason.PRIVATE_LAYER if kpi.layer.is_private else WithheldReason.NOT_CLEARED
    if kpi.layer.is_private and (kpi.consented_on is None or kpi.consented_on > today):
        return WithheldReason.NO_CONSENT
    return _STATUS_REASON.get(kpi.status)


def is_releasable(record: BriefRecord, kpi: KpiFacts) -> bool:
    return bar(kpi, record.addressee.person_id, record.today) is None


def withheld(record: BriefRecord) -> tuple[Withheld, ...]:
    """Everything of the record that the customer edition leaves out, in the record's order, for the preview."""
    found: list[Withheld] = []
    for kpi in record.kpis:
        person = record.person(kpi.person_id)
        name = person.name if person else ""
        reason = bar(kpi, record.addressee.person_id, record.today)
        response = record.response_to(kpi)
        if reason is None and response is None:
            reason = WithheldReason.UNANSWERED
        if reason is not None:
            found.append(Withheld(kpi.id, reason, kpi.words or kpi.observation, name))
            continue
        if response is None:
            continue
        for proof in response.proofs:
            if not proof.is_live(record.today):
                sentence = proof.statement.zh or proof.statement.en
                found.append(Withheld(kpi.id, WithheldReason.OUTDATED_PROOF, sentence, name))
        if response.expected.strip() and not response.condition.strip():
            found.append(Withheld(kpi.id, WithheldReason.NO_CONDITION, response.expected, name))
    return tuple(found)
