"""Pages that answer what people said they need."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.content.starters import FIELDS as STARTED_FIELDS
from kpi_assistant.content.starters import starters
from kpi_assistant.database import get_session
from kpi_assistant.domain.brief import is_excerpt
from kpi_assistant.domain.kpi import weigh
from kpi_assistant.domain.vocabulary import Fit
from kpi_assistant.forms.response import ResponseForm
from kpi_assistant.models import Capability, Kpi, Person, Project, Proof
from kpi_assistant.models import Response as Answer
from kpi_assistant.services.answering import coverage_of, open_counts, open_kpis, people_to_answer, place_of
from kpi_assistant.services.kpi_facts import KPI_OPTIONS, kpi_facts
from kpi_assistant.services.offering import is_live
from kpi_assistant.services.promises import note_refusal
from kpi_assistant.services.proposals import propose_capabilities
from kpi_assistant.services.responses import (
    RESPONSE_OPTIONS,
    check_wording,
    current_promise,
    lock_kpi,
    offered_capabilities,
    proofs_to_offer,
    save_response,
    saved_values,
)
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.claims import Objection, objections
from kpi_assistant.views.presentation import day, paginate, today

blueprint = Blueprint("responses", __name__, url_prefix="/responses")


@blueprint.get("/")
def index() -> str:
    """The open KPIs of the ``person`` or ``project`` in the address, heaviest first; without one, whose are open."""
    about = _about()
    if about is None:
        page = paginate(people_to_answer(current_member(), request.args.get("q", "")))
        counts = open_counts(get_session(), current_member(), page.rows)
        return render_template("responses/people.html", page=page, counts=counts)
    kpis = open_kpis(get_session(), current_member(), about, today())
    return render_template(
        "responses/index.html",
        about=about,
        scope=_scope(about),
        project=_project(about),
        person=about if isinstance(about, Person) else None,
        kpis=kpis,
        coverage=coverage_of(get_session(), current_member(), about, today()),
        weights={kpi.id: weigh(kpi_facts(kpi), today()) for kpi in kpis},
        current_promise=current_promise,
    )


@blueprint.get("/next")
def onwards() -> Response:
    """To the heaviest open KPI without an answer, or to the list when there is none."""
    about = _about()
    if about is None:
        return redirect(url_for(".index"))
    kpis = open_kpis(get_session(), current_member(), about, today())
    silent = next((kpi for kpi in kpis if kpi.response is None), None)
    if silent is None:
        return redirect(url_for(".index", **_scope(about)))
    return redirect(url_for(".edit", kpi_id=silent.id, **_project(about)))


def _about() -> Person | Project | None:
    """Whose KPIs the address asks for; 404 when they are not the member's to see."""
    if "project" in request.args:
        return get_or_404(Project, _named("project"))
    return get_or_404(Person, _named("person")) if "person" in request.args else None


def _named(name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.args[name])
    except ValueError:
        abort(404)


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
    kpi = get_or_404(Kpi, kpi_id, *KPI_OPTIONS, *RESPONSE_OPTIONS)
    capabilities = offered_capabilities(session, current_member(), kpi.response)
    form = ResponseForm(data=saved_values(kpi.response))
    form.offer((row.id for row in capabilities), (proof.id for row in capabilities for proof in row.proofs))
    if request.method == "POST" and request.form.get("use") in STARTED_FIELDS:
        return _show(kpi, capabilities, _begun(form, kpi, request.form["use"]))
    if not form.validate_on_submit() or not _is_sound(form, kpi, capabilities):
        return _show(kpi, capabilities, form)
    if form.values() != saved_values(kpi.response):
        if form.seen.data != _revision(kpi.response):
            form.form_errors.append(
                _(
                    "Somebody changed this answer while you were writing. Theirs is shown below; save again to keep yours."
                )
            )
            return _show(kpi, capabilities, form, theirs=saved_values(kpi.response))
        save_response(session, kpi, form.values(), capabilities)
        session.commit()
    return redirect(_after_saving(kpi, capabilities))


def _is_sound(form: ResponseForm, kpi: Kpi, capabilities: Sequence[Capability]) -> bool:
    """What only the record can tell: the excerpt is theirs, an open promise stays, and nothing unsayable is said."""
    if form.quote.data and not is_excerpt(form.quote.data, kpi.words):
        form.quote.errors = [_("Only their own words, cut at “……” and not altered.")]
    promise = current_promise(kpi.response) if kpi.response else None
    if promise is not None and not form.promise_text.data:
        form.promise_text.errors = [
            _("“%(text)s” is promised. Mark it as kept or give it up under Promises first.", text=promise.text)
        ]
    blocking = [
        (name, flag)
        for name, flags in check_wording(kpi, form.values(), _chosen_proofs(form, capabilities), today()).items()
        for flag in flags
        for objection in objections(form[name].data, [flag])
        if objection.is_blocking
    ]
    for name in dict.fromkeys(name for name, flag in blocking):
        texts = [str(each) for each in objections(form[name].data, [flag for where, flag in blocking if where == name])]
        form[name].errors = [*form[name].errors, *texts]
    if refused := [flag for name, flag in blocking if flag.code.is_compliance]:
        note_refusal(get_session(), kpi.person, refused)
        get_session().commit()
    return not form.errors


