"""One fair queue for everybody who wants to write to the SQLite file, across threads and processes."""

import fcntl
import os
import sqlite3
import threading
from collections import deque
from pathlib import Path


class WriteLock:
    """First come, first served among threads (a queue of tickets), then flock among processes.

    SQLite lets one connection write at a time and answers the others "database is locked" once they have
    waited too long; under load the unlucky ones starve. Queueing before BEGIN IMMEDIATE makes waiting fair
    and the busy timeout a mere safety net.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._held = False
        self._file: int | None = None

    def acquire(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                turn = None
            else:
                turn = threading.Event()
                self._queue.append(turn)
        if turn is not None:
            turn.wait()
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._held = False


class QueueingConnection(sqlite3.Connection):
    """A SQLite connection that queues before it writes and leaves the queue when its transaction ends.

    ``write_lock`` is set by the engine right after connecting.
    """

    write_lock: WriteLock
    _writing = False

    def begin_write(self) -> None:
        self.write_lock.acquire()
        self._writing = True
        try:
            self.execute("PRAGMA query_only=OFF")
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._leave_queue()
            raise

    def begin_read(self) -> None:
        self.execute("PRAGMA query_only=ON")
        self.execute("BEGIN")

    def commit(self) -> None:
        try:
            super().commit()
        except BaseException:
            # A full disk: SQLAlchemy takes a failed commit for the end of the transaction and will not roll it back.
            self.rollback()
            raise
        self._leave_queue()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._leave_queue()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._leave_queue()

    def _leave_queue(self) -> None:
        if self._writing:
            self._writing = False
            self.write_lock.release()
