"""The worksheet of a guide, as a PDF."""

import uuid

from flask import Blueprint, current_app, flash, make_response, redirect, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.models import Meeting
from kpi_assistant.printing import PrintingError, print_worksheet
from kpi_assistant.services.capture import own_guide
from kpi_assistant.services.meetings import MEETING_OPTIONS
from kpi_assistant.services.worksheets import worksheet_of
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.brief_words import printing_problem
from kpi_assistant.views.presentation import member_zone

blueprint = Blueprint("worksheets", __name__, url_prefix="/meetings/<uuid:meeting_id>/worksheet")


@blueprint.get("/")
def show(meeting_id: uuid.UUID) -> Response:
    """The guide as a sheet to write on, with a code that opens this meeting's capture page."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    guide = own_guide(get_session(), current_member(), meeting)
    if guide is None or not guide.items:
        return redirect(url_for("guides.show", meeting_id=meeting.id))
    base = current_app.config["PUBLIC_URL"] or request.host_url.rstrip("/")
    address = base + url_for("capture.show", meeting_id=meeting.id)
    locale = "en" if get_locale().language == "en" else "zh_CN"
    sheet = worksheet_of(
        get_session(),
        current_member(),
        meeting,
        guide,
        member_zone(),
        address,
        with_purpose="purpose" in request.args,
    )
    get_session().rollback()  # printing takes a while and needs nothing of the database
    try:
        pdf = print_worksheet(sheet, locale)
    except PrintingError as error:
        flash(printing_problem(error), "warn")
        return redirect(url_for("guides.show", meeting_id=meeting_id))
    response = make_response(pdf)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = "inline; filename=worksheet.pdf"
    return response
