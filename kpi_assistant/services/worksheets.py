"""From a member's guide to the sheet that lies on the table, and what of a guide others may read."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.domain.leaks import Secret, SecretKind
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Phase, ShareScope, Source, TrustStage
from kpi_assistant.domain.worksheet import Block, BlockKind, Guest, Worksheet, may_be_read
from kpi_assistant.models import Guide, GuideItem, Kpi, Meeting, Member, Post
from kpi_assistant.services.private_words import WORDS_OPTIONS, is_confidential, keeps_confidence, words_of
from kpi_assistant.services.questions import bank_for
from kpi_assistant.services.visibility import visible

_ASKED_ON = (BlockKind.QUESTION, BlockKind.ROUND)
"""What is followed by a further question on paper."""


def worksheet_of(
    session: Session,
    member: Member,
    meeting: Meeting,
    guide: Guide,
    zone: ZoneInfo,
    capture_url: str,
    *,
    with_purpose: bool = False,
) -> Worksheet:
    """The sheet of the member's guide. A question that quotes what must not lie open is left to the phone; the purpose
    was written for the member alone and stands on it only when they want it to."""
    begins = meeting.starts_at.astimezone(zone)
    withheld = [*_not_for_the_table(session, member, meeting), *(Secret(SecretKind.CODE, one) for one in TrustStage)]
    rounds = {one.id for one in bank_for(session, member).questions if one.is_what_else}
    several = len(meeting.people) > 1
    return Worksheet(
        guests=tuple(
            Guest(
                name=person.name,
                title=person.current_posts[0].title if person.current_posts else "",
                organisation=person.current_posts[0].organisation.name if person.current_posts else "",
            )
            for person in meeting.people
        ),
        on=begins.date(),
        begins=f"{begins:%H:%M}",
        minutes=meeting.minutes,
        place=meeting.place,
        blocks=tuple(
            _block(number, item, withheld, rounds, several) for number, item in enumerate(guide.items, start=1)
        ),
        capture_url=capture_url,
        purpose=meeting.purpose if with_purpose and may_be_read((meeting.purpose,), withheld) else "",
    )


def _block(number: int, item: GuideItem, withheld: Sequence[Secret], rounds: Iterable[str], several: bool) -> Block:
    kind = BlockKind.QUESTION
    if item.phase is Phase.AGREEMENT:
        kind = BlockKind.OPENING
    elif item.phase is Phase.CLOSE:
        kind = BlockKind.CLOSE
    elif item.question_id in rounds:
        kind = BlockKind.ROUND
    text = Text(**item.wording["text"])
    # The words may stand in it so shortened that no run of them would be recognised.
    quotes_hidden = item.kpi is not None and (keeps_confidence(item.kpi) or item.kpi.source is not Source.STATED)
    is_open = not quotes_hidden and may_be_read((text.zh, text.en), withheld)
    further = next((Text(**one) for one in item.wording.get("follow_ups", ())), None) if kind in _ASKED_ON else None
    # What the bank asks names its addressee itself where several listen; words of one's own need not.
    to = item.to_person.name if several and item.to_person and not item.question_id else ""
    return Block(
        number=number,
        kind=kind,
        text=text if is_open else None,
        to=to,
        asker=item.assigned_to.name if item.assigned_to else "",
        facets=tuple(Facet(facet) for facet in item.facets) if kind is BlockKind.QUESTION else (),
        minutes=item.minutes,
        starred=item.starred,
        follow_up=further if is_open and further and may_be_read((further.zh, further.en), withheld) else None,
    )


def _not_for_the_table(session: Session, member: Member, meeting: Meeting) -> list[Secret]:
    """What the member knows and may not lie open before the guests: their private words; what we only heard or saw of
    them; before several people whatever was not cleared for anyone; and what others in their organisations said."""
    guests = [row.person_id for row in meeting.attendances]
    of_guests, posts = Kpi.person_id.in_(guests), Post.person_id.in_(guests)
    hidden = [is_confidential(), Kpi.source != Source.STATED]
    if len(guests) > 1:
        hidden.append(Kpi.share_scope != ShareScope.PUBLIC_OK)
    places = select(Post.organisation_id).where(posts)
    colleagues = select(Post.person_id).where(Post.organisation_id.in_(places), ~posts)
    withheld = or_(and_(of_guests, or_(*hidden)), and_(~of_guests, Kpi.person_id.in_(colleagues)))
    rows = select(Kpi).where(visible(Kpi, member), withheld)
    confidential = session.scalars(rows.where(is_confidential()).options(*WORDS_OPTIONS)).all()
    others = session.scalars(rows.where(~is_confidential()).options(selectinload(Kpi.versions))).all()
    return words_of([*confidential, *others])
