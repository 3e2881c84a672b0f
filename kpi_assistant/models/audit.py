"""Who changed what and when: names of fields, never words."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, String, inspect
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from kpi_assistant.models.base import Base, Identified, InWorkspace, utc_now


class AuditEntry(Identified, Base):
    """One change of one row: "created", "changed" (with the names of the fields) or "deleted"."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "workspace_id", "happened_at"), Index(None, "entity_id"))

    workspace_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    happened_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
    action: Mapped[str] = mapped_column(String(16))
    entity: Mapped[str] = mapped_column(String(32))
    entity_id: Mapped[uuid.UUID]
    fields: Mapped[list[str]] = mapped_column(default=list)


def entry_of(row: InWorkspace, action: str, member_id: uuid.UUID | None, fields: list[str]) -> AuditEntry:
    """What the trail keeps of a change of this row."""
    return AuditEntry(
        workspace_id=row.workspace_id,
        member_id=member_id,
        action=action,
        entity=inspect(row).mapper.local_table.name,
        entity_id=row.id,
        fields=fields,
    )


def record_changes(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Before a flush: write down every change of a workspace's rows. The session knows who acts."""
    member_id: uuid.UUID | None = session.info.get("member_id")

    def record(row: InWorkspace, action: str, fields: list[str]) -> None:
        session.add(entry_of(row, action, member_id, fields))

    for row in [row for row in session.new if isinstance(row, InWorkspace)]:
        # Defaults are filled in at the flush; the trail needs them now.
        row.id = row.id or uuid.uuid4()
        row.workspace_id = row.workspace_id or session.info["workspace_id"]
        row.created_by_id = row.created_by_id or member_id
        record(row, "created", [])
    for row in [row for row in session.dirty if isinstance(row, InWorkspace)]:
        columns = inspect(row).mapper.column_attrs.keys()
        changed = [name for name in columns if inspect(row).attrs[name].history.has_changes()]
        if changed:
            record(row, "changed", changed)
    for row in [row for row in session.deleted if isinstance(row, InWorkspace)]:
        record(row, "deleted", [])
