"""Recording what people say they need, and what may happen to it afterwards; nothing is ever brushed aside."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi_assistant.domain.deadline import read_deadline
from kpi_assistant.domain.entry import SPOKEN, usual_confidence
from kpi_assistant.domain.vocabulary import Facet, KpiStatus, Layer, Sensitivity, ShareScope, Source
from kpi_assistant.models import (
    Kpi,
    KpiDraft,
    KpiFacet,
    KpiStatusChange,
    KpiVersion,
    Meeting,
    Member,
    Person,
)
from kpi_assistant.models.base import utc_now
from kpi_assistant.models.sealed import SealableText

Held = TypeVar("Held", bound="_Held")


class _Held(Protocol):
    """A post, or the columns of one."""

    @property
    def started_on(self) -> dt.date | None: ...
    @property
    def ended_on(self) -> dt.date | None: ...


class Author(Protocol):
    """Whose entry it is: a member, or what a save in a meeting knows of one."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def workspace_id(self) -> uuid.UUID: ...


class ForeignIdError(LookupError):
    """The id belongs to somebody else's entry."""


class ConsentMissingError(ValueError):
    """A life or mindset KPI may be shown outside the team only with a dated consent."""


def record_kpi(
    session: Session,
    member: Member,
    person: Person,
    values: Mapping[str, Any],
    *,
    kpi_id: uuid.UUID,
    said_on: dt.date,
    meeting: Meeting | None = None,
) -> Kpi:
    """Enter a KPI under the id its maker gave it; sent again, the entry that stands is given back unchanged.

    ``values``: layer, source, words, observation, told_by_id, importance (None while nobody has said), confidence, and
    "facets" by Facet. Deletes the draft of the same id. ForeignIdError when the id is taken by somebody else's entry.
    """
    lock_member(session, member)
    known = session.get(Kpi, kpi_id)
    if known is not None:
        if known.workspace_id != member.workspace_id or known.created_by_id != member.id:
            raise ForeignIdError
        return known
    draft = session.get(KpiDraft, kpi_id)
    if draft is not None and draft.created_by_id != member.id:
        raise ForeignIdError
    kpi = new_kpi(member, values, kpi_id=kpi_id, said_on=said_on)
    # A wish of one's own goes with the person; where they sat when they said it is only kept for work.
    kpi.post = None if kpi.layer.is_private else post_on(person.posts, said_on)
    kpi.person, kpi.meeting = person, meeting
    session.add(kpi)
    forget_draft(session, member, kpi_id)
    session.flush()
    return kpi


def new_kpi(member: Author, values: Mapping[str, Any], *, kpi_id: uuid.UUID, said_on: dt.date) -> Kpi:
    """A KPI with its first version and facets, of no session and of nobody yet; ``values`` as for ``record_kpi``."""
    layer: Layer = values["layer"]
    source: Source = values.get("source") or Source.STATED
    kpi = Kpi(
        id=kpi_id,
        workspace_id=member.workspace_id,
        created_by_id=member.id,
        layer=layer,
        source=source,
        told_by_id=values.get("told_by_id") if source is Source.RELAYED else None,
        importance=values.get("importance"),
        confidence=values.get("confidence") or usual_confidence(source),
        sensitivity=_default_sensitivity(layer),
        share_scope=_default_scope(layer, source),
        said_on=said_on,
        observation="" if source in SPOKEN else values.get("observation", ""),
    )
    if source in SPOKEN:
        _add_version(kpi, member, values["words"])
    for facet, text in values.get("facets", {}).items():
        set_facet(kpi, facet, text)
    return kpi


def correct_words(kpi: Kpi, member: Member, words: str, version_id: uuid.UUID | None = None) -> None:
    """Keep a correction as the next version; the words before stay readable. The same words again change nothing."""
    if words != kpi.words:
        _add_version(kpi, member, words, version_id)


def set_facet(kpi: Kpi, facet: Facet, text: str) -> None:
    """Set what is known of one facet; empty takes it away. A deadline is read as a day where that is sure."""
    row = next((row for row in kpi.facets if row.facet is facet), None)
    if not text.strip():
        if row is not None:
            kpi.facets.remove(row)
    elif row is None or row.text != text:
        if row is None:
            row = KpiFacet(kpi_id=kpi.id, facet=facet)
            kpi.facets.append(row)
        row.keep(text, private=kpi.layer.is_private)
    if facet is Facet.DEADLINE:
        kpi.deadline_on = read_deadline(text, kpi.said_on) if text.strip() else None


