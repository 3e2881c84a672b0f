"""Erasing a person for good, as privacy law asks: everything of theirs, and their traces in what stays."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from kpi_assistant.domain.address import address
from kpi_assistant.domain.leaks import name_parts
from kpi_assistant.domain.vocabulary import Edition
from kpi_assistant.models import (
    Attendance,
    AuditEntry,
    Brief,
    Capability,
    Guide,
    GuideItem,
    KeptPage,
    Kpi,
    KpiDraft,
    KpiFacet,
    KpiStatusChange,
    Meeting,
    Member,
    Note,
    Organisation,
    OwnQuestion,
    Person,
    PrintJob,
    Project,
    Promise,
    Proof,
    Reaction,
    Response,
    ResponseDraft,
    Saying,
    SelfCheck,
    SignIn,
    Tie,
    Touch,
)
from kpi_assistant.services.meetings import index_meeting
from kpi_assistant.services.offering import index_capability
from kpi_assistant.services.posts import index_person
from kpi_assistant.services.print_jobs import print_anew
from kpi_assistant.services.projects import index_project

GAP = "[…]"
"""What stands where a name was taken out of our own prose."""
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿ"
_LATIN = re.compile(f"[{_LETTERS}]")
_HONORIFIC = r"(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame)\.?"
SHORTEST_NAME = 2
SHORTEST_QUOTATION = 8
"""Shorter words, such as "成本", are everybody's: they are not looked for in what stays."""

OUR_PROSE: tuple[InstrumentedAttribute[Any], ...] = (
    Person.met_through,
    Person.contact,
    Person.can_help_with,
    Promise.release_note,
    Promise.outcome_note,
    Tie.remark,
    Meeting.purpose,
    Meeting.place,
    Meeting.next_step,
    Organisation.about,
    Project.name,
    Project.about,
    Capability.name_zh,
    Capability.name_en,
    Capability.description_zh,
    Capability.description_en,
    Capability.limits_zh,
    Capability.limits_en,
    Saying.zh,
    Saying.en,
    Proof.statement_zh,
    Proof.statement_en,
    Proof.whose_zh,
    Proof.whose_en,
    Proof.how_measured_zh,
    Proof.how_measured_en,
    PrintJob.detail,
    Note.text,
    Touch.remark,
    Promise.text,
    Kpi.observation,
    Kpi.remark,
    KpiFacet.plain,
    KpiFacet.sealed,
    KpiStatusChange.remark,
    Response.wording,
    Reaction.words,
    OwnQuestion.wording,
    SelfCheck.answers,
)
"""Where a teammate may have written a name or quoted words. What other people said is kept as they said it."""
_BELONGS_TO: dict[Any, type[Any]] = {KpiFacet: Kpi, KpiStatusChange: Kpi, Saying: Capability, PrintJob: Brief}
"""Of tables that do not name their team, the one that does."""


def erase_person(session: Session, person: Person) -> None:
    """Delete a person with all that is theirs, and take their name and words out of what stays.

    Gone with them: posts, ties, KPIs with versions, facets and responses, promises, notes, touches, briefs, meetings
    they alone attended, guides of their other meetings, and internal briefs or questions that quote them. A customer's
    brief that names them is printed anew without the name. The trail keeps that somebody was erased, by id alone.
    Copies of the database made before still hold them.
    """
    names = names_of(session, person)
    traces = _Traces(names, _words_of(session, person))
    workspace_id, person_id = person.workspace_id, person.id
    attended = select(Attendance.meeting_id).where(Attendance.person_id == person_id)
    with_others = (
        select(Attendance.meeting_id)
        .where(Attendance.meeting_id.in_(attended))
        .group_by(Attendance.meeting_id)
        .having(func.count() > 1)
    )
    shared_ids = session.scalars(with_others).all()
    session.execute(delete(Guide).where(Guide.meeting_id.in_(attended)))
    session.execute(delete(Meeting).where(Meeting.id.in_(attended), Meeting.id.not_in(shared_ids)))
    theirs = select(Kpi.id).where(Kpi.person_id == person_id)
    session.execute(delete(GuideItem).where(or_(GuideItem.to_person_id == person_id, GuideItem.kpi_id.in_(theirs))))
    session.execute(delete(Person).where(Person.id == person_id))
    session.expunge(person)
    session.expire_all()
    session.add(
        AuditEntry(
            workspace_id=workspace_id,
            member_id=session.info.get("member_id"),
            action="deleted",
            entity="person",
            entity_id=person_id,
        )
    )
    signed_in = select(SignIn.id).join(Member).where(Member.workspace_id == workspace_id)
    session.execute(delete(KeptPage).where(KeptPage.sign_in_id.in_(signed_in)))
    _delete_quoting(session, workspace_id, traces, str(person_id))
    _print_without(session, workspace_id, _Traces(names, ()))
    changed = {row for column in OUR_PROSE for row in _clean(session, column, workspace_id, traces)}
    _index(session, changed, shared_ids)
    session.flush()


def names_of(session: Session, person: Person) -> list[str]:
    """What a person is called in our prose: the whole name, a surname or first name alone, and 庄主任.

    A short form that somebody or something else of the team bears as well is theirs, and left out.
    """
    in_team = person.workspace_id
    others = session.scalars(
        select(Person).where(Person.workspace_id == in_team, Person.id != person.id).options(selectinload(Person.posts))
    ).all()
    taken = {form for other in others for form in _addresses(other)}
    bearers = [other.name for other in others]
    bearers += session.scalars(select(Member.name).where(Member.workspace_id == in_team))
    bearers += session.scalars(select(Organisation.name).where(Organisation.workspace_id == in_team))
    taken |= {word for name in bearers for word in name.split()}
    forms = [*_addresses(person), *name_parts(person.name)]
    return list(dict.fromkeys([person.name, *(form for form in forms if form not in taken)]))


