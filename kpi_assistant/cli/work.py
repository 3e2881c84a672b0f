"""work: prints briefs beside the server, until it is stopped."""

import click
from flask import current_app
from flask.cli import with_appcontext

from kpi_assistant import jobs


@click.command("work")
@click.option("--parent", type=int, default=0, help="Stop when the process of this id is gone.")
@with_appcontext
def work(parent: int) -> None:
    """Print the briefs that wait. script/server starts this; a team's server runs it as a service of its own."""
    jobs.work(current_app._get_current_object(), parent)  # type: ignore[attr-defined]
