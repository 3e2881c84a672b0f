"""Taking the steps phones send: each once, whatever the network did to it, all of a batch in one transaction.

Typing is the path that must be fast, hence plain statements on tables; what finishes an entry goes through the same
services as everything else.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, union_all, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.orm import Session

from kpi_assistant.domain.operation import Operation, OperationKind, Refusal, RefusedError
from kpi_assistant.models import Base, CaptureOperation, Kpi, KpiDraft, KpiVersion, Meeting, Member, Promise
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.entries import enter
from kpi_assistant.services.kpis import lock_member
from kpi_assistant.services.steps import confirm, mark, rank, set_field
from kpi_assistant.services.visibility import visible

NOT_TEXT = frozenset({"layer", "source", "person_id", "told_by_id", "other_person_id", "importance", "confidence", "kind", "corrects", "due_on"})  # fmt: skip
"""Fields that are chosen, not typed: of two choices the later one stands."""

_KNOWN = Base.metadata.tables[CaptureOperation.__tablename__]
_DRAFTS = Base.metadata.tables[KpiDraft.__tablename__]


@dataclass(slots=True)
class Answer:
    """What became of the steps: None for one that is saved, else why it was refused; and fields with several texts.

    ``several``: (entry, field) → [[operation id, text], ...].
    """

    outcomes: dict[uuid.UUID, Refusal | None] = field(default_factory=dict)
    several: dict[tuple[uuid.UUID, str], list[list[str]]] = field(default_factory=dict)


def take_operations(session: Session, member: Member, operations: Sequence[Operation], zone: ZoneInfo) -> Answer:
    """Take a batch in its order. A step known already is acknowledged and changes nothing."""
    answer = Answer()
    lock_member(session, member)
    meetings = set(
        session.scalars(
            select(Meeting.id).where(Meeting.id.in_({each.meeting_id for each in operations}), visible(Meeting, member))
        )
    )
    there = [each for each in operations if each.meeting_id in meetings]
    answer.outcomes.update({each.id: Refusal.NOT_FOUND for each in operations if each.meeting_id not in meetings})
    known = _known(session, member, there)
    typing = _Typing(session, member, answer)
    for each in there:
        if each.id in known:
            answer.outcomes[each.id] = known[each.id]
            continue
        try:
            if each.kind is OperationKind.TYPE:
                typing.take(each)
            else:
                typing.store()
                # What is refused leaves nothing behind, and the steps around it are not touched.
                with session.begin_nested():
                    _STEPS[each.kind](session, member, each, zone)
        except RefusedError as error:
            answer.outcomes[each.id] = error.reason
            continue
        answer.outcomes[each.id] = None
        known[each.id] = None
        known.update(dict.fromkeys(each.bases))
    typing.store()
    _remember(session, member, [each for each in there if answer.outcomes[each.id] is None])
    return answer


def _known(session: Session, member: Member, operations: Sequence[Operation]) -> dict[uuid.UUID, Refusal | None]:
    """The steps taken before; one that somebody else sent under the same id is refused."""
    rows = session.execute(
        select(_KNOWN.c.id, _KNOWN.c.member_id).where(_KNOWN.c.id.in_([each.id for each in operations]))
    )
    return {row.id: None if row.member_id == member.id else Refusal.NOT_FOUND for row in rows}


def _remember(session: Session, member: Member, operations: Sequence[Operation]) -> None:
    """Know these steps from now on, and those they replace: a copy of one that is late then changes nothing."""
    now = utc_now()
    rows = {
        step: {"id": step, "member_id": member.id, "meeting_id": each.meeting_id, "created_at": now}
        for each in operations
        for step in (*each.bases, each.id)
    }
    if rows:
        on = insert_on_sqlite if session.get_bind().dialect.name == "sqlite" else insert_on_postgresql
        session.execute(on(_KNOWN).on_conflict_do_nothing(), list(rows.values()))


class _Typing:
    """Unfinished entries while a batch is taken: each read once, written once."""

    def __init__(self, session: Session, member: Member, answer: Answer) -> None:
        self._session = session
        self._member = member
        self._answer = answer
        self._contents: dict[uuid.UUID, dict[str, list[list[str]]]] = {}
        self._meetings: dict[uuid.UUID, uuid.UUID] = {}
        self._new: set[uuid.UUID] = set()

    def take(self, step: Operation) -> None:
        content = self._content(step)
        replaced = {str(base) for base in step.bases}
        texts = [one for one in content.get(step.field, []) if one[0] not in replaced]
        texts = [] if step.field in NOT_TEXT else [one for one in texts if one[1] != step.text]
        texts.append([str(step.id), step.text])
        content[step.field] = texts
        if len(texts) > 1:
            self._answer.several[step.target_id, step.field] = texts
        else:
            self._answer.several.pop((step.target_id, step.field), None)

    def _content(self, step: Operation) -> dict[str, list[list[str]]]:
        target = step.target_id
        if target not in self._contents:
            row = self._session.execute(
                select(_DRAFTS.c.content, _DRAFTS.c.created_by_id, _DRAFTS.c.meeting_id).where(_DRAFTS.c.id == target)
            ).one_or_none()
            if row is None:
                self._refuse_entered(target)
                self._new.add(target)
            elif row.created_by_id != self._member.id or row.meeting_id != step.meeting_id:
                raise RefusedError(Refusal.NOT_FOUND)
            self._contents[target] = row.content if row else {}
            self._meetings[target] = step.meeting_id
        return self._contents[target]

    def _refuse_entered(self, target: uuid.UUID) -> None:
        """Another device finished this entry: what is typed here goes on as an entry of its own."""
        tables = (Base.metadata.tables[entity.__tablename__] for entity in (Kpi, KpiVersion, Promise))
        if self._session.execute(
            union_all(*(select(table.c.id).where(table.c.id == target) for table in tables))
        ).first():
            raise RefusedError(Refusal.ENTERED)

    def store(self) -> None:
        now = utc_now()
        for target, content in self._contents.items():
            if target in self._new:
                self._session.execute(
                    insert(_DRAFTS).values(
                        id=target, workspace_id=self._member.workspace_id, created_by_id=self._member.id,
                        meeting_id=self._meetings[target], content=content, created_at=now, updated_at=now,
                    )
                )  # fmt: skip
            else:
                self._session.execute(
                    update(_DRAFTS).where(_DRAFTS.c.id == target).values(content=content, updated_at=now)
                )
        self._contents.clear()
        self._new.clear()


def _drop(session: Session, member: Member, step: Operation, _zone: ZoneInfo) -> None:
    session.execute(delete(_DRAFTS).where(_DRAFTS.c.id == step.target_id, _DRAFTS.c.created_by_id == member.id))


_Step = Callable[[Session, Member, Operation, ZoneInfo], None]
_STEPS: Mapping[OperationKind, _Step] = MappingProxyType(
    {
        OperationKind.ENTER: enter,
        OperationKind.DROP: _drop,
        OperationKind.SET: set_field,
        OperationKind.MARK: mark,
        OperationKind.RANK: rank,
        OperationKind.CONFIRM: confirm,
    }
)
