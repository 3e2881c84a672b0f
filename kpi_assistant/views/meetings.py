"""Pages of meetings: planned, finished, and read back to the customer."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.content.capture import capture_words
from kpi_assistant.database import get_session
from kpi_assistant.domain.entry import SPOKEN
from kpi_assistant.domain.meeting_steps import MeetingStep, meeting_steps
from kpi_assistant.domain.vocabulary import KpiStatus, TrustStage
from kpi_assistant.forms.meeting import MINUTES, FinishForm, MeetingForm, RankForm, ids_of
from kpi_assistant.forms.person import NewcomerForm
from kpi_assistant.models import Guide, Kpi, Meeting, Note, Organisation, Person, Project
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.answering import answered_among
from kpi_assistant.services.guide_sharing import given_to
from kpi_assistant.services.guides import prepare_guide
from kpi_assistant.services.meetings import (
    MEETING_OPTIONS,
    confirm_meeting,
    fill_meeting,
    find_people,
    finish_meeting,
    is_ahead,
    kpis_known,
    kpis_said,
    list_meetings,
    move_rank,
    organisations_and_projects,
    people_by_id,
    promises_to,
    propose_stages,
)
from kpi_assistant.services.people import add_person
from kpi_assistant.services.visibility import visible
from kpi_assistant.views.access import get_or_404, made_by, named_in_address
from kpi_assistant.views.presentation import member_zone, paginate, today

blueprint = Blueprint("meetings", __name__, url_prefix="/meetings")


@blueprint.get("/")
def index() -> str:
    past = request.args.get("when") == "past"
    query = request.args.get("q", "")
    page = paginate(list_meetings(current_member(), past=past, query=query))
    # Whoever looks for somebody does not know on which side of today they are.
    elsewhere = paginate(list_meetings(current_member(), past=not past, query=query)).total if query else 0
    return render_template("meetings/index.html", page=page, past=past, elsewhere=elsewhere, now=utc_now())


@blueprint.get("/<uuid:meeting_id>")
def show(meeting_id: uuid.UUID) -> str:
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    form = FinishForm(formdata=None, obj=meeting)
    return _page(meeting, form)


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> str | Response:
    """A new meeting, with a person, an organisation or a project to begin with when the address names one."""
    tomorrow = today() + dt.timedelta(days=1)
    defaults: dict[str, Any] = {
        "date": tomorrow,
        "time": dt.time(10),
        "person_ids": [row.id for row in [named_in_address(Person, "person")] if row],
        "organisation_id": getattr(named_in_address(Organisation, "organisation"), "id", None),
        "project_id": getattr(named_in_address(Project, "project"), "id", None),
    }
    return _edit(None, MeetingForm(data=defaults))


@blueprint.route("/<uuid:meeting_id>/edit", methods=["GET", "POST"])
def edit(meeting_id: uuid.UUID) -> str | Response:
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    starts = meeting.starts_at.astimezone(member_zone())
    usual = meeting.minutes in MINUTES
    own = {
        "date": starts.date(),
        "time": starts.time(),
        "minutes": meeting.minutes if usual else 0,
        "other_minutes": None if usual else meeting.minutes,
        "person_ids": [person.id for person in meeting.people],
    }
    return _edit(meeting, MeetingForm(obj=meeting, data=own))


@blueprint.post("/<uuid:meeting_id>/finish")
def finish(meeting_id: uuid.UUID) -> str | Response:
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS, locked=True)
    form = FinishForm()
    if not form.validate():
        return _page(meeting, form)
    if meeting.ended_at is None and is_ahead(meeting, today(), member_zone()):
        if "met_today" not in request.form:
            form.form_errors.append(_("It is planned for another day. Say that you met earlier, or change its day."))
            return _page(meeting, form)
        meeting.starts_at = utc_now()
    finish_meeting(get_session(), meeting, form.next_step.data, form.next_step_on.data)
    get_session().commit()
    flash(_("The meeting is noted as held."))
    return redirect(url_for(".show", meeting_id=meeting.id))


@blueprint.post("/<uuid:meeting_id>/cancel")
def cancel(meeting_id: uuid.UUID) -> Response:
    """Cancel a meeting, or with ``undo`` put it back."""
    meeting = get_or_404(Meeting, meeting_id)
    if meeting.ended_at is not None:
        abort(400)
    meeting.cancelled_at = None if "undo" in request.form else utc_now()
    get_session().commit()
    if meeting.cancelled_at is None:
        flash(_("The meeting stands again."))
    return redirect(url_for(".show", meeting_id=meeting.id))


@blueprint.post("/<uuid:meeting_id>/stage")
def stage(meeting_id: uuid.UUID) -> Response:
    """Accept a proposed stage: the app proposes by signs, the member decides."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    proposals = propose_stages(get_session(), current_member(), meeting, today())
    for person, proposal in proposals:
        if str(person.id) == request.form.get("person_id") and proposal.stage == request.form.get("stage"):
            person.stage = TrustStage(proposal.stage)
            get_session().commit()
            flash(_("%(name)s is at a new stage.", name=person.name))
    return redirect(url_for(".show", meeting_id=meeting.id))


