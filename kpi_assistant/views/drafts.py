"""The capture page's own calls, in JSON: keep what is typed, enter what is finished.

No token guards them, since a page may stay open longer than any token lives; a header that other sites cannot send
and the Origin do.
"""

import uuid
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, jsonify, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.models import Meeting
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.capture import gentle_hints, reply_to
from kpi_assistant.services.drafts import LARGEST_DRAFT, NewerDraftError, keep_draft
from kpi_assistant.services.kpis import ForeignIdError
from kpi_assistant.services.meetings import MEETING_OPTIONS, kpis_said
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.capture import enter, entry_form
from kpi_assistant.views.presentation import wording

blueprint = Blueprint("drafts", __name__, url_prefix="/meetings/<uuid:meeting_id>/drafts/<uuid:draft_id>")

ERRORS = {400: "bad_request", 401: "signed_out", 403: "refused", 404: "not_found", 413: "too_large"}


@blueprint.before_request
def refuse_other_sites() -> None:
    origin = urlsplit(request.headers.get("Origin", "")).netloc
    own = {request.host, urlsplit(current_app.config["PUBLIC_URL"]).netloc} - {""}
    if request.headers.get("X-Requested-With") != "fetch" or origin not in own:
        abort(403)


@blueprint.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> tuple[Response, int]:
    code = error.code or 500
    return jsonify(error=ERRORS.get(code, "failed")), code


@blueprint.put("")
def keep(meeting_id: uuid.UUID, draft_id: uuid.UUID) -> Response | tuple[Response, int]:
    """Keep what stands in the form. 409 with the revision that stands when another page went ahead."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    revision, content = _sent()
    try:
        kept = keep_draft(get_session(), current_member(), meeting, draft_id, revision, content)
    except ForeignIdError:
        abort(404)
    except NewerDraftError as error:
        return jsonify(error="newer", revision=error.revision), 409
    form = entry_form(meeting, content, draft_id, csrf=False)
    hints = gentle_hints(form.words.data or form.observation.data or "", form.layer.data)
    get_session().commit()
    return jsonify(
        state="kept" if kept else "entered",
        revision=revision,
        saved_at=utc_now().isoformat(),
        hints=[wording(hint) for hint in hints],
    )


@blueprint.post("")
def finish(meeting_id: uuid.UUID, draft_id: uuid.UUID) -> Response | tuple[Response, int]:
    """Enter what stands in the form as a KPI of the same id. 422 when something is missing; the draft is kept then."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    session, member = get_session(), current_member()
    revision, content = _sent()
    form = entry_form(meeting, content, draft_id, csrf=False)
    if not form.validate():
        try:
            keep_draft(session, member, meeting, draft_id, revision, content)
        except ForeignIdError:
            abort(404)
        except NewerDraftError as error:
            return jsonify(error="newer", revision=error.revision), 409
        session.commit()
        return jsonify(error="invalid", messages=_messages(form.errors)), 422
    kpi = enter(meeting, form)
    if kpi.meeting_id != meeting.id:
        abort(404)
    session.commit()
    said = len(kpis_said(session, member, meeting))
    html = render_template(
        "capture/_latest.html",
        meeting=meeting,
        saved=kpi,
        reply=reply_to(kpi, said),
        saved_hints=gentle_hints(kpi.words or kpi.observation, kpi.layer),
    )
    return jsonify(state="entered", saved_at=utc_now().isoformat(), html=html)


def _sent() -> tuple[int, dict[str, str]]:
    """The revision and the fields of the form, all of them text; 400 for anything else, 413 for too much."""
    data: Any = request.get_json(silent=True)
    if not isinstance(data, dict) or not isinstance(data.get("content"), dict):
        abort(400)
    revision, content = data.get("revision"), data["content"]
    if not isinstance(revision, int) or isinstance(revision, bool) or not 0 < revision < 2**31:
        abort(400)
    if not all(isinstance(value, str) and "\0" not in value for value in content.values()):
        abort(400)
    if sum(len(name) + len(value) for name, value in content.items()) > LARGEST_DRAFT:
        abort(413)
    return revision, {name: value for name, value in content.items() if name not in {"csrf_token", "id"}}


def _messages(errors: Any) -> list[str]:
    """The sentences of a form's errors, those of its facets among them."""
    if isinstance(errors, dict):
        return [message for part in errors.values() for message in _messages(part)]
    return [str(message) for message in errors]
