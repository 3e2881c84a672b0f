"""What makes an entry complete: which box must be filled follows from how we know."""

import datetime as dt
import uuid
from collections.abc import Iterator

from kpi_assistant.domain.operation import Refusal
from kpi_assistant.domain.vocabulary import Confidence, Source

SPOKEN = frozenset({Source.STATED, Source.RELAYED})
"""Sources with words; the others have only our own observation."""

_USUAL = {Source.STATED: Confidence.FIRM, Source.INFERRED: Confidence.WEAK}


def usual_confidence(source: Source) -> Confidence:
    """How firmly it stands when nobody has said so: what they told us themselves firmly, what we concluded weakly."""
    return _USUAL.get(source, Confidence.LEANING)


def day_said(planned: dt.date, entered: dt.date) -> dt.date:
    """The day words of a meeting were said: they may be completed later, but nobody writes down what is yet to be said."""
    return min(planned, entered)


def entry_problems(
    source: Source, words: str, observation: str, told_by_id: uuid.UUID | None, about_id: uuid.UUID | None
) -> Iterator[tuple[str, Refusal]]:
    """(field, why) for everything that keeps an entry from being recorded; a full box is never dropped silently."""
    if source in SPOKEN:
        if not words.strip():
            yield "words", Refusal.NO_WORDS
        if observation.strip():
            yield "observation", Refusal.TWO_BOXES
    else:
        if not observation.strip():
            yield "observation", Refusal.NO_OBSERVATION
        if words.strip():
            yield "words", Refusal.TWO_BOXES
    if source is Source.RELAYED:
        if told_by_id is None:
            yield "told_by_id", Refusal.NO_TELLER
        elif told_by_id == about_id:
            yield "told_by_id", Refusal.TOLD_OF_SELF
