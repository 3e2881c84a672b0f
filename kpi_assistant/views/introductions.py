"""Pages of introductions: who of ours could help with a KPI, promised, and what came of it."""

import datetime as dt
import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.introduction import IntroductionForm, OutcomeForm
from kpi_assistant.models import Kpi, Person, Post, Promise
from kpi_assistant.services.introductions import (
    introductions_for,
    note_outcome,
    people_to_introduce,
    promise_introduction,
    propose_introductions,
)
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from kpi_assistant.views.access import get_or_404, id_or_404, made_by
from kpi_assistant.views.presentation import today

blueprint = Blueprint("introductions", __name__)

WHOLE = (*KPI_OPTIONS, joinedload(Kpi.person).selectinload(Person.posts).joinedload(Post.organisation))
SOON = dt.timedelta(days=14)
MOST_OTHERS = 8


@blueprint.route("/kpis/<uuid:kpi_id>/introduce", methods=["GET", "POST"])
def create(kpi_id: uuid.UUID) -> str | Response:
    session, member = get_session(), current_member()
    kpi = get_or_404(Kpi, kpi_id, *WHOLE)
    form = IntroductionForm(data={"due_on": today() + SOON} if request.method == "GET" else None)
    query = request.args.get("q", "")
    if not form.validate_on_submit():
        return render_template(
            "introductions/create.html",
            form=form,
            kpi=kpi,
            found=propose_introductions(session, member, kpi),
            others=people_to_introduce(session, member, kpi.person_id, query)[:MOST_OTHERS] if query.strip() else [],
            made=introductions_for(session, member, kpi),
        )
    helper = get_or_404(Person, id_or_404(form.helper_id.data or ""))
    if helper.id == kpi.person_id:
        abort(400)
    text = _("Introduce %(helper)s to %(person)s", helper=helper.name, person=kpi.person.name)
    row_id, made = made_by(form, Promise)
    if made is None:
        promise_introduction(session, member, kpi, helper, text, form.due_on.data, promise_id=row_id)
        session.commit()
    flash(_("Promised: %(text)s.", text=text))
    return redirect(url_for(".create", kpi_id=kpi.id))


@blueprint.route("/promises/<uuid:promise_id>/outcome", methods=["GET", "POST"])
def edit(promise_id: uuid.UUID) -> str | Response:
    """What came of an introduction."""
    session = get_session()
    promise = get_or_404(
        Promise,
        promise_id,
        joinedload(Promise.person),
        joinedload(Promise.other_person),
        joinedload(Promise.response),
    )
    if promise.other_person is None or promise.response is None:
        return redirect(url_for("people.show", person_id=promise.person_id, _anchor="promises"))
    kpi = get_or_404(Kpi, promise.response.kpi_id, *KPI_OPTIONS)
    form = OutcomeForm(obj=promise)
    if not form.validate_on_submit():
        return render_template("introductions/edit.html", form=form, promise=promise, kpi=kpi)
    note_outcome(session, current_member(), promise, form.outcome.data, form.outcome_note.data, today())
    session.commit()
    flash(_("Saved."))
    return redirect(url_for(".create", kpi_id=promise.response.kpi_id))