def complete_kpi(kpi: Kpi, values: Mapping[str, Any]) -> None:
    """What is filled in after the meeting: "facets" by Facet, importance, confidence and our reading of it."""
    for facet, text in values["facets"].items():
        set_facet(kpi, facet, text)
    kpi.importance = values["importance"]
    kpi.confidence = values["confidence"]
    kpi.remark = values["remark"]


def change_status(kpi: Kpi, member: Member, status: KpiStatus, remark: str = "") -> None:
    """Move a KPI to another status and remember who did and when. Every change can be taken back the same way."""
    if status is not kpi.status:
        kpi.status = status
        kpi.status_changes.append(KpiStatusChange(status=status, changed_by_id=member.id, remark=remark))


def change_layer(kpi: Kpi, layer: Layer) -> None:
    """Move a KPI to another layer; every version and facet follows into or out of the sealed columns.

    What becomes private falls back to the team's eyes at most: scope and consent are asked anew. What is sensitive
    stays so.
    """
    if layer is kpi.layer:
        return
    kpi.layer = layer
    rows: list[SealableText] = [*kpi.versions, *kpi.facets]
    for row in rows:
        row.keep(row.text, private=layer.is_private)
    set_sensitive(kpi, sensitive=kpi.sensitivity is Sensitivity.SENSITIVE)
    kpi.share_scope = _default_scope(layer, kpi.source)
    kpi.consented_on = None
    kpi.shared_at = None
    kpi.post = None if layer.is_private else post_on(kpi.person.posts, kpi.said_on)


def share_with_team(kpi: Kpi, *, shared: bool) -> None:
    """Let the team read a private KPI, or keep it to its author again."""
    kpi.shared_at = (kpi.shared_at or utc_now()) if shared and kpi.layer.is_private else None


def set_share_scope(kpi: Kpi, scope: ShareScope, consented_on: dt.date | None) -> None:
    """Say who outside may see a KPI. ConsentMissingError for a private one without the day of consent."""
    if kpi.layer.is_private and scope is not ShareScope.INTERNAL_ONLY and consented_on is None:
        raise ConsentMissingError
    kpi.share_scope = scope
    kpi.consented_on = None if scope is ShareScope.INTERNAL_ONLY else consented_on


def set_sensitive(kpi: Kpi, *, sensitive: bool) -> None:
    """Keep a KPI out of every paper, whatever its scope and consent say; or treat it like others of its layer again."""
    kpi.sensitivity = Sensitivity.SENSITIVE if sensitive else _default_sensitivity(kpi.layer)


def lock_member(session: Session, member: Member) -> None:
    """Let one member's entries go one after another: the same id sent many times at once then meets itself.

    SQLite's writers queue anyway and ignore this.
    """
    session.execute(select(Member.name).where(Member.id == member.id).with_for_update(key_share=True))


def forget_draft(session: Session, member: Member, draft_id: uuid.UUID) -> None:
    draft = session.get(KpiDraft, draft_id)
    if draft is not None and draft.created_by_id == member.id:
        session.delete(draft)


def _add_version(kpi: Kpi, member: Author, words: str, version_id: uuid.UUID | None = None) -> None:
    version = KpiVersion(
        id=version_id or uuid.uuid4(), kpi_id=kpi.id, number=len(kpi.versions) + 1, created_by_id=member.id
    )
    version.keep(words, private=kpi.layer.is_private)
    kpi.versions.append(version)


def _default_sensitivity(layer: Layer) -> Sensitivity:
    return Sensitivity.PRIVATE if layer.is_private else Sensitivity.NORMAL


def _default_scope(layer: Layer, source: Source) -> ShareScope:
    """Strict by default: a person may be shown their own stated work words, nothing else leaves the team."""
    return ShareScope.SELF_ONLY if layer is Layer.WORK and source is Source.STATED else ShareScope.INTERNAL_ONLY


def post_on(posts: Iterable[Held], day: dt.date) -> Held | None:
    """The post held on a day; of several the one begun last."""
    held = [
        post
        for post in posts
        if (post.started_on is None or post.started_on <= day) and (post.ended_on is None or post.ended_on >= day)
    ]
    return max(held, key=lambda post: post.started_on or dt.date.min, default=None)
