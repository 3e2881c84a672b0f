"""A member's guide for one meeting: kept, changed by hand, and asked through."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain import guide_facts
from kpi_assistant.domain.guide import build_guide
from kpi_assistant.domain.guide_facts import SHORTEST_MINUTES, MeetingFacts, PersonFacts, PromiseFacts
from kpi_assistant.domain.question_lint import RedFlag, RedFlagKind, lint_question
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import GuideItemStatus, Industry, KpiStatus, Layer, Phase
from kpi_assistant.models import Guide, GuideItem, Kpi, Meeting, Member, Person, Promise
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.capture import own_guide
from kpi_assistant.services.kpi_facts import kpi_facts
from kpi_assistant.services.kpis import lock_member
from kpi_assistant.services.meetings import kpis_known, promises_to

NEVER_ASKED = frozenset({RedFlagKind.PRIVATE, RedFlagKind.PRYING})
"""What no stage may ask; a question of one's own that does is not taken."""
OWN_MINUTES = 3


class NeverAskedError(ValueError):
    """A question that is never asked, with the passages that make it one."""

    def __init__(self, flags: Sequence[RedFlag]) -> None:
        super().__init__([flag.kind for flag in flags])
        self.flags = flags


def prepare_guide(session: Session, meeting: Meeting, member: Member, today: dt.date) -> Guide:
    """Make, or make again, the member's guide. What was pinned, written by hand or already asked stays; the rest is new."""
    lock_member(session, member)
    guide = own_guide(session, member, meeting)
    if guide is None:
        guide = Guide(
            meeting=meeting, minutes=meeting.minutes, workspace_id=member.workspace_id, created_by_id=member.id
        )
        session.add(guide)
    kept = [item for item in guide.items if _stays(item)]
    minutes = max(SHORTEST_MINUTES, meeting.minutes - sum(item.minutes for item in kept))
    made = build_guide(_meeting_facts(session, meeting, member, today, minutes), load_question_bank())
    asked = {(item.question_id, item.kpi_id, item.to_person_id) for item in kept}
    fresh = [_row(item) for item in made.items if (item.question_id, item.kpi_id, item.person_id) not in asked]
    place_in(guide, fresh, kept)
    guide.minutes = meeting.minutes
    guide.made_at = utc_now()
    guide.left_out = [{"text": _both(one.text), "why": _both(one.why)} for one in made.left_out]
    return guide


def _stays(item: GuideItem) -> bool:
    return item.pinned or not item.question_id or item.status is not GuideItemStatus.PLANNED


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
            "text": _both(item.text),
            "why": _both(item.why),
            "listen_for": _both(item.listen_for),
            "acknowledgement": _both(item.acknowledgement),
            "follow_ups": [_both(text) for text in item.follow_ups],
        },
    )


def _both(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def check_question(text: str, *, phase: Phase | None = None, first_meeting: bool = False) -> tuple[RedFlag, ...]:
    """What a coach would say about a question, read as Chinese or English by its letters."""
    locale = "zh_CN" if any("\u3400" <= letter <= "\u9fff" for letter in text) else "en"
    return lint_question(text, locale, phase=phase, first_meeting=first_meeting)


def add_own_question(guide: Guide, text: str, phase: Phase, to: Person | None) -> GuideItem:
    """A question of the member's own, after the last of its phase. NeverAskedError for what no stage may ask."""
    flags = [flag for flag in check_question(text, phase=phase) if flag.kind in NEVER_ASKED]
    if flags:
        raise NeverAskedError(flags)
    item = GuideItem(
        phase=phase,
        layer=Layer.WORK,
        minutes=OWN_MINUTES,
        to_person=to,
        wording={"text": {"zh": text, "en": text}, "why": None, "listen_for": None, "acknowledgement": None, "follow_ups": []},
    )  # fmt: skip
    place_in(guide, [*guide.items], [item])
    return item


def place_in(guide: Guide, items: list[GuideItem], more: Sequence[GuideItem]) -> None:
    """Set the guide's items: ``items`` in their order, each of ``more`` after the last of its phase or an earlier one."""
    order = list(Phase)
    for item in more:
        rank = order.index(item.phase)
        place = max((n for n, other in enumerate(items, 1) if order.index(other.phase) <= rank), default=0)
        items.insert(place, item)
    guide.items = items
    for number, item in enumerate(items):
        item.position = number


def find_item(guide: Guide, item_id: uuid.UUID) -> GuideItem | None:
    return next((item for item in guide.items if item.id == item_id), None)


def move_item(guide: Guide, item: GuideItem, direction: str) -> None:
    """One place up or down; at the ends nothing moves."""
    items = list(guide.items)
    place = items.index(item)
    target = min(max(place + (-1 if direction == "up" else 1), 0), len(items) - 1)
    items.insert(target, items.pop(place))
    for number, row in enumerate(items):
        row.position = number


def remove_item(guide: Guide, item: GuideItem) -> None:
    """Take a question out; it stands among what was left out, from where it can be read again."""
    guide.items.remove(item)
    guide.left_out = [
        {"text": item.wording["text"], "why": {"zh": "您把它拿掉了。", "en": "You took it out."}},
        *guide.left_out,
    ]
    for number, row in enumerate(guide.items):
        row.position = number


def mark_item(item: GuideItem, status: GuideItemStatus) -> None:
    """Asked, answered or skipped; the same mark again takes it back to planned."""
    item.status = GuideItemStatus.PLANNED if item.status is status else status
