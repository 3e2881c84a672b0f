"""What an internal edition comes to, before anybody reads on: what weighs most, what to do first, what to ask."""

import datetime as dt
from dataclasses import dataclass

from kpi_assistant.domain.brief import NOT_TOLD, BriefRecord, live_proofs, quotation
from kpi_assistant.domain.brief_customer import Verdict, verdict_on
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Layer, Sensitivity


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the whole paper comes to: ``lead`` is the first KPI they stated about their work, with our ``verdict`` on
    it and until when; ``first`` what we owe before anything else (late, else due first), ``owed_to`` whom and
    ``due_on`` when; ``never_met`` who matters and was never met; ``ask`` the first thing to ask."""

    lead: str
    deadline_on: dt.date | None
    verdict: Verdict | None
    first: str
    owed_to: str
    due_on: dt.date | None
    is_late: bool
    never_met: tuple[str, ...]
    ask: Text


def conclude(record: BriefRecord, theirs: tuple[KpiFacts, ...]) -> Conclusion:
    """Of the addressee's KPIs, in their order, and of what we owe anybody in the record."""
    spoken = [kpi for kpi in theirs if kpi.is_quotable and kpi.wants_answer and kpi.layer is Layer.WORK]
    lead = next((kpi for kpi in spoken if kpi.sensitivity is not Sensitivity.SENSITIVE), None)
    response = record.response_to(lead) if lead else None
    verdict = verdict_on(response, is_proven=bool(live_proofs(response, record.today))) if response else None
    owed = [each for each in record.promises if each.kept_on is None and each.due_on is not None]
    first = min(owed, key=lambda each: each.due_on or dt.date.max, default=None)
    return Conclusion(
        lead=quotation(lead.words) if lead else "",
        deadline_on=lead.deadline_on if lead else None,
        verdict=verdict,
        first=first.text if first else "",
        owed_to=first.person_name if first else "",
        due_on=first.due_on if first else None,
        is_late=first is not None and first.is_late(record.today),
        never_met=tuple(person.name for person in record.people if record.is_never_met(person)),
        ask=record.questions[0].question if record.questions else NOT_TOLD,
    )
