"""How an answer may begin: sentences built around the customer's own words and facets."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kpi_assistant.domain.claim_rewording import HAN
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.quotation import shorten_quote
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Layer

_FILE = Path(__file__).with_name("starters.toml")
_BLANK = re.compile(r"〔[^〕]*〕|\{[^}]*\}")
FIELDS = ("say", "do", "show")


@dataclass(frozen=True, slots=True)
class Starter:
    """A beginning with the facets it needs."""

    needs: tuple[Facet, ...]
    text: Text


@cache
def load_starters() -> Mapping[str, tuple[Starter, ...]]:
    """The beginnings for each of "say", "do" and "show", the fullest first, the last of each without needs."""
    tables = _tables()
    return MappingProxyType(
        {
            name: tuple(Starter(tuple(map(Facet, each["needs"])), Text(**each["text"])) for each in tables[name])
            for name in FIELDS
        }
    )


@dataclass(frozen=True, slots=True)
class PrivateStarters:
    """Beginnings for a life or mindset KPI, which quote and name nothing; ``heard`` are the words they fit."""

    heard: re.Pattern[str]
    texts: Mapping[str, Text]


@cache
def load_private_starters() -> Mapping[Layer, tuple[PrivateStarters, ...]]:
    """For each private layer the beginnings in the order they are tried; the last fits whatever was said."""
    tables = _tables()
    return MappingProxyType(
        {layer: tuple(_private(each) for each in tables[layer.value]) for layer in Layer if layer.is_private}
    )


def _private(table: dict[str, Any]) -> PrivateStarters:
    texts = {name: Text(**table[name]) for name in FIELDS if name in table}
    return PrivateStarters(re.compile(table["heard"], re.IGNORECASE), MappingProxyType(texts))


@cache
def load_ask_again() -> Text:
    """What is promised when a KPI is to be heard out."""
    return Text(**_tables()["ask_again"]["text"])


@cache
def ready_phrases() -> tuple[str, ...]:
    """All that is offered here, without what is filled in: in any number of answers, so nobody's secret."""
    whole = [load_ask_again(), *(each.text for choices in load_starters().values() for each in choices)]
    whole += [text for tried in load_private_starters().values() for each in tried for text in each.texts.values()]
    parts = (part for text in whole for told in (text.zh, text.en) for part in _BLANK.split(told))
    return tuple(part for part in parts if part.strip())


def starters(kpi: KpiFacts, locale: str) -> dict[str, str]:
    """One beginning for each of "say", "do" and "show", in the locale; empty where there is none.

    Without quotable words "say" is empty: nothing is put into somebody's mouth. Of a life or mindset KPI neither words
    nor facets are repeated; what it is about only chooses among beginnings that any reader could see.
    """
    if kpi.layer.is_private:
        said = kpi.words or kpi.observation
        private = next(each for each in load_private_starters()[kpi.layer] if each.heard.search(said)).texts
        return {name: private[name].in_locale(locale) if name in private else "" for name in FIELDS}
    known = {facet.value: _fit(text, locale) for facet, text in kpi.facets.items() if _fit(text, locale)}
    known["words"] = _inside(shorten_quote(kpi.words, locale), locale) if kpi.is_quotable else ""
    begun = {
        name: next(each for each in choices if all(facet.value in known for facet in each.needs))
        for name, choices in load_starters().items()
    }
    texts = {name: _sentence(starter.text.in_locale(locale).format(**known)) for name, starter in begun.items()}
    return texts if kpi.is_quotable else texts | {"say": ""}


def _tables() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _fit(text: str, locale: str) -> str:
    """A facet fit to stand inside a sentence: short, on one line, without the marks that would end ours."""
    short = shorten_quote(text, locale) if text.strip() else ""
    pause = "，" if HAN.search(short) else ", "
    unbracketed = re.sub(r"\s*[（(]\s*", pause, re.sub(r"[）)]", "", short))
    return unbracketed.strip(" 。．.；;，,、：:！!？?")


def _inside(words: str, locale: str) -> str:
    """Words for between quotation marks: their own marks become the inner ones, and their last full stop ours."""
    inner = "‘’" if locale.startswith("en") else "『』"
    for outer in ("「」", "“”"):
        words = words.translate(str.maketrans(outer, inner))
    return words.rstrip("。." if not words.endswith("...") else "").strip()


def _sentence(text: str) -> str:
    """A sentence that begins with a facet begins with its capital, as sentences do."""
    return re.sub(r"(?<=[.!?] )[a-z]|^[a-z]", lambda match: match[0].upper(), text)
