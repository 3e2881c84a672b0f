"""Everything one member may know about one person, gathered for their page."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from kpi_assistant.domain.trust import StageProposal, TrustSigns, propose_stage
from kpi_assistant.domain.vocabulary import KpiStatus, Layer, TrustStage
from kpi_assistant.models import Attendance, Brief, Kpi, Meeting, Member, Note, Person, Post, Promise, Tie, Touch
from kpi_assistant.services.kpi_facts import IMPORTANCE, KPI_OPTIONS
from kpi_assistant.services.notes import notes_about
from kpi_assistant.services.promises import PROMISE_OPTIONS
from kpi_assistant.services.ties import ties_of
from kpi_assistant.services.trust import may_move_stage, trust_signs
from kpi_assistant.services.visibility import visible

MOST = 50
"""Of what grows without end, the latest; nobody reads further back before a meeting."""
SETTLED = frozenset({KpiStatus.MET, KpiStatus.WITHDRAWN, KpiStatus.MISTAKEN})


@dataclass(frozen=True, slots=True)
class KpiGroups:
    """Live KPIs by where they belong, the weightiest first; settled ones apart.

    ``now`` are work KPIs of posts held now, or of no post; ``earlier`` those of posts that ended, the latest post first.
    """

    now: list[Kpi]
    earlier: list[tuple[Post, list[Kpi]]]
    life: list[Kpi]
    mindset: list[Kpi]
    settled: list[Kpi]
    by_post: dict[uuid.UUID, list[Kpi]]

    @property
    def count(self) -> int:
        """How many are live."""
        return len(self.now) + sum(len(kpis) for _, kpis in self.earlier) + len(self.life) + len(self.mindset)


@dataclass(frozen=True, slots=True)
class StageView:
    """Where the relation stands, what its signs propose, and whether it may go one step up."""

    stage: TrustStage
    above: TrustStage | None
    below: TrustStage | None
    may_rise: bool
    proposal: StageProposal
    signs: TrustSigns


@dataclass(frozen=True, slots=True)
class PersonPage:
    kpis: KpiGroups
    stage: StageView
    open_promises: list[Promise]
    kept_promises: list[Promise]
    coming_meetings: list[Meeting]
    past_meetings: list[Meeting]
    ties: list[tuple[Tie, Person, bool]]
    notes: Sequence[Note]
    touches: Sequence[Touch]
    briefs: Sequence[Brief]


def gather_person_page(session: Session, member: Member, person: Person, today: dt.date) -> PersonPage:
    """The page of a person whose posts are loaded; private words of others are left out by every query."""
    promises = session.scalars(
        select(Promise)
        .where(visible(Promise, member), Promise.person_id == person.id)
        .order_by(Promise.due_on, Promise.id)
        .options(*PROMISE_OPTIONS)
    ).all()
    meetings = session.scalars(
        select(Meeting)
        .join(Meeting.attendances)
        .where(visible(Meeting, member), Attendance.person_id == person.id)
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .options(joinedload(Meeting.project))
    ).all()
    signs = trust_signs(session, member, person, today)
    return PersonPage(
        kpis=group_kpis(session, member, person),
        stage=_stage_view(person, signs),
        open_promises=[row for row in promises if row.kept_on is None and row.released_on is None],
        kept_promises=[row for row in reversed(promises) if row.kept_on is not None],
        coming_meetings=[row for row in reversed(meetings) if not row.ended_at and not row.cancelled_at],
        past_meetings=[row for row in meetings if row.ended_at or row.cancelled_at],
        ties=ties_of(session, member, person),
        notes=notes_about(session, member, person_id=person.id),
        touches=session.scalars(
            select(Touch)
            .where(visible(Touch, member), Touch.person_id == person.id)
            .order_by(Touch.happened_at.desc(), Touch.id)
            .limit(MOST)
        ).all(),
        briefs=session.scalars(
            select(Brief)
            .where(visible(Brief, member), Brief.person_id == person.id)
            .order_by(Brief.number.desc())
            .limit(MOST)
        ).all(),
    )


def group_kpis(session: Session, member: Member, person: Person) -> KpiGroups:
    """The person's KPIs that this member may read."""
    kpis = session.scalars(
        select(Kpi)
        .where(visible(Kpi, member), Kpi.person_id == person.id)
        .order_by(IMPORTANCE.desc(), Kpi.said_on.desc(), Kpi.created_at.desc(), Kpi.id)
        .options(*KPI_OPTIONS)
    ).all()
    live = [kpi for kpi in kpis if kpi.status not in SETTLED]
    by_post: dict[uuid.UUID, list[Kpi]] = defaultdict(list)
    for kpi in kpis:
        if kpi.post_id is not None and kpi.status is not KpiStatus.MISTAKEN:
            by_post[kpi.post_id].append(kpi)
    work = [kpi for kpi in live if kpi.layer is Layer.WORK]
    ended = [post for post in person.posts if post.ended_on is not None]
    earlier = [(post, [kpi for kpi in work if kpi.post_id == post.id]) for post in ended]
    return KpiGroups(
        now=[kpi for kpi in work if kpi.post is None or kpi.post.ended_on is None],
        earlier=[(post, kpis) for post, kpis in earlier if kpis],
        life=[kpi for kpi in live if kpi.layer is Layer.LIFE],
        mindset=[kpi for kpi in live if kpi.layer is Layer.MINDSET],
        settled=[kpi for kpi in kpis if kpi.status in SETTLED],
        by_post=dict(by_post),
    )


def _stage_view(person: Person, signs: TrustSigns) -> StageView:
    stages = list(TrustStage)
    depth = person.stage.depth
    above = stages[depth + 1] if depth + 1 < len(stages) else None
    return StageView(
        stage=person.stage,
        above=above,
        below=stages[depth - 1] if depth else None,
        may_rise=above is not None and may_move_stage(person.stage, above, signs),
        proposal=propose_stage(person.stage, signs),
        signs=signs,
    )
