"""How long the guide page, making the guide and its worksheet take for a meeting with somebody of whom 200 KPIs are known."""

import datetime as dt
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from bench.answering import app_in, fill, timed
from bench.figure import Figure, interleaved
from kpi_assistant.models import Attendance, Meeting, Person

KPIS = 200
MINUTES = 60
OTHERS_SAY = "病房里护士为了{thing}一天跑{number}趟，谁也说不清卡在哪个口子上"
"""What their colleagues said, in words of their own, as colleagues do."""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        app = app_in(folder)
        sign_in, person_id, _kpi_id = fill(app, KPIS, OTHERS_SAY)
        meeting_id = _meet(app, person_id)
        client = app.test_client()
        with client.session_transaction() as session:
            session.update(sign_in)
        guide = f"/meetings/{meeting_id}/guide/"

        def made() -> TestResponse:
            return client.post(guide, data={"minutes": str(MINUTES)})

        def swaps() -> TestResponse:
            return client.get(f"{guide}items/{item}/swap")

        calls: dict[str, Callable[[], TestResponse]] = {
            "making a guide": made,
            "the guide page": lambda: client.get(guide),
            "the choices to swap one question for": swaps,
        }
        assert made().status_code == 302
        item = calls["the guide page"]().text.partition('data-item="')[2][:36]
        for name, call in calls.items():
            assert call().status_code in (200, 302), name
            if name == "making a guide":
                item = calls["the guide page"]().text.partition('data-item="')[2][:36]
        yield Figure("the guide page, size", len(calls["the guide page"]().data) / 1000, "kB")
        # Making it gives the questions new ids, so the swaps are timed by themselves.
        swapping = timed({"swap": swaps})["swap"]
        spent = timed({name: call for name, call in calls.items() if call is not swaps})
        for name, seconds in (spent | {"the choices to swap one question for": swapping}).items():
            yield Figure(f"{name} ({KPIS} KPIs)", seconds * 1000, "ms", "≤ 150")
        yield from _paper(lambda: client.get(f"/meetings/{meeting_id}/worksheet/"))
        app.extensions["database"].engine.dispose()


def _paper(call: Callable[[], TestResponse]) -> Iterator[Figure]:
    """The worksheet is printed beside the server, so its time is the reader's."""
    began = time.perf_counter()
    first = call()
    assert first.mimetype == "application/pdf"
    yield Figure("the first worksheet of a process", (time.perf_counter() - began) * 1000, "ms")
    yield Figure("a worksheet, warm", interleaved({"paper": call})["paper"] * 1000, "ms")
    yield Figure("a worksheet, size", len(first.data) / 1000, "kB", "≤ 200")


def _meet(app: Flask, person_id: uuid.UUID) -> uuid.UUID:
    with Session(app.extensions["database"].engine) as session:
        person = session.get_one(Person, person_id)
        meeting = Meeting(
            id=uuid.uuid4(), starts_at=dt.datetime(2026, 11, 26, 2, tzinfo=dt.UTC), minutes=MINUTES,
            purpose="听听恢复演练还有什么没照顾到", search_text="", workspace_id=person.workspace_id, created_by_id=person.created_by_id,
        )  # fmt: skip
        meeting.attendances = [Attendance(person_id=person.id)]
        session.add(meeting)
        session.commit()
        return meeting.id