def _addresses(person: Person) -> set[str]:
    """How one addresses them in Chinese, by each post they have held."""
    if not person.name.strip() or person.name.isascii():
        return set()
    return {address(person.name, post.title or "", "zh_CN") for post in person.posts} - {person.name}


class _Traces:
    """The names and the quotable words of somebody, as something to find and take out."""

    def __init__(self, names: Sequence[str], words: Iterable[str]) -> None:
        quotations = [re.escape(text) for text in words if len(text) >= SHORTEST_QUOTATION]
        named = [_name_pattern(name, whole=not at) for at, name in enumerate(names) if len(name) >= SHORTEST_NAME]
        parts = sorted(quotations, key=len, reverse=True) + named
        self._pattern = re.compile("|".join(parts)) if parts else None

    def are_in(self, value: Any) -> bool:
        return bool(self.without(value) != value)

    def without(self, value: Any) -> Any:
        """The same text, list or mapping with a gap where they were."""
        if isinstance(value, str):
            return self._pattern.sub(GAP, value) if self._pattern else value
        if isinstance(value, list):
            return [self.without(item) for item in value]
        if isinstance(value, dict):
            return {key: self.without(item) for key, item in value.items()}
        return value


def _name_pattern(name: str, *, whole: bool) -> str:
    """A whole name in whatever case, a part of one with its capital; one in Latin letters never within a longer word."""
    spaced = r"\s+".join(map(re.escape, name.split()))
    if not _LATIN.search(name):
        return spaced
    either = f"(?i:{spaced})" if whole else f"(?:{spaced}|{re.escape(name.upper())})"
    return rf"(?<![{_LETTERS}])(?:{_HONORIFIC}\s+)?{either}(?![{_LETTERS}])"


def _words_of(session: Session, person: Person) -> list[str]:
    kpis = session.scalars(select(Kpi).where(Kpi.person_id == person.id)).all()
    return [text for kpi in kpis for text in (kpi.observation, *(version.text for version in kpi.versions)) if text]


def _delete_quoting(session: Session, workspace_id: Any, traces: _Traces, person_id: str) -> None:
    """What is only derived and quotes them can be made again: questions, drafts and our own internal papers."""
    guides = session.scalars(select(Guide).where(Guide.workspace_id == workspace_id)).all()
    for guide in guides:
        guide.left_out = [] if traces.are_in(guide.left_out) else guide.left_out
        guide.unsent = None if traces.are_in(guide.unsent) else guide.unsent
    items = session.scalars(select(GuideItem).where(GuideItem.guide_id.in_([guide.id for guide in guides])))
    _delete(session, [item for item in items if traces.are_in(item.wording)])
    drafts = session.scalars(select(KpiDraft).where(KpiDraft.workspace_id == workspace_id))
    _delete(session, [row for row in drafts if traces.are_in(row.content) or person_id in json.dumps(row.content)])
    unsaved = session.scalars(select(ResponseDraft).where(ResponseDraft.workspace_id == workspace_id))
    _delete(session, [row for row in unsaved if traces.are_in(row.content) or person_id in json.dumps(row.content)])
    papers = session.scalars(select(Brief).where(Brief.workspace_id == workspace_id, Brief.edition == Edition.INTERNAL))
    _delete(session, [paper for paper in papers if traces.are_in(paper.snapshot)])


def _delete(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        session.delete(row)
    session.flush()


def _print_without(session: Session, workspace_id: Any, names: _Traces) -> None:
    """A paper for somebody else stays theirs, and loses the name."""
    for paper in session.scalars(select(Brief).where(Brief.workspace_id == workspace_id)):
        if names.are_in(paper.snapshot):
            paper.snapshot = names.without(paper.snapshot)
            print_anew(session, paper)


def _clean(session: Session, column: InstrumentedAttribute[Any], workspace_id: Any, traces: _Traces) -> list[Any]:
    """Take the traces out of one column; gives back the rows that held any."""
    entity = column.class_
    owner = _BELONGS_TO.get(entity, entity)
    rows = select(entity) if owner is entity else select(entity).join(owner)
    found = []
    for row in session.scalars(rows.where(owner.workspace_id == workspace_id)).all():
        before = getattr(row, column.key)
        after = traces.without(before)
        if after != before:
            setattr(row, column.key, after)
            found.append(row)
    return found


def _index(session: Session, changed: Iterable[Any], meeting_ids: Iterable[Any]) -> None:
    """Bring up to date what is searched, of what was changed and of these meetings."""
    meetings = {row for row in changed if isinstance(row, Meeting)}
    renamed = [row for row in changed if isinstance(row, Project)]
    about = or_(Meeting.id.in_(meeting_ids), Meeting.project_id.in_([row.id for row in renamed]))
    meetings |= set(session.scalars(select(Meeting).where(about)))
    for project in renamed:
        index_project(session, project)
    for meeting in meetings:
        index_meeting(session, meeting)
    for row in changed:
        if isinstance(row, Person):
            index_person(row)
        elif isinstance(row, Capability):
            index_capability(row)
        elif isinstance(row, Saying):
            index_capability(row.capability)
