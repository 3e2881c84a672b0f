"""The files of the data folder are their owner's alone, whoever starts the app and however."""

import os
import uuid

import pytest

from kpi_assistant.app import create_app
from kpi_assistant.jobs import wake_printer
from tests.conftest import settings_for


@pytest.fixture
def careless():
    """A process that makes its files readable by everybody, as most do."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder):
    return {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}


def test_no_file_can_be_read_by_others_even_where_everybody_may_read_new_files(careless, tmp_path):
    folder = tmp_path / "open"
    folder.mkdir()
    app = create_app(settings_for(folder))
    with app.app_context():
        app.extensions["alembic"].upgrade()
        wake_printer(uuid.uuid4())
        with app.extensions["database"].engine.begin():
            found = modes(folder)
    assert {"kpi.sqlite3", "kpi.sqlite3-wal", "kpi.sqlite3-shm", "jobs.sqlite3", "kpi.sqlite3.lock"} <= set(found)
    assert [name for name, mode in found.items() if mode & 0o077] == []
    close(app)


def test_a_file_that_others_could_read_is_closed_at_the_next_start(careless, tmp_path):
    (tmp_path / "kpi.sqlite3").touch(mode=0o644)
    app = create_app(settings_for(tmp_path))
    with app.extensions["database"].engine.begin():
        assert modes(tmp_path)["kpi.sqlite3"] == 0o600
    close(app)


def close(app):
    app.extensions["jobs"].close()
    app.extensions["database"].engine.dispose()
    app.extensions["alembic"].engines["default"].dispose()
