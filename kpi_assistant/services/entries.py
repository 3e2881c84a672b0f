"""Finishing what was typed in a meeting: it becomes a KPI, a correction of one, or a promise, exactly once."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.domain.claims import compliance_flags
from kpi_assistant.domain.entry import day_said, entry_problems, usual_confidence
from kpi_assistant.domain.operation import LONGEST_PROMISE, Operation, Refusal, RefusedError
from kpi_assistant.domain.vocabulary import Confidence, Facet, Layer, PromiseKind, Source
from kpi_assistant.models import Kpi, KpiDraft, KpiVersion, Meeting, Member, Person, Promise
from kpi_assistant.models.base import InWorkspace, utc_now
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from kpi_assistant.services.kpis import ForeignIdError, correct_words, forget_draft, record_kpi, set_facet
from kpi_assistant.services.promises import RefusedWordingError, not_yet
from kpi_assistant.services.visibility import visible

Row = TypeVar("Row", bound=InWorkspace)

FACET = "facets-"
"""What the names of a form's facet fields begin with."""

BESIDE = " / "
"""Between the texts of one facet that several devices wrote."""


def enter(session: Session, member: Member, step: Operation, zone: ZoneInfo) -> None:
    """Make what the entry's fields say. Texts of another device that the phone did not know of are kept beside."""
    draft = session.get(KpiDraft, step.target_id)
    if draft is not None and (draft.created_by_id != member.id or draft.meeting_id != step.meeting_id):
        raise RefusedError(Refusal.NOT_FOUND)
    fields, beside = merge(draft.content if draft else {}, step)
    kind = fields.get("kind") or "kpi"
    make = {"kpi": _enter_kpi, "correction": _enter_correction, "promise": _enter_promise}.get(kind)
    if make is None:
        raise RefusedError(Refusal.MALFORMED)
    make(session, member, step, fields, beside, zone)
    forget_draft(session, member, step.target_id)
    session.flush()


def merge(content: Mapping[str, list[list[str]]], step: Operation) -> tuple[dict[str, str], dict[str, str]]:
    """The fields to enter, and for each field a text that another device typed meanwhile, if it differs."""
    fields, beside = dict(step.fields), {}
    replaced = {str(base) for base in step.bases}
    for name, texts in content.items():
        for _step, text in (one for one in texts if one[0] not in replaced):
            if not fields.get(name, "").strip():
                fields[name] = text
            elif text.strip() and text != fields[name]:
                beside[name] = text
    return fields, beside


def _enter_kpi(
    session: Session,
    member: Member,
    step: Operation,
    fields: Mapping[str, str],
    beside: Mapping[str, str],
    zone: ZoneInfo,
) -> None:
    meeting = _required(session, member, Meeting, step.meeting_id)
    values = entry_values(fields)
    relayed = values["source"] is Source.RELAYED
    told_by = id_in(fields, "told_by_id") if relayed else None
    about = (id_in(fields, "other_person_id") if relayed else None) or id_in(fields, "person_id")
    for _field, reason in entry_problems(values["source"], values["words"], values["observation"], told_by, about):
        raise RefusedError(reason)
    person = session.scalar(
        select(Person).where(Person.id == about, visible(Person, member)).options(selectinload(Person.posts))
    )
    if person is None:
        raise RefusedError(Refusal.NOT_FOUND)
    if told_by is not None:
        _required(session, member, Person, told_by)
    values["told_by_id"] = told_by
    known = session.get(Kpi, step.target_id)
    for name, text in beside.items():
        facet = name.removeprefix(FACET)
        if name.startswith(FACET) and facet in set(Facet):
            values["facets"][Facet(facet)] += BESIDE + text
    mine = values["words"]
    if "words" in beside:
        values["words"] = beside["words"]
    elif "observation" in beside:
        values["observation"] += f"\n{beside['observation']}"
    try:
        kpi = record_kpi(
            session,
            member,
            person,
            values,
            kpi_id=step.target_id,
            said_on=said_on(meeting.starts_at, step, zone),
            meeting=meeting,
        )
    except ForeignIdError:
        raise RefusedError(Refusal.NOT_FOUND) from None
    if "words" in beside or (known is not None and mine):
        # Two devices finished the same entry: what differs is the next version.
        correct_words(kpi, member, mine)
    if known is not None:
        for facet, text in values["facets"].items():
            learn_facet(kpi, facet, text)


def said_on(starts_at: dt.datetime, step: Operation, zone: ZoneInfo) -> dt.date:
    """The day of the words, by the phone's own count of how long the step waited there."""
    return day_said(starts_at.astimezone(zone).date(), (utc_now() - step.waited).astimezone(zone).date())


