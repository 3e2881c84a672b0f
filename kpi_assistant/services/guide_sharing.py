"""A visit with a colleague: which questions of one's guide a colleague asks, and how much of them they may read.

A guide is its maker's alone. A colleague sees the questions given to them and no others, and of these only such as
quote nothing they may not read themselves. That is judged when a question is given and again whenever it is shown: what
was given stays hidden once the words behind it are no longer theirs to read.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from kpi_assistant.domain.leaks import Secret, SecretKind
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.domain.worksheet import may_be_read
from kpi_assistant.models import Guide, GuideItem, Kpi, Meeting, Member, Note, Promise
from kpi_assistant.services.guide_items import place_in
from kpi_assistant.services.private_words import WORDS_OPTIONS, words_of
from kpi_assistant.services.visibility import visible


class PrivateQuestionError(ValueError):
    """The question rests on words the colleague may not read."""


@dataclass(frozen=True, slots=True)
class Given:
    """A question a colleague gave to somebody. ``is_taken`` is true when it stands in their own guide already."""

    item: GuideItem
    by: Member
    is_taken: bool


def colleagues(session: Session, member: Member) -> Sequence[Member]:
    """Who in the team may ask a question."""
    return session.scalars(
        select(Member)
        .where(
            Member.workspace_id == member.workspace_id,
            Member.id != member.id,
            Member.active,
            Member.role != MemberRole.VIEWER,
        )
        .order_by(Member.name, Member.id)
    ).all()


def give_item(session: Session, meeting: Meeting, item: GuideItem, colleague: Member | None) -> None:
    """Let a colleague ask a question, or with None ask it oneself. PrivateQuestionError for what they may not read."""
    if colleague is not None and not _may_read(item, colleague, _withheld(session, meeting, colleague), session):
        raise PrivateQuestionError
    item.assigned_to = colleague


def given_to(session: Session, member: Member, meeting: Meeting, own: Guide | None) -> list[Given]:
    """The questions colleagues gave to the member for this meeting, less what quotes words they may not read."""
    rows = session.scalars(
        select(GuideItem)
        .join(GuideItem.guide)
        .where(
            Guide.workspace_id == member.workspace_id,
            Guide.meeting_id == meeting.id,
            GuideItem.assigned_to_id == member.id,
        )
        .options(joinedload(GuideItem.guide), joinedload(GuideItem.kpi), joinedload(GuideItem.to_person))
        .order_by(Guide.made_at, GuideItem.position)
    ).all()
    if not rows:
        return []
    withheld = _withheld(session, meeting, member)
    taken = [item.wording["text"] for item in own.items] if own else []
    makers = {who.id: who for who in colleagues(session, member)}
    return [
        Given(row, makers[row.guide.created_by_id], row.wording["text"] in taken)
        for row in rows
        if row.guide.created_by_id in makers and _may_read(row, member, withheld, session)
    ]


def take_item(guide: Guide, given: Given) -> GuideItem:
    """Put a copy of a given question into one's own guide, pinned, to be asked and marked there."""
    item = given.item
    names = ("question_id", "phase", "layer", "facets", "minutes", "starred", "wording", "to_person_id", "kpi_id")
    copy = GuideItem(**{name: getattr(item, name) for name in names}, pinned=True)
    place_in(guide, [*guide.items], [copy])
    return copy


def _may_read(item: GuideItem, colleague: Member, withheld: Sequence[Secret], session: Session) -> bool:
    if item.layer.is_private:
        return False
    if item.kpi_id is not None and not _sees_kpi(session, colleague, item.kpi_id):
        return False
    return may_be_read(list(_texts(item.wording)), withheld)


def _sees_kpi(session: Session, colleague: Member, kpi_id: uuid.UUID) -> bool:
    return session.scalar(select(Kpi.id).where(visible(Kpi, colleague), Kpi.id == kpi_id)) is not None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _withheld(session: Session, meeting: Meeting, colleague: Member) -> list[Secret]:
    """Everything kept about the guests that the colleague may not read: private words, promises that answer them, notes.

    Counted out as "not among what they see", so that a row without an author is withheld as well.
    """
    guests = [row.person_id for row in meeting.attendances]
    kpis = session.scalars(
        select(Kpi)
        .where(
            Kpi.workspace_id == colleague.workspace_id,
            Kpi.person_id.in_(guests),
            Kpi.id.not_in(select(Kpi.id).where(visible(Kpi, colleague))),
        )
        .options(*WORDS_OPTIONS)
    )
    found = words_of(kpis)
    for entity in (Promise, Note):
        texts = session.scalars(
            select(entity.text).where(
                entity.workspace_id == colleague.workspace_id,
                entity.person_id.in_(guests),
                entity.id.not_in(select(entity.id).where(visible(entity, colleague))),
            )
        )
        found += [Secret(SecretKind.SENTENCE, text) for text in texts if text.strip()]
    return found
