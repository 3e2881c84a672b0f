"""What is typed and not yet entered, while a batch of steps is taken: each entry read once, written once."""

import uuid
from typing import Any

from sqlalchemy import Connection, Text, bindparam, cast, insert, null, select, union_all, update
from sqlalchemy.sql import CompoundSelect

from kpi_assistant.domain.operation import Operation, Refusal, RefusedError
from kpi_assistant.models import Base, Kpi, KpiDraft, KpiVersion, Promise
from kpi_assistant.models.base import utc_now
from kpi_assistant.models.prepared import Prepared
from kpi_assistant.services.writer import Writer

NOT_TEXT = frozenset({"layer", "source", "person_id", "told_by_id", "other_person_id", "importance", "confidence", "kind", "corrects", "about", "promise_kind", "due_on"})  # fmt: skip
"""Fields that are chosen, not typed: of two choices the later one stands."""

_DRAFTS = Base.metadata.tables[KpiDraft.__tablename__]
_ENTERED = [Base.metadata.tables[entity.__tablename__] for entity in (Kpi, KpiVersion, Promise)]


def _entry(_dialect: str) -> CompoundSelect[Any]:
    """The draft of this id, and a row without a meeting for each table in which the id is entered."""
    drafts = _DRAFTS.c
    draft = select(drafts.meeting_id, drafts.created_by_id, drafts.content).where(drafts.id == bindparam("target"))
    nothing = (cast(null(), drafts.id.type), cast(null(), drafts.id.type), cast(null(), Text))
    return union_all(draft, *(select(*nothing).where(table.c.id == bindparam("target")) for table in _ENTERED))


ENTRY = Prepared(_entry)
_ADD = Prepared(lambda _dialect: insert(_DRAFTS))
_CHANGE = Prepared(
    lambda _dialect: (
        update(_DRAFTS)
        .where(_DRAFTS.c.id == bindparam("target"))
        .values(content=bindparam("content"), updated_at=bindparam("updated_at"))
    )
)

Several = dict[tuple[uuid.UUID, str], list[list[str]]]
"""(entry, field) → [[operation id, text], ...] where devices wrote without knowing of each other."""


class Typed:
    """``several`` grows and shrinks as steps are taken."""

    def __init__(self, connection: Connection, writer: Writer) -> None:
        self._connection = connection
        self._writer = writer
        self._contents: dict[uuid.UUID, dict[str, list[list[str]]]] = {}
        self._meetings: dict[uuid.UUID, uuid.UUID] = {}
        self._new: set[uuid.UUID] = set()
        self.several: Several = {}

    def take(self, step: Operation) -> None:
        content = self._content(step)
        replaced = {str(base) for base in step.bases}
        texts = [one for one in content.get(step.field, []) if one[0] not in replaced]
        texts = [] if step.field in NOT_TEXT else [one for one in texts if one[1] != step.text]
        texts.append([str(step.id), step.text])
        content[step.field] = texts
        if len(texts) > 1:
            self.several[step.target_id, step.field] = texts
        else:
            self.several.pop((step.target_id, step.field), None)

    def _content(self, step: Operation) -> dict[str, list[list[str]]]:
        target = step.target_id
        if target not in self._contents:
            rows = ENTRY.rows(self._connection, target=target)
            draft = next((row for row in rows if row[0] is not None), None)
            if draft is not None:
                meeting_id, created_by_id, content = draft
                if created_by_id != self._writer.id or meeting_id != step.meeting_id:
                    raise RefusedError(Refusal.NOT_FOUND)
            elif rows:
                # Another device finished this entry: what is typed here goes on as an entry of its own.
                raise RefusedError(Refusal.ENTERED)
            else:
                content = {}
                self._new.add(target)
            self._contents[target] = content
            self._meetings[target] = step.meeting_id
        return self._contents[target]

    def store(self) -> None:
        now = utc_now()
        for target, content in self._contents.items():
            if target in self._new:
                _ADD.run(
                    self._connection,
                    {
                        "id": target, "workspace_id": self._writer.workspace_id, "created_by_id": self._writer.id,
                        "meeting_id": self._meetings[target], "content": content, "created_at": now, "updated_at": now,
                    },
                )  # fmt: skip
            else:
                _CHANGE.run(self._connection, {"target": target, "content": content, "updated_at": now})
        self._contents.clear()
        self._new.clear()
