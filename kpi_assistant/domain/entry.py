"""What makes an entry complete: which box must be filled follows from how we know."""

import uuid
from collections.abc import Iterator

from kpi_assistant.domain.operation import Refusal
from kpi_assistant.domain.vocabulary import Source

SPOKEN = frozenset({Source.STATED, Source.RELAYED})
"""Sources with words; the others have only our own observation."""


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
