"""The page that says from whose KPI another comes."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.models import Kpi, Person
from kpi_assistant.services.kpi_chain import RingError, possible_origins, set_origin
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from kpi_assistant.views.access import get_or_404

blueprint = Blueprint("chains", __name__)


@blueprint.route("/kpis/<uuid:kpi_id>/origin", methods=["GET", "POST"])
def edit(kpi_id: uuid.UUID) -> str | Response:
    """``origin_id`` is one of those offered, or empty for "from nobody"; whoever may read both may link them."""
    session = get_session()
    kpi = get_or_404(Kpi, kpi_id, *KPI_OPTIONS, joinedload(Kpi.person).selectinload(Person.posts))
    wrong = ""
    if request.method == "POST":
        chosen = request.form.get("origin_id", "")
        try:
            set_origin(session, kpi, get_or_404(Kpi, uuid.UUID(chosen)) if chosen else None)
        except RingError:
            wrong = _("That one comes from this one; a chain cannot go round.")
        except ValueError:
            wrong = _("Choose one of these.")
        else:
            session.commit()
            flash(_("Saved."))
            return redirect(url_for("kpis.show", kpi_id=kpi.id))
    return render_template(
        "chains/edit.html", kpi=kpi, origins=possible_origins(session, current_member(), kpi), wrong=wrong
    )
