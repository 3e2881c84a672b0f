"""Pages of what we promised."""

import datetime as dt
import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain.claims import compliance_flags
from kpi_assistant.forms.promise import PostponeForm, PromiseForm, ReleaseForm
from kpi_assistant.models import Meeting, Person, Promise
from kpi_assistant.services.promises import (
    PROMISE_OPTIONS,
    keep_promise,
    list_promises,
    meetings_with,
    note_refusal,
    postpone_promise,
    promise_counts,
    release_promise,
    reopen_promise,
)
from kpi_assistant.views.access import get_or_404, id_or_404, made_by
from kpi_assistant.views.claims import objections
from kpi_assistant.views.language import own_path
from kpi_assistant.views.presentation import day, moment, paginate, today
from kpi_assistant.views.undo import flash_undo

blueprint = Blueprint("promises", __name__, url_prefix="/promises")

SOON = dt.timedelta(days=7)


@blueprint.get("/")
def index() -> str:
    settled, query = "settled" in request.args, request.args.get("q", "")
    counts = promise_counts(get_session(), current_member(), today())
    whole = counts["kept"] + counts["given_up"] if settled else counts["late"] + counts["to_come"]
    statement = list_promises(current_member(), query, settled=settled)
    page = paginate(statement, total=None if query.strip() else whole)
    return render_template(
        "promises/index.html",
        page=page,
        settled=settled,
        soon=today() + SOON,
        counts=counts,
    )


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> str | Response:
    person = get_or_404(Person, id_or_404(request.args.get("person", "")))
    meeting = get_or_404(Meeting, id_or_404(request.args["meeting"])) if request.args.get("meeting") else None
    form = PromiseForm(meeting_id=meeting.id if meeting else None)
    meetings = meetings_with(get_session(), current_member(), person)
    form.offer_meetings(
        (row.id, " · ".join(part for part in (moment(row.starts_at), row.purpose) if part)) for row in meetings
    )
    doubts = objections(form.text.data, compliance_flags(form.text.data)) if form.text.data else []
    if better := next((each.better for each in doubts if request.form.get("take") == f"text:{each.code}"), None):
        form.text.data = better.text
        return render_template("promises/form.html", form=form, person=person)
    if not form.validate_on_submit():
        return render_template("promises/form.html", form=form, person=person, doubts=doubts)
    if doubts:
        note_refusal(get_session(), person, [each.code for each in doubts])
        get_session().commit()
        form.text.errors = [_("This may not stand like this; the better wording is below.")]
        return render_template("promises/form.html", form=form, person=person, doubts=doubts)
    row_id, promise = made_by(form, Promise)
    if promise is None:
        promise = Promise(id=row_id, person_id=person.id, **form.values())
        get_session().add(promise)
        get_session().commit()
    flash(_("Noted: due on %(day)s.", day=day(promise.due_on)))
    return redirect(_back(meeting, person))


@blueprint.post("/<uuid:promise_id>/keep")
def keep(promise_id: uuid.UUID) -> Response:
    promise = get_or_404(Promise, promise_id, *PROMISE_OPTIONS)
    keep_promise(promise, today())
    get_session().commit()
    back = own_path(request.form.get("next", url_for(".index")))
    flash_undo(_("Kept: %(text)s", text=promise.text), url_for(".reopen", promise_id=promise.id), next=back)
    return redirect(back)


@blueprint.route("/<uuid:promise_id>/postpone", methods=["GET", "POST"])
def postpone(promise_id: uuid.UUID) -> str | Response:
    """Another day for a promise; back to where it was asked for."""
    promise = get_or_404(Promise, promise_id, *PROMISE_OPTIONS)
    back = own_path(request.args.get("next", url_for(".index")))
    form = PostponeForm()
    if not form.validate_on_submit():
        return render_template("promises/postpone.html", form=form, promise=promise, back=back)
    postpone_promise(promise, form.due_on.data)
    get_session().commit()
    flash(_("Noted: due on %(day)s.", day=day(promise.due_on)))
    return redirect(back)


@blueprint.post("/<uuid:promise_id>/reopen")
def reopen(promise_id: uuid.UUID) -> Response:
    promise = get_or_404(Promise, promise_id)
    reopen_promise(promise)
    get_session().commit()
    flash(_("The promise is open again."))
    return redirect(own_path(request.form.get("next", url_for(".index"))))


@blueprint.route("/<uuid:promise_id>/release", methods=["GET", "POST"])
def release(promise_id: uuid.UUID) -> str | Response:
    promise = get_or_404(Promise, promise_id, *PROMISE_OPTIONS)
    form = ReleaseForm(told=promise.release_note)
    if not form.validate_on_submit():
        return render_template("promises/release.html", form=form, promise=promise)
    release_promise(promise, form.told.data, today())
    get_session().commit()
    flash_undo(_("Given up: %(text)s", text=promise.text), url_for(".reopen", promise_id=promise.id))
    return redirect(url_for(".index"))


def _back(meeting: Meeting | None, person: Person) -> str:
    if meeting is not None:
        return url_for("meetings.show", meeting_id=meeting.id)
    return url_for("people.show", person_id=person.id)
