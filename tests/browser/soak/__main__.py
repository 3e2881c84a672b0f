"""``python -m tests.browser.soak SEED RUNS [--postgresql]``: run after run, each with a seed of its own."""

import argparse
import sys
import tempfile
import time
import traceback
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import chromium_arguments
from tests.browser.live_server import LiveServer
from tests.browser.soak.run import Run
from tests.browser.soak.stage import Stage
from tests.postgres import PostgresServer


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/soak", description="Random faults for the capture page.")
    parser.add_argument("seed", type=int, help="of the first run; each further run adds one")
    parser.add_argument("runs", type=int)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    wanted = parser.parse_args()
    failed, started = 0, time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kpi-soak-")))
        address = stack.enter_context(PostgresServer()).new_database() if wanted.postgresql else ""
        server = LiveServer(folder, address)
        stack.callback(server.close)
        server.start()
        chromium = stack.enter_context(sync_playwright()).chromium
        stage = stack.enter_context(Stage(server, chromium, chromium_arguments()))
        for seed in range(wanted.seed, wanted.seed + wanted.runs):
            failed += not held(stage, seed)
    seconds = time.monotonic() - started
    sys.stdout.write(
        f"{wanted.runs} runs from seed {wanted.seed}: {failed} failed, {seconds / max(wanted.runs, 1):.1f} s each\n"
    )
    return 1 if failed else 0


def held(stage: Stage, seed: int) -> bool:
    """Play one run; a failure is told with its steps and with what brings it back."""
    run = Run(stage, seed)
    try:
        run.play()
    except Exception as error:
        told = "".join(traceback.format_exception(error)) if not isinstance(error, AssertionError) else f"{error}\n"
        again = f"script/soak {seed} 1{'' if stage.server.uses_sqlite else ' --postgresql'}"
        sys.stdout.write(f"FAILED {again}\n" + "".join(f"  {line}\n" for line in run.log) + told)
        sys.stdout.flush()
        return False
    sys.stdout.write(f"{seed}: {len(run.log)} steps, {len(run.words.said)} sentences\n")
    sys.stdout.flush()
    return True


if __name__ == "__main__":
    sys.exit(main())
