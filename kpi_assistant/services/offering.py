"""Finding and keeping capabilities, what customers say when they need them, and what proves them."""

import datetime as dt
from collections.abc import Collection, Mapping
from itertools import zip_longest
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from kpi_assistant.content.concepts import load_thesaurus
from kpi_assistant.domain.brief import ProofFacts
from kpi_assistant.domain.customer_lines import SuggestedLine, missing_lines, suggest_lines
from kpi_assistant.domain.search_terms import query_terms
from kpi_assistant.domain.text import Text
from kpi_assistant.models import Capability, Member, Proof, Saying
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.proposals import capability_texts
from kpi_assistant.services.search import matches, searchable
from kpi_assistant.services.visibility import visible

OFFERING_OPTIONS: tuple[ExecutableOption, ...] = (
    selectinload(Capability.sayings),
    selectinload(Capability.proofs),
)
"""What proposals, responses and briefs read of a capability."""


def list_capabilities(member: Member, query: str = "", *, archived: bool = False) -> Select[Any]:
    """The workspace's capabilities by name, either those offered or those archived."""
    is_archived = Capability.archived_at.is_not(None) if archived else Capability.archived_at.is_(None)
    return (
        select(Capability)
        .where(visible(Capability, member), is_archived, matches(Capability.search_text, query))
        .order_by(Capability.name_zh, Capability.name_en, Capability.id)
        .options(*OFFERING_OPTIONS)
    )


def fill_capability(capability: Capability, values: Mapping[str, Any]) -> None:
    """Set the fields of the form; ``sayings_zh`` and ``sayings_en`` hold one saying to a line, paired by their order."""
    fields = dict(values)
    sayings = _pair_lines(fields.pop("sayings_zh"), fields.pop("sayings_en"))
    for name, value in fields.items():
        setattr(capability, name, value)
    if [(row.zh, row.en) for row in capability.sayings] != sayings:
        capability.sayings = [Saying(position=number, zh=zh, en=en) for number, (zh, en) in enumerate(sayings)]
    index_capability(capability)


def index_capability(capability: Capability) -> None:
    lines = (part for row in capability.sayings for part in (row.zh, row.en))
    capability.search_text = searchable(
        capability.name_zh,
        capability.name_en,
        also=(capability.description_zh, capability.description_en, *lines),
    )


def suggested_lines(capability: Capability) -> tuple[SuggestedLine, ...]:
    """What customers may say who need it, from the thesaurus, without what it has already."""
    return suggest_lines(capability_texts(capability), load_thesaurus())


def add_lines(capability: Capability, keys: Collection[str]) -> int:
    """Add the suggested lines with these keys; returns how many there were. Others are not known and not added."""
    lines = [each.line for each in suggested_lines(capability) if each.key in keys]
    first = len(capability.sayings)
    capability.sayings.extend(Saying(position=first + at, zh=line.zh, en=line.en) for at, line in enumerate(lines))
    index_capability(capability)
    return len(lines)


def missing_languages(capability: Capability) -> tuple[int, int]:
    """How many lines it still wants in Chinese and in English."""
    return missing_lines([Text(zh=row.zh, en=row.en) for row in capability.sayings])


def saying_lines(capability: Capability) -> dict[str, str]:
    """The sayings as the form shows them. Empty lines are kept where only one language has a saying."""
    return {
        "sayings_zh": "\n".join(row.zh for row in capability.sayings).rstrip(),
        "sayings_en": "\n".join(row.en for row in capability.sayings).rstrip(),
    }


def _pair_lines(zh: str, en: str) -> list[tuple[str, str]]:
    pairs = zip_longest(
        (part.strip() for part in zh.split("\n")), (part.strip() for part in en.split("\n")), fillvalue=""
    )
    return [pair for pair in pairs if any(pair)]


def fill_proof(proof: Proof, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(proof, name, value)


def set_archived(row: Capability | Proof, *, archived: bool) -> None:
    """Take something out of the offering or bring it back; old briefs and responses keep it either way."""
    row.archived_at = (row.archived_at or utc_now()) if archived else None


def proof_facts(proof: Proof) -> ProofFacts:
    """A proof as the rules see it."""
    return ProofFacts(
        kind=proof.kind,
        statement=proof.statement,
        whose=proof.whose,
        how=proof.how_measured,
        measured_on=proof.measured_on,
        valid_until=proof.valid_until,
    )


def is_live(proof: Proof, today: dt.date) -> bool:
    """Whether it may be cited today: neither archived nor past its last day."""
    return proof.archived_at is None and proof_facts(proof).is_live(today)


def is_named(capability: Capability, query: str) -> bool:
    """Whether every term of the query occurs in what the capability is found by."""
    return all(term in capability.search_text for term in query_terms(query))
