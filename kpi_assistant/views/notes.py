"""Pages of notes about people, organisations and meetings: private until shared one by one."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain.text import Text
from kpi_assistant.forms.note import NoteForm
from kpi_assistant.models import Meeting, Note, Organisation, Person
from kpi_assistant.models.base import InWorkspace
from kpi_assistant.services.capture import gentle_hints
from kpi_assistant.services.notes import share_note
from kpi_assistant.views.access import get_or_404, id_or_404, made_by

blueprint = Blueprint("notes", __name__, url_prefix="/notes")

ABOUT: Mapping[str, type[InWorkspace]] = {"person": Person, "organisation": Organisation, "meeting": Meeting}


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> str | Response:
    """``person``, ``organisation`` or ``meeting`` in the address says what the note is about."""
    note = Note(**_subject())
    form = NoteForm()
    hints = _hints(form)
    if hints or not form.validate_on_submit():
        return render_template("notes/form.html", form=form, note=None, back=_page_of(note), hints=hints)
    note.id, made = made_by(form, Note)
    if made is None:
        note.text = form.text.data
        get_session().add(note)
        get_session().commit()
    flash(_("The note is saved. Only you can read it."))
    return redirect(_page_of(note))


@blueprint.route("/<uuid:note_id>/edit", methods=["GET", "POST"])
def edit(note_id: uuid.UUID) -> str | Response:
    note = _own_or_404(note_id)
    form = NoteForm(obj=note)
    hints = _hints(form)
    if hints or not form.validate_on_submit():
        return render_template("notes/form.html", form=form, note=note, back=_page_of(note), hints=hints)
    note.text = form.text.data
    get_session().commit()
    flash(_("The note is saved."))
    return redirect(_page_of(note))


@blueprint.post("/<uuid:note_id>/share")
def share(note_id: uuid.UUID) -> Response:
    """``shared`` "yes" lets the team read it, anything else takes it back."""
    note = _own_or_404(note_id)
    share_note(note, shared=request.form.get("shared") == "yes")
    get_session().commit()
    flash(_("The team can read this note now.") if note.shared_at else _("Only you can read this note again."))
    return redirect(_page_of(note))


@blueprint.route("/<uuid:note_id>/delete", methods=["GET", "POST"])
def delete(note_id: uuid.UUID) -> str | Response:
    note = _own_or_404(note_id)
    back = _page_of(note)
    if request.method == "GET":
        return render_template("notes/delete.html", note=note, back=back)
    get_session().delete(note)
    get_session().commit()
    flash(_("The note is deleted."))
    return redirect(back)


def _hints(form: NoteForm) -> list[Text]:
    """What to write instead of sensitive facts, until the author says that it shall stand as it is."""
    if request.method == "GET" or "anyway" in request.form:
        return []
    return gentle_hints(form.text.data or "", None)


def _own_or_404(note_id: uuid.UUID) -> Note:
    """A shared note may be read by the team; only its author changes it."""
    note = get_or_404(Note, note_id)
    if note.created_by_id != current_member().id:
        abort(404)
    return note


def _subject() -> dict[str, Any]:
    named = [name for name in ABOUT if request.args.get(name)]
    if len(named) != 1:
        abort(404)
    return {f"{named[0]}_id": get_or_404(ABOUT[named[0]], id_or_404(request.args[named[0]])).id}


def _page_of(note: Note) -> str:
    if note.person_id:
        return url_for("people.show", person_id=note.person_id, _anchor="notes")
    if note.organisation_id:
        return url_for("organisations.show", organisation_id=note.organisation_id, _anchor="notes")
    return url_for("meetings.show", meeting_id=note.meeting_id, _anchor="notes")
