"""Pages of organisations."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.organisation import OrganisationForm
from kpi_assistant.models import Organisation, Post
from kpi_assistant.services.moves import vacancies_at
from kpi_assistant.services.notes import notes_about
from kpi_assistant.services.organisations import (
    fill_organisation,
    keep_off_phones,
    list_organisations,
    meetings_at,
    projects_at,
)
from kpi_assistant.views.access import get_or_404, made_by
from kpi_assistant.views.presentation import paginate

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")


@blueprint.get("/")
def index() -> str:
    page = paginate(list_organisations(current_member(), request.args.get("q", "")))
    return render_template("organisations/index.html", page=page)


@blueprint.get("/<uuid:organisation_id>")
def show(organisation_id: uuid.UUID) -> str:
    organisation = get_or_404(Organisation, organisation_id, selectinload(Organisation.posts).joinedload(Post.person))
    session, member = get_session(), current_member()
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        meetings=meetings_at(session, member, organisation),
        projects=projects_at(session, member, organisation),
        notes=notes_about(session, member, organisation_id=organisation.id),
        vacancies=vacancies_at(session, member, organisation),
    )


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> str | Response:
    form = OrganisationForm()
    if not form.validate_on_submit():
        return render_template("organisations/form.html", form=form, organisation=None)
    row_id, organisation = made_by(form, Organisation)
    if organisation is None:
        organisation = Organisation(id=row_id)
        fill_organisation(organisation, form.values())
        get_session().add(organisation)
        get_session().commit()
    flash(_("%(name)s is saved.", name=organisation.name))
    return redirect(url_for(".show", organisation_id=organisation.id))


@blueprint.route("/<uuid:organisation_id>/edit", methods=["GET", "POST"])
def edit(organisation_id: uuid.UUID) -> str | Response:
    organisation = get_or_404(Organisation, organisation_id)
    form = OrganisationForm(obj=organisation)
    if not form.validate_on_submit():
        return render_template("organisations/form.html", form=form, organisation=organisation)
    was_secret = organisation.is_secret
    fill_organisation(organisation, form.values())
    if organisation.is_secret and not was_secret:
        keep_off_phones(get_session(), organisation)
    get_session().commit()
    flash(_("%(name)s is saved.", name=organisation.name))
    return redirect(url_for(".show", organisation_id=organisation.id))
