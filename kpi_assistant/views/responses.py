"""Pages that answer what people said they need."""

import datetime as dt
import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.content.starters import FIELDS as STARTED_FIELDS
from kpi_assistant.content.starters import load_ask_again, starters
from kpi_assistant.database import get_session
from kpi_assistant.domain.brief import quotation
from kpi_assistant.domain.bystanders import remarks_on_others, without_remarks
from kpi_assistant.domain.kpi import weigh
from kpi_assistant.domain.vocabulary import Fit, PromiseKind
from kpi_assistant.forms.response import ResponseForm
from kpi_assistant.models import Person, Project
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.answer_drafts import draft_of, drafted, forget_draft, keep_draft
from kpi_assistant.services.answering import ask_again_on, coverage_of, open_kpis, open_order, place_of, their_own_order
from kpi_assistant.services.kpi_facts import kpi_facts
from kpi_assistant.services.offering import is_live, is_named
from kpi_assistant.services.promises import note_refusal
from kpi_assistant.services.proposals import propose_capabilities, reject_proposal, restore_proposal
from kpi_assistant.services.reactions import could_be_taken, reactions_to_proofs
from kpi_assistant.services.responses import (
    current_promise,
    load_proofs,
    lock_kpi,
    proofs_to_offer,
    save_response,
    saved_values,
)
from kpi_assistant.services.waiting import Mark, people_to_answer
from kpi_assistant.views.access import get_or_404, id_or_404
from kpi_assistant.views.answer_form import (
    Subject,
    advice_on,
    answer_form,
    get_subject_or_404,
    is_sound,
    printed,
    revision,
)
from kpi_assistant.views.brief_words import REASONS
from kpi_assistant.views.presentation import PAGE_SIZE, day, today

blueprint = Blueprint("responses", __name__, url_prefix="/responses")


MOST_OTHERS = 20
"""So many capabilities that were not proposed are listed; the others are found by name."""


@blueprint.get("/")
def index() -> str:
    """The open KPIs of the ``person`` or ``project`` in the address, in their order; without one, whose are open."""
    about = _about()
    if about is None:
        return _people()
    kpis = open_kpis(get_session(), current_member(), about, today())
    return render_template(
        "responses/index.html",
        about=about,
        scope=_scope(about),
        project=_project(about),
        person=about if isinstance(about, Person) else None,
        kpis=kpis,
        coverage=coverage_of(get_session(), current_member(), about, today()),
        ranked=set(their_own_order(get_session(), current_member(), about)),
        weights={kpi.id: weigh(kpi_facts(kpi), today()) for kpi in kpis},
        takeable={kpi.id for kpi in kpis if could_be_taken(kpi, today())},
        current_promise=current_promise,
        unsaved=drafted(get_session(), current_member(), kpis),
    )


def _people() -> str:
    """Whose words wait for an answer, or with ``answered`` in the address who has one to all; ``after`` is a page's end."""
    answered, mark = "answered" in request.args, _mark(request.args.get("after", ""))
    waiting = people_to_answer(
        get_session(), current_member(), request.args.get("q", ""), answered=answered, after=mark, most=PAGE_SIZE
    )
    onwards = ""
    if waiting.onwards is not None:
        after = f"{waiting.onwards.on}.{waiting.onwards.kpi_id}"
        asked: dict[str, Any] = {**request.args, "after": after}
        onwards = url_for(".index", **asked)
    return render_template(
        "responses/people.html", people=waiting.people, onwards=onwards, answered=answered, is_first=mark is None
    )


def _mark(text: str) -> Mark | None:
    """The end of a page as an address names it; None for none and for anything else."""
    on, _dot, kpi_id = text.partition(".")
    try:
        return Mark(dt.date.fromisoformat(on), uuid.UUID(kpi_id))
    except ValueError:
        return None


@blueprint.get("/next")
def onwards() -> Response:
    """To the heaviest open KPI without an answer, or to the list when there is none."""
    about = _about()
    if about is None:
        return redirect(url_for(".index"))
    order = open_order(get_session(), current_member(), about, today())
    silent = next((kpi_id for kpi_id, is_answered in order.items() if not is_answered), None)
    if silent is None:
        return redirect(url_for(".index", **_scope(about)))
    return redirect(url_for(".edit", kpi_id=silent, **_project(about)))


