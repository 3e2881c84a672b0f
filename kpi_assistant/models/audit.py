"""Who changed what and when: names of fields, never words."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, String, inspect
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from kpi_assistant.models.base import Base, Identified, InWorkspace, utc_now
from kpi_assistant.models.kpi import Kpi, KpiFacet, KpiVersion
from kpi_assistant.models.workspace import Member


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


Noted = InWorkspace | Member
"""What the trail names: rows of a workspace, and who may read them."""
SECRETS = frozenset({"password", "fs_uniquifier", "must_choose_password"})
"""Fields of a member that services.accounts writes down itself, as one word."""


def entry_of(row: Noted, action: str, member_id: uuid.UUID | None, fields: list[str]) -> AuditEntry:
    """What the trail keeps of a change of this row."""
    return AuditEntry(
        workspace_id=row.workspace_id,
        member_id=member_id,
        action=action,
        entity=str(inspect(row).mapper.local_table),
        entity_id=row.id,
        fields=fields,
    )


def record_changes(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Before a flush: write down every change of a workspace's rows. The session knows who acts.

    Facets and versions are parts of their KPI: it has changed, in the field called after the facet, or in its "words".
    """
    member_id: uuid.UUID | None = session.info.get("member_id")
    new = [row for row in session.new if isinstance(row, Noted) and not _comes_with_its_team(session, row)]
    changed = {row: _changed_fields(row) for row in session.dirty if isinstance(row, Noted)}
    for part in [*session.new, *(row for row in session.dirty if _changed_fields(row))]:
        if isinstance(part, (KpiFacet, KpiVersion)) and part.kpi not in session.new:
            changed.setdefault(part.kpi, []).append(str(part.facet) if isinstance(part, KpiFacet) else "words")
    for kpi in [row for row in changed if isinstance(row, Kpi)]:
        # What is taken out of the list is deleted later in this flush.
        changed[kpi] += [str(gone.facet) for gone in inspect(kpi).attrs.facets.history.deleted]
    for row in new:
        # Defaults are filled in at the flush; the trail needs them now.
        row.id = row.id or uuid.uuid4()
        if isinstance(row, Member):
            row.workspace_id = row.workspace_id or row.workspace.id
        else:
            row.workspace_id = row.workspace_id or session.info["workspace_id"]
            row.created_by_id = row.created_by_id or member_id
        session.add(entry_of(row, "created", member_id, []))
    for row, fields in changed.items():
        if fields:
            session.add(entry_of(row, "changed", member_id, sorted(fields)))
    for row in [row for row in session.deleted if isinstance(row, Noted)]:
        session.add(entry_of(row, "deleted", member_id, []))


def _changed_fields(row: Noted | Base) -> list[str]:
    state = inspect(row)
    names = [each.key for each in state.mapper.column_attrs if each.key not in SECRETS]
    return [name for name in names if state.attrs[name].history.has_changes()]


def _comes_with_its_team(session: Session, row: Noted) -> bool:
    """The first member of a team is made with it, by nobody."""
    return isinstance(row, Member) and row.workspace in session.new
