"""What a phone may ask for while it captures: one small step with an id of its own, sent until it is acknowledged."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as data_field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

LONGEST_TEXT = 50_000
"""Characters of one field: far more than anybody says in one breath."""
LONGEST_PROMISE = 500
"""A promise is a sentence, in characters."""
MOST_BASES = 200
MOST_FIELDS = 40
LONGEST_DELAY = dt.timedelta(days=60)
"""A step that says it waited longer on the phone is taken to have waited this long."""
_OF_NAMES = frozenset("abcdefghijklmnopqrstuvwxyz-_")


class OperationKind(StrEnum):
    TYPE = "type"
    """One field of an unfinished entry now holds this text."""
    ENTER = "enter"
    """The unfinished entry is finished, with these fields: a KPI, a correction of one, or a promise."""
    DROP = "drop"
    """The unfinished entry came to nothing."""
    SET = "set"
    """One field of a KPI that is entered already now holds this text."""
    MARK = "mark"
    """A question of the guide was asked, answered or skipped."""
    RANK = "rank"
    """The customer's own order of their KPIs."""
    CONFIRM = "confirm"
    """The customer heard their words read back and agreed, or took it back."""


class Refusal(StrEnum):
    """Why a step is not taken; the phone shows it beside the words and keeps them."""

    MALFORMED = "malformed"
    TOO_LONG = "too_long"
    NOT_FOUND = "not_found"
    ENTERED = "entered"
    NO_WORDS = "no_words"
    NO_OBSERVATION = "no_observation"
    TWO_BOXES = "two_boxes"
    NO_TELLER = "no_teller"
    TOLD_OF_SELF = "told_of_self"
    NO_DAY = "no_day"
    DAY_OVER = "day_over"
    """The day of a promise was over when it was made."""
    WORDING = "wording"
    """What must not be promised to anybody."""


class RefusedError(ValueError):
    """A step that cannot be taken."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Operation:
    """One step about ``target_id`` (an entry, a KPI, a question or the meeting itself).

    ``bases`` are the steps whose text this one replaces; ``was`` is the text a SET found. ``fields`` are those of an
    ENTER, ``ids`` the KPIs of a RANK in their order. ``waited`` is how long the step lay on the phone, measured with
    the phone's own clock at both ends, so that a wrong clock does no harm.
    """

    id: uuid.UUID
    kind: OperationKind
    meeting_id: uuid.UUID
    target_id: uuid.UUID
    field: str = ""
    text: str = ""
    was: str = ""
    fields: Mapping[str, str] = data_field(default_factory=lambda: MappingProxyType({}))
    ids: tuple[uuid.UUID, ...] = ()
    bases: tuple[uuid.UUID, ...] = ()
    waited: dt.timedelta = dt.timedelta()


def read_operation(data: Any, sent_at: float) -> Operation:
    """An operation from plain JSON, ``sent_at`` and ``at`` in milliseconds of the phone's clock; RefusedError."""
    try:
        kind = OperationKind(data["kind"])
        value = data.get("value")
        return Operation(
            id=uuid.UUID(data["id"]),
            kind=kind,
            meeting_id=uuid.UUID(data["meeting"]),
            target_id=uuid.UUID(data["target"]),
            field=_name(data.get("field", "")),
            text=_text(value) if kind not in (OperationKind.ENTER, OperationKind.RANK) else "",
            was=_text(data.get("was", "")),
            fields=_fields(value) if kind is OperationKind.ENTER else MappingProxyType({}),
            ids=_ids(value, MOST_BASES) if kind is OperationKind.RANK else (),
            bases=_ids(data.get("bases", []), MOST_BASES),
            waited=_waited(sent_at, data.get("at", sent_at)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise error if isinstance(error, RefusedError) else RefusedError(Refusal.MALFORMED) from error


def _name(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 40 or not set(value) <= _OF_NAMES:
        raise RefusedError(Refusal.MALFORMED)
    return value


def _text(value: Any) -> str:
    """The text as typed. What no database can store, half a character or NUL, becomes the replacement character."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RefusedError(Refusal.MALFORMED)
    if len(value) > LONGEST_TEXT:
        raise RefusedError(Refusal.TOO_LONG)
    whole = value if value.isprintable() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\ufffd")


def _fields(value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict) or len(value) > MOST_FIELDS:
        raise RefusedError(Refusal.MALFORMED)
    return MappingProxyType({_name(name): _text(text) for name, text in value.items()})


def _ids(value: Any, most: int) -> tuple[uuid.UUID, ...]:
    if not isinstance(value, list) or len(value) > most:
        raise RefusedError(Refusal.MALFORMED)
    return tuple(uuid.UUID(each) for each in value)


def _waited(sent_at: float, at: Any) -> dt.timedelta:
    if not isinstance(at, (int, float)) or isinstance(at, bool):
        raise RefusedError(Refusal.MALFORMED)
    seconds = min(max((sent_at - at) / 1000, 0.0), LONGEST_DELAY.total_seconds())
    return dt.timedelta(seconds=seconds)
