"""Posts over time: what is said in a post is to be asked again once the person has left it (product rule 3)."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from kpi_assistant.domain.vocabulary import Industry, KpiStatus, Layer
from kpi_assistant.models import Kpi, KpiStatusChange, Member, Organisation, Person, Post
from kpi_assistant.services.organisations import organisation_named
from kpi_assistant.services.search import by_sound, searchable


def add_post(session: Session, member: Member, person: Person, values: dict[str, Any]) -> Post:
    """A further post of a person, held now or in the past. ``values`` as for fill_post."""
    post = Post(workspace_id=member.workspace_id)
    fill_post(session, member, post, values)
    post.person = person
    session.add(post)
    index_person(person)
    return post


def fill_post(session: Session, member: Member, post: Post, values: dict[str, Any]) -> None:
    """Set title, level, role kind, dates, and the organisation: ``organisation_id``, or ``new_organisation`` by name.

    ``new_industry`` is said of an organisation that is new; one that is known keeps its own.
    """
    values = dict(values)
    new_name = values.pop("new_organisation", "")
    industry = values.pop("new_industry", Industry.OTHER)
    organisation_id = values.pop("organisation_id", None)
    if new_name:
        post.organisation = organisation_named(session, member, new_name, industry)
    else:
        post.organisation = session.get_one(Organisation, organisation_id)
    for name, value in values.items():
        setattr(post, name, value)


def index_person(person: Person) -> None:
    """What lists and search need: the name with its pinyin, the titles held now, and how we know them."""
    titles = [post.title or "" for post in person.current_posts]
    person.search_text = searchable(person.name, also=(*titles, person.met_through or ""))
    person.sort_name = by_sound(person.name, of_person=True)


def close_post(session: Session, member: Member, post: Post, ended_on: dt.date) -> int:
    """End a post. What its holder still needed there is to be asked again; gives the number of such work KPIs."""
    post.ended_on = ended_on
    index_person(post.person)
    open_kpis = session.scalars(
        select(Kpi)
        .where(Kpi.post_id == post.id, Kpi.layer == Layer.WORK, Kpi.status == KpiStatus.OPEN)
        .options(selectinload(Kpi.status_changes))
    ).all()
    for kpi in open_kpis:
        _change_status(kpi, KpiStatus.STALE, member, post)
    return len(open_kpis)


def reopen_post(session: Session, member: Member, post: Post) -> int:
    """Undo a closing: the KPIs that it made stale, and nobody has touched since, are open again. Gives their number."""
    post.ended_on = None
    index_person(post.person)
    stale_kpis = session.scalars(
        select(Kpi)
        .where(Kpi.post_id == post.id, Kpi.status == KpiStatus.STALE)
        .options(selectinload(Kpi.status_changes))
    ).all()
    restored = [kpi for kpi in stale_kpis if kpi.status_changes and kpi.status_changes[-1].post_id == post.id]
    for kpi in restored:
        _change_status(kpi, KpiStatus.OPEN, member, post)
    return len(restored)


def _change_status(kpi: Kpi, status: KpiStatus, member: Member, post: Post) -> None:
    kpi.status = status
    kpi.status_changes.append(KpiStatusChange(status=status, changed_by_id=member.id, post_id=post.id))
