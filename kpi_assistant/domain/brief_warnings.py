"""What the maker of a customer edition should look at before it goes out, though nothing of it stops the brief."""

import datetime as dt
import re
import uuid
from dataclasses import dataclass

from kpi_assistant.domain.brief import BriefRecord, in_their_order, quotation
from kpi_assistant.domain.bystanders import remarks_on_others, without_remarks
from kpi_assistant.domain.leak_places import LeakField
from kpi_assistant.domain.release import is_releasable

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[A-Za-z]{2,}")
FEW_WORDS = 3
"""Fewer Latin words than this in a Chinese brief are a name or a term, not another language."""


@dataclass(frozen=True, slots=True)
class InOtherLanguage:
    """An answer of ours that does not speak the language of the brief: of which KPI, and in which of its fields."""

    kpi_id: uuid.UUID
    quote: str
    fields: tuple[LeakField, ...]


@dataclass(frozen=True, slots=True)
class RemarkInQuotation:
    """Words that would print another person's face (domain brief, 8.2), and what of them may stand."""

    kpi_id: uuid.UUID
    quote: str
    remarks: tuple[str, ...]
    without: str


@dataclass(frozen=True, slots=True)
class Overdue:
    """A promise to the reader whose day has passed: ours to settle before they read anything else from us."""

    promise_id: uuid.UUID | None
    text: str
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class Warnings:
    """``steps`` are next steps in the other language."""

    answers: tuple[InOtherLanguage, ...] = ()
    steps: tuple[str, ...] = ()
    remarks: tuple[RemarkInQuotation, ...] = ()
    overdue: tuple[Overdue, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.answers or self.steps or self.remarks or self.overdue)


def warnings_on(record: BriefRecord, locale: str) -> Warnings:
    """Of the KPIs the customer edition would hold, in their order. What the customer said stays in their language."""
    answers: list[InOtherLanguage] = []
    remarks: list[RemarkInQuotation] = []
    released = tuple(kpi for kpi in record.kpis if is_releasable(record, kpi))
    for kpi in in_their_order(released, record.their_order, record.today):
        response = record.response_to(kpi)
        if response is None:
            continue
        quote = quotation(kpi.words, response.quote)
        texts = {
            LeakField.DO: response.do,
            LeakField.SHOW: response.show,
            LeakField.EXPECTED: response.expected,
            LeakField.CONDITION: response.condition,
            LeakField.NEEDED: response.needed,
            LeakField.PROMISE: response.promise.text if response.promise else "",
        }
        if fields := tuple(field for field, text in texts.items() if is_in_other_language(text, locale)):
            answers.append(InOtherLanguage(kpi.id, quote, fields))
        if found := remarks_on_others(quote):
            remarks.append(RemarkInQuotation(kpi.id, quote, found, without_remarks(kpi.words)))
    steps = tuple(step.what for step in record.next_steps if is_in_other_language(step.what, locale))
    return Warnings(tuple(answers), steps, tuple(remarks), _overdue(record))


def _overdue(record: BriefRecord) -> tuple[Overdue, ...]:
    """What we owe the addressee since a day that has passed, whether or not it answers a KPI, the oldest first."""
    late = [
        Overdue(each.id, each.text, each.due_on)
        for each in record.promises
        if each.person_id == record.addressee.person_id and each.due_on is not None and each.is_late(record.today)
    ]
    return tuple(sorted(late, key=lambda each: each.due_on))


def is_in_other_language(text: str, locale: str) -> bool:
    """Mostly Chinese in an English brief, or a sentence without a Chinese character in a Chinese one."""
    han = len(_HAN.findall(text))
    if locale.startswith("en"):
        return han > 0 and han * 3 >= len(_LATIN.findall(text))
    return han == 0 and len(_WORD.findall(text)) >= FEW_WORDS
