"""What runs in a worker process: one renderer with its fonts and style sheets kept, inside hard limits."""

import contextlib
import gc
import logging
import os
import resource
import signal
import threading
from collections.abc import Iterator, Mapping
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from kpi_assistant.printing.errors import PrintingError, PrintingFault
from kpi_assistant.printing.sheet import Sheet

if TYPE_CHECKING:
    from kpi_assistant.printing.renderer import Renderer

MEMORY = 1 << 30
"""Bytes of address space a worker may take."""


_renderer: "Renderer | None" = None


def start(fonts: Path, stylesheets: Mapping[str, tuple[str, ...]]) -> None:
    """Set the limits of this process and load what every print needs; called once, before the first job."""
    global _renderer
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # The renderer logs words it cannot set; those are a customer's and belong in no log.
    logging.getLogger("weasyprint").disabled = True
    logging.getLogger("fontTools").disabled = True
    from kpi_assistant.printing.renderer import Renderer  # noqa: PLC0415 - only a worker process loads WeasyPrint

    _renderer = Renderer(fonts, stylesheets)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def render(sheet: Sheet, seconds: int) -> bytes:
    """Print one sheet within the seconds; every failure is a PrintingError."""
    if _renderer is None:
        raise PrintingError(PrintingFault.WORKER_DIED)
    try:
        with _limited(seconds):
            return _renderer.pdf(sheet)
    except PrintingError:
        raise
    except (RecursionError, MemoryError) as error:
        raise PrintingError(PrintingFault.TOO_BIG) from error
    except TimeoutError as error:
        raise PrintingError(PrintingFault.TOO_SLOW) from error


@contextlib.contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """An alarm for Python code; for C code that never returns, the processor limit ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds + 10, hard))
    signal.signal(signal.SIGALRM, _too_late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def _too_late(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def _end_with_parent() -> None:
    """A worker outlives nobody: when the server dies without a word, so does it."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)
