"""Whom we may introduce to somebody: people of our circle, for now those we were last in touch with or look for."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.models import Member, Person, Post, Touch
from kpi_assistant.services.search import matches
from kpi_assistant.services.visibility import visible

MOST = 40
"""More is no choice: whoever is missing is found by name."""


def people_to_introduce(
    session: Session, member: Member, person_id: uuid.UUID, query: str = "", also: Collection[uuid.UUID] = ()
) -> Sequence[Person]:
    """People whose names match, those last in touch first, without the person themselves; ``also`` are always there."""
    last = (
        select(Touch.person_id, func.max(Touch.happened_at).label("at"))
        .where(visible(Touch, member))
        .group_by(Touch.person_id)
        .subquery()
    )
    return session.scalars(
        select(Person)
        .outerjoin(last, last.c.person_id == Person.id)
        .where(
            visible(Person, member),
            Person.id != person_id,
            or_(Person.id.in_(also), matches(Person.search_text, query)),
        )
        .order_by(Person.id.in_(also).desc(), last.c.at.is_(None), last.c.at.desc(), Person.name, Person.id)
        .limit(MOST)
        .options(selectinload(Person.posts).joinedload(Post.organisation))
    ).all()
