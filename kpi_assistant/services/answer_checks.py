"""An answer looked at while it is written: what is doubtful in it, whose words it borrows, and how it would print."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, load_only, selectinload

from kpi_assistant.content.competitors import load_competitors
from kpi_assistant.domain.borrowed_words import near
from kpi_assistant.domain.brief import Addressee, BriefRecord, CapabilityFacts, PromiseFacts, ResponseFacts, Sender
from kpi_assistant.domain.brief_customer import Answer, customer_brief
from kpi_assistant.domain.claims import ClaimCode, ClaimFlag, check_claims
from kpi_assistant.domain.release import WithheldReason, bar
from kpi_assistant.domain.vocabulary import Fit, KpiStatus, Layer, Sensitivity, Source
from kpi_assistant.models import Attendance, Capability, Kpi, Member, Person, Post, Proof
from kpi_assistant.services.kpi_facts import kpi_facts
from kpi_assistant.services.offering import is_live, proof_facts
from kpi_assistant.services.visibility import visible

CHECKED = ("say", "do", "show", "expected", "condition", "needed", "promise_text")
"""The texts of an answer that are ours: somebody hears or reads them."""
MOST_OTHERS = 300
"""So many sentences of others are looked for, the latest first."""


def words_of_others(session: Session, member: Member, kpi: Kpi) -> list[str]:
    """What this person must not hear from us: what people around them said, and their own private or relayed words.

    Only what the member may read is searched, so that a warning never tells of a sentence they may not know.
    """
    organisations = select(Post.organisation_id).where(Post.person_id == kpi.person_id)
    meetings = select(Attendance.meeting_id).where(Attendance.person_id == kpi.person_id)
    around = or_(
        Kpi.person_id.in_(select(Post.person_id).where(Post.organisation_id.in_(organisations))),
        Kpi.person_id.in_(select(Attendance.person_id).where(Attendance.meeting_id.in_(meetings))),
    )
    withheld = or_(Kpi.layer != Layer.WORK, Kpi.source != Source.STATED, Kpi.sensitivity == Sensitivity.SENSITIVE)
    rows = session.scalars(
        select(Kpi)
        .where(
            visible(Kpi, member),
            Kpi.id != kpi.id,
            Kpi.status != KpiStatus.MISTAKEN,
            or_(and_(Kpi.person_id != kpi.person_id, around), and_(Kpi.person_id == kpi.person_id, withheld)),
        )
        .order_by(Kpi.said_on.desc(), Kpi.id)
        .limit(MOST_OTHERS)
        .options(load_only(Kpi.id), selectinload(Kpi.versions))
    ).all()
    # Opening what is sealed takes time, so our own notes are only read where nothing was said.
    silent = [row.id for row in rows if not row.words]
    notes = session.scalars(select(Kpi.observation).where(Kpi.id.in_(silent))).all() if silent else []
    return [*(row.words for row in rows if row.words), *notes]


def names_of_others(session: Session, member: Member, kpi: Kpi) -> list[str]:
    """The names of the people around this person: where they work, and in their meetings."""
    organisations = select(Post.organisation_id).where(Post.person_id == kpi.person_id)
    meetings = select(Attendance.meeting_id).where(Attendance.person_id == kpi.person_id)
    around = or_(
        Person.id.in_(select(Post.person_id).where(Post.organisation_id.in_(organisations))),
        Person.id.in_(select(Attendance.person_id).where(Attendance.meeting_id.in_(meetings))),
    )
    rows = session.scalars(
        select(Person.name).where(visible(Person, member), around, Person.id != kpi.person_id).limit(MOST_OTHERS)
    )
    return list(rows)


def competitor_names(member: Member, kpi: Kpi, capabilities: Iterable[Capability]) -> list[str]:
    """The team's own list and the vendors everybody knows, without what is ours and without whom the customer named."""
    offered = (
        part for row in capabilities for part in (row.name_zh, row.name_en, row.description_zh, row.description_en)
    )
    theirs = (kpi.words, *(row.text for row in kpi.facets))
    own = " ".join((member.workspace.name, member.sender_organisation, *theirs, *offered)).casefold()
    team = member.workspace.competitors.splitlines()
    return [*team, *(name for name in load_competitors() if name.casefold() not in own and name not in team)]


def check_wording(
    kpi: Kpi,
    values: Mapping[str, Any],
    proofs: Iterable[Proof],
    today: dt.date,
    others: Iterable[str] = (),
    *,
    names: Iterable[str] = (),
    competitors: Iterable[str] = (),
) -> dict[str, tuple[ClaimFlag, ...]]:
    """The doubtful passages of an answer by the name of their text; texts without any are left out.

        Numbers are proven by the live ones among ``proofs``, and theirs to give by the customer's words and facets. What
    we expect is a forecast by its place and has its condition beside it. ``others``: see ``words_of_others``; ``names`` are
        theirs, ``competitors`` of others who sell.
    """
    live = [proof for proof in proofs if is_live(proof, today)]
    texts = {name: values.get(name) or "" for name in CHECKED}
    known = {
        "proofs": [text for proof in live for text in (proof.statement_zh, proof.statement_en)],
        "their_words": [kpi.words, *(row.text for row in kpi.facets)],
        "others_words": near(" ".join(texts.values()), others),
        "others": names,
        "competitors": competitors,
    }
    found = {name: check_claims(text, **known) for name, text in texts.items() if name != "expected"}
    has_condition = bool(texts["condition"].strip())
    lead, condition = "预计 ", "；前提是" if has_condition else ""
    forecast = check_claims(f"{lead}{texts['expected']}{condition}", **known)
    length = len(texts["expected"])
    found["expected"] = tuple(
        ClaimFlag(flag.code, max(0, flag.start - len(lead)), min(flag.end - len(lead), length))
        for flag in forecast
        # The condition has a field of its own, which says itself when it is empty.
        if flag.code is not ClaimCode.FORECAST_WITHOUT_CONDITION
    )
    return {name: flags for name, flags in found.items() if flags}


def preview(
    kpi: Kpi, values: Mapping[str, Any], capabilities: Sequence[Capability], proofs: Iterable[Proof], today: dt.date
) -> Answer | WithheldReason:
    """How an answer would stand in the customer edition, by the rules that make it; or why it would not."""
    facts = kpi_facts(kpi)
    withheld = bar(facts, kpi.person_id, today)
    if withheld is not None:
        return withheld
    chosen = set(values.get("capability_ids") or ())
    response = ResponseFacts(
        kpi_id=kpi.id,
        fit=values.get("fit") or Fit.NOT_YET,
        **{name: values.get(name) or "" for name in ("say", "do", "show", "quote", "expected", "condition", "needed")},
        capabilities=tuple(
            CapabilityFacts(row.name, row.description, row.limits) for row in capabilities if row.id in chosen
        ),
        proofs=tuple(proof_facts(proof) for proof in proofs if proof.archived_at is None),
        promise=_promise(kpi, values),
    )
    record = BriefRecord(
        today=today,
        number="",
        sender=Sender("", ""),
        addressee=Addressee(kpi.person_id, kpi.person.name),
        kpis=(facts,),
        responses=(response,),
    )
    (answer,) = customer_brief(record).answers
    return answer


def _promise(kpi: Kpi, values: Mapping[str, Any]) -> PromiseFacts | None:
    if not values.get("promise_text"):
        return None
    return PromiseFacts(values["promise_text"], kpi.person.name, values.get("promise_due_on"))
