"""Putting together what a brief is made from, saying what stands in its way, and keeping the finished ones."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from kpi_assistant.domain.address import address
from kpi_assistant.domain.brief import (
    MAX_KPIS,
    Addressee,
    BriefRecord,
    NextStep,
    Sender,
    by_weight,
)
from kpi_assistant.domain.brief_customer import CustomerBrief, customer_brief
from kpi_assistant.domain.brief_internal import InternalBrief, internal_brief
from kpi_assistant.domain.brief_parts import part_of
from kpi_assistant.domain.plain import from_plain, to_plain
from kpi_assistant.domain.release import is_releasable, withheld
from kpi_assistant.domain.vocabulary import Edition
from kpi_assistant.models import (
    Brief,
    Kpi,
    Member,
    Person,
    Workspace,
)
from kpi_assistant.services.brief_facts import (
    MOST_WITHHELD,
    kpis_for_brief,
    not_mistaken,
    promises_for_brief,
    questions_for_brief,
    still_counts,
    their_order,
)
from kpi_assistant.services.brief_people import (
    involved,
    need_a_look,
    people_by_id,
    people_involved,
    spoken_of,
    told_by,
)
from kpi_assistant.services.kpi_facts import kpi_facts
from kpi_assistant.services.responses import response_facts
from kpi_assistant.services.search import matches
from kpi_assistant.services.visibility import visible


@dataclass(frozen=True, slots=True)
class BriefChoices:
    """What the maker of a brief chose."""

    edition: Edition
    locale: str
    next_steps: tuple[NextStep, ...] = ()
    part: int = 1
    """Which part, where there are more KPIs than one brief holds."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A brief's record and the edition built from it, or from one part of it."""

    record: BriefRecord
    edition: CustomerBrief | InternalBrief


def list_briefs(member: Member, query: str = "") -> Select[Any]:
    """Finished briefs to the people whose names match, newest first."""
    return (
        select(Brief)
        .join(Brief.person)
        .where(visible(Brief, member), matches(Person.search_text, query))
        .order_by(Brief.number.desc())
        .options(joinedload(Brief.person), joinedload(Brief.project))
    )


def compose(
    session: Session,
    member: Member,
    person: Person,
    choices: BriefChoices,
    today: dt.date,
    number: int | None,
    *,
    searched: bool = True,
) -> Composed:
    """The record of one addressee as far as the member may read it, and the chosen edition of it.

    ``number`` is empty for a preview. The record of a customer edition holds the words of everyone around the
    addressee as well: not to print them, but to find them should they have slipped into ours. ``searched`` is False
    where nothing is searched yet, as on the page that prepares a brief: then they are not even read.
    """
    theirs = kpis_for_brief(session, member, [person.id], not_mistaken())
    needs_others = searched or choices.edition is Edition.INTERNAL
    around = people_involved(session, member, person, theirs) if needs_others else []
    ids = {row.id for row in around}
    if choices.edition is Edition.INTERNAL:
        ids |= spoken_of(session, member, person) - {person.id}
        others = kpis_for_brief(session, member, list(ids), still_counts())
        kept = list(by_weight(tuple(map(kpi_facts, others)), today))[: max(0, MAX_KPIS - len(theirs))]
        named = {each.person_id for each in kept} | told_by([*theirs, *others])
        around = people_by_id(session, member, (named | need_a_look(session, member, person, ids, today)) - {person.id})
    else:
        others = kpis_for_brief(session, member, list(ids), not_mistaken())
        kept = list(map(kpi_facts, others))
    kpis = (*map(kpi_facts, theirs), *kept)
    printed = {each.id for each in kpis}
    post = next(iter(person.current_posts), None)
    title = post.title if post else ""
    record = BriefRecord(
        today=today,
        number="" if number is None else f"{number:04d}",
        sender=Sender(
            name=member.name,
            organisation=member.sender_organisation,
            title=member.sender_title,
            phone=member.sender_phone,
            email=member.sender_email,
        ),
        addressee=Addressee(
            person_id=person.id,
            name=person.name,
            title=title,
            organisation=post.organisation.name if post else "",
            form_of_address=address(person.name, title, choices.locale),
        ),
        kpis=kpis,
        responses=tuple(
            response_facts(row.response) for row in (*theirs, *others) if row.response is not None and row.id in printed
        ),
        people=involved(session, member, [person, *around]),
        promises=promises_for_brief(session, member, [person, *around]),
        next_steps=choices.next_steps,
        questions=questions_for_brief(kpis, person, today),
        their_order=their_order(session, member, person),
    )
    part = part_of(record, choices.edition, choices.part)
    edition = customer_brief(part) if choices.edition is Edition.CUSTOMER else internal_brief(part)
    return Composed(record, edition)


