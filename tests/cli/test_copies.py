"""backup and restore: while the app runs, whole or not at all."""

import gzip
import json
import resource
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kpi_assistant.models import (
    Member,
    Note,
    Organisation,
    SignIn,
    Workspace,
)
from tests.cli.shell import PASSWORD, Shell, add
from tests.objects import make_one_of_each


def everything(shell: Shell) -> dict[str, list[str]]:
    """Every row of every table, as text, sessions left out."""
    with shell.app.extensions["database"].engine.connect() as connection:
        return {
            table: sorted(str(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {table}")))
            for table in ("workspace", "member", "organisation", "person", "post", "tie", "meeting", "attendance", "kpi",
                          "kpi_version", "kpi_facet", "note", "promise", "response", "capability", "proof", "touch", "setting")
        }  # fmt: skip


def test_a_backup_brings_everything_back(shell):
    assert shell.run("prepare", "--demo", "zh_CN").exit_code == 0
    file = shell.folder / "copy.backup"
    result = shell.run("backup", str(file))
    assert result.exit_code == 0
    assert "field keys" in result.output
    assert file.stat().st_mode & 0o777 == 0o600
    before = everything(shell)
    with Session(shell.app.extensions["database"].engine) as session:
        session.execute(text("DELETE FROM person"))
        session.execute(text("UPDATE organisation SET name = 'gone'"))
        session.add(Workspace(name="new"))
        session.commit()
    assert everything(shell) != before
    restored = shell.run("restore", str(file), "--yes")
    assert restored.exit_code == 0, restored.output
    assert everything(shell) == before
    kept = list((shell.folder / "backups").glob("*before-restore*"))
    assert len(kept) == 1
    # And the words can be read: the keys were never in the file.
    assert any("做事细" in note for note in shell.rows(select(Note.text)))
    key = (shell.folder / "field_keys").read_text().strip()
    assert key not in gzip.decompress(file.read_bytes()).decode()


def test_a_backup_holds_no_sessions_and_restoring_ends_them(ready):
    add(ready)
    client = ready.app.test_client()
    client.post("/login", data={"email": "lin@example.com", "password": PASSWORD})
    file = ready.folder / "copy.backup"
    ready.run("backup", str(file))
    ready.run("restore", str(file), "--yes")
    assert ready.rows(select(SignIn)) == []
    assert client.get("/settings/").status_code == 302


def test_restoring_asks_first(ready):
    add(ready)
    file = ready.folder / "copy.backup"
    ready.run("backup", str(file))
    result = ready.run("restore", str(file), typed="n\n")
    assert result.exit_code == 1
    assert "Nothing was changed." in result.output


def test_a_file_that_is_not_a_whole_backup_changes_nothing(ready):
    add(ready)
    file = ready.folder / "copy.backup"
    ready.run("backup", str(file))
    whole = file.read_bytes()
    lines = gzip.decompress(whole).decode().splitlines()
    header = json.loads(lines[0])

    def with_header(**changes: object) -> bytes:
        return gzip.compress("\n".join([json.dumps(header | changes), *lines[1:]]).encode())

    wrong = [
        (b"not a backup", "cannot be read"),
        (whole[: len(whole) // 2], "cannot be read"),
        (whole[:-9] + bytes([whole[-9] ^ 255]) + whole[-8:], "cannot be read"),
        (gzip.compress("\n".join(lines[:-1]).encode()), "not whole"),
        (gzip.compress("\n".join([*lines[:2], *lines[3:]]).encode()), "not whole"),
        (gzip.compress(b'{"some": "json"}\n'), "not a backup"),
        (with_header(backend="mysql"), "was taken from mysql"),
        (with_header(revision="0000"), "database version 0000"),
        (with_header(field_key_check=Fernet(Fernet.generate_key()).encrypt(b"x").decode()), "another field key"),
    ]
    before = everything(ready)
    for content, sentence in wrong:
        file.write_bytes(content)
        result = ready.run("restore", str(file), "--yes")
        assert result.exit_code == 1, sentence
        assert sentence in result.output
        assert everything(ready) == before
    assert not (ready.folder / "backups").exists()


def test_a_backup_taken_under_load_holds_what_was_acknowledged_and_restoring_disturbs_nobody(ready):
    add(ready)
    clients = [ready.app.test_client() for _number in range(3)]
    for client in clients:
        assert client.post("/login", data={"email": "lin@example.com", "password": PASSWORD}).status_code == 302
    acknowledged: list[str] = []
    answers: set[int] = set()
    stop = threading.Event()

    def enter(client, worker: int) -> None:
        number = 0
        while not stop.is_set():
            name = f"单位 {worker}-{number}"
            response = client.post("/organisations/new", data={"name": name, "industry": "other"})
            answers.add(response.status_code)
            if response.status_code == 302 and "/organisations/" in response.location:
                acknowledged.append(name)
            answers.add(client.get("/organisations/").status_code)
            number += 1

    threads = [threading.Thread(target=enter, args=(client, number)) for number, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    while len(acknowledged) < 6:
        stop.wait(0.01)
    before = list(acknowledged)
    file = ready.folder / "copy.backup"
    taken = ready.run("backup", str(file))
    restored = ready.run("restore", str(file), "--yes")
    stop.set()
    for thread in threads:
        thread.join()
    assert taken.exit_code == 0, taken.output
    assert restored.exit_code == 0, restored.output
    assert answers <= {200, 302}
    assert set(before) <= set(ready.rows(select(Organisation.name)))


def test_one_of_each_can_be_backed_up(ready):
    add(ready)
    (member,) = ready.rows(select(Member))

    def save(*rows):
        with Session(ready.app.extensions["database"].engine, expire_on_commit=False) as session:
            session.add_all(rows)
            session.commit()

    make_one_of_each(save, member)
    before = everything(ready)
    file = ready.folder / "copy.backup"
    ready.run("backup", str(file))
    assert ready.run("restore", str(file), "--yes").exit_code == 0
    assert everything(ready) == before


on_sqlite_shell = pytest.mark.parametrize("shell", ["sqlite"], indirect=True)
"""The disk of a PostgreSQL server is not ours to fill."""


@contextmanager
def files_end_at(size: int):
    """No file can grow beyond this many bytes: a disk without room."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.suffix not in {".sqlite3-wal", ".sqlite3-shm"})


def test_without_room_a_backup_leaves_nothing_behind(shell):
    shell.run("prepare", "--demo", "zh_CN")
    before = files_in(shell.folder)
    with files_end_at(2048):
        refused = shell.run("backup", str(shell.folder / "copy.backup"))
    assert refused.exit_code == 1
    assert "cannot be written (File too large)" in refused.output
    assert files_in(shell.folder) == before


def test_without_room_for_what_is_here_nothing_is_restored(shell):
    shell.run("prepare", "--demo", "zh_CN")
    file = shell.folder / "copy.backup"
    assert shell.run("backup", str(file)).exit_code == 0
    before, files = everything(shell), files_in(shell.folder)
    with files_end_at(2048):
        refused = shell.run("restore", str(file), "--yes")
    assert refused.exit_code == 1
    assert refused.output.count("\n") == 1
    assert "nothing was restored: everything is as it was. Make room" in refused.output
    assert everything(shell) == before
    assert set(files_in(shell.folder)) - set(files) <= {"backups"}
    assert shell.run("restore", str(file), "--yes").exit_code == 0


@on_sqlite_shell
def test_without_room_for_the_rows_nothing_is_restored(shell):
    shell.run("prepare", "--demo", "zh_CN")
    file = shell.folder / "copy.backup"
    assert shell.run("backup", str(file)).exit_code == 0
    before, files = everything(shell), files_in(shell.folder)
    with files_end_at(file.stat().st_size * 2):
        refused = shell.run("restore", str(file), "--yes")
    assert refused.exit_code == 1
    assert refused.output.startswith("Nothing was restored, everything is as it was: the database refused (")
    assert everything(shell) == before
    assert set(files_in(shell.folder)) - set(files) <= {"backups"}
    assert shell.run("restore", str(file), "--yes").exit_code == 0


@on_sqlite_shell
def test_without_room_for_a_copy_nothing_is_brought_up_to_date(ready):
    with ready.app.app_context():
        alembic = ready.app.extensions["alembic"]
        newest = alembic.heads()
        alembic.downgrade("0001")
    files = files_in(ready.folder)
    with files_end_at(64 * 1024):
        refused = ready.run("prepare")
    assert refused.exit_code == 1
    assert "so it was not brought up to date and is as it was. Make room there" in refused.output
    assert set(files_in(ready.folder)) - set(files) <= {"backups"}
    assert ready.run("prepare").exit_code == 0
    with ready.app.app_context():
        assert alembic.current() == newest
