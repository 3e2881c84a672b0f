"""How an answer may begin: sentences built around the customer's own words and facets."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.quotation import shorten_quote
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet

_FILE = Path(__file__).with_name("starters.toml")
FIELDS = ("say", "do", "show")


@dataclass(frozen=True, slots=True)
class Starter:
    """A beginning with the facets it needs."""

    needs: tuple[Facet, ...]
    text: Text


@cache
def load_starters() -> Mapping[str, tuple[Starter, ...]]:
    """The beginnings for each of "say", "do" and "show", the fullest first, the last of each without needs."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: tuple(Starter(tuple(map(Facet, each["needs"])), Text(**each["text"])) for each in tables[name])
            for name in FIELDS
        }
    )


def starters(kpi: KpiFacts, locale: str) -> dict[str, str]:
    """One beginning for each of "say", "do" and "show". Without quotable words "say" is empty: nothing is put into
    somebody's mouth."""
    known = {facet.value: text.strip() for facet, text in kpi.facets.items() if text.strip()}
    known["words"] = shorten_quote(kpi.words, locale) if kpi.is_quotable else ""
    begun = {
        name: next(each for each in choices if all(facet.value in known for facet in each.needs))
        for name, choices in load_starters().items()
    }
    texts = {name: starter.text.in_locale(locale).format(**known) for name, starter in begun.items()}
    return texts if kpi.is_quotable else texts | {"say": ""}
