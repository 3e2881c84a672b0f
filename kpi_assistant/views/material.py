"""What a phone needs to capture a meeting without asking the server again: guide, people, what was said, and phrases."""

import datetime as dt
import uuid
from typing import Any

from flask import Blueprint, g, jsonify, request, url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.content.capture import capture_words
from kpi_assistant.content.compliance import load_hearing_advice
from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.database import get_session
from kpi_assistant.domain.claims import never_promised_rules
from kpi_assistant.domain.follow_up import ASKING_ORDER
from kpi_assistant.domain.hearing import hearing_rules
from kpi_assistant.domain.layer_guess import RULES
from kpi_assistant.domain.question import Hears
from kpi_assistant.domain.sensitive import sensitive_rules
from kpi_assistant.domain.vocabulary import Facet, Layer
from kpi_assistant.forms.kpi import REFUSALS
from kpi_assistant.forms.meeting import ids_of
from kpi_assistant.models import Kpi, Meeting
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.capture import drafts_of, own_guide, promises_made
from kpi_assistant.services.entries import FACET
from kpi_assistant.services.meetings import MEETING_OPTIONS, kpis_said
from kpi_assistant.services.people_around import people_around
from kpi_assistant.services.visibility import visible
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.presentation import clock, label, moment, wording

blueprint = Blueprint("material", __name__)

AHEAD = dt.timedelta(days=4)
BEHIND = dt.timedelta(days=1)
MOST = 30
"""Meetings a phone carries along: those of the next days and of yesterday, and those it opened lately."""


@blueprint.get("/capture/material")
def coming() -> Response:
    """The meetings of the next days, for opening them without a network; never one of a secret site.

    ``held`` names older ones the phone has open: what is not given back is gone, or not the member's any more.
    """
    now, held = utc_now(), ids_of(request.args.getlist("held")[:MOST])
    meetings = get_session().scalars(
        select(Meeting)
        .where(
            visible(Meeting, current_member()),
            or_(
                Meeting.starts_at.between(now - BEHIND, now + AHEAD) & Meeting.cancelled_at.is_(None),
                Meeting.id.in_(held),
            ),
            ~Meeting.is_secret,
        )
        .order_by(Meeting.id.in_(held).desc(), (Meeting.created_by_id == current_member().id).desc(), Meeting.starts_at)
        .limit(MOST + len(held))
        .options(*MEETING_OPTIONS)
    )
    return jsonify(
        member=str(current_member().id), phrases=phrases(), meetings=[_of_meeting(meeting) for meeting in meetings]
    )


@blueprint.get("/meetings/<uuid:meeting_id>/capture/material")
def show(meeting_id: uuid.UUID) -> Response:
    return jsonify(meeting_material(get_or_404(Meeting, meeting_id, *MEETING_OPTIONS)))


def meeting_material(meeting: Meeting) -> dict[str, Any]:
    """Plain data as static/js/journal.js describes it, with the phrases in the reader's language."""
    return {**_of_meeting(meeting), "phrases": phrases()}


def _of_meeting(meeting: Meeting) -> dict[str, Any]:
    session, member = get_session(), current_member()
    guide = own_guide(session, member, meeting)
    around = people_around(session, member, [person.id for person in meeting.people])
    drafts = drafts_of(session, member, meeting)
    return {
        "member": str(member.id),
        "at": g.began.isoformat(),
        "meeting": {
            "id": str(meeting.id),
            "title": _(", ").join(person.name for person in meeting.people),
            "purpose": meeting.purpose,
            "place": meeting.place,
            "starts_at": meeting.starts_at.isoformat(),
            "starts": moment(meeting.starts_at),
            "minutes": meeting.minutes,
            "secret": meeting.is_secret,
            "confirmed": meeting.confirmed_at.isoformat() if meeting.confirmed_at else "",
            "people": [{"id": str(person.id), "name": person.name} for person in meeting.people],
            "around": [{"id": str(person.id), "name": person.name} for person in around],
            "address": url_for("capture.show", meeting_id=meeting.id),
            "page": url_for("meetings.show", meeting_id=meeting.id),
            "guide": url_for("guides.show", meeting_id=meeting.id),
        },
        "items": [
            {
                "id": str(item.id),
                "phase": label(item.phase),
                "status": item.status,
                "starred": item.starred,
                "to": item.to_person.name if item.to_person and len(meeting.people) > 1 else "",
                "text": wording(item.wording["text"]),
                "listen_for": wording(item.wording["listen_for"]),
                "acknowledgement": wording(item.wording["acknowledgement"]),
                "follow_ups": [wording(text) for text in item.wording["follow_ups"]],
            }
            for item in (guide.items if guide else [])
        ],
        "entries": [_entry(kpi) for kpi in sorted(kpis_said(session, member, meeting), key=lambda kpi: kpi.created_at)],
        "drafts": {str(draft.id): draft.content for draft in reversed(drafts)},
        "promises": [
            {
                "id": str(promise.id),
                "about": str(promise.response.kpi_id) if promise.response else "",
                "text": promise.text,
                "due_on": promise.due_on.isoformat(),
            }
            for promise in promises_made(session, member, meeting)
        ],
        "saved": clock(drafts[0].updated_at) if drafts else "",
    }


def _entry(kpi: Kpi) -> dict[str, Any]:
    return {
        "id": str(kpi.id),
        "mine": kpi.created_by_id == current_member().id,
        "versions": len(kpi.versions),
        "rank": kpi.rank,
        "status": kpi.status,
        "address": url_for("kpis.show", kpi_id=kpi.id),
        "fields": {
            "person_id": str(kpi.person_id),
            "person": kpi.person.name,
            "told_by_id": str(kpi.told_by_id or ""),
            "told_by": kpi.told_by.name if kpi.told_by else "",
            "layer": kpi.layer,
            "source": kpi.source,
            "words": kpi.words,
            "observation": kpi.observation,
            "importance": str(kpi.importance or ""),
            "confidence": kpi.confidence,
            **{FACET + row.facet: row.text for row in kpi.facets},
        },
    }


def phrases() -> dict[str, Any]:
    """What the phone chooses from, in the reader's language: thanks, follow-ups, rounds, hints and refusals."""
    bank, words = load_question_bank(), capture_words()
    rules = sensitive_rules()
    return {
        "thanks": {
            **{
                heard: [wording(text) for text in bank.acknowledgements[heard]]
                for heard in (*(heard for heard, _pattern in hearing_rules()), Hears.NEWS, Hears.HEART)
            },
            "observed": [wording(words.observed)],
            "at_home": [wording(text) for text in words.at_home],
        },
        "hearing": hearing_rules(),
        "layer_rules": RULES,
        "follow_ups": {facet: [wording(text) for text in bank.facet_follow_ups[facet]] for facet in ASKING_ORDER},
        "asking": list(ASKING_ORDER),
        "facets": {facet: label(facet) for facet in Facet},
        "layers": {layer: label(layer) for layer in Layer},
        "what_else": [wording(text) for text in words.what_else],
        "keep_clear": wording(words.keep_clear),
        "reading_back": wording(words.reading_back),
        "ranking": wording(words.ranking),
        "cannot_yet": wording(words.cannot_yet),
        "never_promised": never_promised_rules(),
        "sensitive": {
            **rules,
            "advice": {kind: wording(advice) for kind, advice in load_hearing_advice().items()},
        },
        "reasons": {str(reason): str(text) for (name, reason), text in REFUSALS.items() if not name},
    }
