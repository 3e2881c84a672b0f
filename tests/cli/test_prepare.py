"""prepare: what a first start says, what an update keeps, and how a start is refused."""

import datetime as dt
import re
import sqlite3
import uuid
from contextlib import closing

import pytest
from sqlalchemy import DateTime, Uuid, bindparam, inspect, select, text

from kpi_assistant.models import (
    Member,
    Person,
    Setting,
)
from kpi_assistant.services.accounts import SETUP_CODE
from tests.cli.shell import PASSWORD, Shell, add


def test_a_first_start_says_where_the_key_lies_and_gives_a_code(shell):
    result = shell.run("prepare")
    assert result.exit_code == 0
    assert str(shell.folder / "field_keys") in result.output
    (code,) = re.findall(r"one-time code ([A-Z0-9-]{14})$", result.output, flags=re.M)
    client = shell.app.test_client()
    form = {"code": code, "name": "林序", "email": "lin@example.com", "password": PASSWORD}
    assert client.post("/setup/", data=form).location == "/"


def test_a_second_start_gives_a_new_code_until_somebody_is_a_member(ready):
    first = ready.rows(select(Setting.value).where(Setting.name == SETUP_CODE))
    result = ready.run("prepare")
    assert "field_keys" not in result.output
    assert ready.rows(select(Setting.value).where(Setting.name == SETUP_CODE)) != first
    add(ready)
    assert ready.run("prepare").output == ""
    assert ready.rows(select(Setting.value).where(Setting.name == SETUP_CODE)) == []


def test_a_wrong_field_key_is_refused_before_it_hurts(ready):
    keys = ready.folder / "field_keys"
    right = keys.read_text()
    keys.unlink()
    result = ready.run("prepare")
    assert result.exit_code == 1
    assert "Put your copy of the key back" in result.output
    assert str(keys) in result.output
    keys.write_text(right)
    assert ready.run("prepare").exit_code == 0


AN_OLDER_VERSION = "0015"


@pytest.fixture
def older(shell) -> Shell:
    """An install of some versions ago, with a team and somebody they know."""
    with shell.app.app_context():
        shell.app.extensions["alembic"].upgrade(AN_OLDER_VERSION)
    ids = {"team": uuid.uuid4(), "person": uuid.uuid4()}
    typed = [bindparam("team", type_=Uuid()), bindparam("person", type_=Uuid()), bindparam("now", type_=DateTime())]
    with shell.app.extensions["database"].engine.begin() as connection:
        for statement in (
            "INSERT INTO workspace (id, name, created_at, last_brief_number) VALUES (:team, '衡屿信安', :now, 0)",
            "INSERT INTO person (id, workspace_id, created_at, name, met_through, contact, can_help_with, influence, stage,"
            " search_text) VALUES (:person, :team, :now, '庄敏', '', '', '', 3, 'S0', '庄敏')",
        ):
            bound = [one for one in typed if f":{one.key}" in statement]
            connection.execute(
                text(statement).bindparams(*bound), {**ids, "now": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)}
            )
    return shell


def test_an_update_keeps_a_copy_and_every_row(older):
    result = older.run("prepare")
    assert result.exit_code == 0, result.output
    (copy,) = (older.folder / "backups").iterdir()
    assert str(copy) in result.output
    assert older.rows(select(Person.sort_name)) == ["zhuang min 庄敏"]
    assert older.run("prepare").exit_code == 0
    assert list((older.folder / "backups").iterdir()) == [copy]
    if copy.suffix == ".sqlite3":
        with closing(sqlite3.connect(copy)) as kept:
            assert kept.execute("SELECT name FROM person").fetchall() == [("庄敏",)]
            assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [(AN_OLDER_VERSION,)]
        refusal = older.run("restore", str(copy), "--yes")
        assert "copy of the database file itself" in refusal.output


def test_an_update_that_breaks_off_leaves_the_database_as_it_was_and_is_made_up_for(older):
    """Something stands in the way of the last steps, when tables have been changed already."""
    engine = older.app.extensions["database"].engine
    with engine.begin() as connection:
        connection.execute(text("CREATE INDEX ix_tie_outwards ON tie (kind)"))
    result = older.run("prepare")
    assert result.exit_code == 1
    assert "is as it was" in result.output
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == AN_OLDER_VERSION
        assert "sort_name" not in {column["name"] for column in inspect(connection).get_columns("person")}
    with engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_tie_outwards"))
    assert older.run("prepare").exit_code == 0
    assert older.rows(select(Person.name)) == ["庄敏"]


def test_a_database_of_a_newer_version_is_left_alone(ready):
    add(ready)
    with ready.app.extensions["database"].engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    result = ready.run("prepare")
    assert result.exit_code == 1
    assert "newer version" in result.output
    assert len(ready.rows(select(Member))) == 1


def test_a_database_that_cannot_be_reached_gets_one_sentence(tmp_path):
    shell = Shell(tmp_path / "data", "postgresql://kpi:very-secret@127.0.0.1:1/kpi")
    result = shell.run("prepare")
    shell.close()
    assert result.exit_code == 1
    assert "The database cannot be opened" in result.output
    assert "very-secret" not in result.output
    assert result.output.count("\n") == 1
