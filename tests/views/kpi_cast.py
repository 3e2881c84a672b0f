"""Rows that tests of KPIs, meetings and guides start from."""

import datetime as dt
import uuid
from typing import Any

from kpi_assistant.domain.vocabulary import Industry, RoleKind, TrustStage
from kpi_assistant.models import Attendance, Meeting, Member, Organisation, Person, Post

NOON = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
"""Twelve o'clock in Shanghai."""


def organisation(owner: Member, name: str = "霁州市第二人民医院") -> Organisation:
    return Organisation(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, name=name,
        industry=Industry.HEALTHCARE, search_text=name,
    )  # fmt: skip


def person(owner: Member, name: str = "庄敏", at: Organisation | None = None, **more: Any) -> Person:
    """Somebody with a post at an organisation (handed in already saved, or saved along)."""
    row = Person(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, name=name, search_text=name,
        **{"stage": TrustStage.S1} | more,
    )  # fmt: skip
    if at is not None:
        row.posts.append(
            Post(
                id=uuid.uuid4(),
                workspace_id=owner.workspace_id,
                created_by_id=owner.id,
                organisation=at,
                title="信息科主任",
                role_kind=RoleKind.TECH_GATEKEEPER,
                started_on=dt.date(2026, 1, 1),
            )
        )
    return row


def meeting(owner: Member, *people: Person, **more: Any) -> Meeting:
    row = Meeting(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id,
        **{"starts_at": NOON, "minutes": 30, "purpose": "新院区机房"} | more,
    )  # fmt: skip
    row.attendances = [Attendance(person_id=who.id, position=number) for number, who in enumerate(people)]
    return row
