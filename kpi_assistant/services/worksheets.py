"""From a member's guide to the sheet that lies on the table, and what of a guide others may read."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.domain.leaks import Secret, SecretKind, find_leaks
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
    hidden, own = _words_known(session, member, meeting)
    withheld = [*hidden, *(Secret(SecretKind.CODE, one) for one in TrustStage)]
    # What stands in none of the words together stands in none of them alone, so the long search is made once.
    said = [text for item in guide.items for one in _spoken(item) for text in (one.zh, one.en)]
    together = "\n".join([meeting.purpose, *said])
    withheld = [leak.secret for leak in find_leaks(together, withheld)]
    near = find_leaks(together, [Secret(SecretKind.SENTENCE, one) for one in own]) if withheld else ()
    own = [leak.secret.text for leak in near]
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
            _block(number, item, withheld, own, rounds, several) for number, item in enumerate(guide.items, start=1)
        ),
        capture_url=capture_url,
        purpose=meeting.purpose if with_purpose and may_be_read((meeting.purpose,), withheld, own) else "",
    )


def _block(
    number: int, item: GuideItem, withheld: Sequence[Secret], own: Sequence[str], rounds: Iterable[str], several: bool
) -> Block:
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
    is_open = not quotes_hidden and may_be_read((text.zh, text.en), withheld, own)
    further = _spoken(item)[1:] if kind in _ASKED_ON else []
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
        follow_up=further[0]
        if is_open and further and may_be_read((further[0].zh, further[0].en), withheld, own)
        else None,
    )


def _spoken(item: GuideItem) -> list[Text]:
    """The question and what to ask on, as far as there is something."""
    return [Text(**item.wording["text"]), *(Text(**one) for one in item.wording["follow_ups"][:1])]


def _words_known(session: Session, member: Member, meeting: Meeting) -> tuple[list[Secret], list[str]]:
    """What the member knows and may not lie open before the guests, and what they said themselves and may.

    Hidden are their private words; what we only heard or saw of them; before several people whatever was not cleared
    for anyone; and what others in their organisations said.
    """
    guests = [row.person_id for row in meeting.attendances]
    posts = Post.person_id.in_(guests)
    places = select(Post.organisation_id).where(posts)
    colleagues = select(Post.person_id).where(Post.organisation_id.in_(places), ~posts)
    rows = select(Kpi).where(visible(Kpi, member), or_(Kpi.person_id.in_(guests), Kpi.person_id.in_(colleagues)))
    confidential = session.scalars(rows.where(is_confidential()).options(*WORDS_OPTIONS)).all()
    others = session.scalars(rows.where(~is_confidential()).options(selectinload(Kpi.versions))).all()
    scopes = {ShareScope.PUBLIC_OK} if len(guests) > 1 else set(ShareScope)
    own = [k for k in others if k.person_id in guests and k.source is Source.STATED and k.share_scope in scopes]
    said = [version.text for kpi in own for version in kpi.versions if version.text]
    theirs = {kpi.id for kpi in own}
    return words_of([*confidential, *(kpi for kpi in others if kpi.id not in theirs)]), said
