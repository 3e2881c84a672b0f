"""Rows 4, 13 and 14 of the capture table: killed servers, databases that take nothing, and what was really synced."""

import http.client
import json
import re
import signal
import subprocess
import threading
import time
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from tests.browser.capture_cast import alice, visit  # noqa: F401 - fixtures
from tests.browser.capture_hands import drafts, enter, entered, everything, is_saved, open_capture, state, write
from tests.browser.conftest import on_both_databases
from tests.browser.hands import wait_until

pytestmark = on_both_databases


@pytest.fixture(autouse=True)
def running(server):
    yield
    if server.process is None:
        server.start()


class Writer(threading.Thread):
    """A phone without a screen: sends each step until it is acknowledged, and remembers what was."""

    def __init__(self, server, member, visit, cookie, until):
        super().__init__(daemon=True)
        self.server, self.member, self.visit, self.cookie, self.until = server, member, visit, cookie, until
        self.acknowledged = []

    def run(self):
        number = 0
        while not self.until.is_set():
            words = f"{self.name} {number}"
            step = {
                "id": str(uuid.uuid4()), "kind": "enter", "meeting": str(self.visit.id), "target": str(uuid.uuid4()),
                "bases": [], "at": 0, "value": {"words": words, "person_id": str(self.visit.attendances[0].person_id)},
            }  # fmt: skip
            while not self._send(step) and not self.until.is_set():
                time.sleep(0.05)
            number += 1

    def _send(self, step):
        body = json.dumps({"member": str(self.member.id), "sent_at": 0, "operations": [step]})
        headers = {
            "Content-Type": "application/json", "X-Requested-With": "fetch", "Cookie": self.cookie,
            "Origin": self.server.url, "Host": f"127.0.0.1:{self.server.port}",
        }  # fmt: skip
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        try:
            connection.request("POST", "/capture/operations", body, headers)
            answer = connection.getresponse()
            content = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return False
        finally:
            connection.close()
        if answer.status != 200 or content["operations"][step["id"]]["state"] != "saved":
            return False
        if step["kind"] == "enter":
            self.acknowledged.append(step["value"]["words"])
        return True


def cookie_of(page):
    return "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())


def test_4_a_server_killed_again_and_again_loses_and_doubles_nothing(sign_in, alice, server, visit):
    page = open_capture(sign_in(alice), visit)
    stop = threading.Event()
    writers = [Writer(server, alice, visit, cookie_of(page), stop) for _ in range(6)]
    for writer in writers:
        writer.start()
    said = []
    for number in range(10):
        words = f"第{number}句，杀服务器时说的"
        said.append(words)
        write(page, words)
        if state(page).get_attribute("data-state") == "saved":
            wait_until(page, lambda words=words: any(one.get("words") == words for one in drafts(server, visit)))
        page.wait_for_timeout(350)
        server.kill()
        enter(page)
        server.start()
    page.wait_for_timeout(1500)
    stop.set()
    for writer in writers:
        writer.join(30)
    is_saved(page)
    there = entered(server, visit)
    acknowledged = [words for writer in writers for words in writer.acknowledged]
    assert len(acknowledged) > 20
    assert sorted(words for words in there if words in set(acknowledged)) == sorted(acknowledged)
    assert [words for words in there if "杀服务器" in words] == said
    assert len(set(there)) == len(there)
    with server.session() as session:
        if session.get_bind().dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"


@pytest.mark.provokes(503)
def test_13_a_database_that_can_only_be_read_is_said_and_recovers_by_itself(sign_in, alice, server, visit, read_only):
    page = open_capture(sign_in(alice), visit)
    page.wait_for_function("() => sessionStorage.getItem('kpi-carried')")
    read_only(True)
    write(page, "库只读的时候说的")
    enter(page)
    expect(state(page)).to_contain_text("The server cannot store anything just now", timeout=15_000)
    assert everything(server, visit) == []
    read_only(False)
    is_saved(page, 30)
    assert everything(server, visit) == ["库只读的时候说的"]


@pytest.fixture
def read_only(server):
    """``read_only(True)`` makes the database one that can only be read, for a server that is running; False ends it."""

    def read_only(is_so):
        if server.uses_sqlite:
            # Whoever is root may write anyway, unless the server gives that up; and an open file stays as it was opened.
            if is_so:
                server.stop()
                (server.folder / "kpi.sqlite3").chmod(0o444)
                server.start(as_anybody=True)
            else:
                # SQLite gives its log the permissions of the database.
                for file in server.folder.glob("kpi.sqlite3*"):
                    file.chmod(0o644)
            return
        with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            name = server.engine.url.database
            connection.execute(
                text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {"on" if is_so else "off"}')
            )
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            )

    yield read_only
    read_only(False)
    server.stop()
    server.start()


def test_14_every_acknowledged_save_has_been_synced_before_the_answer(sign_in, alice, server, visit, tmp_path):
    if not server.uses_sqlite:
        with server.session() as session:
            assert session.scalar(text("SHOW synchronous_commit")) == "on"
        return
    page = sign_in(alice)
    log = tmp_path / "strace"
    tracer = subprocess.Popen(
        [
            "strace",
            "-f",
            "-qq",
            "-y",
            "-s",
            "2048",
            "-e",
            "trace=fsync,fdatasync,write,writev,sendto,sendmsg",
            "-o",
            log,
        ]
        + [word for number in server.workers() for word in ("-p", str(number))],
        stderr=subprocess.DEVNULL,
    )
    threads = [one for number in server.workers() for one in Path(f"/proc/{number}/task").glob("*/status")]
    wait_until(page, lambda: all(f"TracerPid:\t{tracer.pid}\n" in one.read_text() for one in threads))
    writer = Writer(server, alice, visit, cookie_of(page), threading.Event())
    try:
        for number in range(8):
            step = {
                "id": str(uuid.uuid4()), "kind": "type", "meeting": str(visit.id), "target": str(visit.id),
                "field": "words", "bases": [], "at": 0, "value": f"第{number}次",
            }  # fmt: skip
            assert writer._send(step)
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait(10)
    synced, answers, syncing = False, 0, set()
    for line in log.read_text(errors="replace").splitlines():
        thread = line.split()[0]
        if re.search(r"f(?:data)?sync\(\d+<[^>]*kpi\.sqlite3-wal>", line):
            syncing.add(thread)
        # The other threads' lines may stand between a sync's beginning and its end.
        if thread in syncing and re.search(r"sync.*\)\s+= 0$", line):
            syncing.discard(thread)
            synced = True
        # The body acknowledges; it may follow its head in a write of its own. A service worker may be fetching, too.
        elif re.search(r'\{"clock":.*"saved_at"', line.replace("\\", "")):
            assert synced, line
            synced, answers = False, answers + 1
    assert answers == 8
