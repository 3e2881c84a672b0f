"""Logging a contact in two taps, and taking it back."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.touch import TouchForm
from kpi_assistant.models import Person, Touch
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.focus import opens_a_third
from kpi_assistant.views.access import get_or_404, made_by
from kpi_assistant.views.language import own_path
from kpi_assistant.views.presentation import label, member_zone

blueprint = Blueprint("touches", __name__)


@blueprint.route("/people/<uuid:person_id>/touches/new", methods=["GET", "POST"])
def create(person_id: uuid.UUID) -> str | Response:
    person = get_or_404(Person, person_id)
    form = TouchForm(now=utc_now().astimezone(member_zone()))
    if not form.validate_on_submit():
        return render_template("touches/create.html", form=form, person=person)
    third = opens_a_third(get_session(), current_member(), person)
    row_id, touch = made_by(form, Touch)
    if touch is None:
        touch = Touch(
            id=row_id,
            workspace_id=current_member().workspace_id,
            person=person,
            kind=form.kind.data,
            purpose=form.purpose.data,
            happened_at=form.happened_at(),
            remark=form.remark.data,
        )
        get_session().add(touch)
        get_session().commit()
    if third is not None:
        flash(
            _("%(industry)s is your third industry. One or two, kept for years, carry further.", industry=label(third))
        )
    flash(_("Noted: %(kind)s, %(purpose)s.", kind=label(touch.kind), purpose=label(touch.purpose)))
    return redirect(own_path(request.form.get("next", url_for("people.show", person_id=person.id, _anchor="touches"))))


@blueprint.route("/touches/<uuid:touch_id>/delete", methods=["GET", "POST"])
def delete(touch_id: uuid.UUID) -> str | Response:
    touch = get_or_404(Touch, touch_id)
    if request.method == "GET":
        return render_template("touches/delete.html", touch=touch)
    get_session().delete(touch)
    get_session().commit()
    flash(_("The entry is removed."))
    return redirect(url_for("people.show", person_id=touch.person_id, _anchor="touches"))