def learn_facet(kpi: Kpi, facet: Facet, text: str, was: str = "") -> None:
    """Set a facet; where somebody else wrote another text than the one ``was`` that was seen, both stay.

    Beside another's text this device's own grows as it is typed: the next text takes the place of ``was``.
    """
    now = next((row.text for row in kpi.facets if row.facet is facet), "")
    if now == was or not now.strip():
        set_facet(kpi, facet, text)
        return
    before, mine, after = f"{BESIDE}{now}{BESIDE}".rpartition(f"{BESIDE}{was}{BESIDE}")
    others = [before.removeprefix(BESIDE), after.removesuffix(BESIDE)] if mine and was.strip() else [now]
    known = {each for other in others for each in (other, *other.split(BESIDE))}
    texts = [*others[:1], *([] if text in known else [text]), *others[1:]]
    set_facet(kpi, facet, BESIDE.join(each for each in texts if each.strip()))


def entry_values(fields: Mapping[str, str]) -> dict[str, Any]:
    """What ``record_kpi`` takes, from the fields of a form; RefusedError for what no form could say."""
    try:
        source = Source(fields.get("source") or Source.STATED)
        return {
            "layer": Layer(fields.get("layer") or Layer.WORK),
            "source": source,
            "confidence": Confidence(fields.get("confidence") or usual_confidence(source)),
            "importance": importance_in(fields.get("importance", "")),
            "words": fields.get("words", ""),
            "observation": fields.get("observation", ""),
            "facets": {facet: fields.get(FACET + facet, "") for facet in Facet},
        }
    except ValueError:
        raise RefusedError(Refusal.MALFORMED) from None


def importance_in(text: str) -> int | None:
    """1 to 5 as typed, None for the empty text; ValueError for what is neither."""
    if text not in {"", "1", "2", "3", "4", "5"}:
        raise ValueError(text)
    return int(text) if text else None


def _enter_correction(
    session: Session,
    member: Member,
    step: Operation,
    fields: Mapping[str, str],
    beside: Mapping[str, str],
    _z: ZoneInfo,
) -> None:
    """The corrected words are the next version; the id of the step's entry is the version's."""
    words = fields.get("words", "")
    if not words.strip():
        raise RefusedError(Refusal.NO_WORDS)
    if session.get(KpiVersion, step.target_id) is not None:
        return
    kpi = session.scalar(
        select(Kpi).where(Kpi.id == id_in(fields, "corrects"), visible(Kpi, member)).options(*KPI_OPTIONS)
    )
    if kpi is None or not kpi.versions:
        raise RefusedError(Refusal.NOT_FOUND)
    if "words" in beside:
        correct_words(kpi, member, beside["words"])
    correct_words(kpi, member, words, version_id=step.target_id)


def _enter_promise(
    session: Session,
    member: Member,
    step: Operation,
    fields: Mapping[str, str],
    beside: Mapping[str, str],
    zone: ZoneInfo,
) -> None:
    """What we will do about a KPI ("about") that we cannot answer yet, or for a person."""
    if session.get(Promise, step.target_id) is not None:
        return
    text = "\n".join(part for part in (beside.get("words", ""), fields.get("words", "").strip()) if part)
    if not text:
        raise RefusedError(Refusal.NO_WORDS)
    try:
        due_on = dt.date.fromisoformat(fields.get("due_on", ""))
        kind = PromiseKind(fields.get("promise_kind") or PromiseKind.FIND_OUT)
    except ValueError:
        raise RefusedError(Refusal.NO_DAY) from None
    # The day it was made is told by how long the step waited: the phone's own clock may be a day off.
    if due_on < (utc_now() - step.waited).astimezone(zone).date():
        raise RefusedError(Refusal.DAY_OVER)
    if len(text) > LONGEST_PROMISE:
        raise RefusedError(Refusal.TOO_LONG)
    about = id_in(fields, "about")
    kpi = _required(session, member, Kpi, about) if about else None
    person = _required(session, member, Person, kpi.person_id if kpi else id_in(fields, "person_id"))
    if flags := compliance_flags(text):
        raise RefusedWordingError(person, [flag.code for flag in flags])
    session.add(
        Promise(
            id=step.target_id,
            workspace_id=member.workspace_id,
            created_by_id=member.id,
            person_id=person.id,
            meeting_id=step.meeting_id,
            response=not_yet(session, member, kpi) if kpi else None,
            kind=kind,
            text=text,
            due_on=due_on,
        )
    )


def id_in(fields: Mapping[str, str], name: str) -> uuid.UUID | None:
    """The id a field holds; RefusedError for what is none."""
    try:
        return uuid.UUID(fields[name]) if fields.get(name) else None
    except ValueError:
        raise RefusedError(Refusal.MALFORMED) from None


def _required(session: Session, member: Member, entity: type[Row], row_id: uuid.UUID | None) -> Row:
    row = session.scalar(select(entity).where(entity.id == row_id, visible(entity, member)))
    if row is None:
        raise RefusedError(Refusal.NOT_FOUND)
    return row
