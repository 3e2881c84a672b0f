"""What the team keeps of work and no customer edition may hold: others' words, our remarks, how others reacted."""

import uuid
from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from kpi_assistant.domain.brief import BriefRecord
from kpi_assistant.domain.leaks import Secret, SecretKind, phrase_of_ours
from kpi_assistant.domain.vocabulary import ShareScope
from kpi_assistant.models import Kpi, KpiVersion, Member, Reaction, Response, Touch
from kpi_assistant.services.private_words import is_confidential


def team_words(session: Session, member: Member, record: BriefRecord, cleared: Sequence[uuid.UUID]) -> list[Secret]:
    """All of it may be shown to the member: work is the team's. ``cleared`` are the KPIs this edition may print.

    Of the addressee and of those around them each sentence is searched for. Of everybody else what they said about
    their work, in every version, one secret a person. What we remarked of people far away, and what we only saw of
    them, is sealed and not read: opening tens of thousands of fields would take longer than making the brief.
    """
    near = {person.person_id for person in record.people} | {record.addressee.person_id}
    withheld = and_(
        Kpi.workspace_id == member.workspace_id,
        ~is_confidential(),
        Kpi.id.not_in(cleared),
        # Their own that is only entered twice, or no longer current, is theirs to read all the same.
        or_(Kpi.person_id != record.addressee.person_id, Kpi.share_scope == ShareScope.INTERNAL_ONLY),
    )
    said: dict[uuid.UUID, list[str]] = {}
    found: list[Secret] = []
    versions = select(Kpi.person_id, KpiVersion.plain).join(KpiVersion.kpi)
    for person_id, text in session.execute(versions.where(withheld, Kpi.share_scope != ShareScope.PUBLIC_OK)):
        if person_id in near:
            found.append(Secret(SecretKind.WORK, text or ""))
        else:
            said.setdefault(person_id, []).append(text or "")
    reactions = select(Kpi.person_id, Reaction.words).join(Reaction.response).join(Response.kpi)
    for person_id, words in session.execute(reactions.where(withheld)):
        if person_id in near:
            found.append(Secret(SecretKind.WORK, words))
        else:
            said.setdefault(person_id, []).append(words)
    found += [Secret(SecretKind.FAR, "\n".join(texts), str(whose)) for whose, texts in said.items()]
    ours = [
        *session.scalars(
            select(Kpi.remark).where(
                Kpi.workspace_id == member.workspace_id, ~is_confidential(), Kpi.person_id.in_(near)
            )
        ),
        *session.scalars(
            select(Touch.remark).where(Touch.workspace_id == member.workspace_id, Touch.person_id.in_(near))
        ),
    ]
    found += filter(None, map(phrase_of_ours, ours))
    return [secret for secret in found if secret.text.strip()]
