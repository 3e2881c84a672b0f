"""Pages of what we can do."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.offering import CapabilityForm, CompetitorsForm
from kpi_assistant.models import Capability, Proof
from kpi_assistant.services.offering import (
    OFFERING_OPTIONS,
    add_lines,
    fill_capability,
    is_live,
    list_capabilities,
    missing_languages,
    saying_lines,
    set_archived,
    suggested_lines,
)
from kpi_assistant.services.reactions import reactions_to_proofs
from kpi_assistant.views.access import get_or_404, made_by
from kpi_assistant.views.presentation import paginate, today, wording
from kpi_assistant.views.undo import flash_undo

blueprint = Blueprint("offering", __name__, url_prefix="/offering")


@blueprint.get("/")
def index() -> str:
    archived = "archived" in request.args
    page = paginate(list_capabilities(current_member(), request.args.get("q", ""), archived=archived))
    return render_template("offering/index.html", page=page, archived=archived)


@blueprint.route("/competitors", methods=["GET", "POST"])
def competitors() -> str | Response:
    """Names that a wording of ours had better leave unsaid; the whole team's."""
    workspace = current_member().workspace
    form = CompetitorsForm(obj=workspace)
    if not form.validate_on_submit():
        return render_template("offering/competitors.html", form=form)
    workspace.competitors = "\n".join(
        dict.fromkeys(filter(None, map(str.strip, (form.competitors.data or "").splitlines())))
    )
    get_session().commit()
    flash(_("The names are saved."))
    return redirect(url_for(".index"))


@blueprint.get("/<uuid:capability_id>")
def show(capability_id: uuid.UUID) -> str:
    capability = get_or_404(Capability, capability_id, *OFFERING_OPTIONS)
    proof_ids = [proof.id for proof in capability.proofs]
    return render_template(
        "offering/show.html",
        capability=capability,
        wanted=missing_languages(capability),
        reactions=reactions_to_proofs(get_session(), current_member(), proof_ids),
    )


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> str | Response:
    form = CapabilityForm()
    if not form.validate_on_submit():
        return render_template("offering/form.html", form=form, capability=None)
    row_id, capability = made_by(form, Capability)
    if capability is None:
        capability = Capability(id=row_id)
        fill_capability(capability, form.values())
        get_session().add(capability)
        get_session().commit()
    flash(_("%(name)s is saved. Now: how would a customer say that they need it?", name=wording(capability.name)))
    return redirect(url_for(".sayings", capability_id=capability.id))


@blueprint.route("/<uuid:capability_id>/edit", methods=["GET", "POST"])
def edit(capability_id: uuid.UUID) -> str | Response:
    capability = get_or_404(Capability, capability_id, *OFFERING_OPTIONS)
    form = CapabilityForm(obj=capability, data=saying_lines(capability))
    if not form.validate_on_submit():
        return render_template("offering/form.html", form=form, capability=capability)
    fill_capability(capability, form.values())
    get_session().commit()
    flash(_("%(name)s is saved.", name=wording(capability.name)))
    return redirect(url_for(".show", capability_id=capability.id))


@blueprint.route("/<uuid:capability_id>/sayings", methods=["GET", "POST"])
def sayings(capability_id: uuid.UUID) -> str | Response:
    """Lines from the thesaurus to accept or to strike; one's own are written in the form."""
    capability = get_or_404(Capability, capability_id, *OFFERING_OPTIONS)
    if request.method == "GET":
        return render_template(
            "offering/sayings.html",
            capability=capability,
            suggested=suggested_lines(capability),
            wanted=missing_languages(capability),
        )
    added = add_lines(capability, request.form.getlist("concept"))
    get_session().commit()
    flash(ngettext("%(num)d line is kept.", "%(num)d lines are kept.", added) if added else _("No line was chosen."))
    return redirect(url_for(".show", capability_id=capability.id))


@blueprint.post("/<uuid:capability_id>/archive")
def archive(capability_id: uuid.UUID) -> Response:
    capability = get_or_404(Capability, capability_id)
    archived = request.form.get("archived") != "no"
    set_archived(capability, archived=archived)
    get_session().commit()
    name = wording(capability.name)
    if archived:
        undo = url_for(".archive", capability_id=capability.id)
        flash_undo(_("%(name)s is archived. Old responses and briefs keep it.", name=name), undo, archived="no")
    else:
        flash(_("%(name)s is offered again.", name=name))
    return redirect(url_for(".show", capability_id=capability.id))


@blueprint.app_template_test("live")
def is_live_today(proof: Proof) -> bool:
    """``proof is live`` in templates."""
    return is_live(proof, today())
