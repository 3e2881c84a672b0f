"""Taking the steps phones send: each once, whatever the network did to it, all of a batch in one transaction.

Typing and entering are the paths that must be fast, hence plain statements on tables (models/prepared.py says why); what
is not an ordinary case of them goes through the same services as everything else, in a session on the same transaction.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, bindparam, delete, event, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Insert

from kpi_assistant.domain.operation import Operation, OperationKind, Refusal, RefusedError
from kpi_assistant.models import Base, CaptureOperation, KpiDraft, Meeting, Member
from kpi_assistant.models.audit import record_changes
from kpi_assistant.models.base import utc_now
from kpi_assistant.models.prepared import Prepared
from kpi_assistant.services.entering import enter_plainly
from kpi_assistant.services.entries import enter
from kpi_assistant.services.promises import RefusedWordingError, note_refusal
from kpi_assistant.services.steps import confirm, mark, rank, set_field
from kpi_assistant.services.typed import Several, Typed
from kpi_assistant.services.writer import Writer

_KNOWN = Base.metadata.tables[CaptureOperation.__tablename__]
_MEETINGS = Base.metadata.tables[Meeting.__tablename__]


def _step(_dialect: str) -> Select[Any]:
    """No row when the meeting is not the workspace's; who sent the step before, or NULL."""
    return (
        select(_KNOWN.c.member_id)
        .select_from(_MEETINGS.outerjoin(_KNOWN, _KNOWN.c.id == bindparam("step")))
        .where(_MEETINGS.c.id == bindparam("meeting"), _MEETINGS.c.workspace_id == bindparam("workspace"))
    )


def _remember_once(dialect: str) -> Insert:
    on = insert_on_sqlite if dialect == "sqlite" else insert_on_postgresql
    return on(_KNOWN).on_conflict_do_nothing()


_STEP = Prepared(_step)
_REMEMBER = Prepared(_remember_once)


@dataclass(slots=True)
class Answer:
    """What became of the steps: None for one that is saved, else why it was refused; and fields with several texts."""

    outcomes: dict[uuid.UUID, Refusal | None] = field(default_factory=dict)
    several: Several = field(default_factory=dict)


def take_operations(connection: Connection, writer: Writer, operations: Sequence[Operation]) -> Answer:
    """Take a batch in its order. A step known already is acknowledged and changes nothing."""
    answer = Answer()
    typed = Typed(connection, writer)
    finishing = _Finishing(connection, writer)
    taken: list[Operation] = []
    known: set[uuid.UUID] = set()
    try:
        for each in operations:
            try:
                if each.id not in known and not _is_known(connection, writer, each):
                    if each.kind is OperationKind.TYPE:
                        typed.take(each)
                    else:
                        typed.store()
                        if each.kind is not OperationKind.ENTER or not enter_plainly(connection, writer, each):
                            finishing.take(each)
                    known.update((each.id, *each.bases))
                    taken.append(each)
            except RefusedError as error:
                answer.outcomes[each.id] = error.reason
            else:
                answer.outcomes[each.id] = None
    finally:
        finishing.close()
    typed.store()
    _remember(connection, writer, taken)
    answer.several = typed.several
    return answer


def _is_known(connection: Connection, writer: Writer, step: Operation) -> bool:
    """Whether this step was taken before; one about a foreign meeting, or that somebody else sent, is refused."""
    rows = _STEP.rows(connection, step=step.id, meeting=step.meeting_id, workspace=writer.workspace_id)
    if not rows or rows[0][0] not in (None, writer.id):
        raise RefusedError(Refusal.NOT_FOUND)
    return rows[0][0] is not None


def _remember(connection: Connection, writer: Writer, operations: Sequence[Operation]) -> None:
    """Know these steps from now on, and those they replace: a copy of one that is late then changes nothing."""
    now = utc_now()
    rows = {
        step: {"id": step, "member_id": writer.id, "meeting_id": each.meeting_id, "created_at": now}
        for each in operations
        for step in (*each.bases, each.id)
    }
    if rows:
        _REMEMBER.run(connection, *rows.values())


class _Finishing:
    """The steps that are more than typing. Their session is made when the first of them comes."""

    def __init__(self, connection: Connection, writer: Writer) -> None:
        self._connection = connection
        self._writer = writer
        self._session: Session | None = None

    def take(self, step: Operation) -> None:
        session = self._session
        if session is None:
            session = self._session = Session(
                self._connection, expire_on_commit=False, join_transaction_mode="rollback_only"
            )
            event.listen(session, "before_flush", record_changes)
            session.info.update(member_id=self._writer.id, workspace_id=self._writer.workspace_id)
        # What is refused leaves nothing behind, and the steps around it are not touched.
        try:
            with session.begin_nested():
                _STEPS[step.kind](session, session.get_one(Member, self._writer.id), step, self._writer.zone)
        except RefusedWordingError as error:
            note_refusal(session, error.person, error.codes)
            session.flush()
            raise

    def close(self) -> None:
        if self._session is not None:
            self._session.close()


def _drop(session: Session, member: Member, step: Operation, _zone: ZoneInfo) -> None:
    drafts = Base.metadata.tables[KpiDraft.__tablename__]
    session.execute(delete(drafts).where(drafts.c.id == step.target_id, drafts.c.created_by_id == member.id))


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
