"""The same words in every free text of every row, to see what becomes of them on every page."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Text, select
from sqlalchemy.orm import Session

from kpi_assistant.models import Base
from kpi_assistant.models.sealed import Sealed, SealedJson

NOT_SHOWN = {"search_text", "sort_name", "password", "value"}
"""Text columns that no page shows."""


def write_everywhere(session: Session, words: str) -> int:
    """Give every free text there is these words; how many there were. The caller commits."""
    count = 0
    for mapper in Base.registry.mappers:
        for row in session.scalars(select(mapper.class_)):
            for name, is_structured in _texts_of(mapper.class_):
                value = getattr(row, name)
                if value is not None:
                    setattr(row, name, _replaced(value, words) if is_structured else words)
                    count += 1
    return count


def _texts_of(entity: type[Base]) -> Iterator[tuple[str, bool]]:
    """The names of an entity's free texts, and whether they are structured."""
    for attribute in entity.__mapper__.column_attrs:
        kind = attribute.columns[0].type
        if attribute.key not in NOT_SHOWN and type(kind) in {Text, Sealed, SealedJson}:
            yield attribute.key, isinstance(kind, SealedJson)


def _replaced(value: Any, words: str) -> Any:
    """The same plain data with every text that a person may have written replaced; codes and dates stay."""
    if isinstance(value, str):
        return words if re.search(r"[^!-~]", value) else value
    if isinstance(value, list):
        return [_replaced(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _replaced(item, words) for key, item in value.items()}
    return value
