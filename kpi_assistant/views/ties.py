"""Pages of ties: who is connected with whom, and how."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.tie import IN, OUT, TIE_SENTENCES, TieForm
from kpi_assistant.models import Person, Post, Tie
from kpi_assistant.services.people import add_person, people_to_tie
from kpi_assistant.services.ties import add_tie, read_from
from kpi_assistant.views.access import get_or_404, made_by

blueprint = Blueprint("ties", __name__)


@blueprint.route("/people/<uuid:person_id>/ties/new", methods=["GET", "POST"])
def create(person_id: uuid.UUID) -> str | Response:
    """One form finds and saves: its button "find" sends everything back with other people to choose from."""
    session, member = get_session(), current_member()
    person = get_or_404(Person, person_id, selectinload(Person.posts).joinedload(Post.organisation))
    form = TieForm()
    chosen = form.person_id.data if isinstance(form.person_id.data, uuid.UUID) else None
    form.offer(people_to_tie(session, member, person, form.query.data or "", chosen))
    if "find" in request.form or not form.validate_on_submit():
        return render_template("ties/create.html", form=form, person=person)
    if form.new_person.data:
        row_id, made = made_by(form, Person)
        new = {"id": row_id, "name": form.new_person.data, "met_through": person.name}
        other = made or add_person(session, member, new, None)
    else:
        other = get_or_404(Person, form.person_id.data)
    kind, way = form.kind_and_way
    add_tie(
        session,
        member,
        person,
        other,
        kind,
        outwards=way == OUT,
        strength=form.strength.data,
        remark=form.remark.data,
    )
    session.commit()
    flash(_("The tie with %(name)s is saved.", name=other.name))
    return redirect(url_for("people.show", person_id=person.id, _anchor="ties"))


@blueprint.route("/people/<uuid:person_id>/ties/<uuid:tie_id>/delete", methods=["GET", "POST"])
def delete(person_id: uuid.UUID, tie_id: uuid.UUID) -> str | Response:
    """Asks first; ``person_id`` is the end from which the tie is read and where the page goes back to."""
    person = get_or_404(Person, person_id)
    tie = get_or_404(Tie, tie_id, joinedload(Tie.from_person), joinedload(Tie.to_person))
    if person.id not in (tie.from_person_id, tie.to_person_id):
        abort(404)
    _tie, other, outwards = read_from(tie, person)
    if request.method == "GET":
        sentence = tie_sentence(tie, other, outwards)
        return render_template("ties/delete.html", person=person, other=other, sentence=sentence)
    get_session().delete(tie)
    get_session().commit()
    flash(_("The tie with %(name)s is removed.", name=other.name))
    return redirect(url_for("people.show", person_id=person.id, _anchor="ties"))


def tie_sentence(tie: Tie, other: Person, outwards: bool) -> Markup:
    """The tie in words with a link to the other person, as read on the page of the first."""
    text = str(TIE_SENTENCES[tie.kind, OUT if outwards else IN])
    link = Markup('<a href="{}">{}</a>').format(url_for("people.show", person_id=other.id), other.name)
    return escape(text) % {"other": link}
