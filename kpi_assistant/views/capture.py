"""The page in the hand during a meeting: the guide above, one box for their words below."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.database import get_session
from kpi_assistant.domain.delicate import sounds_like
from kpi_assistant.domain.entry import day_said
from kpi_assistant.domain.vocabulary import GuideItemStatus, Layer
from kpi_assistant.forms.kpi import KpiForm
from kpi_assistant.forms.meeting import ids_of
from kpi_assistant.models import Kpi, KpiDraft, Meeting, Person
from kpi_assistant.services.capture import drafts_of, gentle_hints, own_guide, reply_to
from kpi_assistant.services.kpis import ForeignIdError, forget_draft, record_kpi
from kpi_assistant.services.meetings import MEETING_OPTIONS, kpis_said
from kpi_assistant.services.people_around import people_around
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.material import meeting_material
from kpi_assistant.views.presentation import member_zone, today

blueprint = Blueprint("capture", __name__, url_prefix="/meetings/<uuid:meeting_id>/capture")


@blueprint.get("/")
def show(meeting_id: uuid.UUID) -> str:
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    drafts = [draft for draft in drafts_of(get_session(), current_member(), meeting) if not draft.fields.get("kind")]
    wanted = ids_of([request.args.get("draft", "")])
    draft = next((row for row in drafts if row.id in wanted), drafts[0] if drafts and not wanted else None)
    return _page(meeting, _entry_form(meeting, draft.fields if draft else {}, draft.id if draft else None), draft)


@blueprint.post("/")
def save(meeting_id: uuid.UUID) -> str | Response:
    """Enter a KPI without JavaScript, or drop a draft that came to nothing."""
    meeting = get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)
    if "drop" in request.form:
        for draft_id in ids_of([request.form["drop"]]):
            forget_draft(get_session(), current_member(), draft_id)
        get_session().commit()
        flash(_("The unfinished entry is gone."))
        return redirect(url_for(".show", meeting_id=meeting.id))
    form = _entry_form(meeting, request.form)
    if not form.validate():
        return _page(meeting, form, None)
    kpi = _enter(meeting, form)
    get_session().commit()
    return redirect(url_for(".show", meeting_id=meeting.id, saved=kpi.id, item=request.form.get("item")))


def _entry_form(meeting: Meeting, content: Mapping[str, str], draft_id: uuid.UUID | None = None) -> KpiForm:
    """The form for one entry, holding ``content``; a fresh one gets an id of its own."""
    data = MultiDict(content)
    data["id"] = str(draft_id or data.get("id") or uuid.uuid4())
    # An untouched form shows its defaults; a sent one shows what was sent.
    sent: dict[str, Any] = {"formdata": data} if content else {"formdata": None, "data": {"id": data["id"]}}
    form = KpiForm(**sent)
    people = meeting.people
    around = people_around(get_session(), current_member(), [person.id for person in people])
    form.offer_people(people, around, default=people[0])
    return form


def _enter(meeting: Meeting, form: KpiForm) -> Kpi:
    """Record a valid form's KPI; 404 for an id or a person that is not the member's to use."""
    person = get_or_404(Person, form.about_id, selectinload(Person.posts))
    said_on = day_said(meeting.starts_at.astimezone(member_zone()).date(), today())
    try:
        return record_kpi(
            get_session(),
            current_member(),
            person,
            form.values(),
            kpi_id=form.entry_id,
            said_on=said_on,
            meeting=meeting,
        )
    except ForeignIdError:
        abort(404)


def _page(meeting: Meeting, form: KpiForm, draft: KpiDraft | None) -> str:
    session, member = get_session(), current_member()
    said = sorted(kpis_said(session, member, meeting), key=lambda kpi: kpi.created_at, reverse=True)
    saved = next((kpi for kpi in said if str(kpi.id) == request.args.get("saved")), None)
    guide = own_guide(session, member, meeting)
    items = guide.items if guide else []
    planned = (number for number, item in enumerate(items) if item.status is GuideItemStatus.PLANNED)
    current = min(max(request.values.get("item", next(planned, 0), type=int), 0), max(len(items) - 1, 0))
    words = form.words.data or form.observation.data or ""
    return render_template(
        "capture/show.html",
        meeting=meeting,
        form=form,
        draft=draft,
        drafts=[row for row in drafts_of(session, member, meeting) if not row.fields.get("kind")],
        items=items,
        current=current,
        said=said,
        saved=saved,
        reply=reply_to(saved, len(said)) if saved else None,
        sounds_like=sounds_like(saved.words or saved.observation, saved.layer)
        if saved and saved.layer is Layer.WORK
        else Layer.WORK,
        hints=gentle_hints(words, form.layer.data) if words else [],
        saved_hints=gentle_hints(saved.words or saved.observation, saved.layer) if saved else [],
        coach=load_question_bank().facet_follow_ups,
        material=meeting_material(meeting),
    )
