"""Which capabilities may answer a KPI: rows handed to the matching, and its reasons with the rows they speak of."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.content.concepts import load_thesaurus
from kpi_assistant.domain.matching import EarlierLink, Matcher
from kpi_assistant.domain.matching_index import CapabilityTexts
from kpi_assistant.domain.text import Text
from kpi_assistant.models import Capability, Kpi, Member, Response
from kpi_assistant.services.kpi_facts import KPI_OPTIONS, kpi_facts
from kpi_assistant.services.visibility import visible

MOST_LESSONS = 500
"""So many earlier decisions are learnt from, the latest first."""
MOST_WORDS = 4
MOST_TOPICS = 2
"""Shared words and topics named as reasons: more read like a list."""


@dataclass(frozen=True, slots=True)
class SharedTopic:
    """What both speak of by its name, as the customer said it and as we put it."""

    name: Text
    heard: str
    offered: str


@dataclass(frozen=True, slots=True)
class ProposedCapability:
    """A capability with its reasons; ``similar`` are earlier KPIs it answered, as far as the member may read them."""

    capability: Capability
    words: tuple[str, ...]
    topics: tuple[SharedTopic, ...]
    saying: Text | None
    similar: tuple[Kpi, ...]


def propose_capabilities(
    session: Session, member: Member, kpi: Kpi, capabilities: Sequence[Capability]
) -> list[ProposedCapability]:
    """The capabilities worth a look for a KPI, best first; empty when nothing we offer fits."""
    earlier = _answered_kpis(session, member)
    history = [
        EarlierLink(row.id, link.capability_id, row.words)
        for row in earlier.values()
        if row.response is not None and row.words.strip()
        for link in row.response.chosen_capabilities
    ]
    rows = {row.id: row for row in capabilities}
    thesaurus = load_thesaurus()
    matcher = Matcher([_texts(row) for row in capabilities], thesaurus, history)
    return [
        ProposedCapability(
            capability=rows[uuid.UUID(str(each.capability_id))],
            words=each.words[:MOST_WORDS],
            topics=tuple(
                SharedTopic(thesaurus.concepts[concept.concept_id].name, concept.heard, concept.offered)
                for concept in each.concepts[:MOST_TOPICS]
            ),
            saying=each.saying,
            similar=tuple(earlier[uuid.UUID(str(kpi_id))] for kpi_id in each.similar[:1]),
        )
        for each in matcher.propose(kpi_facts(kpi)).items
    ]


def _answered_kpis(session: Session, member: Member) -> Mapping[uuid.UUID, Kpi]:
    rows = session.scalars(
        select(Kpi)
        .join(Response, Response.kpi_id == Kpi.id)
        .where(visible(Kpi, member))
        .order_by(Response.updated_at.desc(), Kpi.id)
        .limit(MOST_LESSONS)
        .options(*KPI_OPTIONS, selectinload(Kpi.response).selectinload(Response.chosen_capabilities))
    )
    return {row.id: row for row in rows}


def _texts(row: Capability) -> CapabilityTexts:
    return CapabilityTexts(
        id=row.id,
        name=row.name,
        description=row.description,
        customers_say=tuple(Text(zh=saying.zh, en=saying.en) for saying in row.sayings),
        limits=row.limits,
        proofs=tuple(proof.statement for proof in row.proofs if proof.archived_at is None),
    )
