"""What to tell a seller about a flagged wording: the rule, its reason, and better words."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kpi_assistant.domain.claim_rewording import Passage, Wordings
from kpi_assistant.domain.claims import ClaimCode
from kpi_assistant.domain.sensitive import SensitiveKind
from kpi_assistant.domain.text import Text

_FILE = Path(__file__).with_name("compliance.toml")


@dataclass(frozen=True, slots=True)
class Advice:
    """The name of a fault, why it matters and how to say it instead."""

    name: Text
    why: Text
    instead: Text


@cache
def load_claim_advice() -> Mapping[ClaimCode, Advice]:
    """The advice for every claim code. Raises KeyError when the file lacks one."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))["claims"]
    return MappingProxyType({code: _advice(tables[code.value]) for code in ClaimCode})


@cache
def load_wordings() -> Wordings:
    """What may be said instead of a flagged wording, ready to be put in its place."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    claims, forecast = tables["claims"], tables["forecast"]
    return Wordings(
        clauses=MappingProxyType({code: Text(**claims[code]["take"]) for code in ClaimCode if "take" in claims[code]}),
        passages=MappingProxyType(
            {
                code: tuple(Passage(re.compile(each["find"], re.IGNORECASE), each["put"]) for each in found)
                for code in ClaimCode
                if (found := claims[code].get("passages"))
            }
        ),
        bounds=Text(**forecast["bounds"]),
        condition=Text(**forecast["condition"]),
        unmeasured=Text(**claims["unproven_number"]["topic"]),
        several=Text(**claims["unproven_number"]["several"]),
    )


@cache
def load_sensitive_advice() -> Mapping[SensitiveKind, Advice]:
    """The advice for every kind of sensitive fact. Raises KeyError when the file lacks one."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))["sensitive"]
    return MappingProxyType({kind: _advice(tables[kind.value]) for kind in SensitiveKind})


@cache
def load_hearing_advice() -> Mapping[SensitiveKind, Text]:
    """For each kind of sensitive fact, what to do while somebody says it: sympathy first, and what little to note."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))["sensitive"]
    return MappingProxyType({kind: Text(**tables[kind.value]["heard"]) for kind in SensitiveKind})


def _advice(table: Mapping[str, Mapping[str, str]]) -> Advice:
    return Advice(Text(**table["name"]), Text(**table["why"]), Text(**table["instead"]))
