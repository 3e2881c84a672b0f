"""What a customer edition is searched for: the words its maker knows of, and those a colleague keeps from them.

A sentence that bob heard in confidence may have slipped into an answer the team shares. Whoever makes the brief, it must
not leave the house; but only where it stands may then be said, for the sentence itself is not the maker's to read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from kpi_assistant.content.starters import ready_phrases
from kpi_assistant.domain.brief import BriefRecord
from kpi_assistant.domain.brief_customer import CustomerBrief
from kpi_assistant.domain.leak_places import LeakPlace, leak_places
from kpi_assistant.domain.leaks import Secret, SecretKind, allowed_texts, find_leaks, offered_names, open_texts, secrets
from kpi_assistant.domain.release import is_releasable
from kpi_assistant.models import Attendance, Kpi, KpiDraft, Meeting, Member, Note, Promise, Response, ResponseDraft
from kpi_assistant.services.briefs import Composed
from kpi_assistant.services.private_words import (
    WORDS_OPTIONS,
    begun_words,
    drafted_words,
    is_confidential,
    words_of,
)
from kpi_assistant.services.team_words import team_words
from kpi_assistant.services.visibility import visible


@dataclass(frozen=True, slots=True)
class BriefSecrets:
    """``known`` may be shown to the maker when it is found; of ``hidden`` only the place."""

    known: tuple[Secret, ...]
    hidden: tuple[Secret, ...]

    @property
    def all(self) -> tuple[Secret, ...]:
        return self.known + self.hidden


def brief_secrets(session: Session, member: Member, record: BriefRecord) -> BriefSecrets:
    """The secrets of the record, and of the whole workspace every confidential word that is not cleared for this edition
    and what others said about their work.

    What is not among the rows the member sees is hidden from them, so a row without an author is hidden as well.
    """
    cleared = [kpi.id for kpi in record.kpis if is_releasable(record, kpi)]
    withheld = and_(Kpi.workspace_id == member.workspace_id, is_confidential(), Kpi.id.not_in(cleared))
    theirs = set(session.scalars(select(Kpi.id).where(visible(Kpi, member), is_confidential())))
    rows = session.scalars(select(Kpi).where(withheld).options(*WORDS_OPTIONS)).all()
    drafts = session.scalars(
        select(ResponseDraft).where(ResponseDraft.kpi_id.in_(select(Kpi.id).where(withheld)))
    ).all()
    notes = session.scalars(select(Note).where(Note.workspace_id == member.workspace_id)).all()
    own_notes = set(session.scalars(select(Note.id).where(visible(Note, member))))
    begun = session.scalars(select(KpiDraft).where(KpiDraft.workspace_id == member.workspace_id)).all()
    known = [
        *secrets(record),
        *team_words(session, member, record, cleared),
        *words_of(row for row in rows if row.id in theirs),
        *drafted_words(draft for draft in drafts if draft.created_by_id == member.id),
        *begun_words(draft for draft in begun if draft.created_by_id == member.id),
        *_noted(note for note in notes if note.id in own_notes),
    ]
    hidden = [
        *words_of(row for row in rows if row.id not in theirs),
        *drafted_words(draft for draft in drafts if draft.created_by_id != member.id),
        *begun_words(draft for draft in begun if draft.created_by_id != member.id),
        *_noted(note for note in notes if note.id not in own_notes),
    ]
    openly = _agreed_openly(session, member, record)
    return BriefSecrets(*(tuple(one for one in dict.fromkeys(found) if one not in openly) for found in (known, hidden)))


def _agreed_openly(session: Session, member: Member, record: BriefRecord) -> set[Secret]:
    """The next steps agreed with the addressee, word for word: one that answers a private KPI as well is no secret."""
    theirs = record.addressee.person_id
    plain = select(Response.id).join(Response.kpi).where(~is_confidential())
    promised = select(Promise.text).where(
        visible(Promise, member),
        Promise.person_id == theirs,
        or_(Promise.response_id.is_(None), Promise.response_id.in_(plain)),
    )
    agreed = (
        select(Meeting.next_step)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(visible(Meeting, member), Attendance.person_id == theirs)
    )
    return {Secret(SecretKind.PHRASE, text) for rows in (promised, agreed) for text in session.scalars(rows) if text}


def said_openly(record: BriefRecord, edition: CustomerBrief) -> tuple[str, ...]:
    """What a wording of ours may share with this paper: what is open in the record, and what the app itself proposes."""
    return (*open_texts(record, edition), *ready_phrases())


@dataclass(frozen=True, slots=True)
class Leaks:
    """What of the withheld would stand on the paper: excerpts, and the places of what is not the maker's to read."""

    excerpts: tuple[str, ...] = ()
    places: tuple[LeakPlace, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.excerpts or self.places)


def leaks_in(session: Session, member: Member, composed: Composed, words: str) -> Leaks:
    """Searched for once more in the finished PDF before it is released (jobs.py); the internal edition withholds
    nothing."""
    if not isinstance(composed.edition, CustomerBrief):
        return Leaks()
    withheld_from = brief_secrets(session, member, composed.record)
    allowed = allowed_texts(composed.edition)
    openly = said_openly(composed.record, composed.edition)
    offered = offered_names(composed.edition)
    known = find_leaks(words, withheld_from.known, allowed, openly, offered)
    hidden = tuple(leak.secret for leak in find_leaks(words, withheld_from.hidden, allowed, openly, offered))
    return Leaks(
        excerpts=tuple(dict.fromkeys(leak.excerpt for leak in known)),
        places=leak_places(composed.record, hidden, allowed, openly, offered) if hidden else (),
    )


def _noted(notes: Iterable[Note]) -> list[Secret]:
    return [Secret(SecretKind.SENTENCE, note.text) for note in notes if note.text.strip()]
