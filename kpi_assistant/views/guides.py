"""Pages of a guide: what to ask and why on one side, what we know and owe on the other.

The page is one form. Every button of it sends along what stands in the box for a question of one's own, and that is
kept until it is added: nothing typed is lost, with JavaScript or without.
"""

import uuid

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain import guide_facts
from kpi_assistant.domain.vocabulary import GuideItemStatus, TrustStage
from kpi_assistant.forms.guide import RED_FLAGS, GuideMinutesForm, OwnQuestionForm
from kpi_assistant.forms.kpi import row_choices
from kpi_assistant.forms.meeting import ids_of
from kpi_assistant.models import Guide, GuideItem, Meeting
from kpi_assistant.services.capture import own_guide
from kpi_assistant.services.guide_items import (
    NeverAskedError,
    add_own_question,
    check_question,
    find_item,
    keep_unsent,
    move_item,
    order_items,
    own_names,
    remove_item,
)
from kpi_assistant.services.guide_sharing import (
    PrivateQuestionError,
    colleagues,
    give_item,
    given_to,
    take_item,
)
from kpi_assistant.services.guides import guide_for, prepare_guide, put_in, swap_choices, swap_item
from kpi_assistant.services.kpi_chain import own_cells
from kpi_assistant.services.kpis import lock_member
from kpi_assistant.services.meetings import MEETING_OPTIONS, kpis_known, promises_to
from kpi_assistant.views.access import get_or_404, id_made_by
from kpi_assistant.views.coaching import advice
from kpi_assistant.views.presentation import today

blueprint = Blueprint("guides", __name__, url_prefix="/meetings/<uuid:meeting_id>/guide")

MOST_KNOWN = 20
"""So many of their words stand beside the questions, the newest; nobody reads more while preparing."""
UNSENT = ("text", "phase", "to_person_id")


@blueprint.get("/")
def show(meeting_id: uuid.UUID) -> str:
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    guide = own_guide(get_session(), current_member(), meeting)
    return _page(meeting, guide, _own_form(meeting, guide.unsent if guide else None))


@blueprint.post("/")
def make(meeting_id: uuid.UUID) -> str | Response:
    """Make the guide, or fit it to other minutes: what was pinned, written or asked stays, the rest is new."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    guide = _guide_of(meeting)
    minutes = GuideMinutesForm()
    minutes.minutes.data = request.form.get("quick", minutes.minutes.data, type=int)
    if "minutes" in request.form and not minutes.validate():
        get_session().commit()
        return _page(meeting, guide, _own_form(meeting), minutes)
    meeting.minutes = minutes.minutes.data or meeting.minutes
    prepare_guide(get_session(), meeting, current_member(), today())
    get_session().commit()
    return redirect(url_for(".show", meeting_id=meeting.id))


@blueprint.post("/questions")
def add(meeting_id: uuid.UUID) -> str | Response:
    """Add a question of one's own; a red flag is pointed out, and only what is never asked is refused."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    guide = _guide_of(meeting)
    form = _own_form(meeting)
    valid = form.validate()
    if valid:
        to = next(person for person in meeting.people if person.id == form.to_person_id.data)
        try:
            item_id = id_made_by(form)
            item = find_item(guide, item_id) or add_own_question(
                guide, form.text.data, form.phase.data, to, item_id=item_id
            )
        except NeverAskedError as error:
            valid = False
            form.text.errors = [str(RED_FLAGS[kind]) for kind in dict.fromkeys(flag.kind for flag in error.flags)]
    get_session().commit()
    if not valid:
        return _page(meeting, guide, form)
    return redirect(url_for(".show", meeting_id=meeting.id, _anchor=f"item-{item.id}"))


@blueprint.post("/check")
def check(meeting_id: uuid.UUID) -> Response:
    """While it is typed: keep it, and say what a coach would say about it. {"flags": [{"span", "wrong", "better"}]}"""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    _guide_of(meeting)
    get_session().commit()
    form = _own_form(meeting)
    return jsonify(flags=advice(form.text.data or "", form.phase.data, first_meeting=_is_first(meeting)))