@blueprint.get("/<uuid:meeting_id>/read-back")
def read_back(meeting_id: uuid.UUID) -> str:
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    kpis = _heard(meeting)
    return render_template(
        "meetings/read_back.html",
        meeting=meeting,
        kpis=kpis,
        phrases=capture_words(),
        onwards=_onwards(meeting, kpis, has_guide=True),
    )


@blueprint.post("/<uuid:meeting_id>/rank")
def rank(meeting_id: uuid.UUID) -> Response:
    """Put one of their KPIs before or after another, in the customer's own order."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    form = RankForm()
    if not form.validate() or not move_rank(_heard(meeting), form.kpi_id.data, form.direction.data):
        abort(404)
    get_session().commit()
    return redirect(url_for(".read_back", meeting_id=meeting.id, _anchor=f"kpi-{form.kpi_id.data}"))


@blueprint.post("/<uuid:meeting_id>/confirm")
def confirm(meeting_id: uuid.UUID) -> Response:
    """The customer heard their words read back and agreed, and so the meeting took place."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS, locked=True)
    confirm_meeting(get_session(), meeting, None if "undo" in request.form else utc_now(), member_zone())
    get_session().commit()
    return redirect(url_for(".read_back", meeting_id=meeting.id))


def _heard(meeting: Meeting) -> list[Kpi]:
    """What can be read back: words, not observations, and nothing that was a mistake."""
    rows = kpis_said(get_session(), current_member(), meeting)
    return [kpi for kpi in rows if kpi.source in SPOKEN and kpi.status is not KpiStatus.MISTAKEN]


