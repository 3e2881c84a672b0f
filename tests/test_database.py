"""The database under stress: everybody who writes gets through, readers cannot write, and what was acknowledged stays."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import uuid
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kpi_assistant.database import make_engine
from kpi_assistant.models import Base, Setting
from kpi_assistant.models.sealed import Keyring

ROOT = Path(__file__).parent.parent
KEY = Fernet.generate_key().decode()
WRITER = textwrap.dedent(
    """
    import sys
    from sqlalchemy.orm import Session
    from kpi_assistant.database import make_engine
    from kpi_assistant.models import Setting
    from kpi_assistant.models.sealed import Keyring
    url, key, name, rounds = sys.argv[1:]
    engine = make_engine(url, Keyring([key]))
    for number in range(int(rounds)):
        with Session(engine) as session:
            counter = session.get(Setting, "counter")
            counter.value = str(int(counter.value) + 1)
            session.add(Setting(name=f"{name}-{number}", value="x"))
            session.commit()
        print(f"{name}-{number}", flush=True)
    """
)


@pytest.fixture
def url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'kpi.sqlite3'}"


@pytest.fixture
def engine(url):
    engine = make_engine(url, Keyring([KEY]))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Setting(name="counter", value="0"))
        session.commit()
    yield engine
    engine.dispose()


def writer(url: str, name: str, rounds: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, url, KEY, name, str(rounds)], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_many_threads_and_a_second_process_all_get_through(engine, url):
    """Reading and adding one is where plain BEGIN loses updates or says "database is locked"."""
    failures: list[BaseException] = []

    def count(thread: int) -> None:
        try:
            for number in range(10):
                with Session(engine) as session:
                    counter = session.get_one(Setting, "counter")
                    counter.value = str(int(counter.value) + 1)
                    session.add(Setting(name=f"thread-{thread}-{number}", value="x"))
                    session.commit()
        except BaseException as error:
            failures.append(error)

    other = writer(url, "process", 40)
    threads = [threading.Thread(target=count, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _out, errors = other.communicate()
    assert failures == []
    assert (other.returncode, errors) == (0, "")
    with Session(engine) as session:
        assert session.get_one(Setting, "counter").value == str(12 * 10 + 40)
        assert session.scalar(select(func.count()).select_from(Setting)) == 12 * 10 + 40 + 1


def test_threads_are_served_in_the_order_they_came(engine):
    """Each waits until the one before stands in the queue; then they must come out in that order."""
    database_lock = engine.pool.connect().driver_connection.write_lock
    order: list[int] = []
    first = Session(engine)
    first.execute(text("SELECT 1"))
    threads = []
    for number in range(8):

        def write(mine: int = number) -> None:
            with Session(engine) as session:
                session.execute(text("SELECT 1"))
                order.append(mine)

        thread = threading.Thread(target=write)
        thread.start()
        threads.append(thread)
        while len(database_lock._queue) <= number:
            threading.Event().wait(0.001)
    first.close()
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_a_failed_write_leaves_the_queue(engine):
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))
    with Session(engine) as session:
        session.add(Setting(name="after", value="x"))
        session.commit()


def test_a_reading_session_cannot_write(app):
    engine = app.extensions["database"].engine.execution_options(read_only=True)
    with Session(engine) as session:
        session.add(Setting(name="sneaky", value="x"))
        with pytest.raises(DBAPIError):
            session.commit()


def test_a_reader_sees_one_moment_and_is_not_held_up_by_a_writer(engine):
    with Session(engine.execution_options(read_only=True)) as reader:
        assert reader.scalar(select(func.count()).select_from(Setting)) == 1
        with Session(engine) as session:
            session.add(Setting(name="new", value="x"))
            session.commit()
        assert reader.scalar(select(func.count()).select_from(Setting)) == 1


@pytest.mark.parametrize("after", [1, 7, 23])
def test_what_was_acknowledged_survives_the_death_of_the_writer(engine, url, after):
    victim = writer(url, "victim", 100_000)
    assert victim.stdout is not None
    acknowledged = [victim.stdout.readline().strip() for _line in range(after)]
    os.kill(victim.pid, signal.SIGKILL)
    rest, _errors = victim.communicate()
    acknowledged += rest.splitlines()[:-1] if rest and not rest.endswith("\n") else rest.splitlines()
    with Session(engine) as session:
        there = set(session.scalars(select(Setting.name)))
        assert set(acknowledged) <= there
        # Whole or not at all: as many steps of the counter as rows.
        assert int(session.get_one(Setting, "counter").value) == len(there) - 1
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_every_connection_is_durable_and_keeps_its_links(engine):
    with engine.connect() as connection:
        values = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_sqlite_knows_how_many_rows_its_tables_hold(app, save):
    database = app.extensions["database"]
    save(*(Setting(name=f"size-{number}", value="x") for number in range(300)))
    database.learn_sizes()
    if database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            known = connection.scalar(text("SELECT stat FROM sqlite_stat1 WHERE tbl = 'setting'"))
        assert known == "300 1"


def test_an_error_carries_no_words(app):
    with Session(app.extensions["database"].engine) as session:
        session.add_all([Setting(name="庄敏的话", value="x"), Setting(name=str(uuid.uuid4()), value="x")])
        session.commit()
        session.expunge_all()
        session.add(Setting(name="庄敏的话", value="秘密"))
        with pytest.raises(DBAPIError) as error:
            session.commit()
    assert "秘密" not in str(error.value)
