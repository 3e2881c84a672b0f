"""The commands of ``flask --app wsgi``: setting up, members, copies and keys."""

from flask import Flask

from kpi_assistant.cli import accounts, copies, keys, start


def init_app(app: Flask) -> None:
    for command in (
        start.prepare,
        accounts.add_user,
        accounts.set_password,
        copies.backup,
        copies.restore,
        keys.rotate,
    ):
        app.cli.add_command(command)
