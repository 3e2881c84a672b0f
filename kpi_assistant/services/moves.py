"""The one action "moved": the posts are closed, the relation goes along, and two doors open (product rule 3)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from kpi_assistant.models import Kpi, Member, Move, Organisation, Person, Post, Vacancy
from kpi_assistant.services.posts import add_post, close_post, index_person, reopen_post
from kpi_assistant.services.visibility import visible

UNDO_WITHIN = dt.timedelta(days=1)
MOST = 30
"""So many people of an organisation are offered or listed; a longer list is no door."""

_VACANCY = (
    joinedload(Vacancy.post).joinedload(Post.organisation),
    joinedload(Vacancy.successor).joinedload(Post.person),
    joinedload(Vacancy.move).joinedload(Move.person),
)
MOVE_OPTIONS: tuple[ExecutableOption, ...] = (
    joinedload(Move.person).selectinload(Person.posts).joinedload(Post.organisation),
    joinedload(Move.new_post).joinedload(Post.organisation),
    selectinload(Move.vacancies).options(*_VACANCY),
)


class SaidSinceError(ValueError):
    """Something was already said in the new post; undoing would tear it off."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: the row, and how many work KPIs of the closed posts are to be asked again."""

    move: Move
    to_ask_again: int


def move_person(
    session: Session,
    member: Member,
    person: Person,
    left: Sequence[Post],
    moved_on: dt.date,
    place: dict[str, Any] | None,
    *,
    move_id: uuid.UUID,
) -> Moved:
    """Close the posts that were left and begin the new one; ``place`` is as for add_post, None when nobody knows.

    Ties, trust stage, and life and mindset KPIs hang on the person and stay untouched.
    """
    move = Move(id=move_id, workspace_id=member.workspace_id, person=person, moved_on=moved_on)
    session.add(move)
    stale = 0
    for post in left:
        stale += close_post(session, member, post, moved_on)
        move.vacancies.append(Vacancy(workspace_id=member.workspace_id, post=post))
    if place is not None:
        move.new_post = add_post(session, member, person, {**place, "started_on": moved_on})
    session.flush()
    return Moved(move, stale)


def may_undo(move: Move, now: dt.datetime) -> bool:
    return now - move.created_at < UNDO_WITHIN


def undo_move(session: Session, member: Member, move: Move) -> int:
    """Take a move back: posts and their KPIs are open again. Gives the number of KPIs; SaidSinceError refuses.

    Whoever was entered as a successor in between stays, with the post they were given.
    """
    new_post, person = move.new_post, move.person
    if new_post is not None and session.scalar(select(exists().where(Kpi.post_id == new_post.id))):
        raise SaidSinceError
    restored = sum(reopen_post(session, member, vacancy.post) for vacancy in move.vacancies)
    session.delete(move)
    if new_post is not None:
        session.delete(new_post)
        session.flush()
        session.refresh(person, ["posts"])
    index_person(person)
    return restored


def latest_move(session: Session, member: Member, person: Person) -> Move | None:
    return session.scalar(
        select(Move)
        .where(visible(Move, member), Move.person_id == person.id)
        .order_by(Move.created_at.desc(), Move.id)
        .limit(1)
        .options(*MOVE_OPTIONS)
    )


def vacancies_at(session: Session, member: Member, organisation: Organisation) -> Sequence[Vacancy]:
    """The places here that wait for somebody to be known, the latest left first."""
    return session.scalars(
        select(Vacancy)
        .join(Post, Post.id == Vacancy.post_id)
        .where(
            visible(Vacancy, member),
            Post.organisation_id == organisation.id,
            Vacancy.successor_id.is_(None),
            Vacancy.settled_at.is_(None),
        )
        .order_by(Post.ended_on.desc(), Vacancy.id)
        .limit(MOST)
        .options(*_VACANCY)
    ).all()


def people_at(session: Session, member: Member, organisation: Organisation, without: Person) -> Sequence[Post]:
    """The posts held now at an organisation by others, those we know best first."""
    return session.scalars(
        select(Post)
        .join(Post.person)
        .where(
            visible(Post, member),
            Post.organisation_id == organisation.id,
            Post.ended_on.is_(None),
            Post.person_id != without.id,
        )
        .order_by(Person.stage.desc(), Person.influence.desc(), Person.sort_name, Post.id)
        .limit(MOST)
        .options(joinedload(Post.person))
    ).all()


def fill_vacancy(session: Session, member: Member, vacancy: Vacancy, successor: Person) -> Post:
    """Somebody follows: they hold the same post from the day it was left, or keep the one they hold there already."""
    left = vacancy.post
    held = next(
        (
            post
            for post in successor.current_posts
            if post.organisation_id == left.organisation_id and post.title == left.title
        ),
        None,
    )
    vacancy.successor = held or add_post(
        session,
        member,
        successor,
        {
            "organisation_id": left.organisation_id,
            "title": left.title,
            "level": left.level,
            "role_kind": left.role_kind,
            "started_on": left.ended_on,
        },
    )
    vacancy.settled_at = None
    return vacancy.successor
