"""Two minutes after a meeting, for oneself alone."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.self_check import SelfCheckForm
from kpi_assistant.models import Meeting
from kpi_assistant.services.meetings import MEETING_OPTIONS
from kpi_assistant.services.self_checks import facts_of, keep_self_check, self_check_of
from kpi_assistant.views.access import get_or_404

blueprint = Blueprint("self_checks", __name__, url_prefix="/meetings/<uuid:meeting_id>/self-check")


@blueprint.route("/", methods=["GET", "POST"])
def edit(meeting_id: uuid.UUID) -> str | Response:
    session, member = get_session(), current_member()
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    row = self_check_of(session, member, meeting)
    form = SelfCheckForm(data=row.answers if row else None)
    if form.validate_on_submit():
        keep_self_check(session, member, meeting, form.values())
        session.commit()
        flash(_("Kept for you alone."))
        return redirect(url_for("meetings.show", meeting_id=meeting.id))
    return render_template(
        "self_checks/edit.html", meeting=meeting, form=form, row=row, facts=facts_of(session, member, meeting)
    )
