"""Saving in a meeting, against a bare Flask route with one INSERT and COMMIT on the same server and durable database."""

import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.figure import Figure, interleaved
from tests.browser.hands import PASSWORD
from tests.browser.live_server import LiveServer
from tests.page_weight import sizes_of
from tests.views.kpi_cast import meeting, organisation, person

CONNECTIONS = 16
SAVES = 320
STEADY_SAVES = 10_000
WORDS = "年底前联网率必须进前十，厅里每季度通报一次"

BARE = """
import sqlite3, threading, uuid
from flask import Flask, jsonify, request
app = Flask(__name__)
here, turn = threading.local(), threading.Lock()
def database():
    if not hasattr(here, "db"):
        here.db = sqlite3.connect("bare.sqlite3", isolation_level=None, timeout=30)
        here.db.execute("PRAGMA journal_mode=WAL"); here.db.execute("PRAGMA synchronous=FULL")
        here.db.execute("CREATE TABLE IF NOT EXISTS word (id TEXT PRIMARY KEY, text TEXT)")
    return here.db
@app.post("/save")
def save():
    db = database()
    with turn:
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO word VALUES (?, ?)", (str(uuid.uuid4()), request.get_json()["text"]))
        db.execute("COMMIT")
    return jsonify(state="saved")
"""


def figures() -> Iterator[Figure]:
    folder = Path(tempfile.mkdtemp(prefix="kpi-bench-"))
    live = LiveServer(folder / "live")
    (folder / "bare.py").write_text(BARE)
    port = live.port + 1
    bare = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
         "--blocking-threads", "8", "--no-ws", "--log-level", "error", "bare:app"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, start_new_session=True,
    )  # fmt: skip
    try:
        live.start()
        member = live.add_member("alice")
        who = live.save(person(member, at=organisation(member)))
        visit = live.save(meeting(member, who))
        cookie = log_in(live.port, member.email)
        headers = {"Cookie": cookie, "X-Requested-With": "fetch", "Origin": live.url}

        def step(kind: str) -> Callable[[], dict[str, Any]]:
            return lambda: {
                "member": str(member.id), "sent_at": 0,
                "operations": [{
                    "id": str(uuid.uuid4()), "kind": kind, "meeting": str(visit.id), "target": str(uuid.uuid4()),
                    "field": "words", "bases": [], "at": 0,
                    "value": WORDS if kind == "type" else {"words": WORDS, "person_id": str(who.id)},
                }],
            }  # fmt: skip

        failures: list[int] = []
        typed = _round(live.port, "/capture/operations", step("type"), headers, failures)
        entered = _round(live.port, "/capture/operations", step("enter"), headers, failures)
        plain = _round(port, "/save", lambda: {"text": WORDS}, {}, failures)
        seconds = interleaved({"bare": plain, "typed": typed, "entered": entered})
        yield Figure("bare INSERT and COMMIT", SAVES / seconds["bare"], "per second")
        yield Figure("save while typing", SAVES / seconds["typed"], "per second")
        yield Figure("save while typing, to bare", seconds["bare"] / seconds["typed"], "of the throughput", "≥ 0.60")
        yield Figure("entering a KPI, to bare", seconds["bare"] / seconds["entered"], "of the throughput")
        yield from _steady(live, _round(live.port, "/capture/operations", step("type"), headers, failures, each=20))
        yield from _assets(live.port, f"/meetings/{visit.id}/capture/", cookie)
        yield Figure("answers other than 200", len(failures), "requests", "0")
    finally:
        bare.terminate()
        bare.wait(30)
        live.close()
        shutil.rmtree(folder, ignore_errors=True)


def _round(
    port: int,
    path: str,
    make: Callable[[], dict[str, Any]],
    headers: dict[str, str],
    failures: list[int],
    each: int = SAVES // CONNECTIONS,
) -> Callable[[], list[float]]:
    """One round: so many requests over each of CONNECTIONS connections kept open; the seconds that each took."""
    taken: list[float] = []

    def one() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(each):
            began = time.perf_counter()
            connection.request("POST", path, json.dumps(make()), {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            answer.read()
            taken.append(time.perf_counter() - began)
            if answer.status != 200:
                failures.append(answer.status)
        connection.close()

    def call() -> list[float]:
        taken.clear()
        threads = [threading.Thread(target=one) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return list(taken)

    return call


def _steady(live: LiveServer, save: Callable[[], list[float]]) -> Iterator[Figure]:
    """What 10,000 saves leave in the server's memory, counted once it is warm."""
    save()
    before, seconds = _resident(live), list[float]()
    while len(seconds) < STEADY_SAVES:
        seconds += save()
    after = _resident(live)
    yield Figure("memory of the server after 10,000 saves", after, "MB", "< 150")
    yield Figure("memory they added", after - before, "MB", "0")
    yield Figure("a save at full load, 99th percentile", statistics.quantiles(seconds, n=100)[98] * 1000, "ms")


def _resident(live: LiveServer) -> float:
    """Megabytes held by the worker, which is granian's child."""
    assert live.process is not None
    parent = Path(f"/proc/{live.process.pid}/task/{live.process.pid}/children")
    pages = sum(int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in parent.read_text().split())
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _assets(port: int, page: str, cookie: str) -> Iterator[Figure]:
    """What the page loads, gzipped: its own links and scripts, and whatever module a script imports."""

    def read(path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers={"Cookie": cookie})
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    sizes = sizes_of(page, read)
    scripts = sum(size for path, size in sizes.items() if path.endswith(".js"))
    yield Figure("JavaScript of the page, gzipped", scripts / 1000, "kB", "≤ 30")
    yield Figure("scripts and styles of the page, gzipped", sum(sizes.values()) / 1000, "kB", "≤ 80")


def log_in(port: int, email: str) -> str:
    """The session cookie after the login page."""
    jar: dict[str, str] = {}

    def ask(method: str, body: str = "") -> str:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in jar.items())
        connection.request(method, "/login", body, {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{port}/login"})  # fmt: skip
        answer = connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";")[0].partition("=")
            jar[name] = value
        text = answer.read().decode()
        connection.close()
        return text

    token = ask("GET").partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    ask("POST", f"csrf_token={token}&email={email}&password={PASSWORD.replace(' ', '+')}")
    time.sleep(0.1)
    return "; ".join(f"{name}={value}" for name, value in jar.items())
