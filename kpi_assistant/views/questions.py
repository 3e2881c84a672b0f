"""Pages of the question bank: the shipped one with a member's own questions beside and over it."""

import uuid
from collections import defaultdict
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.database import get_session
from kpi_assistant.domain.own_bank import idle_slots, need_of
from kpi_assistant.domain.question import Question
from kpi_assistant.domain.text import Text
from kpi_assistant.forms.guide import RED_FLAGS
from kpi_assistant.forms.question import BankFilter, QuestionForm
from kpi_assistant.models import OwnQuestion
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.guide_items import NEVER_ASKED, check_question
from kpi_assistant.services.questions import (
    filtered,
    hide_question,
    keep_question,
    list_bank,
    own_edit,
    row_values,
    values_of,
)
from kpi_assistant.views.access import get_or_404, made_by
from kpi_assistant.views.coaching import advice
from kpi_assistant.views.presentation import PAGE_SIZE, Page, wording

blueprint = Blueprint("questions", __name__, url_prefix="/questions")

SLOTS = {
    "name": lazy_gettext("[name]"),
    "title": lazy_gettext("[title]"),
    "words": lazy_gettext("[their words]"),
    "when": lazy_gettext("[when they said it]"),
    "promise": lazy_gettext("[our promise]"),
    "promised": lazy_gettext("[what we promised]"),
    "due": lazy_gettext("[its day]"),
    "minutes": lazy_gettext("[so many]"),
}
"""What the bank's page says where a guide fills something in."""


def readable(text: Text) -> str:
    """A question as the bank lists it: its slots in words, and braces that were typed as they were typed."""
    return wording(text).format_map(defaultdict(lambda: "…", {name: str(words) for name, words in SLOTS.items()}))


@blueprint.get("/")
def index() -> str:
    form = BankFilter(request.args)
    form.validate()
    whose = request.args.get("whose", "")
    entries = list_bank(get_session(), current_member())
    found = filtered(
        entries,
        request.args.get("q", ""),
        phase=form.phase.data,
        layer=form.layer.data,
        role=form.role.data,
        industry=form.industry.data,
        whose=whose,
    )
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    page = Page(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, pages, len(found))
    is_narrowed = bool(request.args.get("q") or whose or any(form.values().values()))
    return render_template(
        "questions/index.html", page=page, form=form, whose=whose, is_narrowed=is_narrowed, readable=readable
    )


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> str | Response:
    return _edit(None, None, QuestionForm())


@blueprint.route("/reword", methods=["GET", "POST"])
def reword() -> str | Response:
    """Word a shipped question anew, named by ``question`` in the address; the shipped one stays underneath."""
    shipped = load_question_bank().find(request.values.get("question", ""))
    if shipped is None:
        flash(_("The bank does not hold this question any more."), "warn")
        return redirect(url_for(".index"))
    row = own_edit(get_session(), current_member(), shipped.id)
    return _edit(row, shipped, QuestionForm(data=row_values(row) if row else values_of(shipped)))


@blueprint.route("/<uuid:question_id>/edit", methods=["GET", "POST"])
def edit(question_id: uuid.UUID) -> str | Response:
    row = _own_or_404(question_id)
    shipped = load_question_bank().find(row.replaces) if row.replaces else None
    return _edit(row, shipped, QuestionForm(data=row_values(row)))


@blueprint.post("/<uuid:question_id>/share")
def share(question_id: uuid.UUID) -> Response:
    """Let the team have it, or with ``undo`` take it back."""
    row = _own_or_404(question_id)
    row.shared_at = None if "undo" in request.form else row.shared_at or utc_now()
    get_session().commit()
    flash(_("Your team has this question now.") if row.shared_at else _("It is yours alone again."))
    return redirect(url_for(".index", whose="own"))


@blueprint.route("/<uuid:question_id>/delete", methods=["GET", "POST"])
def delete(question_id: uuid.UUID) -> str | Response:
    """Asks first. Of a shipped question the shipped wording comes back."""
    row = _own_or_404(question_id)
    if request.method == "GET":
        shipped = load_question_bank().find(row.replaces) if row.replaces else None
        return render_template("questions/delete.html", row=row, shipped=shipped)
    get_session().delete(row)
    get_session().commit()
    flash(_("Your wording is deleted."))
    return redirect(url_for(".index"))


@blueprint.post("/hide")
def hide() -> Response:
    """Hide a question from one's own guides, or show it again."""
    name = request.form.get("question", "")
    known = {entry.question.id for entry in list_bank(get_session(), current_member())}
    if name not in known:
        abort(400)
    shown = "undo" in request.form
    hide_question(get_session(), current_member(), name, hide=not shown)
    get_session().commit()
    flash(
        _("It is back in your guides.") if shown else _("It will not come into your guides; you find it under Hidden.")
    )
    # Back to the same page of the same list.
    return redirect(f"{url_for('.index')}?{urlencode(request.args)}")


@blueprint.post("/check")
def check() -> Response:
    """What a coach would say about a question that is being typed. {"flags": [{"span", "wrong", "better"}]}"""
    form = QuestionForm()
    text = request.form.get("text", "")
    return jsonify(flags=advice(text, form.phase.data))


def _own_or_404(question_id: uuid.UUID) -> OwnQuestion:
    """A shared question is everybody's to ask and its author's to change."""
    row = get_or_404(OwnQuestion, question_id)
    if row.created_by_id != current_member().id:
        abort(404)
    return row


def _edit(row: OwnQuestion | None, shipped: Question | None, form: QuestionForm) -> str | Response:
    if form.validate_on_submit() and _may_be_asked(form, shipped):
        if row is None:
            row_id, row = made_by(form, OwnQuestion)
            replaces = shipped.id if shipped else ""
            keep_question(get_session(), current_member(), row, form.values(), replaces, row_id=row_id)
        else:
            keep_question(get_session(), current_member(), row, form.values())
        get_session().commit()
        flash(_("The question is saved. It takes part in your next guide."))
        return redirect(url_for(".index", whose="own"))
    notes = {name: advice(form[name].data or "", form.phase.data) for name in ("text_zh", "text_en")}
    return render_template("questions/form.html", form=form, row=row, shipped=shipped, notes=notes)


def _may_be_asked(form: QuestionForm, shipped: Question | None) -> bool:
    """Refuses what no stage may ask, and places for words that this question has none for."""
    spoken = (form.text_zh, form.text_en, form.follow_ups_zh, form.follow_ups_en)
    for field in spoken:
        flags = [
            flag for line in (field.data or "").splitlines() for flag in check_question(line, phase=form.phase.data)
        ]
        kinds = dict.fromkeys(flag.kind for flag in flags if flag.kind in NEVER_ASKED)
        field.errors = [*field.errors, *(str(RED_FLAGS[kind]) for kind in kinds)]
    text = Text(zh=form.text_zh.data or "", en=form.text_en.data or "")
    for name in idle_slots(text, need_of(text, shipped)):
        form.text_zh.errors = [
            *form.text_zh.errors,
            _("Nothing can stand in {%(name)s} here: this question is not about that.", name=name),
        ]
    return not any(field.errors for field in spoken)
