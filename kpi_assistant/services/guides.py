"""A member's guide for one meeting: kept, changed by hand, and asked through."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from kpi_assistant.domain import guide_facts
from kpi_assistant.domain.guide import alternatives, build_guide
from kpi_assistant.domain.guide_facts import KeptItem, MeetingFacts, PersonFacts, PromiseFacts
from kpi_assistant.domain.guide_wanted import wanted_item
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, GuideItemStatus, Industry, KpiStatus, Phase, ReactionKind
from kpi_assistant.models import Guide, GuideItem, Kpi, Meeting, Member, Person, Promise
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.capture import own_guide
from kpi_assistant.services.focus import often_said
from kpi_assistant.services.guide_items import both, left_out_entry, number_items, place_in, remove_item, restored
from kpi_assistant.services.kpi_facts import kpi_facts
from kpi_assistant.services.kpis import lock_member
from kpi_assistant.services.meetings import kpis_known, promises_to
from kpi_assistant.services.questions import bank_for
from kpi_assistant.services.reactions import latest_reactions


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

    What was pinned, written by hand, given to a colleague or already asked stays; the rest is new. What was taken out
    stays out, until it is put back by hand.
    """
    guide = guide_for(session, meeting, member)
    kept = [item for item in guide.items if _stays(item)]
    by_hand = [one for one in guide.left_out if one.get("item")]
    made = build_guide(
        meeting_facts(session, meeting, member, today),
        bank_for(session, member),
        [_kept(item) for item in kept],
        [_refused(one["item"]) for one in by_hand],
    )
    there = {item.id: item for item in kept}
    guide.items = [there[one.key] if isinstance(one, KeptItem) else row_of(one) for one in made.order]
    number_items(guide.items)
    guide.minutes = meeting.minutes
    guide.made_at = utc_now()
    guide.left_out = [*by_hand, *(_left_out(one) for one in made.left_out)]
    return guide


def swap_choices(
    session: Session, meeting: Meeting, member: Member, guide: Guide, item: GuideItem, today: dt.date
) -> tuple[guide_facts.GuideItem, ...]:
    """Other questions that serve the same purpose as this item of the guide, the best first."""
    others = [_kept(other) for other in guide.items if other is not item]
    facts = meeting_facts(session, meeting, member, today)
    return alternatives(facts, bank_for(session, member), _kept(item), others)


def swap_item(guide: Guide, item: GuideItem, choice: guide_facts.GuideItem) -> GuideItem:
    """Put the choice in the item's place, pinned since it was chosen; the old one can be put back."""
    row = row_of(choice)
    row.pinned = True
    row.assigned_to_id = item.assigned_to_id
    items = [row if other is item else other for other in guide.items]
    remove_item(guide, item, {"zh": "您用另一个问题换下了它。", "en": "You swapped it for another."})
    guide.items = items
    number_items(items)
    return row


def put_in(
    session: Session, meeting: Meeting, member: Member, guide: Guide, entry_id: str, today: dt.date
) -> GuideItem | None:
    """Put a question that was left out into the guide, pinned since it was chosen; None when it cannot be asked."""
    entry = next((one for one in guide.left_out if one.get("id") == entry_id), None)
    if entry is None or not (entry.get("item") or entry.get("wanted")):
        return None
    if entry.get("item"):
        row = restored(session, member, entry["item"], meeting.people)
    else:
        ids = entry["wanted"]
        kpi_id = uuid.UUID(ids["kpi_id"]) if ids["kpi_id"] else None
        facts = meeting_facts(session, meeting, member, today)
        item = wanted_item(facts, bank_for(session, member), ids["question_id"], uuid.UUID(ids["person_id"]), kpi_id)
        if item is None:
            return None
        row = row_of(item)
    row.pinned = True
    guide.left_out = [one for one in guide.left_out if one is not entry]
    place = (entry.get("item") or {}).get("place")
    if place is None:
        place_in(guide, [*guide.items], [row])
    else:
        guide.items.insert(place, row)
        number_items(guide.items)
    return row


def _stays(item: GuideItem) -> bool:
    return (
        item.pinned
        or not item.question_id
        or item.assigned_to_id is not None
        or item.status is not GuideItemStatus.PLANNED
    )


def _kept(item: GuideItem) -> KeptItem:
    return KeptItem(
        key=item.id,
        phase=item.phase,
        minutes=item.minutes,
        question_id=item.question_id,
        text=Text(**item.wording["text"]),
        person_id=item.to_person_id,
        kpi_id=item.kpi_id,
        layer=item.layer,
        facets=tuple(Facet(facet) for facet in item.facets),
        starred=item.starred,
        asked=item.status is not GuideItemStatus.PLANNED,
    )


def _refused(item: dict[str, Any]) -> KeptItem:
    """What was taken out, as something that is not to be asked."""
    return KeptItem(
        key=uuid.uuid4(),
        phase=Phase(item["phase"]),
        minutes=0,
        question_id=item["question_id"],
        text=Text(**item["wording"]["text"]),
        person_id=uuid.UUID(item["to_person_id"]) if item["to_person_id"] else None,
        kpi_id=uuid.UUID(item["kpi_id"]) if item["kpi_id"] else None,
        facets=tuple(Facet(facet) for facet in item["facets"]),
    )


def _left_out(one: guide_facts.LeftOut) -> dict[str, Any]:
    wanted = {"question_id": one.question_id, "person_id": str(one.person_id), "kpi_id": str(one.kpi_id or "")}
    return left_out_entry(both(one.text), both(one.why), wanted=None if one.only_for_two else wanted)


def meeting_facts(session: Session, meeting: Meeting, member: Member, today: dt.date) -> MeetingFacts:
    """What the member may know of everybody at the table, for the rules that choose questions."""
    live = kpis_known(session, member, meeting)
    # What is done with is not asked about again, and whoever said it is no stranger.
    kpis = [*live, *kpis_known(session, member, meeting, statuses=(KpiStatus.MET, KpiStatus.WITHDRAWN))]
    promises = promises_to(session, member, meeting)
    reactions = latest_reactions(session, member, [kpi.id for kpi in live])
    return MeetingFacts(
        today=today,
        minutes=meeting.minutes,
        people=tuple(
            _person_facts(
                person,
                [kpi for kpi in kpis if kpi.person_id == person.id],
                [promise for promise in promises if promise.person_id == person.id],
                reactions,
                often_said(session, member, person),
            )
            for person in meeting.people
        ),
        purpose=meeting.purpose,
        about=meeting.kind,
    )


def _person_facts(
    person: Person,
    kpis: Sequence[Kpi],
    promises: Sequence[Promise],
    reactions: Mapping[uuid.UUID, ReactionKind],
    peers_speak_of: tuple[Text, ...],
) -> PersonFacts:
    post = person.current_posts[0] if person.current_posts else None
    asked_since = any(kpi.post is post and kpi.status is not KpiStatus.STALE for kpi in kpis if kpi.post)
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
        kpis=tuple(replace(kpi_facts(kpi), reaction=reactions.get(kpi.id)) for kpi in kpis),
        promises=tuple(
            PromiseFacts(text=promise.text, due=promise.due_on, done=promise.kept_on is not None)
            for promise in promises
        ),
        peers_speak_of=peers_speak_of,
    )


def row_of(item: guide_facts.GuideItem) -> GuideItem:
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
