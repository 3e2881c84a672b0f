"""Pages of what a customer made of our answer."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kpi_assistant.database import get_session
from kpi_assistant.forms.reaction import ReactionForm
from kpi_assistant.models import Kpi
from kpi_assistant.models import Response as Answer
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from kpi_assistant.services.reactions import add_reaction
from kpi_assistant.services.responses import lock_kpi
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.presentation import today

blueprint = Blueprint("reactions", __name__)


@blueprint.route("/responses/<uuid:response_id>/reactions/new", methods=["GET", "POST"])
def create(response_id: uuid.UUID) -> str | Response:
    answer = get_or_404(Answer, response_id)
    kpi = get_or_404(Kpi, answer.kpi_id, *KPI_OPTIONS)
    form = ReactionForm(happened_on=today())
    if not form.validate_on_submit():
        return render_template("reactions/form.html", form=form, kpi=kpi)
    lock_kpi(get_session(), kpi.id)
    add_reaction(answer, form.values())
    get_session().commit()
    flash(_("Noted how they took it."))
    return redirect(url_for("responses.index", person=kpi.person_id, _anchor=f"answer-{kpi.id}"))
