"""The commands of ``flask --app wsgi``: starting, members, copies, keys, a guide or figures from a file, printing."""

from flask import Flask

from kpi_assistant.cli import accounts, copies, guide, keys, matching, serve, start, work

COMMANDS = (
    start.prepare,
    serve.serve,
    accounts.add_user,
    accounts.set_password,
    copies.backup,
    copies.restore,
    keys.rotate,
    guide.make_guide,
    matching.evaluate_matching,
    work.work,
)


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
