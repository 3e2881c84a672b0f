"""The app as a server loads it."""

import subprocess
import sys
from pathlib import Path

from kpi_assistant.config import PROJECT_ROOT

COUNT = "import gc, wsgi; print(gc.get_freeze_count(), len(gc.get_objects()))"


def test_the_garbage_collector_need_not_walk_what_was_loaded(tmp_path: Path) -> None:
    environment = {"KPI_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(  # our own words
        [sys.executable, "-c", COUNT], cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=True
    )
    kept, walked = map(int, done.stdout.split())
    assert kept > 100_000
    assert walked < kept / 100
