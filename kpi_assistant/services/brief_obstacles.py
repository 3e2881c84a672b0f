"""What stands in the way of a brief, and what its maker should look at before it goes out."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kpi_assistant.domain.brief import unanswered, undated_intentions
from kpi_assistant.domain.brief_customer import MAX_CAPABILITIES, CustomerBrief
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.release import is_releasable
from kpi_assistant.models import Capability, Kpi, Member, Proof
from kpi_assistant.services.brief_facts import kpis_for_brief
from kpi_assistant.services.briefs import BriefChoices, Composed
from kpi_assistant.services.offering import is_live

CAPABILITY_FIELDS = ("name", "description", "limits")
PROOF_FIELDS = ("statement", "whose", "how_measured")


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Fields of a capability, or of a proof of it, that the brief's language lacks, as their forms call them."""

    capability: Capability
    proof: Proof | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What keeps a brief from being made final, with the KPIs and the fields of the offering concerned."""

    unanswered: tuple[KpiFacts, ...]
    undated: tuple[KpiFacts, ...]
    untranslated: tuple[Unwritten, ...]
    nothing_to_say: bool

    def __bool__(self) -> bool:
        return bool(self.unanswered or self.undated or self.untranslated or self.nothing_to_say)


def obstacles(session: Session, member: Member, composed: Composed, choices: BriefChoices) -> Obstacles:
    """Silence stops both editions; the others stop the customer edition, which goes out of the house."""
    record = composed.record
    silent = unanswered(record)
    if not isinstance(composed.edition, CustomerBrief):
        return Obstacles(silent, (), (), nothing_to_say=not record.kpis)
    releasable = {kpi.id: kpi for kpi in record.kpis if is_releasable(record, kpi)}
    undated = tuple(releasable[kpi_id] for kpi_id in undated_intentions(record) if kpi_id in releasable)
    rows = kpis_for_brief(session, member, [record.addressee.person_id], Kpi.id.in_(releasable))
    return Obstacles(
        silent,
        undated,
        untranslated(rows, choices.locale, record.today),
        nothing_to_say=not (composed.edition.answers or composed.edition.further),
    )


def untranslated(kpis: Iterable[Kpi], locale: str, today: dt.date) -> tuple[Unwritten, ...]:
    """What would print for these KPIs and is written only in the other language: capabilities and their live proofs."""
    found: dict[uuid.UUID, Unwritten] = {}
    for kpi in kpis:
        if kpi.response is None:
            continue
        for link in kpi.response.chosen_capabilities[:MAX_CAPABILITIES]:
            if fields := _unwritten(link.capability, CAPABILITY_FIELDS, locale):
                found[link.capability_id] = Unwritten(link.capability, None, fields)
        for proof in (each.proof for each in kpi.response.chosen_proofs):
            if is_live(proof, today) and (fields := _unwritten(proof, PROOF_FIELDS, locale)):
                found[proof.id] = Unwritten(proof.capability, proof, fields)
    return tuple(found.values())


def _unwritten(row: Capability | Proof, names: Iterable[str], locale: str) -> tuple[str, ...]:
    wanted, other = ("en", "zh") if locale.startswith("en") else ("zh", "en")
    return tuple(
        f"{name}_{wanted}"
        for name in names
        if not getattr(row, f"{name}_{wanted}").strip() and getattr(row, f"{name}_{other}").strip()
    )
