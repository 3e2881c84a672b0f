"""Keys: told apart from wrong ones, changed without losing a word."""

import uuid

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kpi_assistant.models import Base, Note, Setting
from kpi_assistant.models.sealed import Keyring
from kpi_assistant.services.field_keys import CHECK, keys_open, reseal, sealed_columns
from tests.objects import make_one_of_each


def test_it_remembers_the_key_and_notices_another(app):
    database = app.extensions["database"]
    with Session(database.engine) as session:
        assert keys_open(session, database.keyring)
        assert keys_open(session, database.keyring)
        assert not keys_open(session, Keyring([Fernet.generate_key().decode()]))
        assert keys_open(session, Keyring([Fernet.generate_key().decode(), *app.config["FIELD_KEYS"]]))


def test_it_finds_the_sealed_columns_of_every_table():
    found = {(table.name, column.name) for table, columns in sealed_columns() for column in columns}
    assert {("note", "text"), ("kpi_version", "sealed"), ("kpi_facet", "sealed"), ("response", "wording"),
            ("brief_paper", "pdf"), ("brief", "snapshot"), ("kpi", "observation"), ("promise", "text")} <= found  # fmt: skip
    assert len({table for table, _column in found}) >= 10
    assert found <= {(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.columns}


@pytest.mark.parametrize("batch", [1, 200])
def test_everything_is_sealed_anew_and_reads_as_before(app, save, alice, batch):
    make_one_of_each(save, alice)
    more = [
        Note(id=uuid.uuid4(), workspace_id=alice.workspace_id, created_by_id=alice.id, text=f"第 {n} 条")
        for n in range(7)
    ]
    save(*more)
    engine = app.extensions["database"].engine
    new = Fernet.generate_key().decode()
    with Session(engine) as session:
        assert keys_open(session, app.extensions["database"].keyring)
        before = set(session.scalars(select(Note.text)))
        for _rows in reseal(session, Keyring([new, *app.config["FIELD_KEYS"]]), batch=batch):
            pass
        session.commit()
        only_new = Keyring([new])
        for table, columns in sealed_columns():
            for column in columns:
                for token in session.scalars(
                    text(f"SELECT {column.name} FROM {table.name} WHERE {column.name} IS NOT NULL")
                ):
                    only_new.open(bytes(token) if not isinstance(token, str) else token.encode())
        assert keys_open(session, only_new)
    old, app.extensions["database"].engine.dialect.keyring = engine.dialect.keyring, only_new
    try:
        with Session(engine) as session:
            assert set(session.scalars(select(Note.text))) == before
    finally:
        engine.dialect.keyring = old


def test_it_stops_before_it_loses_what_it_cannot_open(app, save, alice):
    make_one_of_each(save, alice)
    stranger = Keyring([Fernet.generate_key().decode()])
    with Session(app.extensions["database"].engine) as session, pytest.raises(InvalidToken):
        list(reseal(session, stranger))


def test_a_running_app_sees_a_new_key_at_once(tmp_path):
    file = tmp_path / "field_keys"
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    file.write_text(old)
    running = Keyring([old], file)
    token = running.seal("留痕".encode())
    file.write_text(f"{new}\n{old}\n")
    assert running.open(Keyring([new]).seal(b"x")) == b"x"
    assert running.open(token).decode() == "留痕"
    assert Keyring([new]).open(running.seal(b"y")) == b"y"


def test_the_check_is_sealed_itself(app, fetch):
    with Session(app.extensions["database"].engine) as session:
        keys_open(session, app.extensions["database"].keyring)
        session.commit()
    (row,) = fetch(select(Setting).where(Setting.name == CHECK))
    assert CHECK not in row.value
