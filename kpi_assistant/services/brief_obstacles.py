"""What stands in the way of a brief, and what its maker should look at before it goes out."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kpi_assistant.domain.brief import unanswered, undated_intentions
from kpi_assistant.domain.brief_customer import CustomerBrief
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.release import is_releasable
from kpi_assistant.models import Capability, Kpi, Member
from kpi_assistant.services.brief_facts import kpis_for_brief
from kpi_assistant.services.briefs import BriefChoices, Composed
from kpi_assistant.services.offering import is_live


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What keeps a brief from being made final, by the ids of the KPIs and the capabilities concerned."""

    unanswered: tuple[KpiFacts, ...]
    undated: tuple[KpiFacts, ...]
    untranslated: tuple[Capability, ...]
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


def untranslated(kpis: Iterable[Kpi], locale: str, today: dt.date) -> tuple[Capability, ...]:
    """The capabilities chosen for these KPIs that say something only in the other language, or whose proof does."""
    found: dict[uuid.UUID, Capability] = {}
    for kpi in kpis:
        if kpi.response is None:
            continue
        for link in kpi.response.chosen_capabilities:
            row = link.capability
            if any(
                _lacks(text.in_locale(locale), text.zh + text.en) for text in (row.name, row.description, row.limits)
            ):
                found[row.id] = row
        for each in kpi.response.chosen_proofs:
            told = (each.proof.statement, each.proof.whose, each.proof.how_measured)
            if is_live(each.proof, today) and any(_lacks(text.in_locale(locale), text.zh + text.en) for text in told):
                found[each.proof.capability_id] = each.proof.capability
    return tuple(found.values())


def _lacks(wanted: str, either: str) -> bool:
    return not wanted.strip() and bool(either.strip())
