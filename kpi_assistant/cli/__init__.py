"""The commands of ``flask --app wsgi``: setting up, members, copies, keys, and a guide from a file."""

from flask import Flask

from kpi_assistant.cli import accounts, copies, guide, keys, start

COMMANDS = (
    start.prepare,
    accounts.add_user,
    accounts.set_password,
    copies.backup,
    copies.restore,
    keys.rotate,
    guide.make_guide,
)


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
