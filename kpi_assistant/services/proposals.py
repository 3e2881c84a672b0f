"""Which capabilities may answer a KPI: rows handed to the matching, and its reasons with the rows they speak of."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from kpi_assistant.content.concepts import load_thesaurus
from kpi_assistant.domain.matching import EarlierLink, Matcher
from kpi_assistant.domain.matching_index import CapabilityTexts
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Fit
from kpi_assistant.models import (
    Capability,
    Kpi,
    KpiVersion,
    Member,
    Proof,
    RejectedProposal,
    Response,
    ResponseCapability,
    Saying,
)
from kpi_assistant.services.kpi_facts import KPI_OPTIONS, kpi_facts
from kpi_assistant.services.visibility import visible

MOST_LESSONS = 120
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
    """The capabilities worth a look for a KPI, best first; empty when nothing we offer fits.

    One that was struck for this KPI is not proposed for it again; what was chosen or struck for others counts.
    """
    struck = _struck_links(session, member)
    never = {each.capability_id for each in struck if each.kpi_id == kpi.id}
    rows = {row.id: row for row in capabilities if row.id not in never}
    history = [*_earlier_links(session, member), *_answered_by_nothing(session, member), *struck]
    thesaurus = load_thesaurus()
    matcher = Matcher(_texts_of(session, member, list(rows.values())), thesaurus, history)
    proposed = matcher.propose(kpi_facts(kpi)).items
    similar = _readable(session, member, [_as_id(kpi_id) for each in proposed for kpi_id in each.similar[:1]])
    return [
        ProposedCapability(
            capability=rows[uuid.UUID(str(each.capability_id))],
            words=each.words[:MOST_WORDS],
            topics=tuple(
                SharedTopic(thesaurus.concepts[concept.concept_id].name, concept.heard, concept.offered)
                for concept in each.concepts[:MOST_TOPICS]
            ),
            saying=each.saying,
            similar=tuple(similar[kpi_id] for kpi_id in map(_as_id, each.similar[:1]) if kpi_id in similar),
        )
        for each in proposed
    ]


def reject_proposal(session: Session, member: Member, kpi: Kpi, capability: Capability) -> None:
    """Strike a proposed capability for a KPI; striking it twice changes nothing."""
    if _rejection(session, kpi, capability) is None:
        session.add(
            RejectedProposal(
                workspace_id=member.workspace_id,
                created_by_id=member.id,
                kpi_id=kpi.id,
                capability_id=capability.id,
            )
        )
        session.flush()


def restore_proposal(session: Session, kpi: Kpi, capability: Capability) -> None:
    """Take a striking back, so that the capability may be proposed for the KPI again."""
    rejection = _rejection(session, kpi, capability)
    if rejection is not None:
        session.delete(rejection)
        session.flush()


def capability_texts(row: Capability) -> CapabilityTexts:
    """A capability's row as the matching reads it; archived proofs say nothing any more."""
    return CapabilityTexts(
        id=row.id,
        name=row.name,
        description=row.description,
        customers_say=tuple(Text(zh=saying.zh, en=saying.en) for saying in row.sayings),
        limits=row.limits,
        proofs=tuple(proof.statement for proof in row.proofs if proof.archived_at is None),
    )


def _texts_of(session: Session, member: Member, rows: Sequence[Capability]) -> list[CapabilityTexts]:
    """``capability_texts`` of many: of their lines and proofs the columns alone, for it is read with every answer."""
    lines: dict[uuid.UUID, list[Text]] = defaultdict(list)
    for capability_id, zh, en in session.execute(
        select(Saying.capability_id, Saying.zh, Saying.en)
        .join(Capability, Capability.id == Saying.capability_id)
        .where(visible(Capability, member))
        .order_by(Saying.position, Saying.id)
    ):
        lines[capability_id].append(Text(zh=zh, en=en))
    statements: dict[uuid.UUID, list[Text]] = defaultdict(list)
    for capability_id, zh, en in session.execute(
        select(Proof.capability_id, Proof.statement_zh, Proof.statement_en)
        .where(visible(Proof, member), Proof.archived_at.is_(None))
        .order_by(Proof.created_at, Proof.id)
    ):
        statements[capability_id].append(Text(zh=zh, en=en))
    return [
        CapabilityTexts(
            id=row.id,
            name=row.name,
            description=row.description,
            customers_say=tuple(lines[row.id]),
            limits=row.limits,
            proofs=tuple(statements[row.id]),
        )
        for row in rows
    ]


