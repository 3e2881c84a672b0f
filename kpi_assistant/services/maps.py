"""What the drawings show: one person's surroundings, and an organisation from the front line to the top."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from kpi_assistant.domain.drawing import Line, levels
from kpi_assistant.domain.vocabulary import RoleKind, Source, TieKind, TrustStage
from kpi_assistant.models import Kpi, Member, Organisation, Person, Post, Tie
from kpi_assistant.services.reach import last_touches
from kpi_assistant.services.ties import ties_of
from kpi_assistant.services.visibility import visible

MOST_HERE, MOST_AROUND, MOST_NEAR = 60, 12, 24
"""A drawing with more boxes is read by nobody; the list names the rest."""
DRAWN = {
    TieKind.REPORTS_TO: "reports", TieKind.INTRODUCED_US_TO: "introduced", TieKind.FORMER_COLLEAGUE: "former",
    TieKind.MENTOR_OF: "former", TieKind.CLASSMATE: "former", TieKind.FAMILY: "former",
}  # fmt: skip
"""The kind of line of each tie; two who merely work together need none."""
OUTSIDE = frozenset(
    {RoleKind.BID_AGENT, RoleKind.FEASIBILITY_CONSULTANT, RoleKind.EXPERT, RoleKind.INTEGRATOR, RoleKind.CONNECTOR}
)


@dataclass(frozen=True, slots=True)
class Known:
    """How well somebody is known: met or not, a word of their own or hearsay only, and the last contact.

    Words count as far as the member may read them: somebody else's private note of a KPI changes nothing here.
    """

    person: Person
    post: Post | None
    own_words: bool
    hearsay_only: bool
    last: dt.date | None

    @property
    def is_met(self) -> bool:
        return self.person.stage is not TrustStage.S0


@dataclass(frozen=True, slots=True)
class DrawnLine:
    ends: Line
    style: str


@dataclass(frozen=True, slots=True)
class OrganisationMap:
    """``rows`` from the top down; ``around`` are outsiders with a tie to somebody here; ``left_out`` is a number."""

    rows: list[list[Known]]
    around: list[Known]
    ties: list[Tie]
    lines: list[DrawnLine]
    left_out: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Those above, beside and below one person, each with the tie and whether it is read outwards."""

    centre: Known
    above: list[Known]
    beside: list[Known]
    below: list[Known]
    ties: list[tuple[Tie, Person, bool]]
    lines: list[DrawnLine]
    left_out: int


def map_organisation(session: Session, member: Member, organisation: Organisation) -> OrganisationMap:
    posts = session.scalars(
        select(Post)
        .join(Post.person)
        .where(visible(Post, member), Post.organisation_id == organisation.id, Post.ended_on.is_(None))
        .order_by(Person.influence.desc(), Person.stage.desc(), Person.sort_name, Post.id)
        .options(joinedload(Post.person))
    ).all()
    here = {post.person_id: post for post in reversed(posts)}
    shown = {
        person_id: here[person_id] for person_id in list(dict.fromkeys(post.person_id for post in posts))[:MOST_HERE]
    }
    ties = session.scalars(
        select(Tie)
        .where(visible(Tie, member), or_(Tie.from_person_id.in_(shown), Tie.to_person_id.in_(shown)))
        .options(
            joinedload(Tie.from_person).selectinload(Person.posts).joinedload(Post.organisation),
            joinedload(Tie.to_person).selectinload(Person.posts).joinedload(Post.organisation),
        )
        .order_by(Tie.created_at, Tie.id)
        .limit(600)
    ).unique().all()  # fmt: skip
    outsiders: dict[uuid.UUID, Person] = {}
    for tie in ties:
        for person in (tie.from_person, tie.to_person):
            if (
                person.id not in here
                and tie.kind in DRAWN
                and (
                    tie.kind is TieKind.INTRODUCED_US_TO
                    or any(post.role_kind in OUTSIDE for post in person.current_posts)
                )
            ):
                outsiders.setdefault(person.id, person)
    around = dict(list(outsiders.items())[:MOST_AROUND])
    known = _known(session, member, [post.person for post in shown.values()] + list(around.values()), {**shown})
    reports = [(tie.from_person_id, tie.to_person_id) for tie in ties if tie.kind is TieKind.REPORTS_TO]
    rows = levels({person_id: post.role_kind for person_id, post in shown.items()}, reports)
    drawn = [tie for tie in ties if tie.from_person_id in known and tie.to_person_id in known]
    return OrganisationMap(
        rows=[[known[person_id] for person_id in row] for row in rows],
        around=[known[person_id] for person_id in around],
        ties=drawn,
        lines=_lines(drawn),
        left_out=len(here) - len(shown),
    )


def map_person(session: Session, member: Member, person: Person) -> Surroundings:
    """The nearest ties of one person; each other person stands in one place, by the tie that says most."""
    ties = ties_of(session, member, person)
    place: dict[uuid.UUID, str] = {}
    for tie, other, outwards in ties:
        place.setdefault(other.id, _place(tie, outwards))
    others = {other.id: other for _tie, other, _outwards in ties}
    shown = dict(list(others.items())[:MOST_NEAR])
    known = _known(session, member, [person, *shown.values()], {})
    between = session.scalars(
        select(Tie).where(
            visible(Tie, member), Tie.from_person_id.in_([*shown, person.id]), Tie.to_person_id.in_([*shown, person.id])
        )
    ).all()

    def standing(where: str) -> list[Known]:
        return [known[other] for other in shown if place[other] == where]

    return Surroundings(
        known[person.id], standing("above"), standing("beside"), standing("below"), ties, _lines(between),
        len(others) - len(shown),
    )  # fmt: skip


def _place(tie: Tie, outwards: bool) -> str:
    if tie.kind is TieKind.REPORTS_TO:
        return "above" if outwards else "below"
    if tie.kind in (TieKind.MENTOR_OF, TieKind.INTRODUCED_US_TO):
        return "below" if outwards else "above"
    return "beside"


def _lines(ties: Collection[Tie]) -> list[DrawnLine]:
    """One line between two people, of the first kind in the order above."""
    order = list(DRAWN)
    lines: dict[frozenset[uuid.UUID], DrawnLine] = {}
    for tie in sorted((tie for tie in ties if tie.kind in DRAWN), key=lambda tie: order.index(tie.kind)):
        ends = (tie.from_person_id, tie.to_person_id)
        lines.setdefault(frozenset(ends), DrawnLine(ends, DRAWN[tie.kind]))
    return list(lines.values())


def _known(
    session: Session, member: Member, people: list[Person], posts: dict[uuid.UUID, Post]
) -> dict[uuid.UUID, Known]:
    ids = [person.id for person in people]
    heard: dict[uuid.UUID, set[Source]] = {}
    for person_id, source in session.execute(
        select(Kpi.person_id, Kpi.source)
        .where(visible(Kpi, member), Kpi.person_id.in_(ids))
        .group_by(Kpi.person_id, Kpi.source)
    ):
        heard.setdefault(person_id, set()).add(source)
    last = last_touches(session, member, ids)
    return {
        person.id: Known(
            person=person,
            post=posts.get(person.id) or next(iter(person.current_posts), None),
            own_words=Source.STATED in heard.get(person.id, ()),
            hearsay_only=person.stage is TrustStage.S0
            and Source.RELAYED in heard.get(person.id, ())
            and Source.STATED not in heard.get(person.id, ()),
            last=last.get(person.id),
        )
        for person in people
    }
