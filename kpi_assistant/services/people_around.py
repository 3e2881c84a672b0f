"""Who else a KPI may be about, or who may have told us: people with posts in the same organisations."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from kpi_assistant.models import Member, Person, Post
from kpi_assistant.services.visibility import visible

MOST = 100
"""More than this is no choice; whoever is missing can be entered from their own page."""


def people_around(session: Session, member: Member, person_ids: Collection[uuid.UUID]) -> Sequence[Person]:
    """People who hold a post where these people hold one, by name, without these people themselves."""
    theirs = aliased(Post)
    organisations = select(theirs.organisation_id).where(theirs.person_id.in_(person_ids), theirs.ended_on.is_(None))
    return session.scalars(
        select(Person)
        .where(
            visible(Person, member),
            Person.id.not_in(person_ids),
            Person.id.in_(
                select(Post.person_id).where(Post.organisation_id.in_(organisations), Post.ended_on.is_(None))
            ),
        )
        .order_by(Person.sort_name, Person.id)
        .limit(MOST)
    ).all()
