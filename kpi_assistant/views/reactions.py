"""Pages of what a customer made of our answers: all of them on one page, each noted by one tap."""

import uuid

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.reaction import ReactionForm
from kpi_assistant.models import Brief, Kpi, Person
from kpi_assistant.models import Response as Answer
from kpi_assistant.services.answering import open_kpis
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from kpi_assistant.services.reactions import could_be_taken, note_reaction, own_reaction, presented_kpis, take_back
from kpi_assistant.services.responses import lock_kpi
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.presentation import today

blueprint = Blueprint("reactions", __name__)


@blueprint.get("/people/<uuid:person_id>/reactions")
def of_person(person_id: uuid.UUID) -> str:
    """Every open KPI of theirs that has an answer they can have heard."""
    person = get_or_404(Person, person_id)
    kpis = open_kpis(get_session(), current_member(), person, today())
    return _page(person, [kpi for kpi in kpis if could_be_taken(kpi, today())], None)


@blueprint.get("/briefs/<uuid:brief_id>/reactions")
def of_brief(brief_id: uuid.UUID) -> str:
    """The answers that stood in a brief: those there were when it was made, without what it withheld."""
    brief = get_or_404(Brief, brief_id)
    person = get_or_404(Person, brief.person_id)
    kpis = open_kpis(get_session(), current_member(), person, today())
    return _page(person, [kpi for kpi in presented_kpis(brief, kpis) if could_be_taken(kpi, today())], brief)


def _page(person: Person, kpis: list[Kpi], brief: Brief | None) -> str:
    member = current_member()
    return render_template(
        "reactions/of_person.html",
        person=person,
        brief=brief,
        kpis=kpis,
        own={kpi.id: own_reaction(kpi.response, member, today()) for kpi in kpis if kpi.response is not None},
    )


@blueprint.route("/responses/<uuid:response_id>/reactions/new", methods=["GET", "POST"])
def create(response_id: uuid.UUID) -> str | Response | tuple[Response, int]:
    """One reaction to one answer. A page of ours that stays open sends it by itself and is answered in JSON."""
    answer = get_or_404(Answer, response_id)
    kpi = get_or_404(Kpi, answer.kpi_id, *KPI_OPTIONS)
    form = ReactionForm(happened_on=today())
    is_call = request.headers.get("X-Requested-With") == "fetch"
    undoes = request.method == "POST" and "undo" in request.form
    if not undoes and not form.validate_on_submit():
        if is_call:
            return jsonify(error="invalid", messages=[str(each) for each in form.kind.errors + form.words.errors]), 422
        return render_template("reactions/form.html", form=form, kpi=kpi)
    session, member = get_session(), current_member()
    lock_kpi(session, kpi.id)
    session.refresh(answer, ["reactions"])
    if undoes:
        take_back(session, answer, member, form.happened_on.data or today())
    else:
        note_reaction(answer, member, form.values())
    session.commit()
    if is_call:
        return jsonify(state="noted")
    flash(_("Taken back.") if undoes else _("Noted how they took it."))
    place = f"answer-{kpi.id}"
    if brief_id := _brief_id():
        return redirect(url_for(".of_brief", brief_id=brief_id, _anchor=place))
    if request.args.get("all"):
        return redirect(url_for(".of_person", person_id=kpi.person_id, _anchor=place))
    return redirect(url_for("responses.index", person=kpi.person_id, _anchor=place))


def _brief_id() -> uuid.UUID | None:
    return request.args.get("brief", type=uuid.UUID)
