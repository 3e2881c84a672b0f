"""Pages of what proves a capability."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from kpi_assistant.database import get_session
from kpi_assistant.forms.offering import ProofForm
from kpi_assistant.models import Capability, Proof
from kpi_assistant.services.offering import fill_proof, set_archived
from kpi_assistant.views.access import get_or_404, made_by
from kpi_assistant.views.undo import flash_undo

blueprint = Blueprint("proofs", __name__)


@blueprint.route("/offering/<uuid:capability_id>/proofs/new", methods=["GET", "POST"])
def create(capability_id: uuid.UUID) -> str | Response:
    capability = get_or_404(Capability, capability_id)
    form = ProofForm()
    if not form.validate_on_submit():
        return render_template("proofs/form.html", form=form, capability=capability, proof=None)
    row_id, proof = made_by(form, Proof)
    if proof is None:
        proof = Proof(id=row_id, capability_id=capability.id)
        fill_proof(proof, form.values())
        get_session().add(proof)
        get_session().commit()
    flash(_("The proof is saved."))
    return redirect(url_for("offering.show", capability_id=capability.id))


@blueprint.route("/proofs/<uuid:proof_id>/edit", methods=["GET", "POST"])
def edit(proof_id: uuid.UUID) -> str | Response:
    proof = get_or_404(Proof, proof_id, joinedload(Proof.capability))
    form = ProofForm(obj=proof)
    if not form.validate_on_submit():
        return render_template("proofs/form.html", form=form, capability=proof.capability, proof=proof)
    fill_proof(proof, form.values())
    get_session().commit()
    flash(_("The proof is saved."))
    return redirect(url_for("offering.show", capability_id=proof.capability_id))


@blueprint.post("/proofs/<uuid:proof_id>/archive")
def archive(proof_id: uuid.UUID) -> Response:
    proof = get_or_404(Proof, proof_id)
    archived = request.form.get("archived") != "no"
    set_archived(proof, archived=archived)
    get_session().commit()
    if archived:
        undo = url_for(".archive", proof_id=proof.id)
        flash_undo(_("The proof is archived and will not be cited any more."), undo, archived="no")
    else:
        flash(_("The proof may be cited again."))
    return redirect(url_for("offering.show", capability_id=proof.capability_id))
