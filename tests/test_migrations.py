"""Migrations: equal to the models, up and down and up again on both databases, and harmless to children."""

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.orm import Session

from kpi_assistant.app import create_app
from kpi_assistant.database import migration_engine
from kpi_assistant.domain.vocabulary import Layer
from kpi_assistant.models import Kpi, Person, Workspace
from tests.conftest import settings_for


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request, tmp_path):
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres").new_database()
    app = create_app(settings_for(tmp_path, url))
    with app.app_context():
        yield app
    app.extensions["database"].engine.dispose()
    app.extensions["alembic"].engines["default"].dispose()


def test_it_makes_exactly_the_tables_of_the_models(empty_app):
    alembic = empty_app.extensions["alembic"]
    alembic.upgrade()
    assert alembic.compare_metadata() == []


def test_it_goes_down_and_up_again(empty_app):
    alembic = empty_app.extensions["alembic"]
    engine = empty_app.extensions["database"].engine
    alembic.upgrade()
    there = set(sa.inspect(engine).get_table_names())
    alembic.downgrade("base")
    assert set(sa.inspect(engine).get_table_names()) <= {"alembic_version"}
    alembic.upgrade()
    assert set(sa.inspect(engine).get_table_names()) == there


def test_it_has_one_line_of_migrations(empty_app):
    assert len(empty_app.extensions["alembic"].heads()) == 1


def test_rebuilding_a_parent_keeps_its_children(empty_app):
    """SQLite changes a table by making it anew; with foreign keys on, dropping the old one would empty the children."""
    url = empty_app.config["DATABASE_URL"]
    empty_app.extensions["alembic"].upgrade()
    engine = empty_app.extensions["database"].engine
    insert_workspace = (
        "INSERT INTO workspace (id, name, created_at, last_brief_number, competitors) "
        "VALUES ({0}, 'w', '2026-01-01 00:00:00', 0, '')"
    )
    insert_project = (
        "INSERT INTO project (id, workspace_id, created_at, name, about, is_closed, search_text) "
        "VALUES ({0}, {0}, '2026-01-01 00:00:00', 'p', '', {1}, '')"
    )
    key = "'0123456789abcdef0123456789abcdef'"
    with engine.begin() as connection:
        connection.exec_driver_sql(insert_workspace.format(key))
        connection.exec_driver_sql(insert_project.format(key, "false" if "postgresql" in url else "0"))
    migrating = migration_engine(url)
    with migrating.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("workspace", recreate="always" if "sqlite" in url else "auto") as batch:
            batch.add_column(sa.Column("colour", sa.Text(), nullable=True))
    migrating.dispose()
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM project")) == 1


def test_an_importance_that_was_left_open_goes_down_to_the_middle_and_what_was_said_stays(empty_app):
    empty_app.extensions["alembic"].upgrade()
    with Session(empty_app.extensions["database"].engine) as session:
        workspace = Workspace(id=uuid.uuid4(), name="w")
        person = Person(id=uuid.uuid4(), workspace_id=workspace.id, name="p", search_text="p")
        session.add(workspace)
        session.flush()
        session.add(person)
        session.flush()
        for number in (None, 5):
            session.add(
                Kpi(
                    workspace_id=workspace.id, person_id=person.id, layer=Layer.WORK, importance=number,
                    said_on=dt.date(2026, 11, 2),
                )
            )  # fmt: skip
        session.commit()
    alembic = empty_app.extensions["alembic"]
    for change in (lambda: alembic.downgrade("0018"), alembic.upgrade):
        change()
        with empty_app.extensions["database"].engine.connect() as connection:
            found = connection.execute(sa.text("SELECT importance FROM kpi ORDER BY importance")).scalars().all()
        assert found == [3, 5]
