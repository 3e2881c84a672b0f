"""Getting a row for the signed-in member, or 404: what is foreign does not exist."""

import uuid
from typing import TypeVar

from flask import abort, request
from sqlalchemy import select
from sqlalchemy.sql.base import ExecutableOption

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.base import NewRowForm
from kpi_assistant.models import Member
from kpi_assistant.models.base import InWorkspace
from kpi_assistant.services.kpis import lock_member
from kpi_assistant.services.visibility import visible

Row = TypeVar("Row", bound=InWorkspace)


def get_or_404(entity: type[Row], row_id: uuid.UUID, *options: ExecutableOption, locked: bool = False) -> Row:
    """The row, if this member may read it. Every member who may read may also write, except viewers,
    whom ``auth.require_login`` stops before any view runs.

    ``locked``: whoever else asks for it like this waits until the commit, so that a change sent twice at once finds
    itself made. SQLite's writers queue anyway and ignore it.
    """
    statement = select(entity).where(entity.id == row_id, visible(entity, current_member())).options(*options)
    row = get_session().scalar(statement.with_for_update(key_share=True, of=entity) if locked else statement)
    if row is None:
        abort(404)
    return row


def get_member_or_404(member_id: uuid.UUID) -> Member:
    """A member of one's own workspace."""
    statement = select(Member).where(Member.id == member_id, Member.workspace_id == current_member().workspace_id)
    member = get_session().scalar(statement)
    if member is None:
        abort(404)
    return member


def id_or_404(text: str) -> uuid.UUID:
    """The id that an address or a hidden field holds as text."""
    try:
        return uuid.UUID(text)
    except ValueError:
        abort(404)


def named_in_address(entity: type[Row], name: str) -> Row | None:
    """The row whose id the address gives under a name; None when it gives none, 404 for a foreign one."""
    try:
        row_id = uuid.UUID(request.args.get(name, ""))
    except ValueError:
        return None
    return get_or_404(entity, row_id)


def made_by(form: NewRowForm, entity: type[Row]) -> tuple[uuid.UUID, Row | None]:
    """The id of the row that this form makes, and the row itself when a copy of the form has made it already.

    The member's copies go one after another from here to the commit, so that the second one finds the first one's row.
    """
    session, member = get_session(), current_member()
    lock_member(session, member)
    row_id = id_made_by(form)
    return row_id, session.scalar(select(entity).where(entity.id == row_id, visible(entity, member)))


def id_made_by(form: NewRowForm) -> uuid.UUID:
    """The id of the row that this member makes by sending this form to this address."""
    return form.row_id(f"{current_member().id} {request.full_path}")