def _about() -> Person | Project | None:
    """Whose KPIs the address asks for; 404 when they are not the member's to see."""
    if "project" in request.args:
        return get_or_404(Project, id_or_404(request.args["project"]))
    return get_or_404(Person, id_or_404(request.args["person"])) if "person" in request.args else None


def _scope(about: Person | Project) -> dict[str, Any]:
    """What an address says about whose KPIs these are."""
    return {"project" if isinstance(about, Project) else "person": about.id}


def _project(about: Person | Project) -> dict[str, Any]:
    """The same where the KPI itself says whose it is: a project has to be named, a person has not."""
    return _scope(about) if isinstance(about, Project) else {}


@blueprint.route("/<uuid:kpi_id>", methods=["GET", "POST"])
def edit(kpi_id: uuid.UUID) -> str | Response:
    session = get_session()
    if request.method == "POST":
        lock_kpi(session, kpi_id)
    subject = get_subject_or_404(kpi_id)
    kpi = subject.kpi
    if request.method == "GET":
        return _begin(subject)
    form = answer_form(subject)
    if "drop" in request.form:
        forget_draft(session, current_member(), kpi)
        session.commit()
        flash(_("What was not saved is gone."))
        return redirect(request.full_path)
    if {"use", "take", "find", "strike", "restore"} & set(request.form):
        _change(form, subject)
        return _again(form, subject)
    if not (form.validate_on_submit() and is_sound(form, subject)):
        _note_refusals(form, subject)
        return _again(form, subject)
    if form.values() != saved_values(kpi.response):
        if form.seen.data != revision(kpi.response):
            form.form_errors.append(
                _(
                    "Somebody changed this answer while you were writing. Theirs is shown below; save again to keep yours."
                )
            )
            return _again(form, subject, theirs=saved_values(kpi.response))
        save_response(session, kpi, form.values(), subject.capabilities)
    forget_draft(session, current_member(), kpi)
    session.commit()
    return redirect(_after_saving(form, subject))


def _begin(subject: Subject) -> str:
    """The page as it was left: what the member has not saved goes before what is saved."""
    draft = draft_of(get_session(), current_member(), subject.kpi)
    saved = saved_values(subject.kpi.response)
    if draft is None:
        # From a brief that waits for this answer: the honest way on, ready to be dated and saved.
        if subject.kpi.response is None and request.args.get("begin") == PromiseKind.ASK_AGAIN:
            text = load_ask_again().in_locale(str(get_locale()))
            on = ask_again_on(get_session(), current_member(), subject.kpi.person, utc_now())
            saved |= {
                "fit": Fit.NOT_YET, "promise_kind": PromiseKind.ASK_AGAIN, "promise_text": text, "promise_due_on": on,
            }  # fmt: skip
        if request.args.get("begin") == "cut" and subject.kpi.words:
            saved |= {"quote": without_remarks(subject.kpi.words)}
        form = answer_form(subject, **saved)
        form.seen.data = revision(subject.kpi.response)
        return _show(form, subject)
    # Written upon an answer that has changed since: saving will say so, for the draft still names the one it saw.
    return _show(answer_form(subject, draft.content), subject, draft_of_moment=draft.updated_at)


def _change(form: ResponseForm, subject: Subject) -> None:
    """Begin a text with a starter, take a better wording, or strike a proposal; the answer is not saved."""
    name = request.form.get("use", "")
    if name in STARTED_FIELDS:
        starter = starters(kpi_facts(subject.kpi), str(get_locale()))[name]
        form[name].data = "\n".join(part for part in (starter, form[name].data) if part)
    name, _colon, code = request.form.get("take", "").partition(":")
    for objection in advice_on(form, subject).get(name, []):
        if objection.code == code and objection.better is not None:
            form[name].data = objection.better.text
    for row in subject.capabilities:
        if str(row.id) == request.form.get("strike"):
            reject_proposal(get_session(), current_member(), subject.kpi, row)
            form.capability_ids.data = [each for each in form.capability_ids.data or () if each != row.id]
        if str(row.id) == request.form.get("restore"):
            restore_proposal(get_session(), subject.kpi, row)


