"""One thing a person said they need: what is known of it, how much it weighs, what is still missing."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kpi_assistant.domain.vocabulary import (
    Confidence,
    Facet,
    KpiStatus,
    Layer,
    ReactionKind,
    Sensitivity,
    ShareScope,
    Source,
)

CONFIDENCE_WEIGHT = {Confidence.FIRM: 1.0, Confidence.LEANING: 0.7, Confidence.WEAK: 0.4}
SOURCE_WEIGHT = {Source.STATED: 1.0, Source.RELAYED: 0.6, Source.OBSERVED: 0.5, Source.INFERRED: 0.3}
MIDDLE_IMPORTANCE = 3
"""What a KPI weighs by while nobody has said how much it matters. A weight, never shown as theirs."""
HEARD = frozenset({Source.STATED, Source.RELAYED})
"""What was said wants an answer; what we only saw or concluded is ours to check first."""
READY_FACETS = 6
"""From this many facets on, a work KPI may lead a brief (domain brief, section 2.2)."""
THIN_FACETS = 2
"""Up to this many facets, a work KPI belongs to the next meeting's questions, not to a brief."""


@dataclass(frozen=True, slots=True)
class KpiFacts:
    """A KPI as the rules see it.

    ``words`` is the latest verbatim version, empty when the KPI was only observed or inferred; then
    ``observation`` is our own note and never a quotation. ``facets`` holds what is known; an absent
    facet has not been asked yet. ``said_on`` is the date of the meeting, ``deadline_on`` the deadline
    facet as a date where it could be read as one. ``importance`` is 1 to 5, None while nobody has said. ``reaction`` is how they last took our answer, where it is told.
    """

    id: uuid.UUID
    person_id: uuid.UUID
    layer: Layer
    words: str
    source: Source = Source.STATED
    observation: str = ""
    told_by: str = ""
    role_at_time: str = ""
    facets: Mapping[Facet, str] = field(default_factory=lambda: MappingProxyType({}))
    importance: int | None = None
    confidence: Confidence = Confidence.FIRM
    sensitivity: Sensitivity = Sensitivity.NORMAL
    share_scope: ShareScope = ShareScope.INTERNAL_ONLY
    consented_on: dt.date | None = None
    status: KpiStatus = KpiStatus.OPEN
    said_on: dt.date | None = None
    deadline_on: dt.date | None = None
    derived_from: uuid.UUID | None = None
    reaction: ReactionKind | None = None

    @property
    def wants_answer(self) -> bool:
        """Open, and said by somebody: a habit we noticed is not asked of us."""
        return self.status is KpiStatus.OPEN and self.source in HEARD

    @property
    def is_quotable(self) -> bool:
        """Only the person's own words may stand between quotation marks."""
        return self.source is Source.STATED and bool(self.words.strip())


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a KPI weighs, with the parts that make it up (domain brief, section 8.2)."""

    importance: float
    confidence: float
    source: float
    urgency: float

    @property
    def total(self) -> float:
        return self.importance * self.confidence * self.source * self.urgency


def missing_facets(kpi: KpiFacts) -> tuple[Facet, ...]:
    """The facets still to be asked, in a coach's order; none for private layers, which have no completeness."""
    if kpi.layer.is_private:
        return ()
    return tuple(facet for facet in Facet if not kpi.facets.get(facet, "").strip())


def completeness(kpi: KpiFacts) -> int | None:
    """Facets known, 0 to 8; None for life and mindset KPIs, where nothing is ever missing."""
    if kpi.layer.is_private:
        return None
    return len(Facet) - len(missing_facets(kpi))


def urgency(deadline: dt.date | None, today: dt.date) -> float:
    """1.3 when due within 90 days or past, 1.1 within 365 days, else 1.0."""
    if deadline is None:
        return 1.0
    days = (deadline - today).days
    if days <= 90:
        return 1.3
    return 1.1 if days <= 365 else 1.0


def weigh(kpi: KpiFacts, today: dt.date) -> Weight:
    """The weight of a KPI for ordering responses and briefs."""
    return weight(kpi.importance, kpi.confidence, kpi.source, kpi.deadline_on, today)


def weight(
    importance: int | None, confidence: Confidence, source: Source, deadline_on: dt.date | None, today: dt.date
) -> Weight:
    """The same from the parts alone, for whoever has not the whole KPI at hand."""
    return Weight(
        importance=(MIDDLE_IMPORTANCE if importance is None else importance) / 5,
        confidence=CONFIDENCE_WEIGHT[confidence],
        source=SOURCE_WEIGHT[source],
        urgency=urgency(deadline_on, today),
    )
