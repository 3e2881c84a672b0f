"""Pages of briefs: prepared, previewed, made once, kept for ever."""

import uuid

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload, undefer
from werkzeug.wrappers import Response as AnyResponse

from kpi_assistant.auth import current_member
from kpi_assistant.database import Database, act_as, get_session
from kpi_assistant.domain.brief_changes import Changed, changes_since
from kpi_assistant.domain.brief_customer import CustomerBrief
from kpi_assistant.domain.brief_warnings import warnings_on
from kpi_assistant.domain.vocabulary import Edition, Paper, PrintState
from kpi_assistant.forms.brief import HandoverForm
from kpi_assistant.jobs import wake_printer
from kpi_assistant.models import Brief, BriefPaper, Member
from kpi_assistant.printing import PrintingError, brief_html, proofread, screen_css
from kpi_assistant.services.brief_obstacles import obstacles
from kpi_assistant.services.brief_secrets import leaks_in
from kpi_assistant.services.brief_steps import proposed_step
from kpi_assistant.services.briefs import (
    compose,
    frozen_edition,
    list_briefs,
    lock_numbers,
    next_number,
    numbered,
    previous_brief,
    still_holds,
    store_brief,
    withheld_kpis,
)
from kpi_assistant.services.handovers import note_handover
from kpi_assistant.services.print_jobs import PAPERS, queue_job
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.brief_preparation import (
    addressee,
    brief_form,
    choices_of,
    is_fair,
    own_locale,
    show_preparation,
)
from kpi_assistant.views.brief_words import CHANGES, REASONS, disposition, job_problem, printing_problem
from kpi_assistant.views.presentation import label, member_zone, paginate, today

blueprint = Blueprint("briefs", __name__, url_prefix="/briefs")


@blueprint.get("/")
def index() -> str:
    page = paginate(list_briefs(current_member(), request.args.get("q", "")))
    return render_template("briefs/index.html", page=page)


@blueprint.get("/for/<uuid:person_id>")
def prepare(person_id: uuid.UUID) -> str:
    person = addressee(person_id)
    step = proposed_step(get_session(), current_member(), person, today())
    steps = [{"what": step.what, "on": step.on, "who": step.who}] if step else []
    form = brief_form(
        id=str(uuid.uuid4()),
        edition=request.args.get("edition", Edition.CUSTOMER),
        locale=request.args.get("locale", own_locale()),
        steps=steps,
    )
    return show_preparation(form, person)


@blueprint.post("/for/<uuid:person_id>/preview")
def preview(person_id: uuid.UUID) -> AnyResponse | str:
    person = addressee(person_id)
    form = brief_form()
    if not form.validate_on_submit() or not is_fair(form):
        return show_preparation(form, person)
    composed = compose(get_session(), current_member(), person, choices_of(form), today(), None, searched=False)
    stylesheet = url_for(".style")
    logo = url_for("settings.logo_picture") if current_member().sender_logo else ""
    get_session().rollback()  # nothing is written here; the setting of the page need not hold a connection
    return brief_html(composed.edition, form.locale.data, (stylesheet,), logo=logo)


@blueprint.get("/preview.css")
def style() -> AnyResponse:
    return Response(screen_css(), mimetype="text/css", headers={"Cache-Control": "private, max-age=600"})


@blueprint.post("/for/<uuid:person_id>")
def make(person_id: uuid.UUID) -> AnyResponse | str:
    person = addressee(person_id)
    form = brief_form()
    if not form.validate_on_submit() or not is_fair(form):
        return show_preparation(form, person)
    session, member, choices = get_session(), current_member(), choices_of(form)
    if session.get(Brief, form.brief_id) is not None:
        return _to_brief(form.brief_id)
    # All that takes time is done reading: a colleague's save beside it need not wait.
    composed = compose(session, member, person, choices, today(), next_number(session, member))
    if obstacles(session, member, composed, choices) or (
        # Said once for each language: whoever has seen it may make the brief all the same.
        choices.edition is Edition.CUSTOMER
        and warnings_on(composed.record, choices.locale)
        and request.form.get("anyway") != choices.locale
    ):
        return show_preparation(form, person)
    try:
        leaks = leaks_in(get_session(), member, composed, proofread(composed.edition, choices.locale))
    except PrintingError as error:
        form.form_errors.append(printing_problem(error))
        return show_preparation(form, person)
    if leaks:
        return show_preparation(form, person, leaks)
    brief_id = form.brief_id
    member_id, workspace_id, logo = member.id, member.workspace_id, member.sender_logo
    session.rollback()  # whoever reads gives the connection back before writing
    database: Database = current_app.extensions["database"]
    with database.new_session() as writing:
        act_as(writing, member_id, workspace_id)
        # Numbers are given one after the other: whoever comes second waits here, and finds what the first one stored.
        workspace = lock_numbers(writing, workspace_id)
        is_made = writing.get(Brief, brief_id) is not None
        is_fresh = not is_made and still_holds(writing, writing.get_one(Member, member_id), composed.record)
        if is_fresh:
            number = workspace.last_brief_number + 1
            composed = numbered(composed, number)
            store_brief(
                writing, workspace, composed, choices,
                brief_id=brief_id, number=number, project_id=form.project_id.data, logo=logo,
            )  # fmt: skip
            writing.flush()
            queue_job(writing, brief_id)
            writing.commit()
    if is_made:
        return _to_brief(brief_id)
    if not is_fresh:
        form.form_errors.append(_("A KPI was changed while the brief was being made. Look through it once more."))
        return show_preparation(form, addressee(person_id))
    wake_printer(brief_id)
    flash(_("Brief %(number)s is made.", number=composed.record.number))
    return redirect(url_for(".show", brief_id=brief_id))


