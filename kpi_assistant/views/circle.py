"""Pages of one's circle: the board with its gaps, who is due, the rhythm, and birthdays."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain.circle import SIZES, board, due, worth_seeing
from kpi_assistant.domain.vocabulary import Band, Industry, RoleKind
from kpi_assistant.forms.circle import BirthdayForm, RhythmForm
from kpi_assistant.forms.touch import LOGGED_KINDS
from kpi_assistant.models import Person
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.circle import (
    birthday_of,
    group_by_band,
    list_place,
    place_in_circle,
    read_circle,
    rhythm_of,
    set_birthday,
    set_rhythm,
)
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.language import own_path
from kpi_assistant.views.presentation import label, paginate, today

blueprint = Blueprint("circle", __name__)

MOST_DUE = 12


@blueprint.get("/circle")
def index() -> str:
    circle = read_circle(get_session(), current_member(), for_seeing=True)
    late = due(circle.friends, circle.rhythm, today())
    cells = board(circle.places)
    gap_industry, roles = next(iter(cells.items()), (None, {}))
    return render_template(
        "circle/index.html",
        circle=circle,
        late=late,
        most_due=MOST_DUE,
        cells=cells,
        gap_industry=gap_industry,
        gaps=[role for role, number in roles.items() if not number],
        bands=group_by_band(circle.friends),
        sizes=SIZES,
        suggestions=worth_seeing(circle.friends, today()),
        kinds=LOGGED_KINDS,
    )


@blueprint.get("/circle/people")
def people() -> str:
    """One cell of the board (?industry=&role=)."""
    try:
        industry, role = Industry(request.args.get("industry", "")), RoleKind(request.args.get("role", ""))
    except ValueError:
        return redirect(url_for(".index"))  # type: ignore[return-value]
    page = paginate(list_place(current_member(), industry, role))
    return render_template("circle/people.html", page=page, industry=industry, role=role)


@blueprint.post("/people/<uuid:person_id>/band")
def band(person_id: uuid.UUID) -> Response:
    """Into the circle, to another band, or out of it again ("none")."""
    person = get_or_404(Person, person_id)
    chosen = request.form.get("band", "")
    if chosen not in {*Band, "none"}:
        abort(400)
    place_in_circle(get_session(), current_member(), person, None if chosen == "none" else Band(chosen))
    get_session().commit()
    if chosen == "none":
        flash(_("%(name)s is no longer in your circle. Everything else stays.", name=person.name))
    else:
        flash(_("%(name)s is in your circle: %(band)s.", name=person.name, band=label(Band(chosen))))
    return redirect(own_path(request.form.get("next", url_for("people.show", person_id=person.id))))


@blueprint.route("/circle/rhythm", methods=["GET", "POST"])
def rhythm() -> str | Response:
    session, member = get_session(), current_member()
    form = RhythmForm(data={str(key).lower(): days for key, days in rhythm_of(session, member).items()})
    if not form.validate_on_submit():
        return render_template("circle/rhythm.html", form=form)
    set_rhythm(session, member, {Band.A: form.a.data, Band.B: form.b.data, Band.C: form.c.data})
    session.commit()
    flash(_("Saved."))
    return redirect(url_for(".index"))


@blueprint.route("/people/<uuid:person_id>/birthday", methods=["GET", "POST"])
def birthday(person_id: uuid.UUID) -> str | Response:
    """Month and day, no year; the member's own entry, alone theirs until shared."""
    session, member = get_session(), current_member()
    person = get_or_404(Person, person_id)
    row = birthday_of(session, member, person)
    own = row if row is not None and row.created_by_id == member.id else None
    form = BirthdayForm(data={**row.content, "shared": bool(own and own.shared_at)} if row is not None else None)
    if request.method == "POST" and "forget" in request.form:
        set_birthday(session, member, person, None, shared_at=None)
        session.commit()
        flash(_("The birthday is forgotten."))
        return redirect(url_for("people.show", person_id=person.id))
    if not form.validate_on_submit():
        return render_template("circle/birthday.html", form=form, person=person, own=own)
    content = {"calendar": str(form.calendar.data), "month": form.month.data, "day": form.day.data}
    set_birthday(session, member, person, content, shared_at=utc_now() if form.shared.data else None)
    session.commit()
    flash(_("Saved."))
    return redirect(url_for("people.show", person_id=person.id))
