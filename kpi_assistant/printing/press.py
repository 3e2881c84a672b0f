"""The worker processes that print: started when first needed, renewed now and then, replaced when one dies."""

import multiprocessing
import queue
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.util import Finalize
from pathlib import Path

from kpi_assistant.printing.errors import PrintingError, PrintingFault
from kpi_assistant.printing.sheet import Sheet
from kpi_assistant.printing.worker import render, start

WORKERS = 2
JOBS_PER_WORKER = 200
"""A worker is renewed after this many prints, so that nothing it may have leaked adds up."""
SECONDS = 60
"""Wall time of one print."""
PATIENCE = 120
"""Seconds a print waits for a free worker before it says that the press is busy."""


class Press:
    """A small set of printing processes; each stands alone, so one that dies takes no other print with it.

    ``stylesheets`` are the sets that a sheet may name, such as "a4".
    """

    def __init__(
        self, fonts: Path, stylesheets: Mapping[str, tuple[str, ...]], workers: int = WORKERS, seconds: int = SECONDS
    ) -> None:
        self._fonts = fonts
        self._stylesheets = stylesheets
        self._seconds = seconds
        self._free: queue.LifoQueue[ProcessPoolExecutor] = queue.LifoQueue()
        for _ in range(workers):
            self._free.put(self._worker())
        # A server's own worker joins its children before it runs anything of atexit, and would wait for ours for ever.
        # Above 10, because at 10 the queues close through which the workers are told to go.
        Finalize(None, self.close, exitpriority=20)

    def print(self, sheet: Sheet) -> bytes:
        """The sheet as PDF; PrintingError when it cannot be made. Safe to call from several threads."""
        try:
            worker = self._free.get(timeout=PATIENCE)
        except queue.Empty as error:
            raise PrintingError(PrintingFault.BUSY) from error
        try:
            job: Future[bytes] = worker.submit(render, sheet, self._seconds)
            return job.result(timeout=2 * self._seconds)
        except (BrokenProcessPool, TimeoutError) as error:
            worker.shutdown(wait=False, cancel_futures=True)
            worker = self._worker()
            raise PrintingError(PrintingFault.WORKER_DIED) from error
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """Send every idle worker home."""
        while True:
            try:
                self._free.get_nowait().shutdown(wait=True, cancel_futures=True)
            except queue.Empty:
                return

    def _worker(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork of a threaded server inherits its locks, and the fonts are not safe in threads.
        return ProcessPoolExecutor(
            max_workers=1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=start,
            initargs=(self._fonts, self._stylesheets),
            max_tasks_per_child=JOBS_PER_WORKER,
        )
