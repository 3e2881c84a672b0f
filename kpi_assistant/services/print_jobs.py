"""Which briefs wait to be printed, and who prints them: a claim is one UPDATE, so that two never print the same."""

import datetime as dt
import uuid
from collections.abc import Callable

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from kpi_assistant.domain.vocabulary import Edition, Paper, PrintState
from kpi_assistant.models import Brief, BriefPaper, PrintJob

LEASE = dt.timedelta(minutes=10)
"""A claim older than this is nobody's: all papers of a brief take less, by the limits of the press."""
MOST_ATTEMPTS = 3
"""A brief that took its printer down so often is given up until somebody asks for it again."""
BROKE_OFF = "worker_died"
"""The fault of what was given up (printing.errors.PrintingFault)."""
PAPERS = {Edition.CUSTOMER: (Paper.A4, Paper.PHONE), Edition.INTERNAL: (Paper.A4, Paper.TALK_TRACK)}


def queue_job(session: Session, brief_id: uuid.UUID) -> None:
    """A new job, or a failed one anew."""
    job = session.get(PrintJob, brief_id)
    if job is None:
        session.add(PrintJob(brief_id=brief_id))
    elif job.state is PrintState.FAILED:
        job.state, job.attempts, job.fault, job.detail = PrintState.QUEUED, 0, "", ""


def print_anew(session: Session, brief: Brief) -> None:
    """Throw away what was printed and print it once more, for what stands in the brief is not what it was."""
    session.execute(delete(BriefPaper).where(BriefPaper.brief_id == brief.id))
    session.execute(delete(PrintJob).where(PrintJob.brief_id == brief.id))
    session.add(PrintJob(brief_id=brief.id))


def claim_job(session: Session, brief_id: uuid.UUID, claimant: str, now: dt.datetime) -> bool:
    """Whether the job is now the claimant's: it was waiting, or its claimant has not been heard of for too long.

    A job that has no attempts left has failed.
    """
    free = or_(
        PrintJob.state == PrintState.QUEUED,
        and_(PrintJob.state == PrintState.RUNNING, PrintJob.claimed_at < now - LEASE),
    )
    session.execute(
        update(PrintJob)
        .where(PrintJob.brief_id == brief_id, free, PrintJob.attempts >= MOST_ATTEMPTS)
        .values(state=PrintState.FAILED, fault=BROKE_OFF)
        .execution_options(synchronize_session=False)
    )
    result = session.execute(
        update(PrintJob)
        .where(PrintJob.brief_id == brief_id, free, PrintJob.attempts < MOST_ATTEMPTS)
        .values(state=PrintState.RUNNING, claimed_by=claimant, claimed_at=now, attempts=PrintJob.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def free_orphans(session: Session, is_gone: Callable[[str], bool]) -> None:
    """Put back what was claimed by a process that is gone, such as one that was killed; give up what killed too many."""
    for job in session.scalars(select(PrintJob).where(PrintJob.state == PrintState.RUNNING)):
        if not is_gone(job.claimed_by):
            continue
        if job.attempts < MOST_ATTEMPTS:
            job.state = PrintState.QUEUED
        else:
            job.state, job.fault = PrintState.FAILED, BROKE_OFF


def waiting_jobs(session: Session, now: dt.datetime) -> list[uuid.UUID]:
    """The briefs that want printing, oldest first."""
    stale = and_(PrintJob.state == PrintState.RUNNING, PrintJob.claimed_at < now - LEASE)
    return list(
        session.scalars(
            select(PrintJob.brief_id)
            .where(or_(PrintJob.state == PrintState.QUEUED, stale))
            .order_by(PrintJob.created_at)
            .limit(500)
        )
    )


def papers_to_print(session: Session, brief: Brief) -> list[Paper]:
    """The brief's papers that are not printed yet: after a kill, what was done stays done."""
    done = set(session.scalars(select(BriefPaper.paper).where(BriefPaper.brief_id == brief.id)))
    return [paper for paper in PAPERS[brief.edition] if paper not in done]


def settle_job(
    session: Session, brief_id: uuid.UUID, claimant: str, fault: str = "", detail: str = "", *, again: bool = False
) -> None:
    """The job is done, or failed with its fault; ``again`` puts it back while it has attempts left.

    Only its claimant settles it: who was given up for lost and comes back late says nothing about another's print.
    """
    ours = update(PrintJob).where(
        PrintJob.brief_id == brief_id, PrintJob.state == PrintState.RUNNING, PrintJob.claimed_by == claimant
    )
    if again:
        put_back = ours.where(PrintJob.attempts < MOST_ATTEMPTS).values(state=PrintState.QUEUED)
        if session.execute(put_back.execution_options(synchronize_session=False)).rowcount:  # type: ignore[attr-defined]
            return
    ended = ours.values(state=PrintState.FAILED if fault else PrintState.DONE, fault=fault, detail=detail)
    session.execute(ended.execution_options(synchronize_session=False))
