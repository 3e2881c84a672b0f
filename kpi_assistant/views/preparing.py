"""From a person to the questions for them in two taps, whether a meeting is planned or not."""

import datetime as dt
import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.guide import PrepareForm
from kpi_assistant.models import Meeting, Person, Post
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.guides import prepare_guide
from kpi_assistant.services.meetings import fill_meeting, meetings_to_come
from kpi_assistant.views.access import get_or_404, made_by
from kpi_assistant.views.presentation import today

blueprint = Blueprint("preparing", __name__, url_prefix="/people/<uuid:person_id>/prepare")

POSTS = selectinload(Person.posts).joinedload(Post.organisation)
QUARTER = dt.timedelta(minutes=15)


@blueprint.get("/")
def show(person_id: uuid.UUID) -> str:
    return _page(get_or_404(Person, person_id, POSTS), PrepareForm(formdata=None))


@blueprint.post("/")
def make(person_id: uuid.UUID) -> str | Response:
    """The questions for a planned meeting, or for a talk that nobody has planned: it then begins at the next quarter."""
    session, member = get_session(), current_member()
    person = get_or_404(Person, person_id, POSTS)
    coming = meetings_to_come(session, member, person, utc_now())
    meeting = next((row for row in coming if str(row.id) == request.form.get("meeting")), None)
    if meeting is None:
        form = PrepareForm()
        if not form.validate():
            return _page(person, form)
        row_id, made = made_by(form, Meeting)
        if made is not None:
            return redirect(url_for("guides.show", meeting_id=made.id))
        meeting = Meeting(id=row_id)
        session.add(meeting)
        fill_meeting(session, meeting, _next_quarter(utc_now()), form.values(), [person])
        session.flush()
    prepare_guide(session, meeting, member, today())
    session.commit()
    return redirect(url_for("guides.show", meeting_id=meeting.id))


def _page(person: Person, form: PrepareForm) -> str:
    coming = meetings_to_come(get_session(), current_member(), person, utc_now())
    return render_template("preparing/show.html", person=person, coming=coming, form=form)


def _next_quarter(now: dt.datetime) -> dt.datetime:
    start = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
    return start if start == now else start + QUARTER
