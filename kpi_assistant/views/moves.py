"""Pages of moves: somebody left, two doors are open, and for a day all of it can be undone."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.move import MoveForm, SuccessorForm
from kpi_assistant.models import Move, Person, Post, Vacancy
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.moves import (
    MOVE_OPTIONS,
    SaidSinceError,
    fill_vacancy,
    may_undo,
    move_person,
    people_at,
    undo_move,
)
from kpi_assistant.services.organisations import organisation_choices
from kpi_assistant.services.people import add_person
from kpi_assistant.views.access import get_or_404, made_by
from kpi_assistant.views.presentation import today
from kpi_assistant.views.undo import flash_undo

blueprint = Blueprint("moves", __name__)

POSTS = selectinload(Person.posts).joinedload(Post.organisation)
WHOLE = (
    joinedload(Vacancy.post).joinedload(Post.organisation),
    joinedload(Vacancy.move).joinedload(Move.person),
)


@blueprint.route("/people/<uuid:person_id>/moved", methods=["GET", "POST"])
def create(person_id: uuid.UUID) -> str | Response:
    session, member = get_session(), current_member()
    person = get_or_404(Person, person_id, POSTS)
    held = person.current_posts
    beforehand: dict[str, Any] = {"moved_on": today(), "left": [post.id for post in held]}
    if held:
        # Most who move do the same work elsewhere.
        beforehand["role_kind"] = held[0].role_kind
    form = MoveForm(
        data=beforehand if request.method == "GET" else None,
        held=held,
        today=today(),
    )
    form.offer(organisation_choices(session, member))
    if request.method == "POST":
        # Before the form is judged: to the second copy of it, the first one has left nothing to leave.
        row_id, made = made_by(form, Move)
        if made is not None:
            return redirect(url_for(".show", move_id=made.id))
    if not form.validate_on_submit():
        return render_template("moves/create.html", form=form, person=person)
    place = form.place_values() if form.goes_somewhere else None
    moved = move_person(session, member, person, form.posts_left, form.moved_on.data, place, move_id=row_id)
    session.commit()
    flash_undo(
        ngettext(
            "%(name)s has moved. %(num)d work KPI is to be asked again; everything else went along.",
            "%(name)s has moved. %(num)d work KPIs are to be asked again; everything else went along.",
            moved.to_ask_again,
            name=person.name,
        ),
        url_for(".undo", move_id=moved.move.id),
    )
    return redirect(url_for(".show", move_id=moved.move.id))


@blueprint.get("/moves/<uuid:move_id>")
def show(move_id: uuid.UUID) -> str:
    """The two doors: who follows in the old post, and whom we now know in the new organisation."""
    move = get_or_404(Move, move_id, *MOVE_OPTIONS)
    session, member = get_session(), current_member()
    there = people_at(session, member, move.new_post.organisation, move.person) if move.new_post else []
    return render_template("moves/show.html", move=move, person=move.person, there=there, undoable=_undoable(move))


@blueprint.post("/moves/<uuid:move_id>/undo")
def undo(move_id: uuid.UUID) -> Response:
    session = get_session()
    move = get_or_404(Move, move_id, *MOVE_OPTIONS)
    if not _undoable(move):
        flash(_("A move can be undone for a day. Change the posts one by one instead."), "warn")
        return redirect(url_for(".show", move_id=move.id))
    try:
        number = undo_move(session, current_member(), move)
    except SaidSinceError:
        flash(_("Something was already said in the new post. Change the posts one by one instead."), "warn")
        return redirect(url_for(".show", move_id=move.id))
    session.commit()
    flash(
        ngettext(
            "The move is undone; %(num)d work KPI is open again.",
            "The move is undone; %(num)d work KPIs are open again.",
            number,
        )
    )
    return redirect(url_for("people.show", person_id=move.person_id, _anchor="posts"))


@blueprint.route("/vacancies/<uuid:vacancy_id>/fill", methods=["GET", "POST"])
def fill(vacancy_id: uuid.UUID) -> str | Response:
    session, member = get_session(), current_member()
    vacancy = get_or_404(Vacancy, vacancy_id, *WHOLE)
    form = _successor_form(vacancy)
    if not form.validate_on_submit():
        return render_template("moves/fill.html", form=form, vacancy=vacancy)
    row_id, made = made_by(form, Person)
    if form.name.data:
        new = {"id": row_id, "name": form.name.data, "met_through": form.met_through.data}
        successor = made or add_person(session, member, new, None)
    else:
        successor = get_or_404(Person, form.person_id.data, POSTS)
    fill_vacancy(session, member, vacancy, successor)
    session.commit()
    flash(
        _(
            "%(name)s follows as %(title)s.",
            name=successor.name,
            title=vacancy.post.title or vacancy.post.organisation.name,
        )
    )
    return redirect(url_for("people.show", person_id=successor.id))


@blueprint.post("/vacancies/<uuid:vacancy_id>/settle")
def settle(vacancy_id: uuid.UUID) -> Response:
    """Nobody follows, or it does not matter: the door is closed; with ``undo`` it is opened again."""
    vacancy = get_or_404(Vacancy, vacancy_id)
    vacancy.settled_at = None if "undo" in request.form else vacancy.settled_at or utc_now()
    get_session().commit()
    flash(_("The place is no longer asked about.") if vacancy.settled_at else _("The place is open again."))
    return redirect(url_for(".show", move_id=vacancy.move_id))


def _undoable(move: Move) -> bool:
    return current_member().may_write and may_undo(move, utc_now())


def _successor_form(vacancy: Vacancy) -> SuccessorForm:
    post, leaver = vacancy.post, vacancy.move.person
    form = SuccessorForm(
        data={"met_through": _("follows %(name)s", name=leaver.name)} if request.method == "GET" else None
    )
    form.offer([held.person for held in people_at(get_session(), current_member(), post.organisation, leaver)])
    return form