def _edit(meeting: Meeting | None, form: MeetingForm) -> str | Response:
    """Show and save the form. Searching for people, adding a new one and reordering them redraw it with all that was typed."""
    session, member = get_session(), current_member()
    form.offer(*organisations_and_projects(session, member, form.organisation_id.data, form.project_id.data))
    sent, newcomer = request.form, NewcomerForm()
    ids = ids_of(sent.getlist("person_ids")) if sent else list(form.person_ids.data or [])
    if sent.get("first"):
        ids = [*ids_of([sent["first"]]), *ids]
    query = sent.get("q", "").strip()
    # A name typed for a new person is never dropped silently: they are added by whatever button comes next.
    adds = "add" in sent or (newcomer.is_begun(query) and not {"find", "first"} & sent.keys())
    redraws = bool({"find", "first", "add"} & sent.keys()) or (bool(query) and not adds and "save" not in sent)
    if adds and newcomer.validate_on_submit():
        ids.append(_add_newcomer(form, newcomer).id)
        newcomer.process(None)
        query = ""
    people = people_by_id(session, member, list(dict.fromkeys(ids)))
    # An id the member may not see is refused as if it had never been there.
    form.person_ids.data = [person.id for person in people] if len(people) == len(set(ids)) else []
    if sent and not redraws and not newcomer.errors and form.validate_on_submit():
        made = None
        if meeting is None:
            row_id, made = made_by(form, Meeting)
            meeting = made or Meeting(id=row_id)
        if made is None:
            session.add(meeting)
            fill_meeting(session, meeting, form.starts_at(member_zone()), form.details(), people)
            session.flush()
        if sent.get("save") == "guide":
            prepare_guide(session, meeting, member, today())
            session.commit()
            return redirect(url_for("guides.show", meeting_id=meeting.id))
        session.commit()
        flash(_("The meeting is saved."))
        return redirect(url_for(".show", meeting_id=meeting.id))
    if adds and not newcomer.errors:
        session.commit()  # whatever else is wrong with the form, the new person is kept
    found = [
        person
        for person in find_people(session, member, query, form.organisation_id.data)
        if person.id not in {chosen.id for chosen in people}
    ]
    if not newcomer.met_through.data and not newcomer.is_cold.data and not adds:
        newcomer.name.data = "" if found else query
    return render_template(
        "meetings/form.html",
        form=form,
        meeting=meeting,
        people=people,
        found=found,
        query=query,
        newcomer=newcomer,
    )


def _add_newcomer(form: MeetingForm, newcomer: NewcomerForm) -> Person:
    """The person named within the meeting's form; both copies of a form sent twice mean the same one.

    The caller commits, once: a commit here would let the other copy in before the meeting is saved.
    """
    session, member = get_session(), current_member()
    values = newcomer.person_values()
    row_id = uuid.uuid5(form.form_id.data, repr((str(member.id), values)))
    person = session.scalar(select(Person).where(Person.id == row_id, visible(Person, member)))
    if person is None:
        person = add_person(session, member, values | {"id": row_id}, None)
    return person


@dataclass(frozen=True, slots=True)
class Onwards:
    """Where to go from a meeting; what is said of somebody is about whose words wait first."""

    steps: tuple[MeetingStep, ...]
    speaker_id: uuid.UUID


def _onwards(meeting: Meeting, said: Sequence[Kpi], *, has_guide: bool) -> Onwards:
    counted = [kpi for kpi in said if kpi.status is not KpiStatus.MISTAKEN]
    answered = answered_among(get_session(), current_member(), counted)
    waiting = [kpi for kpi in counted if kpi.status is KpiStatus.OPEN and kpi.words and kpi.id not in answered]
    steps = meeting_steps(
        has_guide=has_guide,
        has_begun=meeting.starts_at <= utc_now(),
        is_over=bool(meeting.ended_at or meeting.confirmed_at),
        has_words=bool(counted),
        is_answered=not waiting,
        was_answered=bool(answered),
    )
    speakers = [kpi.person_id for kpi in [*waiting, *counted]]
    return Onwards(steps, next(iter(speakers), meeting.people[0].id))


def _page(meeting: Meeting, form: FinishForm) -> str:
    session, member = get_session(), current_member()
    said = kpis_said(session, member, meeting)
    guide = session.scalar(select(Guide).where(visible(Guide, member), Guide.meeting_id == meeting.id))
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        form=form,
        onwards=_onwards(meeting, said, has_guide=guide is not None),
        given=len(given_to(session, member, meeting, None)),
        said=said,
        known=[kpi for kpi in kpis_known(session, member, meeting, most=30) if kpi.meeting_id != meeting.id],
        promises=promises_to(session, member, meeting),
        notes=session.scalars(
            select(Note).where(visible(Note, member), Note.meeting_id == meeting.id).order_by(Note.created_at.desc())
        ).all(),
        proposals=propose_stages(session, member, meeting, today()) if meeting.ended_at else [],
        now=utc_now(),
        ahead=is_ahead(meeting, today(), member_zone()),
    )
