"""What we said we would do: noted, kept, or given up with the person's knowledge."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.base import ExecutableOption

from kpi_assistant.domain.brief import PromiseFacts
from kpi_assistant.domain.claims import ClaimCode
from kpi_assistant.domain.operation import Refusal, RefusedError
from kpi_assistant.domain.vocabulary import Fit
from kpi_assistant.models import Attendance, AuditEntry, Kpi, Meeting, Member, Person, Promise, Response
from kpi_assistant.services.search import matches
from kpi_assistant.services.visibility import visible

PROMISE_OPTIONS: tuple[ExecutableOption, ...] = (
    joinedload(Promise.person),
    joinedload(Promise.other_person),
    joinedload(Promise.meeting),
    joinedload(Promise.response).joinedload(Response.kpi).selectinload(Kpi.versions),
)
"""What the rows of promises show."""


class RefusedWordingError(RefusedError):
    """A promise whose wording breaks the rules; whoever refuses it writes that down with ``note_refusal``."""

    def __init__(self, person: Person, codes: Sequence[ClaimCode]) -> None:
        super().__init__(Refusal.WORDING)
        self.person = person
        self.codes = codes


def not_yet(session: Session, member: Member, kpi: Kpi) -> Response:
    """The answer to a KPI; one without an answer gets the honest one. A promise hangs on it and is as private."""
    response = session.scalar(select(Response).where(visible(Response, member), Response.kpi_id == kpi.id))
    if response is None:
        wording = dict.fromkeys(("say", "do", "show", "expected", "condition", "needed"), "")
        response = Response(workspace_id=member.workspace_id, kpi=kpi, fit=Fit.NOT_YET, wording=wording)
        session.add(response)
    return response


def list_promises(member: Member, query: str = "", *, settled: bool = False) -> Select[Any]:
    """Promises to the people whose names match: those still open by their day, or those kept and given up."""
    is_settled = Promise.kept_on.is_not(None) | Promise.released_on.is_not(None)
    order = (Promise.due_on.desc(), Promise.id) if settled else (Promise.due_on, Promise.id)
    statement = (
        select(Promise)
        .where(visible(Promise, member), is_settled if settled else ~is_settled)
        .order_by(*order)
        .options(*PROMISE_OPTIONS)
    )
    if not query.strip():
        return statement
    found = select(Person.id).where(visible(Person, member), matches(Person.search_text, query))
    return statement.where(Promise.person_id.in_(found))


def promise_counts(session: Session, member: Member, today: dt.date) -> dict[str, int]:
    """How many promises are late, still to come, kept, and given up."""
    state = case(
        (Promise.kept_on.is_not(None), "kept"),
        (Promise.released_on.is_not(None), "given_up"),
        (Promise.due_on < today, "late"),
        else_="to_come",
    )
    states = select(state.label("state")).where(visible(Promise, member)).subquery()
    found = dict.fromkeys(("late", "to_come", "kept", "given_up"), 0)
    for name, number in session.execute(select(states.c.state, func.count()).group_by(states.c.state)):
        found[name] = number
    return found


def meetings_with(session: Session, member: Member, person: Person, most: int = 50) -> Sequence[Meeting]:
    """The meetings a promise to this person may have been made in, latest first."""
    return session.scalars(
        select(Meeting)
        .join(Attendance)
        .where(visible(Meeting, member), Attendance.person_id == person.id)
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .limit(most)
    ).all()


def keep_promise(promise: Promise, today: dt.date) -> None:
    """Note that it was kept; one that was given up and then kept after all counts as kept."""
    promise.kept_on = promise.kept_on or today
    promise.released_on = None


def postpone_promise(promise: Promise, day: dt.date) -> None:
    """Give an open promise another day."""
    promise.due_on = day


def reopen_promise(promise: Promise) -> None:
    """Take "kept" or "given up" back."""
    promise.kept_on = None
    promise.released_on = None
    promise.release_note = ""


def release_promise(promise: Promise, told: str, today: dt.date) -> None:
    """Give a promise up; ``told`` is what the person was told, for a promise is never dropped in silence."""
    promise.released_on = promise.released_on or today
    promise.release_note = told


def promise_facts(promise: Promise) -> PromiseFacts:
    return PromiseFacts(
        text=promise.text,
        person_name=promise.person.name,
        due_on=promise.due_on,
        kept_on=promise.kept_on,
        kind=promise.kind,
        id=promise.id,
        person_id=promise.person_id,
    )


def note_refusal(session: Session, person: Person, refused: Sequence[ClaimCode]) -> None:
    """Write down that a wording about somebody was refused, by the rule's name and never by the words."""
    codes = dict.fromkeys(refused)
    session.add(
        AuditEntry(
            workspace_id=person.workspace_id,
            member_id=session.info.get("member_id"),
            action="refused",
            entity="promise",
            entity_id=person.id,
            fields=[str(code) for code in codes],
        )
    )
