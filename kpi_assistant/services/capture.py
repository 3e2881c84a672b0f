"""What the capture page offers while somebody speaks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from kpi_assistant.content.capture import capture_words
from kpi_assistant.content.compliance import load_hearing_advice
from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.delicate import is_delicate
from kpi_assistant.domain.follow_up import next_facet
from kpi_assistant.domain.hearing import heard_in
from kpi_assistant.domain.sensitive import sensitive_hints
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Layer, Source
from kpi_assistant.models import Guide, GuideItem, Kpi, KpiDraft, Meeting, Member, Promise
from kpi_assistant.services.kpi_facts import kpi_facts
from kpi_assistant.services.visibility import visible


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say after an entry: thanks, the best next question about it (if any), and the round for more.

    After words of somebody's home or body the last is an offer to keep out of the way.
    """

    thanks: Text
    facet: Facet | None
    follow_up: Text | None
    what_else: Text


def reply_to(kpi: Kpi, number: int) -> Reply:
    """The reply to the ``number``-th entry of a meeting; the wording turns with the number, so that none wears out."""
    bank, words = load_question_bank(), capture_words()
    facts = kpi_facts(kpi)
    facet = next_facet(facts)
    is_gentle = is_delicate(facts.words, facts.layer)
    if facts.source is Source.STATED:
        choices = words.at_home if is_gentle else bank.acknowledgements[heard_in(facts)]
        thanks = choices[number % len(choices)]
    else:
        thanks = words.observed
    asking = bank.facet_follow_ups[facet] if facet else ()
    return Reply(
        thanks=thanks,
        facet=facet,
        follow_up=asking[number % len(asking)] if asking else None,
        what_else=words.keep_clear if is_gentle else words.what_else[number % len(words.what_else)],
    )


def gentle_hints(text: str, layer: Layer | None) -> list[Text]:
    """For each kind of sensitive fact in the text, a word of sympathy and what little to note."""
    advice = load_hearing_advice()
    return [advice[kind] for kind in dict.fromkeys(hint.kind for hint in sensitive_hints(text, layer))]


def own_guide(session: Session, member: Member, meeting: Meeting) -> Guide | None:
    """The member's own guide for a meeting, with its items."""
    return session.scalar(
        select(Guide)
        .where(visible(Guide, member), Guide.meeting_id == meeting.id)
        .options(
            selectinload(Guide.items).options(
                joinedload(GuideItem.to_person), joinedload(GuideItem.kpi), joinedload(GuideItem.assigned_to)
            )
        )
    )


def drafts_of(session: Session, member: Member, meeting: Meeting) -> Sequence[KpiDraft]:
    """The member's drafts for a meeting, the one typed last first."""
    return session.scalars(
        select(KpiDraft)
        .where(visible(KpiDraft, member), KpiDraft.meeting_id == meeting.id)
        .order_by(KpiDraft.updated_at.desc(), KpiDraft.id)
    ).all()


def promises_made(session: Session, member: Member, meeting: Meeting) -> Sequence[Promise]:
    """What was promised in a meeting, in that order, with the answers the promises hang on."""
    return session.scalars(
        select(Promise)
        .where(visible(Promise, member), Promise.meeting_id == meeting.id, Promise.released_on.is_(None))
        .order_by(Promise.created_at, Promise.id)
        .options(joinedload(Promise.response))
    ).all()
