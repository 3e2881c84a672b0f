"""Pages of people: whom we know, and everything about one of them before a meeting."""

import json
import uuid
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response as BaseResponse

from kpi_assistant.auth import current_member
from kpi_assistant.database import forget_deleted, get_session
from kpi_assistant.domain.vocabulary import Industry, MemberRole, RoleKind, TrustStage
from kpi_assistant.forms.person import EraseForm, NewPersonForm, PersonForm
from kpi_assistant.forms.touch import LOGGED_KINDS
from kpi_assistant.models import Organisation, Person, Post
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.answering import coverage_of
from kpi_assistant.services.circle import band_of
from kpi_assistant.services.erasure import erase_person
from kpi_assistant.services.export import export_person
from kpi_assistant.services.moves import latest_move, may_undo
from kpi_assistant.services.organisations import organisation_choices
from kpi_assistant.services.people import add_person, fill_person, list_people
from kpi_assistant.services.person_page import gather_person_page
from kpi_assistant.services.trust import may_move_stage, trust_signs
from kpi_assistant.views.access import get_or_404, made_by, named_in_address
from kpi_assistant.views.presentation import label, paginate, today
from kpi_assistant.views.ties import tie_sentence

blueprint = Blueprint("people", __name__, url_prefix="/people")

Word = TypeVar("Word", bound=StrEnum)
POSTS = selectinload(Person.posts).joinedload(Post.organisation)


@blueprint.get("/")
def index() -> str:
    role = _chosen(RoleKind, "role")
    industry = _chosen(Industry, "industry")
    page = paginate(list_people(current_member(), request.args.get("q", ""), role, industry))
    return render_template("people/index.html", page=page, role=role, industry=industry)


@blueprint.get("/<uuid:person_id>")
def show(person_id: uuid.UUID) -> str:
    person = get_or_404(Person, person_id, POSTS)
    page = gather_person_page(get_session(), current_member(), person, today())
    move = latest_move(get_session(), current_member(), person)
    return render_template(
        "people/show.html",
        person=person,
        page=page,
        notes=page.notes,
        coverage=coverage_of(get_session(), current_member(), person, today()),
        kinds=LOGGED_KINDS,
        tie_sentence=tie_sentence,
        may_erase=_may_erase(),
        move=move,
        my_band=band_of(get_session(), current_member(), person),
        move_undoable=move is not None and may_undo(move, utc_now()),
    )


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> str | BaseResponse:
    """``organisation`` in the address chooses the organisation beforehand."""
    session, member = get_session(), current_member()
    form = NewPersonForm(data=_named_organisation() if request.method == "GET" else None)
    form.offer(organisation_choices(session, member))
    if not form.validate_on_submit():
        return render_template("people/create.html", form=form)
    row_id, person = made_by(form, Person)
    if person is None:
        place = form.place_values() if form.names_a_place else None
        person = add_person(session, member, form.person_values() | {"id": row_id}, place)
        session.commit()
    flash(_("%(name)s is saved.", name=person.name))
    return redirect(url_for(".show", person_id=person.id))


@blueprint.route("/<uuid:person_id>/edit", methods=["GET", "POST"])
def edit(person_id: uuid.UUID) -> str | BaseResponse:
    person = get_or_404(Person, person_id, POSTS)
    form = PersonForm(obj=person, is_cold=not person.met_through)
    if not form.validate_on_submit():
        return render_template("people/edit.html", form=form, person=person, may_erase=_may_erase())
    fill_person(person, form.person_values())
    get_session().commit()
    flash(_("%(name)s is saved.", name=person.name))
    return redirect(url_for(".show", person_id=person.id))


@blueprint.post("/<uuid:person_id>/stage")
def stage(person_id: uuid.UUID) -> BaseResponse:
    """Move the relation one step up or down; up waits while a promise is late."""
    person = get_or_404(Person, person_id)
    to = _chosen(TrustStage, "stage", request.form)
    if to is None:
        abort(400)
    if may_move_stage(person.stage, to, trust_signs(get_session(), current_member(), person, today())):
        person.stage = to
        get_session().commit()
        flash(_("%(name)s: now “%(stage)s”.", name=person.name, stage=label(to)))
    else:
        flash(_("The relation moves one step at a time, and up only when no promise is late."), "warn")
    return redirect(url_for(".show", person_id=person.id))


@blueprint.route("/<uuid:person_id>/erase", methods=["GET", "POST"])
def erase(person_id: uuid.UUID) -> str | BaseResponse:
    """For good, after the name was typed. Only an administrator: it takes teammates' private words along."""
    if not _may_erase():
        abort(403)
    person = get_or_404(Person, person_id, POSTS)
    form = EraseForm()
    form.expected = person.name
    if not form.validate_on_submit():
        return render_template("people/erase.html", form=form, person=person)
    session = get_session()
    erase_person(session, person)
    session.commit()
    forget_deleted(session)
    flash(_("This person and everything of theirs is erased."))
    return redirect(url_for(".index"))


@blueprint.get("/<uuid:person_id>/export")
def export(person_id: uuid.UUID) -> Response:
    """What this member may see of one person, as a JSON file."""
    person = get_or_404(Person, person_id, POSTS)
    content = json.dumps(export_person(get_session(), current_member(), person), ensure_ascii=False, indent=1)
    response = Response(content, content_type="application/json; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"person-{person.id}.json")
    return response


def _may_erase() -> bool:
    return current_member().role is MemberRole.ADMIN


def _named_organisation() -> dict[str, uuid.UUID]:
    organisation = named_in_address(Organisation, "organisation")
    return {"organisation_id": organisation.id} if organisation else {}


def _chosen(vocabulary: type[Word], name: str, source: object = None) -> Word | None:
    """A word of the vocabulary from the address or a form; None for none and for anything else."""
    values = request.args if source is None else request.form
    try:
        return vocabulary(values.get(name, ""))
    except ValueError:
        return None
