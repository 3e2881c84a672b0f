"""What a customer edition is searched for: the words its maker knows of, and those a colleague keeps from them.

A sentence that bob heard in confidence may have slipped into an answer the team shares. Whoever makes the brief, it must
not leave the house; but only where it stands may then be said, for the sentence itself is not the maker's to read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.domain.brief import BriefRecord
from kpi_assistant.domain.brief_customer import CustomerBrief
from kpi_assistant.domain.leak_places import LeakPlace, leak_places
from kpi_assistant.domain.leaks import TOLD_FACETS, Secret, SecretKind, allowed_texts, find_leaks, secrets
from kpi_assistant.domain.release import is_releasable
from kpi_assistant.domain.vocabulary import Layer
from kpi_assistant.models import Kpi, Member, Note, Promise
from kpi_assistant.services.briefs import Composed
from kpi_assistant.services.visibility import visible
from kpi_assistant.services.worksheets import sentences


@dataclass(frozen=True, slots=True)
class BriefSecrets:
    """``known`` may be shown to the maker when it is found; of ``hidden`` only the place."""

    known: tuple[Secret, ...]
    hidden: tuple[Secret, ...]

    @property
    def all(self) -> tuple[Secret, ...]:
        return self.known + self.hidden


def brief_secrets(session: Session, member: Member, record: BriefRecord) -> BriefSecrets:
    """The secrets of the record, and every private word of the whole workspace that is not cleared for this edition.

    Of work KPIs those in the record do: the team's words about the addressee and the people around them. What is not
    among the rows the member sees is hidden from them, so a row without an author is hidden as well.
    """
    cleared = [kpi.id for kpi in record.kpis if is_releasable(record, kpi)]
    theirs = set(session.scalars(select(Kpi.id).where(visible(Kpi, member), Kpi.layer != Layer.WORK)))
    rows = session.scalars(
        select(Kpi)
        .where(Kpi.workspace_id == member.workspace_id, Kpi.layer != Layer.WORK, Kpi.id.not_in(cleared))
        .options(selectinload(Kpi.versions), selectinload(Kpi.facets))
    ).all()
    known = [*secrets(record), *_told([row for row in rows if row.id in theirs])]
    hidden = _told([row for row in rows if row.id not in theirs])
    for entity in (Note, Promise):
        texts = session.scalars(
            select(entity.text).where(
                entity.workspace_id == member.workspace_id,
                entity.id.not_in(select(entity.id).where(visible(entity, member))),
            )
        )
        hidden += [Secret(SecretKind.SENTENCE, text) for text in texts if text.strip()]
    own = select(Note.text).where(visible(Note, member))
    known += [Secret(SecretKind.SENTENCE, text) for text in session.scalars(own) if text.strip()]
    return BriefSecrets(tuple(dict.fromkeys(known)), tuple(dict.fromkeys(hidden)))


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
    known = find_leaks(words, withheld_from.known, allowed)
    hidden = tuple(leak.secret for leak in find_leaks(words, withheld_from.hidden, allowed))
    return Leaks(
        excerpts=tuple(dict.fromkeys(leak.excerpt for leak in known)),
        places=leak_places(composed.record, hidden, allowed) if hidden else (),
    )


def _told(kpis: Sequence[Kpi]) -> list[Secret]:
    """Every version of their words, our observations, and the facets that retell what was said."""
    facets = (facet.text for kpi in kpis for facet in kpi.facets if facet.facet in TOLD_FACETS)
    return sentences(kpis) + [Secret(SecretKind.SENTENCE, text) for text in facets if text.strip()]
