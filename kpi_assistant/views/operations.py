"""What capture pages send in the background: steps in JSON, each acknowledged only when it is committed.

No token guards the call, since a page may stay open longer than any token lives; a header that other sites cannot
send and the Origin do.
"""

import uuid
from typing import Any

from flask import Blueprint, abort, current_app, jsonify, request, session
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_sign_in, require_login
from kpi_assistant.database import Database
from kpi_assistant.domain.operation import Operation, Refusal, RefusedError, read_operation
from kpi_assistant.models.base import utc_now
from kpi_assistant.own_page import is_from_own_page
from kpi_assistant.services.operations import Answer, take_operations
from kpi_assistant.services.writer import Writer, find_writer

blueprint = Blueprint("operations", __name__, url_prefix="/capture/operations")

MOST_OPERATIONS = 200
ERRORS = {
    400: "bad_request",
    401: "signed_out",
    403: "refused",
    404: "not_found",
    409: "other_member",
    413: "too_large",
}


def refuse_other_sites() -> None:
    if request.headers.get("X-Requested-With") != "fetch" or not is_from_own_page():
        abort(403)


@blueprint.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> tuple[Response, int]:
    code = error.code or 500
    return jsonify(error=ERRORS.get(code, "failed")), code


@blueprint.errorhandler(DBAPIError)
def answer_without_storage(_error: DBAPIError) -> tuple[Response, int, dict[str, str]]:
    """A full disk or a database that cannot be written: nothing was taken, and trying again later is right."""
    return jsonify(error="storage"), 503, {"Retry-After": "3"}


@blueprint.post("")
def take() -> Response:
    """Take a batch: {"member", "sent_at", "operations": [...]} gives {"member", "saved_at", "operations": {id: ...}}.

    Each answer is {"state": "saved"} or {"state": "refused", "reason"}; ``several`` lists the fields that hold texts
    of more than one device. 409 when the batch was typed by another member than the one signed in.
    """
    try:
        refuse_other_sites()
        meant_for, operations, unreadable = _sent()
    except HTTPException:
        # Who is not signed in is told that first, and learns nothing else.
        if (refusal := require_login()) is not None:
            return refusal
        raise
    sign_in, cookie = current_sign_in(), session.get("_user_id", "")

    def save(connection: Connection) -> tuple[Writer | None, Answer]:
        writer = find_writer(connection, sign_in, cookie) if sign_in else None
        if writer is None or writer.id != meant_for:
            return writer, Answer()
        return writer, take_operations(connection, writer, operations)

    database: Database = current_app.extensions["database"]
    writer, answer = database.group_commit.write(save)
    if writer is None:
        return require_login() or abort(401)
    if writer.id != meant_for:
        abort(409)
    now = utc_now()
    outcomes = {str(step): _outcome(reason) for step, reason in answer.outcomes.items()} | unreadable
    return jsonify(
        member=str(writer.id),
        saved_at=now.isoformat(),
        clock=f"{now.astimezone(writer.zone):%H:%M}",
        operations=outcomes,
        several=[
            {"target": str(target), "field": name, "texts": texts} for (target, name), texts in answer.several.items()
        ],
    )


def _outcome(reason: Refusal | None) -> dict[str, str]:
    return {"state": "saved"} if reason is None else {"state": "refused", "reason": str(reason)}


def _sent() -> tuple[uuid.UUID, list[Operation], dict[str, dict[str, str]]]:
    """Whose steps these are, those that can be read, and the answers to the rest; 400 when it is no batch at all."""
    data: Any = request.get_json(silent=True)
    rows = data.get("operations") if isinstance(data, dict) else None
    sent_at = data.get("sent_at") if isinstance(data, dict) else None
    if not isinstance(rows, list) or isinstance(sent_at, bool) or not isinstance(sent_at, int | float):
        abort(400)
    if len(rows) > MOST_OPERATIONS:
        abort(413)
    try:
        meant_for = uuid.UUID(data.get("member", ""))
    except (TypeError, ValueError, AttributeError):
        abort(400)
    operations, unreadable = [], {}
    for row in rows:
        try:
            operations.append(read_operation(row, sent_at))
        except RefusedError as error:
            if not isinstance(row, dict) or not isinstance(row.get("id"), str):
                abort(400)
            unreadable[row["id"]] = _outcome(error.reason)
    return meant_for, operations, unreadable
