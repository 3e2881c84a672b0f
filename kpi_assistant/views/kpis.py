"""Pages of single KPIs: what was said in every version, what is known of it, and what may be done with it."""

import uuid
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.database import get_session
from kpi_assistant.domain.entry import SPOKEN
from kpi_assistant.domain.vocabulary import Sensitivity
from kpi_assistant.forms.kpi import (
    CorrectionForm,
    FacetsForm,
    LaterKpiForm,
    LayerForm,
    ShareScopeForm,
    StatusForm,
)
from kpi_assistant.models import Kpi, Person
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from kpi_assistant.services.kpis import (
    ConsentMissingError,
    ForeignIdError,
    change_layer,
    change_status,
    complete_kpi,
    correct_words,
    record_kpi,
    set_sensitive,
    set_share_scope,
    share_with_team,
)
from kpi_assistant.services.people_around import people_around
from kpi_assistant.services.visibility import visible
from kpi_assistant.views.access import get_or_404, id_or_404
from kpi_assistant.views.presentation import today

blueprint = Blueprint("kpis", __name__, url_prefix="/kpis")

OPTIONS = (*KPI_OPTIONS, selectinload(Kpi.status_changes))


@blueprint.get("/<uuid:kpi_id>")
def show(kpi_id: uuid.UUID) -> str:
    return _page(get_or_404(Kpi, kpi_id, *OPTIONS))


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> str | Response:
    """A KPI heard outside a meeting, entered from a person's page (``?person=``)."""
    person = get_or_404(Person, id_or_404(request.args.get("person", "")), selectinload(Person.posts))
    member = current_member()
    around = people_around(get_session(), member, [person.id])
    form = LaterKpiForm(data=None if request.form else {"id": str(uuid.uuid4()), "said_on": today()})
    form.offer_people([person], around, default=person)
    if not form.validate_on_submit():
        return render_template(
            "kpis/create.html", form=form, person=person, coach=load_question_bank().facet_follow_ups
        )
    about = person if form.about_id == person.id else get_or_404(Person, form.about_id)
    try:
        kpi = record_kpi(get_session(), member, about, form.values(), kpi_id=form.entry_id, said_on=form.said_on.data)
    except ForeignIdError:
        abort(404)
    get_session().commit()
    flash(_("It is recorded."))
    return redirect(url_for(".show", kpi_id=kpi.id))


@blueprint.post("/<uuid:kpi_id>/correct")
def correct(kpi_id: uuid.UUID) -> str | Response:
    kpi = get_or_404(Kpi, kpi_id, *OPTIONS, locked=True)
    form = CorrectionForm(prefix="correction")
    if kpi.source not in SPOKEN:
        abort(400)
    if not form.validate():
        return _page(kpi, correction=form)
    correct_words(kpi, current_member(), form.words.data)
    return _saved(kpi, _("The correction is kept as a new version; the words before stay readable."))


@blueprint.post("/<uuid:kpi_id>/facets")
def facets(kpi_id: uuid.UUID) -> str | Response:
    kpi = get_or_404(Kpi, kpi_id, *OPTIONS, locked=True)
    form = FacetsForm(obj=_known(kpi))
    if not form.validate():
        return _page(kpi, facets=form)
    complete_kpi(kpi, form.values())
    return _saved(kpi, _("Saved."))


@blueprint.post("/<uuid:kpi_id>/status")
def status(kpi_id: uuid.UUID) -> str | Response:
    kpi = get_or_404(Kpi, kpi_id, *OPTIONS, locked=True)
    form = StatusForm(prefix="status")
    if not form.validate():
        return _page(kpi, status=form)
    change_status(kpi, current_member(), form.status.data, form.remark.data)
    return _saved(kpi, _("The status is changed. You can change it back at any time."))


@blueprint.post("/<uuid:kpi_id>/layer")
def layer(kpi_id: uuid.UUID) -> str | Response:
    kpi = _own_or_404(kpi_id)
    form = LayerForm(prefix="layer")
    if not form.validate():
        return _page(kpi, layer=form)
    change_layer(kpi, form.layer.data)
    return _saved(kpi, _("The layer is changed."))


@blueprint.post("/<uuid:kpi_id>/share")
def share(kpi_id: uuid.UUID) -> Response:
    """Let the team read a private KPI, or stop it again."""
    kpi = _own_or_404(kpi_id)
    share_with_team(kpi, shared=request.form.get("shared") == "yes")
    return _saved(kpi, _("Your team can read it now.") if kpi.shared_at else _("Only you can read it now."))


@blueprint.post("/<uuid:kpi_id>/scope")
def scope(kpi_id: uuid.UUID) -> str | Response:
    """Say who outside the team may see it, and whether it is in papers at all. A private one is its author's to open."""
    kpi = get_or_404(Kpi, kpi_id, *OPTIONS, locked=True)
    if kpi.layer.is_private and kpi.created_by_id != current_member().id:
        abort(404)
    form = ShareScopeForm(prefix="scope")
    if not form.validate():
        return _page(kpi, scope=form)
    try:
        set_share_scope(kpi, form.share_scope.data, form.consented_on.data)
    except ConsentMissingError:
        form.consented_on.errors = [_("Ask them first, then enter the day they agreed.")]
        return _page(kpi, scope=form)
    set_sensitive(kpi, sensitive=form.is_sensitive.data)
    return _saved(kpi, _("Saved."))


def _own_or_404(kpi_id: uuid.UUID) -> Kpi:
    """Only its author moves a KPI between what is the team's and what is private."""
    kpi = get_or_404(Kpi, kpi_id, *OPTIONS, locked=True)
    if kpi.created_by_id != current_member().id:
        abort(404)
    return kpi


def _saved(kpi: Kpi, message: str) -> Response:
    get_session().commit()
    flash(message)
    return redirect(url_for(".show", kpi_id=kpi.id))


def _known(kpi: Kpi) -> SimpleNamespace:
    """What is known of it, by the fields of the form."""
    facets = {str(row.facet): row.text for row in kpi.facets}
    return SimpleNamespace(facets=facets, importance=kpi.importance, confidence=kpi.confidence, remark=kpi.remark)


def _page(kpi: Kpi, **refused: Any) -> str:
    """The page with the forms as they stand; a refused one is shown with what was typed."""
    member = current_member()
    forms = {
        "correction": CorrectionForm(formdata=None, prefix="correction", words=kpi.words),
        "facets": FacetsForm(formdata=None, obj=_known(kpi)),
        "status": StatusForm(formdata=None, prefix="status", remark=""),
        "layer": LayerForm(formdata=None, prefix="layer", layer=kpi.layer),
        "scope": ShareScopeForm(
            formdata=None,
            prefix="scope",
            share_scope=kpi.share_scope,
            consented_on=kpi.consented_on,
            is_sensitive=kpi.sensitivity is Sensitivity.SENSITIVE,
        ),
    }
    session = get_session()
    names = {row.id: row.name for row in member.workspace.members}
    origin = kpi.derived_from_id and session.scalar(
        select(Kpi).where(Kpi.id == kpi.derived_from_id, visible(Kpi, member)).options(*KPI_OPTIONS)
    )
    derived = session.scalars(
        select(Kpi).where(Kpi.derived_from_id == kpi.id, visible(Kpi, member)).options(*KPI_OPTIONS)
    ).all()
    return render_template(
        "kpis/show.html",
        kpi=kpi,
        forms=forms | refused,
        names=names,
        origin=origin,
        derived=derived,
        coach=load_question_bank().facet_follow_ups,
        is_author=kpi.created_by_id == member.id,
    )