def _as_id(value: uuid.UUID | str) -> uuid.UUID:
    return uuid.UUID(str(value))


def _earlier_links(session: Session, member: Member) -> list[EarlierLink]:
    """What answered what, the latest decisions first: columns alone, for it is read with every answer."""
    latest = aliased(KpiVersion)
    recent = (
        select(Response.id, Response.kpi_id, Response.updated_at)
        .where(visible(Response, member), Response.id.in_(select(ResponseCapability.response_id)))
        .order_by(Response.updated_at.desc(), Response.kpi_id)
        .limit(MOST_LESSONS)
        .subquery()
    )
    found = session.execute(
        select(recent.c.kpi_id, ResponseCapability.capability_id, KpiVersion.plain, KpiVersion.sealed)
        .join(ResponseCapability, ResponseCapability.response_id == recent.c.id)
        .join(KpiVersion, KpiVersion.kpi_id == recent.c.kpi_id)
        .where(
            KpiVersion.number
            == select(func.max(latest.number)).where(latest.kpi_id == recent.c.kpi_id).scalar_subquery()
        )
        .order_by(recent.c.updated_at.desc(), recent.c.kpi_id, ResponseCapability.position)
    )
    return [
        EarlierLink(kpi_id, capability_id, words)
        for kpi_id, capability_id, plain, sealed in found
        if (words := sealed or plain or "").strip()
    ]


def _answered_by_nothing(session: Session, member: Member) -> list[EarlierLink]:
    """What was answered "not yet" with nothing of ours chosen, the latest first."""
    latest = aliased(KpiVersion)
    found = session.execute(
        select(Response.kpi_id, KpiVersion.plain, KpiVersion.sealed)
        .join(KpiVersion, KpiVersion.kpi_id == Response.kpi_id)
        .where(
            visible(Response, member),
            Response.fit == Fit.NOT_YET,
            Response.id.not_in(select(ResponseCapability.response_id)),
            KpiVersion.number
            == select(func.max(latest.number)).where(latest.kpi_id == Response.kpi_id).scalar_subquery(),
        )
        .order_by(Response.updated_at.desc(), Response.kpi_id)
        .limit(MOST_LESSONS)
    )
    return [
        EarlierLink(kpi_id, None, words) for kpi_id, plain, sealed in found if (words := sealed or plain or "").strip()
    ]


def _readable(session: Session, member: Member, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Kpi]:
    rows = session.scalars(select(Kpi).where(visible(Kpi, member), Kpi.id.in_(ids)).options(*KPI_OPTIONS))
    return {row.id: row for row in rows}


def _struck_links(session: Session, member: Member) -> list[EarlierLink]:
    """What was struck for what, the latest first."""
    latest = aliased(KpiVersion)
    found = session.execute(
        select(RejectedProposal.kpi_id, RejectedProposal.capability_id, KpiVersion.plain, KpiVersion.sealed)
        .join(KpiVersion, KpiVersion.kpi_id == RejectedProposal.kpi_id)
        .where(
            visible(RejectedProposal, member),
            KpiVersion.number
            == select(func.max(latest.number)).where(latest.kpi_id == RejectedProposal.kpi_id).scalar_subquery(),
        )
        .order_by(RejectedProposal.created_at.desc(), RejectedProposal.id)
        .limit(MOST_LESSONS)
    )
    return [
        EarlierLink(kpi_id, capability_id, sealed or plain or "", accepted=False)
        for kpi_id, capability_id, plain, sealed in found
    ]


def _rejection(session: Session, kpi: Kpi, capability: Capability) -> RejectedProposal | None:
    return session.scalars(
        select(RejectedProposal).where(
            RejectedProposal.kpi_id == kpi.id, RejectedProposal.capability_id == capability.id
        )
    ).one_or_none()
