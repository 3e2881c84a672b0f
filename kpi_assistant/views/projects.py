"""Pages of projects: deals that meetings and briefs may belong to."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.project import ProjectForm
from kpi_assistant.models import Organisation, Project
from kpi_assistant.services.organisations import organisation_choices
from kpi_assistant.services.projects import briefs_of, fill_project, list_projects, meetings_of
from kpi_assistant.views.access import get_or_404, made_by, named_in_address
from kpi_assistant.views.presentation import paginate

blueprint = Blueprint("projects", __name__, url_prefix="/projects")


@blueprint.get("/")
def index() -> str:
    closed = request.args.get("closed") == "1"
    page = paginate(list_projects(current_member(), request.args.get("q", ""), closed=closed))
    return render_template("projects/index.html", page=page, closed=closed)


@blueprint.get("/<uuid:project_id>")
def show(project_id: uuid.UUID) -> str:
    project = get_or_404(Project, project_id, joinedload(Project.organisation))
    session, member = get_session(), current_member()
    return render_template(
        "projects/show.html",
        project=project,
        meetings=meetings_of(session, member, project),
        briefs=briefs_of(session, member, project),
    )


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> str | Response:
    """``organisation`` in the address chooses the organisation beforehand."""
    return _save(Project(**_named_organisation()), _("New project"), url_for(".index"))


@blueprint.route("/<uuid:project_id>/edit", methods=["GET", "POST"])
def edit(project_id: uuid.UUID) -> str | Response:
    project = get_or_404(Project, project_id)
    heading = _("Edit %(name)s", name=project.name)
    return _save(project, heading, url_for(".show", project_id=project.id))


@blueprint.post("/<uuid:project_id>/close")
def close(project_id: uuid.UUID) -> Response:
    return _set_closed(project_id, True)


@blueprint.post("/<uuid:project_id>/reopen")
def reopen(project_id: uuid.UUID) -> Response:
    return _set_closed(project_id, False)


def _save(project: Project, heading: str, back: str) -> str | Response:
    session, member = get_session(), current_member()
    form = ProjectForm(obj=project)
    form.offer(organisation_choices(session, member))
    if not form.validate_on_submit():
        return render_template("projects/form.html", form=form, heading=heading, back=back)
    made = None
    if project.id is None:
        project.id, made = made_by(form, Project)
    if made is None:
        fill_project(session, project, form.values())
        session.add(project)
        session.commit()
    flash(_("%(name)s is saved.", name=project.name))
    return redirect(url_for(".show", project_id=project.id))


def _set_closed(project_id: uuid.UUID, is_closed: bool) -> Response:
    project = get_or_404(Project, project_id)
    project.is_closed = is_closed
    get_session().commit()
    flash(_("%(name)s is closed.", name=project.name) if is_closed else _("%(name)s is open again.", name=project.name))
    return redirect(url_for(".show", project_id=project.id))


def _named_organisation() -> dict[str, uuid.UUID]:
    organisation = named_in_address(Organisation, "organisation")
    return {"organisation_id": organisation.id} if organisation else {}
