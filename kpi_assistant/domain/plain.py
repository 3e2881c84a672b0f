"""Frozen values to JSON data and back, for editions that are kept as they were printed."""

import datetime as dt
import types
import typing
import uuid
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from kpi_assistant.domain.text import Text

_T = typing.TypeVar("_T")
Plain = dict[str, Any] | list[Any] | str | int | float | bool | None


def to_plain(value: object, told: Callable[[Text], str] | None = None) -> Plain:
    """Dataclasses as objects, tuples as arrays, dates and enumerations as strings.

    With ``told``, a text in both languages becomes what it says of it. TypeError for anything that is not plain.
    """
    if isinstance(value, Text) and told is not None:
        return told(value)
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, tuple):
        return [to_plain(each, told) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name), told) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} is not a plain value")


def from_plain(kind: type[_T], data: Plain) -> _T:
    """The frozen value that ``to_plain`` (without ``told``) made the data of; TypeError or ValueError if it is not."""
    return typing.cast(_T, _read(kind, data))


def _read(kind: Any, data: Any) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        if data is None:
            return None
        return _read(next(each for each in arguments if each is not type(None)), data)
    if origin is tuple:
        if not isinstance(data, list):
            raise TypeError("expected an array")
        kinds = [arguments[0]] * len(data) if arguments[-1] is Ellipsis else arguments
        return tuple(_read(each, item) for each, item in zip(kinds, data, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        if not isinstance(data, dict):
            raise TypeError("expected an object")
        hints = typing.get_type_hints(kind)
        return kind(**{name: _read(hints[name], item) for name, item in data.items()})
    if isinstance(kind, type) and issubclass(kind, Enum | uuid.UUID):
        return kind(data)
    if kind is dt.date:
        return dt.date.fromisoformat(data)
    if kind is float:
        return float(data)
    if not isinstance(data, kind):
        raise TypeError(f"expected {kind.__name__}")
    return data