def next_number(session: Session, member: Member) -> int:
    """The number a brief made now would get, unless somebody else is quicker."""
    last = session.scalar(select(Workspace.last_brief_number).where(Workspace.id == member.workspace_id))
    return (last or 0) + 1


def numbered(composed: Composed, number: int) -> Composed:
    """The same brief under another number."""
    text = f"{number:04d}"
    return Composed(replace(composed.record, number=text), replace(composed.edition, number=text))


def still_holds(session: Session, member: Member, record: BriefRecord) -> bool:
    """Whether the addressee is still there and their KPIs still stand where they did when the record was composed: a
    consent taken back meanwhile must not be passed over, and a KPI entered meanwhile not left without an answer."""
    addressee_id = record.addressee.person_id
    if session.get(Person, addressee_id) is None:
        return False
    now = session.execute(
        select(Kpi.id, Kpi.layer, Kpi.status, Kpi.sensitivity, Kpi.share_scope, Kpi.consented_on)
        .where(visible(Kpi, member), Kpi.person_id == addressee_id, not_mistaken())
        .order_by(Kpi.said_on.desc(), Kpi.id)
        .limit(MOST_WITHHELD)
    )
    then = {
        (kpi.id, kpi.layer, kpi.status, kpi.sensitivity, kpi.share_scope, kpi.consented_on)
        for kpi in record.kpis
        if record.is_addressees(kpi)
    }
    return {tuple(row) for row in now} == then


def lock_numbers(session: Session, workspace_id: uuid.UUID) -> Workspace:
    """Hold the workspace's numbering until the commit."""
    return session.scalars(
        select(Workspace)
        .where(Workspace.id == workspace_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def store_brief(
    session: Session,
    workspace: Workspace,
    composed: Composed,
    choices: BriefChoices,
    *,
    brief_id: uuid.UUID,
    number: int,
    project_id: uuid.UUID | None,
    logo: bytes | None,
) -> Brief:
    """Freeze a brief under its number; the workspace is locked by ``lock_numbers``. Its papers are printed from it."""
    workspace.last_brief_number = number
    brief = Brief(
        id=brief_id,
        workspace_id=workspace.id,
        number=number,
        edition=choices.edition,
        locale=choices.locale,
        person_id=composed.record.addressee.person_id,
        project_id=project_id,
        made_on=composed.record.today,
        snapshot={
            "edition": to_plain(composed.edition),
            # Ids and reasons only: who may read the words is asked again each time the list is shown.
            "withheld": [[str(each.kpi_id), each.reason.value] for each in withheld(composed.record)],
        },
        logo=logo,
        holds_private=any(kpi.layer.is_private and is_releasable(composed.record, kpi) for kpi in composed.record.kpis),
    )
    session.add(brief)
    return brief


def frozen_edition(brief: Brief) -> CustomerBrief | InternalBrief:
    """The edition as it was printed."""
    plain = brief.snapshot["edition"]
    if brief.edition is Edition.CUSTOMER:
        return from_plain(CustomerBrief, plain)
    return from_plain(InternalBrief, plain)


def previous_brief(session: Session, member: Member, brief: Brief) -> Brief | None:
    """The brief before this one for the same reader, of the same edition and language."""
    return session.scalars(
        select(Brief)
        .where(
            visible(Brief, member),
            Brief.person_id == brief.person_id,
            Brief.edition == brief.edition,
            Brief.locale == brief.locale,
            Brief.number < brief.number,
        )
        .order_by(Brief.number.desc())
        .limit(1)
    ).first()


def withheld_kpis(session: Session, member: Member, brief: Brief) -> list[tuple[Kpi, str]]:
    """What a finished brief left out of the addressee's words, with the reason's code, as far as the member may read."""
    reasons = {uuid.UUID(kpi_id): reason for kpi_id, reason in brief.snapshot["withheld"]}
    rows = kpis_for_brief(session, member, [brief.person_id], Kpi.id.in_(reasons))
    return [(row, reasons[row.id]) for row in rows]