def _note_refusals(form: ResponseForm, subject: Subject) -> None:
    """Write down, by its rule alone, that a wording was refused which may not be offered to anybody."""
    advice = advice_on(form, subject)
    if refused := [each.code for found in advice.values() for each in found if each.code.is_compliance]:
        note_refusal(get_session(), subject.kpi.person, refused)


def _again(form: ResponseForm, subject: Subject, theirs: dict[str, Any] | None = None) -> str:
    """The form with all that was typed, which is kept as well: a refused page may be closed without losing it."""
    keep_draft(get_session(), current_member(), subject.kpi, form.typed())
    if theirs is not None or not form.seen.data:
        form.seen.data = revision(subject.kpi.response)
    page = _show(form, subject, theirs=theirs)
    get_session().commit()
    return page


def _show(form: ResponseForm, subject: Subject, **more: Any) -> str:
    session, member, kpi = get_session(), current_member(), subject.kpi
    about = _about() or kpi.person
    capabilities = subject.capabilities
    proposals = propose_capabilities(session, member, kpi, capabilities)
    proposed = {each.capability.id for each in proposals}
    chosen = set(form.capability_ids.data or ())
    others = [row for row in capabilities if row.id not in proposed]
    found = [row for row in others if row.id not in chosen and is_named(row, form.capability_query.data or "")]
    shown = [
        *(each.capability for each in proposals),
        *(row for row in others if row.id in chosen),
        *found[:MOST_OTHERS],
    ]
    load_proofs(session, shown)
    proofs = {row.id: proofs_to_offer(row, kpi, today()) for row in shown}
    return render_template(
        "responses/edit.html",
        kpi=kpi,
        about=about,
        scope=_scope(about),
        project=_project(about),
        coverage=coverage_of(session, member, about, today()),
        place=place_of(kpi.id, open_order(session, member, about, today())),
        form=form,
        weight=weigh(kpi_facts(kpi), today()),
        is_ranked=kpi.id in their_own_order(session, member, about),
        proposals=proposals,
        struck=next((row for row in capabilities if str(row.id) == request.form.get("strike")), None),
        others=others,
        found_others=found[:MOST_OTHERS],
        more_others=max(0, len(found) - MOST_OTHERS),
        most_others=MOST_OTHERS,
        proofs=proofs,
        reactions=reactions_to_proofs(session, member, [proof.id for each in proofs.values() for proof in each]),
        starters=starters(kpi_facts(kpi), str(get_locale())),
        advice=advice_on(form, subject),
        prints=printed(form, subject),
        remarks=remarks_on_others(quotation(kpi.words, form.quote.data or "")),
        without=without_remarks(kpi.words),
        reasons=REASONS,
        **more,
    )


def _after_saving(form: ResponseForm, subject: Subject) -> str:
    """On to the next open KPI without an answer, or to the list when all are answered, with what is doubtful said."""
    kpi, about = subject.kpi, _about() or subject.kpi.person
    answer = kpi.response
    promise = current_promise(answer) if answer else None
    is_claim = answer is not None and answer.fit is not Fit.NOT_YET
    doubtful = True
    if answer is not None and is_claim and not any(is_live(link.proof, today()) for link in answer.chosen_proofs):
        message = (
            _("Saved. Without a live proof it prints as an intention, by %(day)s.", day=day(promise.due_on))
            if promise is not None
            else _("Saved. Without a live proof it prints as an intention; promise a next step to give it a date.")
        )
    elif advice_on(form, subject):
        message = _("Saved. Some wordings deserve another look; the reasons stand beside them.")
    else:
        message, doubtful = _("The answer is saved."), False
    again = url_for(".edit", kpi_id=kpi.id, **_project(about))
    fragment = render_template("responses/_saved.html", message=message, again=again, doubtful=doubtful)
    flash(Markup(fragment), "warn" if doubtful else "message")  # noqa: S704 -- escaped in the template
    onwards = place_of(kpi.id, open_order(get_session(), current_member(), about, today())).onwards
    if onwards is not None:
        return url_for(".edit", kpi_id=onwards, **_project(about))
    return url_for(".index", _anchor=f"answer-{kpi.id}", **_scope(about))
