"""serve: prepare, then answer requests, all in one process tree; called by script/server."""

import os
import subprocess

import click
from flask import current_app
from flask.cli import with_appcontext
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kpi_assistant.cli.address import check_address
from kpi_assistant.cli.refusal import Refusal
from kpi_assistant.cli.start import demo_option, prepare, shown_address
from kpi_assistant.config import PROJECT_ROOT
from kpi_assistant.data_folder import take_for_serving
from kpi_assistant.database import Database, get_session

THREADS = 8
"""Requests at a time; the others wait in line."""
SECONDS_TO_FINISH = 10
"""What a request under way is given when the server is stopped."""


@click.command("serve")
@demo_option
@with_appcontext
@click.pass_context
def serve(context: click.Context, demo: str | None) -> None:
    """Prepare, then serve on HOST and PORT with the printer beside, until stopped.

    The worker is a copy of this process, so that the app is loaded once only: where processes can be copied, that is
    half of the time a start takes.
    """
    config = current_app.config
    check_address(config["HOST"], config["PORT"])
    if take_for_serving(config["KPI_DATA"]) is None:
        raise Refusal(f"Another server is running on the data folder {config['KPI_DATA']}: stop it first.")
    context.invoke(prepare, demo=demo)
    # A copy must not share the connections of the original.
    get_session().close()
    database: Database = current_app.extensions["database"]
    database.engine.dispose()
    click.echo(f"KPI Assistant: {shown_address()}")
    subprocess.Popen([PROJECT_ROOT / "script" / "print_beside", str(os.getpid())])  # noqa: S603  # our own script, our own number
    Granian(
        "wsgi:app", address=config["HOST"], port=config["PORT"], interface=Interfaces.WSGI, workers=1,
        blocking_threads=THREADS, websockets=False, log_access=False, log_level=LogLevels.error,
        respawn_failed_workers=True, workers_kill_timeout=SECONDS_TO_FINISH,
    ).serve()  # fmt: skip
