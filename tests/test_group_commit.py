"""Writers who wait for the SQLite file share one COMMIT, and nothing else: not a failure, and not an answer too early."""

import linecache
import sys
import threading
import time
import uuid

import pytest
from sqlalchemy import Select, event, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from kpi_assistant.group_commit import GroupCommit
from kpi_assistant.models import Workspace
from tests.conftest import on_sqlite

pytestmark = on_sqlite  # PostgreSQL groups commits by itself

ADD = text(
    "INSERT INTO workspace (id, name, created_at, last_brief_number, competitors)"
    " VALUES (:id, :name, '2026-11-01', 0, '')"
)


@pytest.fixture
def database(app):
    return app.extensions["database"]


@pytest.fixture
def together(database):
    """Runs works at once while somebody else holds the file, and gives what each returned or raised, by name."""

    def run(**works):
        answers = {}

        def one(name, work):
            try:
                answers[name] = database.group_commit.write(work)
            except Exception as error:
                answers[name] = error

        threads = [threading.Thread(target=one, args=item) for item in works.items()]
        with database.engine.begin():
            for thread in threads:
                thread.start()
            deadline = time.monotonic() + 20
            while len(database.group_commit._waiting) < len(works) and time.monotonic() < deadline:
                time.sleep(0.005)
        for thread in threads:
            thread.join(20)
        return answers

    return run


@pytest.fixture
def commits(database):
    seen = []

    def note(_connection):
        seen.append("commit")

    event.listen(database.engine, "commit", note)
    yield seen
    event.remove(database.engine, "commit", note)


def add(name):
    def work(connection):
        connection.execute(ADD, {"id": uuid.uuid4().hex, "name": name})
        return name

    return work


def names() -> Select[tuple[str]]:
    return select(Workspace.name).where(Workspace.name.in_(["甲", "乙", "丙", "丁"])).order_by(Workspace.name)


def test_writers_who_wait_share_one_commit(together, commits, fetch):
    assert together(a=add("甲"), b=add("乙"), c=add("丙")) == {"a": "甲", "b": "乙", "c": "丙"}
    assert len(commits) == 2  # whoever held the file, and the group
    assert set(fetch(names())) == {"甲", "乙", "丙"}


def test_the_failure_of_one_takes_back_its_own_work_only(together, fetch):
    twice = uuid.uuid4().hex

    def fail(connection):
        for _ in range(2):
            connection.execute(ADD, {"id": twice, "name": "丁"})

    answers = together(a=add("甲"), bad=fail, c=add("丙"))
    assert isinstance(answers.pop("bad"), IntegrityError)
    assert answers == {"a": "甲", "c": "丙"}
    assert set(fetch(names())) == {"甲", "丙"}


def test_nobody_is_told_saved_when_the_commit_fails_and_the_next_ones_are_served(database, together, fetch):
    def break_once(_connection):
        event.remove(database.engine, "commit", break_once)
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    def break_from_here(connection):
        event.listen(database.engine, "commit", break_once)
        return add("甲")(connection)

    # The group's own commit is the first after its work began.
    answers = together(a=break_from_here, b=add("乙"))
    assert [type(answer) for answer in answers.values()] == [OperationalError] * 2
    assert fetch(names()) == []
    assert together(c=add("丙")) == {"c": "丙"}
    assert fetch(names()) == ["丙"]


def test_a_file_that_cannot_be_locked_fails_one_and_nobody_after(database, fetch):
    def refuse(_connection):
        event.remove(database.engine, "begin", refuse)
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    event.listen(database.engine, "begin", refuse)
    with pytest.raises(OperationalError):
        database.group_commit.write(add("甲"))
    assert database.group_commit.write(add("乙")) == "乙"
    assert fetch(names()) == ["乙"]


def test_many_at_once_are_each_answered_with_their_own(database, fetch):
    answers = {}

    def one(number):
        for turn in range(5):
            name = f"{number}-{turn}"
            answers[name] = database.group_commit.write(add(name))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == {name: name for name in answers}
    assert len(answers) == 60
    assert fetch(select(func.count()).select_from(Workspace).where(Workspace.name.like("%-%")))[0] == 60


def test_alone_a_failure_is_ones_own_and_nothing_of_it_is_kept(database, fetch):
    twice = uuid.uuid4().hex

    def fail(connection):
        for _ in range(2):
            connection.execute(ADD, {"id": twice, "name": "丁"})

    with pytest.raises(IntegrityError):
        database.group_commit.write(fail)
    assert database.group_commit.write(add("甲")) == "甲"
    assert fetch(names()) == ["甲"]


def test_while_the_next_leader_is_on_its_way_nobody_else_leads(database, fetch):
    """Whoever is to lead may take its time to wake up; a newcomer who led meanwhile would do its work for it, and a
    failing commit would reach it too late to be told."""
    may_wake, is_called = threading.Event(), threading.Event()

    def sleepy(frame, event, _argument):
        """Traces a thread, and lets it go on from where it is woken only when the test says so."""
        if frame.f_code is not GroupCommit.write.__code__:
            return None
        if event == "line" and "if not job.done" in linecache.getline(frame.f_code.co_filename, frame.f_lineno):
            is_called.set()
            may_wake.wait(20)
        return sleepy

    answers = {}

    def go(name, work):
        def run():
            if name == "second":
                sys.settrace(sleepy)
            answers[name] = database.group_commit.write(work)

        thread = threading.Thread(target=run, name=name)
        thread.start()
        return thread

    def first(connection):
        # It came while the first one's work was being done, too late to share its commit.
        threads.append(go("second", add("乙")))
        deadline = time.monotonic() + 20
        while not database.group_commit._waiting and time.monotonic() < deadline:
            time.sleep(0.005)
        return add("甲")(connection)

    threads = []
    threads.append(go("first", first))
    assert is_called.wait(20)
    threads.append(go("third", add("丙")))
    time.sleep(0.5)
    assert set(answers) == {"first"}
    may_wake.set()
    for thread in threads:
        thread.join(20)
    assert answers == {"first": "甲", "second": "乙", "third": "丙"}
    assert set(fetch(names())) == {"甲", "乙", "丙"}
