"""Finding and keeping people."""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.domain.search_terms import query_terms
from kpi_assistant.domain.vocabulary import Industry, RoleKind
from kpi_assistant.models import Member, Organisation, Person, Post
from kpi_assistant.services.posts import add_post, index_person
from kpi_assistant.services.visibility import visible


def list_people(
    member: Member, query: str = "", role: RoleKind | None = None, industry: Industry | None = None
) -> Select[Any]:
    """The workspace's people by name. ``query`` may hold parts of a name, title or organisation, or pinyin initials."""
    statement = (
        select(Person)
        .where(visible(Person, member), _matches(member, query))
        .options(selectinload(Person.posts).joinedload(Post.organisation))
        .order_by(Person.sort_name, Person.id)
    )
    if role is not None:
        statement = statement.where(_holds(Post.role_kind == role, visible(Post, member)))
    if industry is not None:
        statement = statement.where(_works_at(Organisation.industry == industry, visible(Organisation, member)))
    return statement


def _matches(member: Member, query: str) -> ColumnElement[bool]:
    """Every term occurs in the person or in an organisation where they work now."""
    conditions = [
        or_(
            Person.search_text.contains(term, autoescape=True),
            _works_at(Organisation.search_text.contains(term, autoescape=True), visible(Organisation, member)),
        )
        for term in query_terms(query)
    ]
    return and_(true(), *conditions)


def _holds(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """People with such a post now: looked up once, not anew for each person."""
    return Person.id.in_(select(Post.person_id).where(Post.ended_on.is_(None), *conditions))


def _works_at(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return _holds(Post.organisation_id.in_(select(Organisation.id).where(*conditions)))


def add_person(session: Session, member: Member, values: dict[str, Any], place: dict[str, Any] | None) -> Person:
    """Somebody new; ``place`` is the post they hold now (services.posts.fill_post), None when nobody knows."""
    person = Person(workspace_id=member.workspace_id, **values)
    session.add(person)
    index_person(person)
    if place is not None:
        add_post(session, member, person, place)
    session.flush()
    return person


def fill_person(person: Person, values: dict[str, Any]) -> None:
    """Set the fields of the form and what search needs."""
    for name, value in values.items():
        setattr(person, name, value)
    index_person(person)


def people_to_tie(
    session: Session, member: Member, person: Person, query: str, chosen: uuid.UUID | None, most: int = 20
) -> list[Person]:
    """Whom a person may be tied to: those who match, the one already chosen first; without a query their colleagues first."""
    near = [post.organisation_id for post in person.posts]
    statement = list_people(member, query).where(Person.id != person.id).order_by(None)
    colleagues_first = _holds(Post.organisation_id.in_(near)).desc()
    rows = list(session.scalars(statement.order_by(colleagues_first, Person.sort_name, Person.id).limit(most)).unique())
    if chosen is not None and chosen not in {row.id for row in rows}:
        rows[:0] = session.scalars(list_people(member).where(Person.id == chosen, Person.id != person.id)).unique()
    return rows
