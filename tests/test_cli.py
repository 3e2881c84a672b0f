"""The commands as a person types them: what they print, what they leave behind, and how they refuse."""

import gzip
import json
import re
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from kpi_assistant.app import create_app
from kpi_assistant.config import read_settings
from kpi_assistant.domain.vocabulary import KpiStatus, MemberRole
from kpi_assistant.models import (
    Capability,
    Kpi,
    Meeting,
    Member,
    Note,
    Organisation,
    Person,
    Setting,
    SignIn,
    Workspace,
)
from kpi_assistant.services.accounts import SETUP_CODE
from tests.objects import make_one_of_each

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


@pytest.fixture(params=["sqlite", "postgresql"])
def shell(request, tmp_path):
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres").new_database()
    shell = Shell(tmp_path / "data", url)
    yield shell
    shell.close()


@pytest.fixture
def ready(shell) -> Shell:
    assert shell.run("prepare").exit_code == 0
    return shell


def add(shell: Shell, email: str = "lin@example.com", *more: str, password: str = PASSWORD):
    return shell.run("add-user", email, "--name", "林序", "--password-stdin", *more, typed=password + "\n")


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


@pytest.mark.parametrize(("locale", "name"), [("zh_CN", "庄敏"), ("en", "Maren Colby")])
def test_the_sample_data_goes_into_an_empty_install_once(shell, locale, name):
    result = shell.run("prepare", "--demo", locale)
    assert result.exit_code == 0, result.output
    password = re.search(r"demo@example.com with the password (\S+)", result.output)
    assert password
    assert name in shell.rows(select(Person.name))
    assert len(shell.rows(select(Kpi))) == 25
    assert all(
        row.name_zh and row.name_en and row.limits_zh and row.limits_en for row in shell.rows(select(Capability))
    )
    client = shell.app.test_client()
    assert client.post("/login", data={"email": "demo@example.com", "password": password.group(1)}).location == "/"
    again = shell.run("prepare", "--demo", locale)
    assert again.exit_code == 0
    assert "holds data already" in again.output
    assert len(shell.rows(select(Kpi))) == 25


def test_the_sample_data_never_touches_an_install_that_holds_data(ready):
    add(ready)
    result = ready.run("prepare", "--demo", "zh_CN")
    assert "holds data already" in result.output
    assert ready.rows(select(Person)) == []


def test_it_adds_a_member_with_a_workspace_of_their_own(ready):
    assert add(ready).exit_code == 0
    (member,) = ready.rows(select(Member))
    assert (member.name, member.role) == ("林序", MemberRole.ADMIN)
    assert [row.name for row in ready.rows(select(Workspace))] == ["林序"]
    client = ready.app.test_client()
    assert client.post("/login", data={"email": "lin@example.com", "password": PASSWORD}).location == "/"


def test_it_joins_a_workspace_by_name(ready):
    add(ready, "a@example.com", "--workspace", "衡屿信安")
    add(ready, "b@example.com", "--workspace", "衡屿信安")
    add(ready, "c@example.com", "--workspace", "衡屿信安", "--role", "viewer")
    assert len(ready.rows(select(Workspace))) == 1
    roles = ready.rows(select(Member.role).order_by(Member.email))
    assert roles == [MemberRole.ADMIN, MemberRole.MEMBER, MemberRole.VIEWER]


def test_it_refuses_in_one_sentence(ready):
    add(ready)
    for result, code in (
        (add(ready, "LIN@example.com"), 1),
        (add(ready, "lin"), 2),
        (add(ready, "b@example.com", password="kurz"), 2),
        (add(ready, "b@example.com", password=""), 2),
        (add(ready, "b@example.com", "--role", "king"), 2),
        (ready.run("set-password", "nobody@example.com", "--password-stdin", typed=PASSWORD), 1),
        (ready.run("restore", str(ready.folder / "nothing"), "--yes"), 2),
        (ready.run("backup", "/proc/nowhere/file"), 1),
    ):
        assert result.exit_code == code, result.output
    assert len(ready.rows(select(Member))) == 1


def test_a_forgotten_password_is_replaced(ready):
    add(ready)
    client = ready.app.test_client()
    client.post("/login", data={"email": "lin@example.com", "password": PASSWORD})
    other = "acht Reiher am See"
    assert ready.run("set-password", "lin@example.com", "--password-stdin", typed=other).exit_code == 0
    assert client.get("/settings/").status_code == 302
    assert ready.app.test_client().post("/login", data={"email": "lin@example.com", "password": other}).location == "/"


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


