"""An install of its own, and the commands as a person types them."""

from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from kpi_assistant.app import create_app
from kpi_assistant.config import read_settings

PASSWORD = "sieben Kraniche am Fluss"


class Shell:
    """An install of its own, and its commands."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.url = database_url
        self.apps: list[Flask] = []
        self.app = self.start()

    def start(self) -> Flask:
        """The app as a new process would see it."""
        settings = read_settings({"KPI_DATA": str(self.folder), "DATABASE_URL": self.url})
        app = create_app({**settings, "TESTING": True, "WTF_CSRF_ENABLED": False})
        self.apps.append(app)
        return app

    def run(self, *arguments: str, typed: str = ""):
        result = self.start().test_cli_runner().invoke(args=list(arguments), input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    def rows(self, statement):
        with Session(self.app.extensions["database"].engine.execution_options(read_only=True)) as session:
            return list(session.scalars(statement))

    def close(self) -> None:
        for app in self.apps:
            app.extensions["database"].engine.dispose()
            app.extensions["alembic"].engines["default"].dispose()


def add(shell: Shell, email: str = "lin@example.com", *more: str, password: str = PASSWORD):
    return shell.run("add-user", email, "--name", "林序", "--password-stdin", *more, typed=password + "\n")
