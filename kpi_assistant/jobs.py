"""Work beside the server: briefs are printed by a huey worker, woken by a message; the job's row is what counts."""

import logging
import os
import signal
import socket
import threading
import time
import uuid
from typing import Any

from flask import Flask, current_app
from huey import PostgresHuey, SqliteHuey, crontab
from huey.api import Huey
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, joinedload, undefer

from kpi_assistant.data_folder import keep_to_owner
from kpi_assistant.database import Database, act_as, get_session
from kpi_assistant.domain.brief_customer import CustomerBrief
from kpi_assistant.domain.leaks import Secret, allowed_texts, find_leaks, offered_names
from kpi_assistant.models import Brief, BriefPaper, Member
from kpi_assistant.models.base import utc_now
from kpi_assistant.printing import PrintingError, PrintingFault, attached_text, pdf_text, print_brief
from kpi_assistant.services.brief_secrets import brief_secrets, said_openly
from kpi_assistant.services.briefs import BriefChoices, compose, frozen_edition
from kpi_assistant.services.print_jobs import claim_job, free_orphans, papers_to_print, settle_job, waiting_jobs

WORKERS = 2
"""Prints at a time: as many as the press has processes."""
PASSING = frozenset({PrintingFault.BUSY, PrintingFault.WORKER_DIED})
"""Faults that may be gone at the next attempt."""
LEAK = "leak"
BIRTH = uuid.uuid4().hex[:8]
"""Tells this process from an earlier one of the same number."""


class Jobs:
    """The queue of one app. Made when first used, for its database is not to be touched before the app's own is there."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._huey: Huey | None = None

    @property
    def huey(self) -> Huey:
        with self._lock:
            if self._huey is None:
                self._huey = _make_huey(self._app.config)
                self.print_task = self._huey.task(name="print_brief")(self._print)
                self._huey.periodic_task(crontab(), name="sweep")(self.sweep)
                self._huey.periodic_task(crontab(minute="17"), name="learn_sizes")(self.learn_sizes)
            return self._huey

    def close(self) -> None:
        """Let go of this thread's connection to the queue."""
        if self._huey is not None:
            self._huey.storage.close()

    def wake(self, brief_id: uuid.UUID) -> None:
        """Tell a worker that a brief waits. When that fails nothing is lost: the row stands, and is found in a minute."""
        try:
            if self.huey is not None:
                self.print_task(str(brief_id))
        except Exception as error:
            self._app.logger.error("%s waking the printer", type(error).__name__)

    def sweep(self) -> None:
        """Take up what a killed worker left behind and what no message came for."""
        with self._app.app_context():
            session = get_session()
            free_orphans(session, _is_gone)
            waiting = waiting_jobs(session, utc_now())
            session.commit()
        for brief_id in waiting:
            self.wake(brief_id)

    def learn_sizes(self) -> None:
        """Every hour: a server may run for months, and plans made for an empty database would stay."""
        database: Database = self._app.extensions["database"]
        database.learn_sizes()

    def _print(self, brief_id: str) -> None:
        with self._app.app_context():
            print_frozen(uuid.UUID(brief_id))


def init_app(app: Flask) -> None:
    app.extensions["jobs"] = Jobs(app)


def wake_printer(brief_id: uuid.UUID) -> None:
    jobs: Jobs = current_app.extensions["jobs"]
    jobs.wake(brief_id)


def print_frozen(brief_id: uuid.UUID) -> None:
    """Print what is missing of a brief's papers, look each through for leaks, keep it. No-op unless it waits."""
    session = get_session()
    claimant = f"{_own_name()}.{uuid.uuid4().hex[:6]}"  # two threads of one process are two claimants
    is_ours = claim_job(session, brief_id, claimant, utc_now())
    session.commit()
    if not is_ours:
        return
    try:
        _print_papers(brief_id)
    except PrintingError as error:
        _settle(brief_id, claimant, error.code.value, error.detail, again=error.code in PASSING)
    except _LeakError:
        _settle(brief_id, claimant, LEAK)
    except Exception as error:
        current_app.logger.error("%s while printing", type(error).__name__)
        _settle(brief_id, claimant, PrintingFault.WORKER_DIED.value, again=True)
    else:
        _settle(brief_id, claimant)


class _LeakError(Exception):
    """A withheld word stands in a finished paper."""


def _print_papers(brief_id: uuid.UUID) -> None:
    database: Database = current_app.extensions["database"]
    # Read without holding the write lock: printing takes its time.
    with Session(database.engine.execution_options(read_only=True)) as reading:
        brief = reading.get_one(Brief, brief_id, options=[joinedload(Brief.person), undefer(Brief.logo)])
        edition, logo, locale = frozen_edition(brief), brief.logo or b"", brief.locale
        papers = papers_to_print(reading, brief)
        maker = reading.get(Member, brief.created_by_id) if brief.created_by_id else None
        withheld: tuple[Secret, ...] = ()
        openly: tuple[str, ...] = ()
        if isinstance(edition, CustomerBrief):
            if maker is None:
                raise PrintingError(PrintingFault.UNREADABLE)
            choices = BriefChoices(brief.edition, locale)
            record = compose(reading, maker, brief.person, choices, brief.made_on, brief.number).record
            withheld = brief_secrets(reading, maker, record).all
            openly = said_openly(record, edition)
        maker_id, workspace_id = brief.created_by_id, brief.workspace_id
    for paper in papers:
        pdf = print_brief(edition, locale, paper, logo)
        if isinstance(edition, CustomerBrief):
            context = allowed_texts(edition), openly, offered_names(edition)
            if any(find_leaks(text, withheld, *context) for text in (pdf_text(pdf), attached_text(pdf))):
                raise _LeakError
        session = get_session()
        if maker_id is not None:
            act_as(session, maker_id, workspace_id)
        if session.get(Brief, brief_id) is None:
            return  # erased meanwhile, and the paper with it
        session.merge(BriefPaper(brief_id=brief_id, paper=paper, pdf=pdf))
        session.commit()


def _settle(brief_id: uuid.UUID, claimant: str, fault: str = "", detail: str = "", *, again: bool = False) -> None:
    session = get_session()
    session.rollback()
    settle_job(session, brief_id, claimant, fault, detail, again=again)
    session.commit()


def work(app: Flask, parent: int = 0) -> None:
    """Print until told to stop, or until the process ``parent`` is gone."""
    jobs: Jobs = app.extensions["jobs"]
    logging.getLogger("huey").setLevel(logging.ERROR)
    consumer = jobs.huey.create_consumer(workers=WORKERS, initial_delay=0.05, max_delay=0.4, backoff=1.3)
    if parent:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    jobs.sweep()
    consumer.run()


def _make_huey(config: Any) -> Huey:
    url = make_url(config["DATABASE_URL"])
    if url.get_backend_name() == "postgresql":
        return PostgresHuey("briefs", dsn=url.set(drivername="postgresql").render_as_string(hide_password=False))
    path = config["KPI_DATA"] / "jobs.sqlite3"
    keep_to_owner(path)
    return SqliteHuey("briefs", filename=str(path), results=False)


def _own_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{BIRTH}"


def _is_gone(claimant: str) -> bool:
    """Whether a claim is by a process of this machine that runs no more; its number may have been given to us."""
    host, pid, birth = claimant.rsplit(":", 2)
    if host != socket.gethostname():
        return False
    return not _runs(int(pid)) or (int(pid) == os.getpid() and birth.split(".")[0] != BIRTH)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _end_with(parent: int) -> None:
    while _runs(parent):
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGINT)