def test_rotating_the_key_keeps_every_word(shell):
    shell.run("prepare", "--demo", "zh_CN")
    keys = shell.folder / "field_keys"
    old = keys.read_text().split()
    notes = sorted(shell.rows(select(Note.text)))
    assert shell.run("rotate-field-key").exit_code == 0
    assert keys.read_text().split()[1:] == old
    assert sorted(shell.rows(select(Note.text))) == notes, "a running app reads on"
    result = shell.run("rotate-field-key", "--drop-old")
    assert result.exit_code == 0, result.output
    assert len(keys.read_text().split()) == 1
    assert keys.stat().st_mode & 0o777 == 0o600
    assert sorted(shell.rows(select(Note.text))) == notes
    shell.app = shell.start()
    assert sorted(shell.rows(select(Note.text))) == notes
    assert shell.run("prepare").exit_code == 0


def test_rotating_refuses_when_something_cannot_be_opened_and_forgets_no_key(shell):
    shell.run("prepare", "--demo", "zh_CN")
    keys = shell.folder / "field_keys"
    right = keys.read_text().strip()
    other = Fernet.generate_key().decode()
    keys.write_text(other + "\n")
    result = shell.run("rotate-field-key", "--drop-old")
    assert result.exit_code == 1
    assert "put that key back" in result.output
    assert other in keys.read_text()
    keys.write_text(keys.read_text() + right + "\n")
    assert shell.run("prepare").exit_code == 0
    shell.app = shell.start()
    assert shell.rows(select(Note.text))


def test_an_update_keeps_a_copy_first(ready):
    add(ready)
    with ready.app.app_context():
        ready.app.extensions["alembic"].stamp("base")
    with ready.app.extensions["database"].engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
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


def test_what_the_sample_shows(shell):
    """The things planted for the tests of every later part."""
    shell.run("prepare", "--demo", "zh_CN")
    with Session(shell.app.extensions["database"].engine.execution_options(read_only=True)) as session:
        zhuang = session.scalars(select(Person).where(Person.name == "庄敏")).one()
        assert [post.organisation.name[:3] for post in zhuang.current_posts] == ["霁州市"]
        assert len(zhuang.posts) == 2
        by_status = dict(session.execute(select(Kpi.status, func.count()).group_by(Kpi.status)).all())
        assert {status.value: number for status, number in by_status.items()} == {"open": 21, "met": 2, "stale": 2}
        still_open = [kpi for kpi in zhuang.kpis if kpi.status is KpiStatus.OPEN]
        assert len(still_open) == 6
        assert all(kpi.response for kpi in still_open)
        assert all(kpi.response.chosen_proofs for kpi in still_open if kpi.words)
        he = session.scalars(select(Person).where(Person.name == "贺怀川")).one()
        assert len(he.kpis) == 4
        assert sum(kpi.response is not None for kpi in he.kpis) == 3
        planned = session.scalars(select(Meeting).where(Meeting.ended_at.is_(None))).all()
        assert [[person.name for person in meeting.people] for meeting in planned] == [["庄敏", "陆知远"]]
        late = [
            promise for person in session.scalars(select(Person)) for promise in person.promises if not promise.kept_on
        ]
        assert any("造价依据" in promise.text and promise.person.name == "姚其昌" for promise in late)
        # What is private lies sealed in the file.
        plain = session.scalars(text("SELECT plain FROM kpi_version WHERE sealed IS NOT NULL")).all()
        assert plain
        assert set(plain) == {None}


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


@pytest.mark.parametrize(("language", "locale"), [("zh", "zh_CN"), ("en", "en")])
def test_a_guide_is_made_from_a_file_without_a_database(tmp_path, language, locale):
    shell = Shell(tmp_path / "data", "postgresql://nobody@127.0.0.1:1/nothing")
    sample = f"kpi_assistant/content/sample/guide-scenario-{language}.json"
    made = shell.run("make-guide", sample, "--locale", locale, "--json")
    read = shell.run("make-guide", sample, "--locale", locale)
    shell.close()
    assert (made.exit_code, read.exit_code) == (0, 0)
    items = json.loads(made.output)["items"]
    assert items
    assert all(item["text"] in read.output and item["why"] in read.output for item in items)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "one JSON object"),
        (b"[" * 200_000, "not JSON"),
        (b"{}", '"today"'),
    ],
)
def test_a_bad_scenario_gets_one_sentence(tmp_path, content, sentence):
    shell = Shell(tmp_path / "data", "")
    file = tmp_path / "scenario.json"
    file.write_bytes(content)
    result = shell.run("make-guide", str(file))
    shell.close()
    assert result.exit_code == 2
    assert sentence in result.output
    assert result.output.count("\n") == 1
