"""Several writers, one COMMIT: whoever waits for the SQLite file anyway is taken along by the writer before them.

Syncing the log is what a commit costs, and a file has one writer at a time. So the first comer leads: it queues for the
file as everybody does, and once it may write it does the work of all who came meanwhile, each behind a savepoint of
its own. Nobody is answered before the COMMIT that holds their work.
"""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

Result = TypeVar("Result")


class _Job:
    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.work = work
        self.turn = threading.Event()
        """Set when the job is done, or when its thread is to lead."""
        self.done = False
        self.result: Any = None
        self.error: BaseException | None = None


class GroupCommit:
    """The transactions of those who only wish to write and leave; PostgreSQL groups commits by itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._guard = threading.Lock()
        self._waiting: list[_Job] = []
        self._led = False

    def write(self, work: Callable[[Connection], Result]) -> Result:
        """What ``work`` gives, once it is committed and synced; what it raises, when nothing of it was kept.

        ``work`` may run in another request's thread: it must take all it needs along.
        """
        if self._engine.dialect.name != "sqlite":
            with self._engine.begin() as connection:
                return work(connection)
        job = _Job(work)
        with self._guard:
            self._waiting.append(job)
            leads, self._led = not self._led, True
        if not leads:
            job.turn.wait()
        if not job.done:
            self._lead()
        if job.error is not None:
            raise job.error
        result: Result = job.result
        return result

    def _lead(self) -> None:
        jobs: list[_Job] = []
        try:
            with self._engine.begin() as connection:
                jobs = self._take_waiting()
                if len(jobs) == 1:  # alone, one's own failure may take back everything
                    jobs[0].result = jobs[0].work(connection)
                else:
                    for job in jobs:
                        _do(job, connection)
        except BaseException as error:  # nothing was committed, and every one of them must hear so
            jobs = jobs or self._take_waiting()
            for job in jobs:
                job.error = error
        finally:
            with self._guard:
                following = self._waiting[0] if self._waiting else None
                self._led = following is not None
            for job in jobs:
                renew_if_read_only(self._engine, job.error)
                job.done = True
                job.turn.set()
            if following is not None:
                following.turn.set()

    def _take_waiting(self) -> list[_Job]:
        with self._guard:
            jobs, self._waiting = self._waiting, []
        return jobs


def renew_if_read_only(engine: Engine, error: BaseException | None) -> None:
    """A SQLite file that could only be read when it was opened stays so for whoever has it open: open it anew."""
    if error is not None and "readonly database" in str(error):
        engine.dispose(close=False)


def _do(job: _Job, connection: Connection) -> None:
    """One's failure takes back one's own work only; when even that fails, the transaction is over for all."""
    connection.exec_driver_sql("SAVEPOINT one_of_many")
    try:
        job.result = job.work(connection)
    except Exception as error:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT one_of_many")
        job.error = error
    connection.exec_driver_sql("RELEASE SAVEPOINT one_of_many")
