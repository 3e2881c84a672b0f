"""Getting a row for the signed-in member, or 404: what is foreign does not exist."""

import uuid
from typing import TypeVar

from flask import abort, request
from sqlalchemy import select
from sqlalchemy.sql.base import ExecutableOption

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.base import NewRowForm
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


def made_by(form: NewRowForm, entity: type[Row]) -> tuple[uuid.UUID, Row | None]:
    """The id of the row that this form makes, and the row itself when a copy of the form has made it already.

    The member's copies go one after another from here to the commit, so that the second one finds the first one's row.
    """
    session, member = get_session(), current_member()
    lock_member(session, member)
    row_id = form.row_id(f"{member.id} {request.full_path}")
    return row_id, session.scalar(select(entity).where(entity.id == row_id, visible(entity, member)))
