"""What a customer made of our answer."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from kpi_assistant.domain.release import WithheldReason, bar
from kpi_assistant.domain.vocabulary import Fit, ReactionKind
from kpi_assistant.models import Brief, Kpi, Member, Reaction, Response, ResponseProof
from kpi_assistant.services.kpi_facts import kpi_facts
from kpi_assistant.services.visibility import visible

ONLY_IN_PART = frozenset({WithheldReason.OUTDATED_PROOF, WithheldReason.NO_CONDITION})
"""What keeps a part of an answer out of a brief, and not the answer."""


def own_reaction(response: Response, member: Member, day: dt.date) -> Reaction | None:
    """What the member noted of that day: noted again, it is the same reaction told better."""
    return next(
        (each for each in response.reactions if each.created_by_id == member.id and each.happened_on == day), None
    )


def note_reaction(response: Response, member: Member, values: Mapping[str, Any]) -> Reaction:
    """Note how an answer was taken (kind, words, happened_on). One answer has one reaction a day from one member, so
    that two taps are one, and words typed after the tap belong to it."""
    reaction = own_reaction(response, member, values["happened_on"])
    if reaction is None:
        reaction = Reaction(workspace_id=response.workspace_id, created_by_id=member.id)
        response.reactions.append(reaction)
    for name, value in values.items():
        setattr(reaction, name, value)
    return reaction


def take_back(session: Session, response: Response, member: Member, day: dt.date) -> None:
    """Forget what was noted by a slip of the thumb."""
    reaction = own_reaction(response, member, day)
    if reaction is not None:
        session.delete(reaction)


def could_be_taken(kpi: Kpi, today: dt.date) -> bool:
    """Whether they can have heard our answer: there is one that offers something, and nothing keeps it from them.

    What was noted before is always shown.
    """
    if kpi.response is None:
        return False
    return bool(kpi.response.reactions) or (
        kpi.response.fit is not Fit.NOT_YET and bar(kpi_facts(kpi), kpi.person_id, today) is None
    )


def presented_kpis(brief: Brief, kpis: Iterable[Kpi]) -> list[Kpi]:
    """Those of the KPIs whose answer stood in a brief: it was there when the brief was made, and nothing kept it out."""
    hidden = {uuid.UUID(kpi_id) for kpi_id, reason in brief.snapshot.get("withheld", ()) if reason not in ONLY_IN_PART}
    return [
        kpi
        for kpi in kpis
        if kpi.response is not None and kpi.id not in hidden and kpi.response.created_at <= brief.created_at
    ]


def reactions_to_proofs(
    session: Session, member: Member, proof_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[Reaction]]:
    """Where each proof stood in a response and how that was taken, the latest first, as far as the member may read."""
    rows = session.execute(
        select(ResponseProof.proof_id, Reaction)
        .join(Reaction, Reaction.response_id == ResponseProof.response_id)
        .where(visible(Reaction, member), ResponseProof.proof_id.in_(proof_ids))
        .order_by(Reaction.happened_on.desc(), Reaction.id)
        .options(joinedload(Reaction.response).joinedload(Response.kpi).joinedload(Kpi.person))
    )
    found: dict[uuid.UUID, list[Reaction]] = {}
    for proof_id, reaction in rows:
        found.setdefault(proof_id, []).append(reaction)
    return found


def latest_reactions(session: Session, member: Member, kpi_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ReactionKind]:
    """How our answer to each of these KPIs was taken last, where it was told and the member may read it."""
    rows = session.execute(
        select(Response.kpi_id, Reaction.kind)
        .join(Reaction, Reaction.response_id == Response.id)
        .where(visible(Response, member), Response.kpi_id.in_(kpi_ids))
        .order_by(Reaction.happened_on, Reaction.created_at, Reaction.id)
    )
    latest: dict[uuid.UUID, ReactionKind] = {}
    for kpi_id, kind in rows:
        latest[kpi_id] = kind
    return latest
