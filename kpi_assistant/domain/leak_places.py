"""Where a leak stands: for telling somebody what to reword who may not read the sentence that slipped in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.brief import BriefRecord, ResponseFacts
from kpi_assistant.domain.brief_customer import measure_of
from kpi_assistant.domain.leaks import Secret, find_leaks
from kpi_assistant.domain.release import is_releasable


class LeakField(StrEnum):
    """What of ours is printed, by the field it was typed in; ELSEWHERE when no single field holds the run."""

    DO = "do"
    SHOW = "show"
    EXPECTED = "expected"
    CONDITION = "condition"
    NEEDED = "needed"
    PROMISE = "promise"
    FACET = "facet"
    OFFERING = "offering"
    STEP = "step"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class LeakPlace:
    """A field that holds a withheld sentence; ``quote`` is the KPI it answers, empty for what belongs to none."""

    field: LeakField
    quote: str = ""


def leak_places(
    record: BriefRecord,
    hidden: Sequence[Secret],
    allowed: Sequence[str],
    openly: Sequence[str] = (),
    offered: Sequence[str] = (),
) -> tuple[LeakPlace, ...]:
    """The fields that hold one of the secrets, in the record's order, each once; ELSEWHERE when none does."""
    found = (
        place for place, text in _typed(record) if text.strip() and find_leaks(text, hidden, allowed, openly, offered)
    )
    return tuple(dict.fromkeys(found)) or (LeakPlace(LeakField.ELSEWHERE),)


def _typed(record: BriefRecord) -> Iterator[tuple[LeakPlace, str]]:
    for kpi in record.kpis:
        response = record.response_to(kpi) if is_releasable(record, kpi) else None
        if response is not None:
            if measure := measure_of(kpi):
                for text in (measure.metric, measure.baseline, measure.target, measure.deadline):
                    yield LeakPlace(LeakField.FACET, kpi.words), text
            for field, text in _fields(response):
                yield LeakPlace(field, kpi.words), text
    for step in record.next_steps:
        for text in (step.what, step.who):
            yield LeakPlace(LeakField.STEP), text


def _fields(response: ResponseFacts) -> Iterator[tuple[LeakField, str]]:
    yield LeakField.DO, response.do
    yield LeakField.SHOW, response.show
    yield LeakField.EXPECTED, response.expected
    yield LeakField.CONDITION, response.condition
    yield LeakField.NEEDED, response.needed
    if response.promise is not None:
        yield LeakField.PROMISE, response.promise.text
    for capability in response.capabilities:
        for told in (capability.name, capability.description, capability.limits):
            yield from ((LeakField.OFFERING, text) for text in (told.zh, told.en))
    for proof in response.proofs:
        for told in (proof.statement, proof.whose, proof.how):
            yield from ((LeakField.OFFERING, text) for text in (told.zh, told.en))
