"""Our answer to one KPI: what may be chosen for it, how it is kept, and what it owes to proof."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.base import ExecutableOption

from kpi_assistant.domain.brief import CapabilityFacts, ResponseFacts
from kpi_assistant.domain.claims import ClaimCode
from kpi_assistant.domain.kinship import kinship
from kpi_assistant.models import (
    Capability,
    Kpi,
    Member,
    Promise,
    Proof,
    Response,
    ResponseCapability,
    ResponseProof,
)
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.offering import is_live, proof_facts
from kpi_assistant.services.promises import promise_facts
from kpi_assistant.services.visibility import visible

WORDING = ("say", "do", "show", "expected", "condition", "needed", "quote")
"""The texts of a response, all of them sealed."""
BLOCKING = frozenset({ClaimCode.GUARANTEE, *(code for code in ClaimCode if code.is_compliance)})
"""What must be reworded before it is saved; the other flags are advice."""

RESPONSE_OPTIONS: tuple[ExecutableOption, ...] = (
    selectinload(Kpi.response).options(
        selectinload(Response.chosen_capabilities).joinedload(ResponseCapability.capability),
        selectinload(Response.chosen_proofs).joinedload(ResponseProof.proof),
        selectinload(Response.promises).joinedload(Promise.person),
        selectinload(Response.reactions),
    ),
)
"""What a page or brief reads of a KPI's response, beside KPI_OPTIONS."""


def lock_kpi(session: Session, kpi_id: uuid.UUID) -> None:
    """Let the answers to one KPI go one after another. SQLite's writers queue anyway and ignore this."""
    session.execute(select(Kpi.id).where(Kpi.id == kpi_id).with_for_update(key_share=True))


def offered_capabilities(
    session: Session, member: Member, response: Response | None, among: Collection[uuid.UUID] | None = None
) -> Sequence[Capability]:
    """What may be chosen: all that is offered, and what was chosen before although it is archived by now.

    ``among`` leaves only those with these ids, for whoever need not show a choice.
    """
    chosen = [link.capability_id for link in response.chosen_capabilities] if response else []
    return session.scalars(
        select(Capability)
        .where(visible(Capability, member), Capability.archived_at.is_(None) | Capability.id.in_(chosen))
        .where(true() if among is None else Capability.id.in_(among))
        .order_by(Capability.name_zh, Capability.name_en, Capability.id)
    ).all()


def offered_proofs(session: Session, member: Member) -> Sequence[uuid.UUID]:
    return session.scalars(select(Proof.id).where(visible(Proof, member))).all()


def load_proofs(session: Session, capabilities: Sequence[Capability]) -> None:
    """The proofs of the few capabilities that are shown, read at once."""
    rows = session.scalars(
        select(Proof)
        .where(Proof.capability_id.in_([row.id for row in capabilities]))
        .order_by(Proof.created_at, Proof.id)
    )
    found: dict[uuid.UUID, list[Proof]] = {row.id: [] for row in capabilities}
    for proof in rows:
        found[proof.capability_id].append(proof)
    for row in capabilities:
        set_committed_value(row, "proofs", found[row.id])


def proofs_to_offer(capability: Capability, kpi: Kpi, today: dt.date) -> list[Proof]:
    """A capability's proofs for this KPI: the customer's own industry first, then those that speak of the same thing,
    then the latest measured. An outdated one is only there while it is still chosen, so that it can be let go."""
    chosen = {link.proof_id for link in kpi.response.chosen_proofs} if kpi.response else set()
    asked = " ".join((kpi.words or kpi.observation, *(row.text for row in kpi.facets)))
    industries = {post.organisation.industry for post in ([kpi.post] if kpi.post else kpi.person.current_posts)}
    return sorted(
        (proof for proof in capability.proofs if is_live(proof, today) or proof.id in chosen),
        key=lambda proof: (
            not is_live(proof, today),
            proof.industry not in industries,
            -kinship(asked, " ".join((proof.statement_zh, proof.statement_en))),
            -(proof.measured_on or dt.date.min).toordinal(),
        ),
    )


def saved_values(response: Response | None) -> dict[str, Any]:
    """What the form shows of a response: the values of ``save_response``. Empty when there is none."""
    if response is None:
        return {}
    promise = current_promise(response)
    return {
        "fit": response.fit,
        "capability_ids": [link.capability_id for link in response.chosen_capabilities],
        "proof_ids": [link.proof_id for link in response.chosen_proofs],
        **{name: response.wording.get(name, "") for name in WORDING},
        "promise_kind": promise.kind if promise else None,
        "promise_text": promise.text if promise else "",
        "promise_due_on": promise.due_on if promise else None,
        "promise_other_id": promise.other_person_id if promise else None,
    }


def save_response(
    session: Session, kpi: Kpi, values: Mapping[str, Any], capabilities: Sequence[Capability]
) -> Response:
    """Answer a KPI, or change the answer, with the next step it promises.

    ``values``: fit, capability_ids, proof_ids, the texts of ``WORDING``, promise_kind, promise_text, promise_due_on,
    promise_other_id (whom we introduce).
    Proofs of capabilities that are not chosen are left out.
    """
    response = kpi.response
    if response is None:
        response = Response(kpi=kpi, workspace_id=kpi.workspace_id)
        session.add(response)
    response.fit = values["fit"]
    response.wording = {name: values[name] for name in WORDING}
    response.updated_at = utc_now()
    by_id = {row.id: row for row in capabilities}
    chosen = [by_id[capability_id] for capability_id in values["capability_ids"]]
    proofs = [proof for row in chosen for proof in row.proofs if proof.id in values["proof_ids"]]
    _choose(response, chosen, proofs)
    if values["promise_text"]:
        promise = current_promise(response)
        if promise is None:
            promise = Promise(person_id=kpi.person_id, workspace_id=kpi.workspace_id)
            response.promises.append(promise)
        promise.kind = values["promise_kind"]
        promise.text = values["promise_text"]
        promise.due_on = values["promise_due_on"]
        promise.other_person_id = values["promise_other_id"]
    return response


def _choose(response: Response, capabilities: Sequence[Capability], proofs: Sequence[Proof]) -> None:
    # Rows that stay are kept: replacing them would delete and insert the same primary key in one flush.
    links = {link.capability_id: link for link in response.chosen_capabilities}
    response.chosen_capabilities = [links.get(row.id) or ResponseCapability(capability=row) for row in capabilities]
    for number, link in enumerate(response.chosen_capabilities):
        link.position = number
    cited = {each.proof_id: each for each in response.chosen_proofs}
    response.chosen_proofs = [cited.get(row.id) or ResponseProof(proof=row) for row in proofs]
    for number, each in enumerate(response.chosen_proofs):
        each.position = number


def current_promise(response: Response) -> Promise | None:
    """The next step that is still open, the earliest of several."""
    still = [each for each in response.promises if each.kept_on is None and each.released_on is None]
    return min(still, key=lambda promise: (promise.due_on, promise.created_at), default=None)


def response_facts(response: Response) -> ResponseFacts:
    """A response as the rules see it. Archived proofs are not cited any more."""
    promise = current_promise(response)
    return ResponseFacts(
        kpi_id=response.kpi_id,
        fit=response.fit,
        **{name: response.wording.get(name, "") for name in WORDING},
        capabilities=tuple(
            CapabilityFacts(link.capability.name, link.capability.description, link.capability.limits)
            for link in response.chosen_capabilities
        ),
        proofs=tuple(proof_facts(each.proof) for each in response.chosen_proofs if each.proof.archived_at is None),
        promise=promise_facts(promise) if promise else None,
    )