@blueprint.get("/<uuid:brief_id>")
def show(brief_id: uuid.UUID) -> str:
    brief = get_or_404(
        Brief, brief_id, selectinload(Brief.person), selectinload(Brief.project), selectinload(Brief.papers),
        selectinload(Brief.job), selectinload(Brief.handovers),
    )  # fmt: skip
    left_out = withheld_kpis(get_session(), current_member(), brief) if brief.edition is Edition.CUSTOMER else []
    before = previous_brief(get_session(), current_member(), brief) if brief.edition is Edition.CUSTOMER else None
    return render_template(
        "briefs/show.html",
        brief=brief,
        papers=[paper for paper in PAPERS[brief.edition] if paper in {each.paper for each in brief.papers}],
        all_papers=PAPERS[brief.edition],
        problem=job_problem(brief.job),
        left_out=left_out,
        reasons=REASONS,
        before=before,
        changes=_changes(before, brief),
        change_words=CHANGES,
        form=HandoverForm(today=today()),
    )


@blueprint.get("/<uuid:brief_id>/status")
def status(brief_id: uuid.UUID) -> AnyResponse:
    """Where its printing stands, for the page that waits."""
    brief = get_or_404(Brief, brief_id, selectinload(Brief.job), selectinload(Brief.papers))
    state = brief.job.state if brief.job else PrintState.DONE
    return jsonify(state=state.value, label=str(label(state)), papers=len(brief.papers))


@blueprint.post("/<uuid:brief_id>/print")
def print_again(brief_id: uuid.UUID) -> AnyResponse:
    """After a failure: the same frozen brief, from the start of what is missing."""
    brief = get_or_404(Brief, brief_id)
    queue_job(get_session(), brief.id)
    get_session().commit()
    wake_printer(brief.id)
    return redirect(url_for(".show", brief_id=brief.id))


@blueprint.post("/<uuid:brief_id>/handed")
def hand_over(brief_id: uuid.UUID) -> AnyResponse:
    """Note that it was printed or sent; what reached the reader is a contact as well."""
    brief = get_or_404(Brief, brief_id, selectinload(Brief.person))
    form = HandoverForm(today=today())
    if not form.validate_on_submit():
        flash(_("Say how and on which day, please."), "warn")
        return redirect(url_for(".show", brief_id=brief.id, _anchor="handed"))
    note_handover(get_session(), brief, form.way.data, form.on.data, member_zone())
    get_session().commit()
    flash(_("Noted: %(what)s.", what=label(form.way.data)))
    return redirect(url_for(".show", brief_id=brief.id, _anchor="handed"))


@blueprint.get("/<uuid:brief_id>/page")
def page(brief_id: uuid.UUID) -> str:
    """The frozen edition as a page, for reading on the phone."""
    brief = get_or_404(Brief, brief_id, undefer(Brief.logo))
    logo = url_for(".logo", brief_id=brief.id) if brief.logo else ""
    back = _("Brief %(number)s for %(name)s", number=f"{brief.number:04d}", name=brief.person.name)
    way_back = url_for(".show", brief_id=brief.id), back, "en" if own_locale() == "en" else "zh-CN"
    return brief_html(frozen_edition(brief), brief.locale, (url_for(".style"),), logo=logo, way_back=way_back)


@blueprint.get("/<uuid:brief_id>/logo")
def logo(brief_id: uuid.UUID) -> AnyResponse:
    brief = get_or_404(Brief, brief_id, undefer(Brief.logo))
    if not brief.logo:
        abort(404)
    return Response(brief.logo, mimetype="image/png")


@blueprint.get("/<uuid:brief_id>/pdf")
def pdf(brief_id: uuid.UUID) -> AnyResponse:
    """One of its papers, by ?paper=; while it is being printed, back to the page that says so."""
    brief = get_or_404(Brief, brief_id, selectinload(Brief.person))
    kind = request.args.get("paper", Paper.A4, type=Paper)
    paper = get_session().get(BriefPaper, (brief.id, kind), options=[undefer(BriefPaper.pdf)])
    if paper is None:
        return redirect(url_for(".show", brief_id=brief.id))
    response = make_response(paper.pdf)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = disposition(brief, kind)
    return response


def _changes(before: Brief | None, brief: Brief) -> tuple[Changed, ...]:
    old, new = frozen_edition(before) if before else None, frozen_edition(brief)
    if isinstance(old, CustomerBrief) and isinstance(new, CustomerBrief):
        return changes_since(old, new)
    return ()


def _to_brief(brief_id: uuid.UUID) -> AnyResponse:
    """To the brief that the same form has made already; 404 when it is somebody else's."""
    return redirect(url_for(".show", brief_id=get_or_404(Brief, brief_id).id))
