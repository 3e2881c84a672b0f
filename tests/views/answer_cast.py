"""Rows that tests of the offering, responses, promises and briefs start from."""

import datetime as dt
import uuid
from typing import Any

from kpi_assistant.domain.vocabulary import Facet, Fit, Industry, Layer, ProofKind, ShareScope, Source
from kpi_assistant.models import (
    Capability,
    Kpi,
    KpiFacet,
    KpiVersion,
    Member,
    Person,
    Proof,
    Response,
    ResponseCapability,
    ResponseProof,
    Saying,
)

WORDS = "院长给我的期限是明年六月底，核心系统恢复压到一小时以内。"
PRIVATE_WORDS = "我妈一个人在老家，我就想周末能回去看一眼。"
STATEMENT_ZH = "某三级医院影像系统恢复由6小时10分降到38分钟"
STATEMENT_EN = "A tertiary hospital cut imaging recovery from 6 h 10 to 38 minutes"
SOON = dt.date(2099, 12, 5)
"""A day that is still to come, whenever the tests run."""


def capability(owner: Member, **more: Any) -> Capability:
    values = {
        "name_zh": "勒索恢复与防篡改备份",
        "name_en": "Ransomware recovery and tamper-proof backup",
        "description_zh": "核心系统做不可改写的备份，每半年真恢复一次。",
        "description_en": "Immutable backups of core systems, restored for real twice a year.",
        "limits_zh": "影像库超过80TB时首次恢复不保证一小时内",
        "limits_en": "Above 80 TB the first restore may exceed an hour",
    }
    row = Capability(id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, **values | more)
    row.sayings = [Saying(zh="恢复要是慢了，院里就停摆了", en="If recovery is slow the hospital stops")]
    return row


def proof(of: Capability, **more: Any) -> Proof:
    values = {
        "kind": ProofKind.FIGURE,
        "statement_zh": STATEMENT_ZH,
        "statement_en": STATEMENT_EN,
        "whose_zh": "某三级医院",
        "whose_en": "A tertiary hospital",
        "industry": Industry.HEALTHCARE,
        "measured_on": dt.date(2025, 9, 1),
    }
    return Proof(
        id=uuid.uuid4(),
        workspace_id=of.workspace_id,
        created_by_id=of.created_by_id,
        capability_id=of.id,
        **values | more,
    )


def kpi(owner: Member, of: Person, words: str = WORDS, layer: Layer = Layer.WORK, **more: Any) -> Kpi:
    values = {
        "source": Source.STATED,
        "importance": 5,
        "share_scope": ShareScope.INTERNAL_ONLY if layer.is_private else ShareScope.SELF_ONLY,
        "said_on": dt.date(2026, 9, 2),
    }
    row = Kpi(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, person_id=of.id, layer=layer,
        **values | more,
    )  # fmt: skip
    version = KpiVersion(number=1, created_by_id=owner.id)
    version.keep(words, private=layer.is_private)
    row.versions.append(version)
    return row


def facet(name: Facet, text: str) -> KpiFacet:
    row = KpiFacet(facet=name)
    row.keep(text, private=False)
    return row


def response(to: Kpi, capability: Capability | None = None, proof: Proof | None = None, **wording: str) -> Response:
    row = Response(
        id=uuid.uuid4(), workspace_id=to.workspace_id, created_by_id=to.created_by_id, kpi_id=to.id,
        fit=Fit.DIRECT if capability else Fit.NOT_YET, wording=wording,
    )  # fmt: skip
    if capability is not None:
        row.chosen_capabilities = [ResponseCapability(capability_id=capability.id)]
    if proof is not None:
        row.chosen_proofs = [ResponseProof(proof_id=proof.id)]
    return row


def answer_form(**more: Any) -> dict[str, Any]:
    """What a browser sends for an answer."""
    return {
        "seen": "", "fit": "direct", "say": "您要的一小时，我们记下了。", "do": "先分级，再按剧本恢复。", "show": "", "expected": "",
        "condition": "", "needed": "", "quote": "", "promise_text": "", "promise_due_on": "",
    } | more  # fmt: skip
