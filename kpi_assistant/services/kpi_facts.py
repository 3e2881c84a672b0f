"""KPI rows as the rules see them: the one way from tables to guide, matching and brief."""

import datetime as dt
from types import MappingProxyType

from sqlalchemy import func
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from kpi_assistant.domain.freshness import Freshness, freshness
from kpi_assistant.domain.kpi import MIDDLE_IMPORTANCE, KpiFacts
from kpi_assistant.models import Kpi, Post

IMPORTANCE = func.coalesce(Kpi.importance, MIDDLE_IMPORTANCE)
"""What to sort by: what nobody has said counts as the middle, on every database."""

KPI_OPTIONS: tuple[ExecutableOption, ...] = (
    joinedload(Kpi.person),
    joinedload(Kpi.told_by),
    joinedload(Kpi.post).joinedload(Post.organisation),
    selectinload(Kpi.versions),
    selectinload(Kpi.facets),
)
"""What ``kpi_facts`` and the KPI card read, for ``select(Kpi).where(visible(Kpi, member)).options(*KPI_OPTIONS)``."""


def kpi_facts(kpi: Kpi) -> KpiFacts:
    """The facts of one KPI. The caller's query has already left out what the member may not read."""
    return KpiFacts(
        id=kpi.id,
        person_id=kpi.person_id,
        layer=kpi.layer,
        words=kpi.words,
        source=kpi.source,
        observation=kpi.observation,
        told_by=kpi.told_by.name if kpi.told_by else "",
        role_at_time=post_line(kpi.post),
        facets=MappingProxyType({row.facet: row.text for row in kpi.facets if row.text.strip()}),
        importance=kpi.importance,
        confidence=kpi.confidence,
        sensitivity=kpi.sensitivity,
        share_scope=kpi.share_scope,
        consented_on=kpi.consented_on,
        status=kpi.status,
        said_on=kpi.said_on,
        deadline_on=kpi.deadline_on,
        derived_from=kpi.derived_from_id,
    )


def kpi_freshness(kpi: Kpi, today: dt.date) -> Freshness:
    """How old the words are, and whether they are to be asked again."""
    return freshness(kpi_facts(kpi), today, kpi.post.ended_on if kpi.post else None)


def post_line(post: Post | None) -> str:
    """A post as one line, such as "信息科主任 · 霁州二院"; empty for none."""
    return " · ".join(part for part in (post.title, post.organisation.name) if part) if post else ""
