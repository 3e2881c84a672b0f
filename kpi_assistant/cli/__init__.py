"""The commands of ``flask --app wsgi``: setting up, members, copies, keys, and a guide or figures from a file."""

from flask import Flask

from kpi_assistant.cli import accounts, copies, guide, keys, matching, start

COMMANDS = (
    start.prepare,
    accounts.add_user,
    accounts.set_password,
    copies.backup,
    copies.restore,
    keys.rotate,
    guide.make_guide,
    matching.evaluate_matching,
)


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
