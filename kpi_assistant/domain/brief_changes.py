"""What a new number says that the last one did not."""

from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.brief_customer import Answer, CustomerBrief


class Change(StrEnum):
    """What happened to one answer, or to the brief around them."""

    ADDED = "added"
    GONE = "gone"
    VERDICT = "verdict"
    ANSWER = "answer"
    PROOF = "proof"
    EXPECTED = "expected"
    NEEDED = "needed"
    STEPS = "steps"
    SENDER = "sender"


@dataclass(frozen=True, slots=True)
class Changed:
    """``quote`` is the customer's words the change belongs to, empty for the brief as a whole."""

    quote: str
    changes: tuple[Change, ...]


def changes_since(old: CustomerBrief, new: CustomerBrief) -> tuple[Changed, ...]:
    """The differences a reader would notice, in the order of the new brief, what is gone last.

    An edition holds no ids, so an answer is known again by the words it answers.
    """
    before = {answer.quote: answer for answer in (*old.answers, *old.further)}
    after = {answer.quote: answer for answer in (*new.answers, *new.further)}
    found = [
        Changed(quote, _differences(before[quote], answer) if quote in before else (Change.ADDED,))
        for quote, answer in after.items()
    ]
    found += [Changed(quote, (Change.GONE,)) for quote in before if quote not in after]
    around = []
    if old.next_steps != new.next_steps:
        around.append(Change.STEPS)
    if (old.sender, old.recipient) != (new.sender, new.recipient):
        around.append(Change.SENDER)
    return tuple(each for each in (*found, Changed("", tuple(around))) if each.changes)


def _differences(old: Answer, new: Answer) -> tuple[Change, ...]:
    pairs = (
        (Change.VERDICT, old.verdict, new.verdict),
        (Change.ANSWER, (old.offers, old.do, old.show), (new.offers, new.do, new.show)),
        (Change.PROOF, [each.statement for each in old.evidence], [each.statement for each in new.evidence]),
        (Change.EXPECTED, (old.expected, old.condition, old.measure), (new.expected, new.condition, new.measure)),
        (
            Change.NEEDED,
            (old.needed, old.promise, old.promised_on, old.intended_on),
            (new.needed, new.promise, new.promised_on, new.intended_on),
        ),
    )
    return tuple(change for change, was, is_ in pairs if was != is_)
