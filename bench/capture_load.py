"""A busy house: 50 saves a second for a while, with 5,000 meetings stored and briefs being printed beside."""

import datetime as dt
import http.client
import json
import queue
import shutil
import statistics
import tempfile
import threading
import time
import urllib.parse
import uuid
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

from bench.capture import WORDS, log_in
from bench.figure import Figure
from kpi_assistant.models import Brief, Meeting, Member, Person
from tests.browser.live_server import LiveServer
from tests.views.answer_cast import SOON, capability, kpi, proof, response
from tests.views.kpi_cast import NOON, meeting, organisation, person

MEETINGS, PER_SECOND, SECONDS, PHONES = 5_000, 50, 30, 12


def figures() -> Iterator[Figure]:
    folder = Path(tempfile.mkdtemp(prefix="kpi-bench-"))
    live = LiveServer(folder)
    try:
        live.start()
        live.start_printer()
        member = live.add_member("alice")
        who = _customer(live, member)
        visits = [meeting(member, who, starts_at=NOON - dt.timedelta(hours=number)) for number in range(MEETINGS)]
        live.save(*visits)
        cookie = log_in(live.port, member.email)
        taken, failures = _load(live, member, who, visits, cookie)
        with live.session() as session:
            printed = session.scalar(select(func.count()).select_from(Brief)) or 0
        yield Figure("saves offered", PER_SECOND, "per second")
        yield Figure("a save among them, median", statistics.median(taken) * 1000, "ms")
        yield Figure("a save among them, 99th percentile", statistics.quantiles(taken, n=100)[98] * 1000, "ms", "< 150")
        yield Figure("answers other than 200", failures, "saves", "0")
        yield Figure("briefs made and printed beside", printed, "briefs")
    finally:
        live.close()
        shutil.rmtree(folder, ignore_errors=True)


def _customer(live: LiveServer, member: Member) -> Person:
    """Somebody with six answered KPIs, so that there is something to print."""
    who: Person = live.save(person(member, at=organisation(member)))
    backup = live.save(capability(member))
    shown = live.save(proof(backup))
    for number in range(6):
        asked = live.save(kpi(member, who, f"第{number}件：六月底以前，核心系统恢复要压到一小时以内。"))
        live.save(response(asked, backup, shown, do=f"先分级，再按剧本真恢复一次，第{number}次。"))
    return who


def _load(live: LiveServer, member: Member, who: Person, visits: list[Meeting], cookie: str) -> tuple[list[float], int]:
    """Seconds from the moment each save was due, whether or not a phone was free to send it; and how many failed."""
    due: queue.Queue[float | None] = queue.Queue()
    taken: list[float] = []
    failures: list[int] = []
    is_over = threading.Event()
    headers = {"Cookie": cookie, "X-Requested-With": "fetch", "Origin": live.url, "Content-Type": "application/json"}

    def phone(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=60)
        count = 0
        while (moment := due.get()) is not None:
            count += 1
            step = {
                "id": str(uuid.uuid4()), "kind": "type", "meeting": str(visits[(count * 37 + number) % MEETINGS].id),
                "target": str(uuid.uuid4()), "field": "words", "bases": [], "at": 0, "value": WORDS,
            }  # fmt: skip
            body = json.dumps({"member": str(member.id), "sent_at": 0, "operations": [step]})
            connection.request("POST", "/capture/operations", body, headers)
            answer = connection.getresponse()
            answer.read()
            taken.append(time.perf_counter() - moment)
            if answer.status != 200:
                failures.append(answer.status)
        connection.close()

    def print_on() -> None:
        while not is_over.is_set():
            _make_brief(live, who, cookie)

    phones = [threading.Thread(target=phone, args=(number,)) for number in range(PHONES)]
    printing = threading.Thread(target=print_on)
    for thread in (*phones, printing):
        thread.start()
    began = time.perf_counter()
    for number in range(PER_SECOND * SECONDS):
        moment = began + number / PER_SECOND
        time.sleep(max(moment - time.perf_counter(), 0))
        due.put(moment)
    for _phone in phones:
        due.put(None)
    is_over.set()
    for thread in (*phones, printing):
        thread.join()
    return taken, len(failures)


def _make_brief(live: LiveServer, who: Person, cookie: str) -> None:
    """By the form of the page, and wait until its paper is there."""

    def ask(method: str, path: str, fields: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=60)
        body = urllib.parse.urlencode(fields) if fields else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        connection.request(
            method, path, body, {"Cookie": cookie, "Referer": live.url + path, "Origin": live.url, **kind}
        )
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        connection.close()
        return answer, text

    _page, text = ask("GET", f"/briefs/for/{who.id}")
    token = text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    made, _text = ask("POST", f"/briefs/for/{who.id}", {
        "csrf_token": token, "id": str(uuid.uuid4()), "edition": "customer", "locale": "zh_CN", "project_id": "",
        "steps-0-what": "夜间再恢复一次", "steps-0-who": "我方两人", "steps-0-on": str(SOON),
    })  # fmt: skip
    if made.status != 302:
        raise RuntimeError(f"no brief was made: {made.status}")
    address = made.headers["Location"].replace(live.url, "")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and ask("GET", f"{address}/pdf")[0].status != 200:
        time.sleep(0.1)
