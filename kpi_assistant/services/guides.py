"""A member's guide for one meeting: kept, changed by hand, and asked through."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain import guide_facts
from kpi_assistant.domain.guide import build_guide
from kpi_assistant.domain.guide_facts import SHORTEST_MINUTES, MeetingFacts, PersonFacts, PromiseFacts
from kpi_assistant.domain.vocabulary import GuideItemStatus, Industry, KpiStatus
from kpi_assistant.models import Guide, GuideItem, Kpi, Meeting, Member, Person, Promise
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.capture import own_guide
from kpi_assistant.services.guide_items import both, left_out_entry, place_in
from kpi_assistant.services.kpi_facts import kpi_facts
from kpi_assistant.services.kpis import lock_member
from kpi_assistant.services.meetings import kpis_known, promises_to

def guide_for(session: Session, meeting: Meeting, member: Member) -> Guide:
    """The member's guide, an empty one when there is none yet; their other requests wait until this one is done."""
    lock_member(session, member)
    guide = own_guide(session, member, meeting)
    if guide is None:
        guide = Guide(
            meeting=meeting,
            minutes=meeting.minutes,
            left_out=[],
            workspace_id=member.workspace_id,
            created_by_id=member.id,
        )
        session.add(guide)
        session.flush()
    return guide


def prepare_guide(session: Session, meeting: Meeting, member: Member, today: dt.date) -> Guide:
    """Make, or make again, the member's guide for the minutes the meeting has now.

    What was pinned, written by hand, given to a colleague or already asked stays; the rest is new.
    """
    guide = guide_for(session, meeting, member)
    kept = [item for item in guide.items if _stays(item)]
    minutes = max(SHORTEST_MINUTES, meeting.minutes - sum(item.minutes for item in kept))
    made = build_guide(_meeting_facts(session, meeting, member, today, minutes), load_question_bank())
    asked = {(item.question_id, item.kpi_id, item.to_person_id) for item in kept}
    fresh = [_row(item) for item in made.items if (item.question_id, item.kpi_id, item.person_id) not in asked]
    place_in(guide, fresh, kept)
    guide.minutes = meeting.minutes
    guide.made_at = utc_now()
    by_hand = [one for one in guide.left_out if one.get("item")]
    guide.left_out = [*by_hand, *(left_out_entry(both(one.text), both(one.why), None) for one in made.left_out)]
    return guide


def _stays(item: GuideItem) -> bool:
    return (
        item.pinned
        or not item.question_id
        or item.assigned_to_id is not None
        or item.status is not GuideItemStatus.PLANNED
    )


def _meeting_facts(session: Session, meeting: Meeting, member: Member, today: dt.date, minutes: int) -> MeetingFacts:
    """What the member may know of everybody at the table, for the rules that choose questions."""
    kpis = kpis_known(session, member, meeting)
    promises = promises_to(session, member, meeting)
    return MeetingFacts(
        today=today,
        minutes=minutes,
        people=tuple(
            _person_facts(
                person,
                [kpi for kpi in kpis if kpi.person_id == person.id],
                [promise for promise in promises if promise.person_id == person.id],
            )
            for person in meeting.people
        ),
        purpose=meeting.purpose,
        about=meeting.kind,
    )


def _person_facts(person: Person, kpis: Sequence[Kpi], promises: Sequence[Promise]) -> PersonFacts:
    post = person.current_posts[0] if person.current_posts else None
    asked_since = any(kpi.post is post and kpi.status is KpiStatus.OPEN for kpi in kpis if kpi.post)
    moved = any(old.ended_on is not None for old in person.posts) and post is not None and not asked_since
    return PersonFacts(
        id=person.id,
        name=person.name,
        title=post.title if post else "",
        role_kind=post.role_kind if post else None,
        industry=post.organisation.industry if post else Industry.OTHER,
        stage=person.stage,
        moved=moved,
        moved_on=post.started_on if moved and post else None,
        kpis=tuple(kpi_facts(kpi) for kpi in kpis),
        promises=tuple(
            PromiseFacts(text=promise.text, due=promise.due_on, done=promise.kept_on is not None)
            for promise in promises
        ),
    )


def _row(item: guide_facts.GuideItem) -> GuideItem:
    return GuideItem(
        question_id=item.question_id,
        phase=item.phase,
        layer=item.layer,
        facets=[str(facet) for facet in item.facets],
        minutes=item.minutes,
        starred=item.starred,
        to_person_id=item.person_id,
        kpi_id=item.kpi_id,
        wording={
            "text": both(item.text),
            "why": both(item.why),
            "listen_for": both(item.listen_for),
            "acknowledgement": both(item.acknowledgement),
            "follow_ups": [both(text) for text in item.follow_ups],
        },
    )
