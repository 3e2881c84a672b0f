"""What a customer made of our answer."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from kpi_assistant.models import Kpi, Member, Reaction, Response, ResponseProof
from kpi_assistant.services.visibility import visible


def add_reaction(response: Response, values: Mapping[str, Any]) -> Reaction:
    """Note a reaction (kind, words, happened_on); the same one sent twice stays one."""
    known = next(
        (
            each
            for each in response.reactions
            if (each.kind, each.words, each.happened_on) == (values["kind"], values["words"], values["happened_on"])
        ),
        None,
    )
    if known is not None:
        return known
    reaction = Reaction(**values)
    response.reactions.append(reaction)
    return reaction


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
