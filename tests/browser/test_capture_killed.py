"""Rows 3, 4, 13 and 14 of the capture table: killed browsers, killed servers, full disks, and what was really synced."""

import http.client
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import threading
import time
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from tests.browser.capture_hands import (
    HERE,
    drafts,
    enter,
    entered,
    everything,
    is_saved,
    open_capture,
    ready,
    state,
    write,
)
from tests.browser.conftest import PASSWORD
from tests.browser.hands import wait_until
from tests.views.kpi_cast import meeting, organisation, person

WORDS = "院里明年六月底要把核心系统恢复压到一小时以内"


@pytest.fixture(scope="module")
def alice(server):
    return server.add_member("alice")


@pytest.fixture
def visit(server, alice):
    who = server.save(person(alice, at=organisation(alice)))
    return server.save(meeting(alice, who))


@pytest.fixture(autouse=True)
def running(server):
    yield
    if server.process is None:
        server.start()


def processes(mark):
    """The processes whose command line holds ``mark``: a folder only this test knows."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark in (entry / "cmdline").read_bytes().decode(errors="replace"):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


@pytest.fixture
def phone(browser_type, browser_type_launch_args, tmp_path, server, alice):
    """``phone()`` opens a browser with a memory that survives it; ``phone.kill()`` kills it where it stands."""
    folder = tmp_path / "profile"

    class Phone:
        context = None

        def __call__(self):
            self.context = browser_type.launch_persistent_context(
                folder, **browser_type_launch_args, viewport={"width": 360, "height": 740}, locale="en-GB",
                base_url=server.url,
            )  # fmt: skip
            return self.context.pages[0]

        def kill(self):
            for number in processes(str(folder)):
                try:
                    os.kill(number, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            while processes(str(folder)):
                time.sleep(0.02)
            try:
                self.context.close()
            except Exception:
                return

    one = Phone()
    yield one
    one.kill()


def sign_in_again(page, member, visit):
    page.goto(f"/meetings/{visit.id}/capture/")
    if "/login" in page.url:
        page.locator("[name=email]").fill(member.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(re.compile("/capture/"))
    ready(page)


@pytest.mark.parametrize("network", ["online", "offline"])
@pytest.mark.parametrize("milliseconds", [0, 50, 200, 1000])
def test_3_a_killed_browser_loses_no_keystroke(phone, server, alice, visit, milliseconds, network):
    page = phone()
    sign_in_again(page, alice, visit)
    if network == "offline":
        phone.context.set_offline(True)
    page.locator("#words").click()
    for letter in WORDS:
        page.keyboard.insert_text(letter)
    time.sleep(milliseconds / 1000)
    phone.kill()
    page = phone()
    sign_in_again(page, alice, visit)
    expect(page.locator("#words")).to_have_value(WORDS)
    is_saved(page)
    enter(page)
    is_saved(page)
    assert everything(server, visit) == [WORDS]


def test_3_a_killed_browser_finds_everything_without_a_network_too(phone, server, alice, visit):
    page = phone()
    sign_in_again(page, alice, visit)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    server.stop()
    write(page, "第一句")
    enter(page)
    write(page, WORDS)
    expect(state(page)).to_have_text(HERE)
    phone.kill()
    page = phone()
    page.goto(f"/meetings/{visit.id}/capture/")
    ready(page)
    expect(page.locator("#words")).to_have_value(WORDS)
    expect(page.locator("#entries .words")).to_have_text("第一句")
    server.start()
    page.reload()
    sign_in_again(page, alice, visit)
    is_saved(page)
    assert everything(server, visit) == sorted(["第一句", WORDS])


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
    for number in range(6):
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


def workers(server):
    """The processes of the server that answer requests."""
    return [number for number in server_family(server.process.pid) if number != server.process.pid]


def server_family(root):
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, left = [], [root]
    while left:
        number = left.pop()
        found.append(number)
        left.extend(children.get(number, []))
    return found


def test_13_a_full_disk_is_said_and_recovers_by_itself(sign_in, alice, server, visit):
    if not server.uses_sqlite:
        pytest.skip("The disk of a PostgreSQL server is not ours to fill.")
    page = open_capture(sign_in(alice), visit)
    before = [(number, resource.prlimit(number, resource.RLIMIT_FSIZE)) for number in workers(server)]
    for number, (_soft, hard) in before:
        resource.prlimit(number, resource.RLIMIT_FSIZE, (1024, hard))
    try:
        write(page, "磁盘满的时候说的")
        enter(page)
        expect(state(page)).to_contain_text("The server cannot store anything just now", timeout=15_000)
    finally:
        for number, limits in before:
            resource.prlimit(number, resource.RLIMIT_FSIZE, limits)
    is_saved(page)
    assert everything(server, visit) == ["磁盘满的时候说的"]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed.")
def test_14_every_acknowledged_save_has_been_synced_before_the_answer(sign_in, alice, server, visit, tmp_path):
    if not server.uses_sqlite:
        with server.session() as session:
            assert session.scalar(text("SHOW synchronous_commit")) == "on"
        return
    page = open_capture(sign_in(alice), visit)
    log = tmp_path / "strace"
    tracer = subprocess.Popen(
        ["strace", "-f", "-qq", "-y", "-s", "16", "-e", "trace=fsync,fdatasync,write,writev,sendto,sendmsg", "-o", log]
        + [word for number in workers(server) for word in ("-p", str(number))],
        stderr=subprocess.DEVNULL,
    )
    wait_until(page, log.exists)
    time.sleep(0.5)
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
    synced, answers = False, 0
    for line in log.read_text(errors="replace").splitlines():
        if re.search(r"f(?:data)?sync\(\d+<[^>]*kpi\.sqlite3-wal>", line):
            synced = True
        elif '"HTTP/1.1 200' in line:
            assert synced, line
            synced, answers = False, answers + 1
    assert answers == 8
