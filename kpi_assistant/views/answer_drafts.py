"""The answer page's own call, in JSON: keep what is typed, and say what is doubtful in it and how it would print.

As with the capture page no token guards it, since a page may stay open longer than any token lives; a header that
other sites cannot send and the Origin do.
"""

import uuid
from typing import Any

from flask import Blueprint, abort, jsonify, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.meeting import ids_of
from kpi_assistant.models import Kpi
from kpi_assistant.services.answer_checks import CHECKED
from kpi_assistant.services.answer_drafts import LARGEST_DRAFT, forget_draft, keep_draft
from kpi_assistant.services.responses import lock_kpi, saved_values
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.answer_form import advice_on, answer_form, get_subject_or_404, printed
from kpi_assistant.views.brief_words import REASONS
from kpi_assistant.views.operations import answer_in_json, refuse_other_sites

blueprint = Blueprint("answer_drafts", __name__, url_prefix="/responses/<uuid:kpi_id>/draft")
blueprint.before_request(refuse_other_sites)
blueprint.register_error_handler(HTTPException, answer_in_json)


@blueprint.put("")
def keep(kpi_id: uuid.UUID) -> Response:
    """Keep what stands in the form as the member's draft, until it is saved or dropped."""
    session, member = get_session(), current_member()
    lock_kpi(session, kpi_id)
    get_or_404(Kpi, kpi_id)
    sent = _sent()
    subject = get_subject_or_404(kpi_id, among=ids_of(sent.get("capability_ids", [])))
    form = answer_form(subject, sent, csrf=False)
    if form.values() == saved_values(subject.kpi.response):
        # Nothing is unfinished, or a late call of a page whose answer has been saved meanwhile.
        forget_draft(session, member, subject.kpi)
    else:
        keep_draft(session, member, subject.kpi, form.typed())
    # What follows only computes: nobody waits for it with the write lock held.
    session.commit()
    advice = advice_on(form, subject)
    return jsonify(
        state="kept",
        advice={
            name: render_template("responses/_advice.html", name=name, found=advice.get(name, [])) for name in CHECKED
        },
        prints=render_template("responses/_prints.html", prints=printed(form, subject), reasons=REASONS),
    )


def _sent() -> dict[str, list[str]]:
    """The fields of the form, each a list of texts; 400 for anything else, 413 for too much."""
    data: Any = request.get_json(silent=True)
    content = data.get("content") if isinstance(data, dict) else None
    if not isinstance(content, dict) or not all(isinstance(texts, list) for texts in content.values()):
        abort(400)
    texts = [text for each in content.values() for text in each]
    if not all(isinstance(text, str) and "\0" not in text for text in texts):
        abort(400)
    if sum(map(len, texts)) > LARGEST_DRAFT:
        abort(413)
    return {name: each for name, each in content.items() if name != "csrf_token"}
