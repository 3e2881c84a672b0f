"""Erasing a person for good, as privacy law asks: everything of theirs, and their traces in what stays."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kpi_assistant.domain.vocabulary import Edition
from kpi_assistant.models import (
    Attendance,
    AuditEntry,
    Brief,
    Guide,
    GuideItem,
    Kpi,
    KpiDraft,
    KpiStatusChange,
    Meeting,
    Note,
    Organisation,
    OwnQuestion,
    Person,
    Project,
    Promise,
    Reaction,
    Response,
    ResponseDraft,
    SelfCheck,
    Tie,
    Touch,
)
from kpi_assistant.services.meetings import index_meeting
from kpi_assistant.services.posts import index_person

GAP = "[…]"
"""What stands where a name was taken out of our own prose."""
SHORTEST_NAME = 2
SHORTEST_QUOTATION = 8
"""Shorter words, such as "成本", are everybody's: they are not looked for in what stays."""

OUR_PROSE: tuple[InstrumentedAttribute[Any], ...] = (
    Person.met_through,
    Person.can_help_with,
    Promise.outcome_note,
    Tie.remark,
    Meeting.purpose,
    Meeting.place,
    Meeting.next_step,
    Organisation.about,
    Project.about,
    Note.text,
    Touch.remark,
    Promise.text,
    Kpi.observation,
    Kpi.remark,
    KpiStatusChange.remark,
    Response.wording,
    Reaction.words,
    OwnQuestion.wording,
    SelfCheck.answers,
)
"""Where a teammate may have written a name or quoted words. What other people said is kept as they said it."""


def erase_person(session: Session, person: Person) -> None:
    """Delete a person with all that is theirs, and take their name and words out of what stays.

    Gone with them: posts, ties, KPIs with versions, facets and responses, promises, notes, touches, briefs, meetings
    they alone attended, guides of their other meetings, and internal briefs or questions that quote them. The trail
    keeps that somebody was erased, by id alone. Copies of the database made before still hold them.
    """
    traces = _Traces(person.name, _words_of(session, person))
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
    _delete_quoting(session, workspace_id, traces, str(person_id))
    for column in OUR_PROSE:
        _clean(session, column, workspace_id, traces)
    for meeting in session.scalars(select(Meeting).where(Meeting.id.in_(shared_ids))):
        index_meeting(session, meeting)
    session.flush()


class _Traces:
    """The name and the quotable words of somebody, as something to find and take out."""

    def __init__(self, name: str, words: Iterable[str]) -> None:
        quotations = [re.escape(text) for text in words if len(text) >= SHORTEST_QUOTATION]
        # A Latin name must not be cut out of a longer word: Ann is not Annual.
        edge = r"(?<![A-Za-z])", r"(?![A-Za-z])"
        names = [edge[0] + re.escape(name) + edge[1]] if len(name) >= SHORTEST_NAME else []
        parts = sorted(quotations, key=len, reverse=True) + names
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


def _clean(session: Session, column: InstrumentedAttribute[Any], workspace_id: Any, traces: _Traces) -> None:
    entity = column.class_
    rows = select(entity)
    rows = (
        rows.join(Kpi, Kpi.id == KpiStatusChange.kpi_id).where(Kpi.workspace_id == workspace_id)
        if entity is KpiStatusChange
        else rows.where(entity.workspace_id == workspace_id)
    )
    for row in session.scalars(rows).all():
        before = getattr(row, column.key)
        after = traces.without(before)
        if after != before:
            setattr(row, column.key, after)
            if isinstance(row, Person):
                index_person(row)
