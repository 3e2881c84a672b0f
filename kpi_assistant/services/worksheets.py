"""From a member's guide to the sheet that lies on the table, and what of a guide others may read."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.domain.leaks import Secret, SecretKind
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Layer, Phase, ShareScope, TrustStage
from kpi_assistant.domain.worksheet import Block, BlockKind, Guest, Worksheet, may_be_read
from kpi_assistant.models import Guide, GuideItem, Kpi, Meeting, Member
from kpi_assistant.services.questions import bank_for
from kpi_assistant.services.visibility import visible


def worksheet_of(
    session: Session, member: Member, meeting: Meeting, guide: Guide, zone: ZoneInfo, capture_url: str
) -> Worksheet:
    """The sheet of the member's guide. A question that quotes what must not lie open is left to the phone."""
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
    # A private KPI's words may stand in it so shortened that no run of them would be recognised.
    quotes_private = item.kpi is not None and item.kpi.layer.is_private
    is_open = not quotes_private and may_be_read((text.zh, text.en), withheld)
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
    )


def _not_for_the_table(session: Session, member: Member, meeting: Meeting) -> list[Secret]:
    """What the member knows of the guests and may not lie open before them: private words, and before several people
    whatever was not cleared for anyone; what we only heard or saw never."""
    of_guests = Kpi.person_id.in_([row.person_id for row in meeting.attendances])
    private = Kpi.layer != Layer.WORK
    uncleared = Kpi.share_scope != ShareScope.PUBLIC_OK
    rows = session.scalars(
        select(Kpi)
        .where(visible(Kpi, member), of_guests, or_(private, uncleared) if len(meeting.attendances) > 1 else private)
        .options(selectinload(Kpi.versions))
    )
    return sentences(rows)


def sentences(kpis: Iterable[Kpi]) -> list[Secret]:
    """Everything that was ever kept as the words of these KPIs, as something to look for."""
    texts = (text for kpi in kpis for text in (kpi.observation, *(version.text for version in kpi.versions)))
    return [Secret(SecretKind.SENTENCE, text) for text in texts if text and text.strip()]