@blueprint.post("/items/<uuid:item_id>/give")
def give(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    """Let a colleague ask this question, or ask it oneself again."""
    meeting, guide, item = _meeting_item_or_404(meeting_id, item_id)
    _keep_unsent(guide)
    wanted = request.form.get(f"asker-{item.id}", "")
    colleague = next((one for one in colleagues(get_session(), current_member()) if str(one.id) == wanted), None)
    if wanted and colleague is None:
        abort(404)
    try:
        give_item(get_session(), meeting, item, colleague)
    except PrivateQuestionError:
        flash(_("This question rests on private words; it stays with you."), "warn")
    get_session().commit()
    return redirect(url_for(".show", meeting_id=meeting.id, _anchor=f"item-{item.id}"))


@blueprint.post("/given")
def take(meeting_id: uuid.UUID) -> Response:
    """Put a question that a colleague gave into one's own guide."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    guide = _guide_of(meeting)
    given = given_to(get_session(), current_member(), meeting, guide)
    wanted = next((one for one in given if str(one.item.id) == request.form.get("given")), None)
    if wanted is None:
        abort(404)
    item = wanted.item if wanted.is_taken else take_item(guide, wanted)
    get_session().commit()
    return redirect(url_for(".show", meeting_id=meeting.id, _anchor=f"item-{item.id}"))


@blueprint.post("/items/<uuid:item_id>/mark")
def mark(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response | tuple[str, int]:
    """Asked, answered, skipped or planned again, from the capture page; sent twice, it is the same mark."""
    _guide, item = _item_or_404(meeting_id, item_id)
    try:
        item.status = GuideItemStatus(request.form.get("status", ""))
    except ValueError:
        abort(400)
    get_session().commit()
    if request.headers.get("X-Requested-With") == "fetch":
        return "", 204
    number = request.form.get("item", 0, type=int)
    return redirect(url_for("capture.show", meeting_id=meeting_id, item=number, _anchor="questions"))


@blueprint.post("/items/<uuid:item_id>/change")
def change(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    """Move a question up or down, pin or unpin it, take it out, or go and choose another in its place."""
    guide, item = _item_or_404(meeting_id, item_id)
    _keep_unsent(guide)
    action = request.form.get("action")
    taken = None
    if action in ("up", "down"):
        move_item(guide, item, action)
    elif action in ("pin", "unpin"):
        item.pinned = action == "pin"
    elif action == "remove":
        taken = remove_item(guide, item)["id"]
    elif action != "swap":
        abort(400)
    get_session().commit()
    if action == "swap":
        return redirect(url_for(".alternatives", meeting_id=meeting_id, item_id=item.id))
    # What was taken out leaves a line where it stood, so that nobody has to look for the place again.
    anchor = "taken" if taken else f"item-{item.id}"
    return redirect(url_for(".show", meeting_id=meeting_id, taken=taken, _anchor=anchor))


@blueprint.get("/items/<uuid:item_id>/swap")
def alternatives(meeting_id: uuid.UUID, item_id: uuid.UUID) -> str:
    """Other questions for the same purpose, each with why."""
    meeting, guide, item = _meeting_item_or_404(meeting_id, item_id)
    choices = swap_choices(get_session(), meeting, current_member(), guide, item, today())
    return render_template("guides/alternatives.html", meeting=meeting, item=item, choices=choices, key=swap_key)


@blueprint.post("/items/<uuid:item_id>/swap")
def swap(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    meeting, guide, item = _meeting_item_or_404(meeting_id, item_id)
    choices = swap_choices(get_session(), meeting, current_member(), guide, item, today())
    choice = next((one for one in choices if swap_key(one) == request.form.get("choice")), None)
    if choice is None:
        flash(_("This question does not fit any more."), "warn")
        return redirect(url_for(".alternatives", meeting_id=meeting.id, item_id=item.id))
    row = swap_item(guide, item, choice)
    get_session().commit()
    return redirect(url_for(".show", meeting_id=meeting.id, _anchor=f"item-{row.id}"))


@blueprint.post("/order")
def order(meeting_id: uuid.UUID) -> tuple[str, int]:
    """The order in which the questions were dragged, as ids; for the page's own script."""
    guide = _guide_of(get_or_404(Meeting, meeting_id))
    order_items(guide, ids_of(request.form.getlist("item")))
    get_session().commit()
    return "", 204


@blueprint.post("/left-out")
def restore(meeting_id: uuid.UUID) -> Response:
    """Put a question that was left out into the guide."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    guide = _guide_of(meeting)
    item = put_in(get_session(), meeting, current_member(), guide, request.form.get("left", ""), today())
    get_session().commit()
    if item is None:
        flash(_("This question does not fit any more."), "warn")
    anchor = f"item-{item.id}" if item else "left-out"
    return redirect(url_for(".show", meeting_id=meeting.id, _anchor=anchor))


def _guide_of(meeting: Meeting) -> Guide:
    """The member's guide for writing, with what stands in the box for a question of one's own kept first."""
    guide = guide_for(get_session(), meeting, current_member())
    _keep_unsent(guide)
    return guide


def _keep_unsent(guide: Guide) -> None:
    if "text" in request.form:
        keep_unsent(get_session(), guide, {name: request.form.get(name, "")[:2000] for name in UNSENT})


def _item_or_404(meeting_id: uuid.UUID, item_id: uuid.UUID) -> tuple[Guide, GuideItem]:
    return _meeting_item_or_404(meeting_id, item_id)[1:]


def _meeting_item_or_404(meeting_id: uuid.UUID, item_id: uuid.UUID) -> tuple[Meeting, Guide, GuideItem]:
    """A question of the member's guide. Who changes it waits for their own other changes, and reads what those left."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    if request.method == "POST":
        lock_member(get_session(), current_member())
    guide = own_guide(get_session(), current_member(), meeting)
    item = find_item(guide, item_id) if guide else None
    if guide is None or item is None:
        abort(404)
    return meeting, guide, item


def swap_key(choice: guide_facts.GuideItem) -> str:
    """How a page names an alternative: the question and the KPI it asks about."""
    return f"{choice.question_id}:{choice.kpi_id or ''}"


def _own_form(meeting: Meeting, unsent: dict[str, str] | None = None) -> OwnQuestionForm:
    """The form as it was sent, or with what was typed before and not added."""
    sent = request.method == "POST"
    form = OwnQuestionForm() if sent else OwnQuestionForm(formdata=None)
    form.to_person_id.choices = row_choices(meeting.people)
    if not sent:
        form.restore(unsent or {})
        if form.to_person_id.data not in {person.id for person in meeting.people}:
            form.to_person_id.data = meeting.people[0].id
    return form


def _is_first(meeting: Meeting) -> bool:
    return all(person.stage in (TrustStage.S0, TrustStage.S1) for person in meeting.people)


def _page(meeting: Meeting, guide: Guide | None, form: OwnQuestionForm, minutes: GuideMinutesForm | None = None) -> str:
    session, member = get_session(), current_member()
    first = _is_first(meeting)
    known = kpis_known(session, member, meeting, most=MOST_KNOWN + 1)
    own = [item for item in guide.items if not item.question_id] if guide else []
    names = own_names(session, member) if own else ()
    flags = {
        item.id: dict.fromkeys(
            RED_FLAGS[flag.kind]
            for flag in check_question(item.wording["text"]["zh"], phase=item.phase, first_meeting=first, names=names)
        )
        for item in own
    }
    named = request.args.get("taken")
    return render_template(
        "guides/show.html",
        meeting=meeting,
        taken=next((one for one in guide.left_out if one["id"] == named and one.get("item")), None) if guide else None,
        guide=guide,
        form=form,
        minutes=minutes or GuideMinutesForm(formdata=None, data={"minutes": meeting.minutes}),
        advice=advice(form.text.data or "", form.phase.data, first_meeting=first),
        flags=flags,
        colleagues=colleagues(session, member),
        given=given_to(session, member, meeting, guide),
        known=known[:MOST_KNOWN],
        knows_more=len(known) > MOST_KNOWN,
        cells=own_cells(session, member, meeting.people),
        promises=promises_to(session, member, meeting),
    )
