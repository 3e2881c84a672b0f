"""Pages of a guide: what we know on one side, what to ask and why on the other."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain.vocabulary import GuideItemStatus, TrustStage
from kpi_assistant.forms.guide import RED_FLAGS, OwnQuestionForm
from kpi_assistant.forms.kpi import row_choices
from kpi_assistant.models import Guide, GuideItem, Meeting
from kpi_assistant.services.capture import own_guide
from kpi_assistant.services.guides import (
    NeverAskedError,
    add_own_question,
    check_question,
    find_item,
    mark_item,
    move_item,
    prepare_guide,
    remove_item,
)
from kpi_assistant.services.meetings import MEETING_OPTIONS, kpis_known, promises_to
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.presentation import today

blueprint = Blueprint("guides", __name__, url_prefix="/meetings/<uuid:meeting_id>/guide")


@blueprint.get("/")
def show(meeting_id: uuid.UUID) -> str:
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    return _page(meeting, own_guide(get_session(), current_member(), meeting), _own_form(meeting, empty=True))


@blueprint.post("/")
def make(meeting_id: uuid.UUID) -> Response:
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    prepare_guide(get_session(), meeting, current_member(), today())
    get_session().commit()
    return redirect(url_for(".show", meeting_id=meeting.id))


@blueprint.post("/questions")
def add(meeting_id: uuid.UUID) -> str | Response:
    """Add a question of one's own; a red flag is pointed out, and only what is never asked is refused."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    guide = own_guide(get_session(), current_member(), meeting) or Guide(meeting=meeting, minutes=meeting.minutes)
    form = _own_form(meeting)
    if not form.validate():
        return _page(meeting, guide, form)
    to = next(person for person in meeting.people if person.id == form.to_person_id.data)
    try:
        add_own_question(guide, form.text.data, form.phase.data, to)
    except NeverAskedError as error:
        form.text.errors = [str(RED_FLAGS[kind]) for kind in dict.fromkeys(flag.kind for flag in error.flags)]
        return _page(meeting, guide, form)
    get_session().add(guide)
    get_session().commit()
    return redirect(url_for(".show", meeting_id=meeting.id, _anchor="items"))


@blueprint.post("/items/<uuid:item_id>/mark")
def mark(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response | tuple[str, int]:
    """Asked, answered or skipped, from the capture page."""
    _guide, item = _item_or_404(meeting_id, item_id)
    try:
        mark_item(item, GuideItemStatus(request.form.get("status", "")))
    except ValueError:
        abort(400)
    get_session().commit()
    if request.headers.get("X-Requested-With") == "fetch":
        return "", 204
    number = request.form.get("item", 0, type=int)
    return redirect(url_for("capture.show", meeting_id=meeting_id, item=number, _anchor="questions"))


@blueprint.post("/items/<uuid:item_id>/change")
def change(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    """Move a question up or down, pin it, or take it out."""
    guide, item = _item_or_404(meeting_id, item_id)
    action = request.form.get("action")
    if action in ("up", "down"):
        move_item(guide, item, action)
    elif action == "pin":
        item.pinned = not item.pinned
    elif action == "remove":
        remove_item(guide, item)
        flash(_("The question is out; it stands below among those left out."))
    else:
        abort(400)
    get_session().commit()
    anchor = "items" if action == "remove" else f"item-{item.id}"
    return redirect(url_for(".show", meeting_id=meeting_id, _anchor=anchor))


def _item_or_404(meeting_id: uuid.UUID, item_id: uuid.UUID) -> tuple[Guide, GuideItem]:
    guide = own_guide(get_session(), current_member(), get_or_404(Meeting, meeting_id))
    item = find_item(guide, item_id) if guide else None
    if guide is None or item is None:
        abort(404)
    return guide, item


def _own_form(meeting: Meeting, *, empty: bool = False) -> OwnQuestionForm:
    form = OwnQuestionForm(formdata=None) if empty else OwnQuestionForm()
    form.to_person_id.choices = row_choices(meeting.people)
    form.to_person_id.data = form.to_person_id.data or meeting.people[0].id
    return form


def _page(meeting: Meeting, guide: Guide | None, form: OwnQuestionForm) -> str:
    session, member = get_session(), current_member()
    first = all(person.stage in (TrustStage.S0, TrustStage.S1) for person in meeting.people)
    own = [item for item in guide.items if not item.question_id] if guide else []
    flags = {
        item.id: dict.fromkeys(
            RED_FLAGS[flag.kind]
            for flag in check_question(item.wording["text"]["zh"], phase=item.phase, first_meeting=first)
        )
        for item in own
    }
    return render_template(
        "guides/show.html",
        meeting=meeting,
        guide=guide,
        form=form,
        flags=flags,
        known=kpis_known(session, member, meeting, most=60),
        promises=promises_to(session, member, meeting),
    )