def _show(
    kpi: Kpi, capabilities: Sequence[Capability], form: ResponseForm, theirs: dict[str, object] | None = None
) -> str:
    proposals = propose_capabilities(get_session(), current_member(), kpi, capabilities)
    proposed = {each.capability.id for each in proposals}
    chosen_ids = set(form.capability_ids.data or ())
    others = sorted((row for row in capabilities if row.id not in proposed), key=lambda row: row.id not in chosen_ids)
    form.seen.data = _revision(kpi.response)
    about = _about() or kpi.person
    return render_template(
        "responses/edit.html",
        kpi=kpi,
        about=about,
        scope=_scope(about),
        project=_project(about),
        coverage=coverage_of(get_session(), current_member(), about, today()),
        place=place_of(kpi, open_kpis(get_session(), current_member(), about, today())),
        form=form,
        weight=weigh(kpi_facts(kpi), today()),
        proposals=proposals,
        others=others,
        proofs={row.id: proofs_to_offer(row, kpi, today()) for row in capabilities},
        starters=starters(kpi_facts(kpi), str(get_locale())),
        advice=_advice(form, kpi, capabilities),
        theirs=theirs,
    )


def _begun(form: ResponseForm, kpi: Kpi, name: str) -> ResponseForm:
    """The form with a starter put before what was typed; nothing is saved."""
    starter = starters(kpi_facts(kpi), str(get_locale()))[name]
    form[name].data = "\n".join(part for part in (starter, form[name].data) if part)
    return form


def _advice(form: ResponseForm, kpi: Kpi, capabilities: Sequence[Capability]) -> dict[str, list[Objection]]:
    """What is doubtful but not forbidden in the texts as they stand, by field."""
    values = {name: value or "" for name, value in form.values().items()}
    flags = check_wording(kpi, values, _chosen_proofs(form, capabilities), today())
    advice = {name: objections(values[name], found) for name, found in flags.items()}
    return {name: [each for each in found if not each.is_blocking] for name, found in advice.items()}


def _after_saving(kpi: Kpi, capabilities: Sequence[Capability]) -> str:
    """On to the next open KPI without an answer, or to the list when all are answered, with what is doubtful said."""
    answer, about = kpi.response, _about() or kpi.person
    promise = current_promise(answer) if answer else None
    is_claim = answer is not None and answer.fit is not Fit.NOT_YET
    doubtful = True
    if answer is not None and is_claim and not any(_is_live(link.proof) for link in answer.chosen_proofs):
        message = (
            _("Saved. Without a live proof it prints as an intention, by %(day)s.", day=day(promise.due_on))
            if promise is not None
            else _("Saved. Without a live proof it prints as an intention; promise a next step to give it a date.")
        )
    elif any(_advice(ResponseForm(formdata=None, data=saved_values(answer)), kpi, capabilities).values()):
        message = _("Saved. Some wordings deserve another look; the reasons stand beside them.")
    else:
        message, doubtful = _("The answer is saved."), False
    again = url_for(".edit", kpi_id=kpi.id, **_project(about))
    fragment = render_template("responses/_saved.html", message=message, again=again, doubtful=doubtful)
    flash(Markup(fragment), "warn" if doubtful else "message")  # noqa: S704 -- escaped in the template
    onwards = place_of(kpi, open_kpis(get_session(), current_member(), about, today())).onwards
    if onwards is not None:
        return url_for(".edit", kpi_id=onwards, **_project(about))
    return url_for(".index", _anchor=f"answer-{kpi.id}", **_scope(about))


def _chosen_proofs(form: ResponseForm, capabilities: Sequence[Capability]) -> list[Proof]:
    chosen, cited = set(form.capability_ids.data or ()), set(form.proof_ids.data or ())
    return [proof for row in capabilities if row.id in chosen for proof in row.proofs if proof.id in cited]


def _revision(answer: Answer | None) -> str:
    return answer.updated_at.isoformat() if answer is not None else ""


def _is_live(proof: Proof) -> bool:
    return is_live(proof, today())
