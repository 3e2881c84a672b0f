"""Printing beside the server: once only, taken up again after a kill, and never released with a withheld word."""

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from kpi_assistant import jobs, printing
from kpi_assistant.database import get_session
from kpi_assistant.domain.vocabulary import Facet, Layer, Paper, PrintState
from kpi_assistant.models import Attendance, Brief, BriefPaper, Meeting, Note, PrintJob
from kpi_assistant.models.base import utc_now
from kpi_assistant.printing import attached_text, pdf_text, printer
from kpi_assistant.services.briefs import frozen_edition
from kpi_assistant.services.print_jobs import LEASE, MOST_ATTEMPTS, claim_job, settle_job, waiting_jobs
from tests.views.answer_cast import SOON, capability, facet, kpi, proof, response
from tests.views.kpi_cast import organisation, person

ROOT = Path(__file__).parent.parent
OTHERS_WORDS = "老张背地里说这个系统迟早要出大事情"
ONLY_PRINTED = "不是对您这边结果的保证"
ONLY_ATTACHED = "院里年中评审那一周之前"
"""How they put the day: the paper prints the day itself, and carries this along in its data."""


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=save(organisation(alice))))


@pytest.fixture
def brief(sign_in, alice, zhuang, save, fetch):
    """A frozen customer edition that waits to be printed."""
    backup = save(capability(alice))
    told = [(Facet.METRIC, "恢复时长"), (Facet.TARGET, "1小时以内"), (Facet.DEADLINE, ONLY_ATTACHED)]
    asked = save(kpi(alice, zhuang, facets=[facet(*each) for each in told], deadline_on=SOON))
    save(response(asked, backup, save(proof(backup)), do="按剧本恢复一次。" + OTHERS_WORDS[:9]))
    form = {"id": str(uuid.uuid4()), "edition": "customer", "locale": "zh_CN", "project_id": "",
            "steps-0-what": "夜间再恢复一次", "steps-0-on": str(SOON)}  # fmt: skip
    assert sign_in(alice).post(f"/briefs/for/{zhuang.id}", data=form).status_code == 302
    return fetch(select(Brief))[0]


def print_it(app, brief):
    with app.app_context():
        jobs.print_frozen(brief.id)


def job(fetch):
    (row,) = fetch(select(PrintJob))
    return row


@contextmanager
def killing_printers():
    """Whatever process begins to print is killed."""
    is_over = threading.Event()

    def kill():
        while not is_over.is_set():
            for child in multiprocessing.active_children():
                child.kill()
            is_over.wait(0.01)

    hand = threading.Thread(target=kill)
    hand.start()
    try:
        yield
    finally:
        is_over.set()
        hand.join()


def test_it_prints_every_paper_once_and_the_same_bytes_stay(app, brief, fetch):
    assert job(fetch).state is PrintState.QUEUED
    print_it(app, brief)
    assert job(fetch).state is PrintState.DONE
    kept = {row.paper for row in fetch(select(BriefPaper))}
    assert kept == {Paper.A4, Paper.PHONE}

    with app.app_context():
        for row in get_session().scalars(select(BriefPaper)):
            row.pdf = b"%PDF as it was handed over"
        get_session().commit()
    print_it(app, brief)
    assert (job(fetch).state, job(fetch).attempts) == (PrintState.DONE, 1)
    assert fetch(select(BriefPaper.pdf)) == [b"%PDF as it was handed over"]  # both: alike ones are given once


def test_two_workers_never_claim_the_same(app, brief):
    with app.app_context():
        claims = [claim_job(get_session(), brief.id, f"host:{number}:x", utc_now()) for number in range(3)]
        assert claims == [True, False, False]
        get_session().commit()
        assert waiting_jobs(get_session(), utc_now()) == []
        assert waiting_jobs(get_session(), utc_now() + 2 * LEASE) == [brief.id]


def test_a_job_of_a_killed_process_is_taken_up_at_once_and_goes_on_where_it_was(app, brief, fetch):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with app.app_context():
        name = jobs._own_name().split(":")
        claim_job(get_session(), brief.id, f"{name[0]}:{child.pid}:{name[2]}", utc_now())
        get_session().add(BriefPaper(brief_id=brief.id, paper=Paper.A4, pdf=b"%PDF made before the kill"))
        get_session().commit()
    app.extensions["jobs"].sweep()
    assert job(fetch).state is PrintState.RUNNING  # it lives: hands off
    child.send_signal(signal.SIGKILL)
    child.wait()
    app.extensions["jobs"].sweep()
    assert job(fetch).state is PrintState.QUEUED
    print_it(app, brief)
    assert job(fetch).state is PrintState.DONE
    assert b"%PDF made before the kill" in fetch(select(BriefPaper.pdf))
    assert len(fetch(select(BriefPaper.paper))) == 2


def test_a_dead_press_is_tried_again_and_then_said(app, brief, fetch, sign_in, alice):
    with killing_printers():
        for attempt in range(1, MOST_ATTEMPTS + 1):
            print_it(app, brief)
            assert job(fetch).attempts == attempt
    assert job(fetch).state is PrintState.FAILED
    client = sign_in(alice)
    assert "Printing broke off" in client.get(f"/briefs/{brief.id}").text
    client.post(f"/briefs/{brief.id}/print")
    print_it(app, brief)
    assert client.get(f"/briefs/{brief.id}/status").json == {"state": "done", "label": "Printed", "papers": 2}


def test_what_kills_its_printer_again_and_again_is_given_up(app, brief, fetch, sign_in, alice):
    now = utc_now()
    with app.app_context():
        session = get_session()
        for attempt in range(MOST_ATTEMPTS):
            assert claim_job(session, brief.id, f"host:{attempt}:x", now + attempt * 2 * LEASE)
        assert not claim_job(session, brief.id, "host:9:x", now + MOST_ATTEMPTS * 2 * LEASE)
        session.commit()
    assert (job(fetch).state, job(fetch).attempts) == (PrintState.FAILED, MOST_ATTEMPTS)
    assert "Printing broke off" in sign_in(alice).get(f"/briefs/{brief.id}").text


def test_an_orphan_without_attempts_left_is_given_up(app, brief, fetch):
    for attempt in range(1, MOST_ATTEMPTS + 1):
        with app.app_context():
            name = jobs._own_name().split(":")
            assert claim_job(get_session(), brief.id, f"{name[0]}:{name[1]}:an earlier life.{attempt}", utc_now())
            get_session().commit()
        app.extensions["jobs"].sweep()
        assert job(fetch).state is (PrintState.QUEUED if attempt < MOST_ATTEMPTS else PrintState.FAILED)
    assert job(fetch).fault == printer.PrintingFault.WORKER_DIED


@pytest.mark.parametrize("again", [False, True])
def test_who_comes_back_late_does_not_settle_anothers_print(app, brief, fetch, again):
    with app.app_context():
        session = get_session()
        claim_job(session, brief.id, "host:1:x", utc_now())
        claim_job(session, brief.id, "host:2:x", utc_now() + 2 * LEASE)
        settle_job(session, brief.id, "host:1:x", "busy", again=again)
        session.commit()
        assert (job(fetch).state, job(fetch).claimed_by) == (PrintState.RUNNING, "host:2:x")
        settle_job(session, brief.id, "host:2:x", "busy", again=again)
        session.commit()
    assert job(fetch).state is (PrintState.QUEUED if again else PrintState.FAILED)


def test_a_colleagues_private_word_stops_the_finished_paper_too(app, brief, fetch, save, bob, zhuang):
    save(kpi(bob, zhuang, OTHERS_WORDS, Layer.LIFE))
    print_it(app, brief)
    assert (job(fetch).state, job(fetch).fault) == (PrintState.FAILED, jobs.LEAK)
    assert fetch(select(BriefPaper)) == []


def test_a_withheld_word_in_the_finished_paper_stops_its_release(app, brief, fetch, save, sign_in, alice, zhuang):
    # Told to us after the brief was frozen, so that only the look at the finished paper can find it.
    zhang = save(person(alice, "张敬之"))
    save(kpi(alice, zhang, OTHERS_WORDS, Layer.MINDSET))
    with app.app_context():
        frozen = get_session().get(Brief, brief.id)
        assert OTHERS_WORDS[:9] in str(frozen.snapshot)
        get_session().rollback()
    save_touch(app, alice, zhang, zhuang)
    print_it(app, brief)
    assert job(fetch).state is PrintState.FAILED
    assert job(fetch).fault == jobs.LEAK
    assert fetch(select(BriefPaper)) == []
    client = sign_in(alice)
    assert "not released" in client.get(f"/briefs/{brief.id}").text
    assert client.get(f"/briefs/{brief.id}/pdf").status_code == 302


@pytest.mark.parametrize(
    ("withheld", "printed", "attached"), [(ONLY_PRINTED, True, False), (ONLY_ATTACHED, False, True)]
)
def test_the_print_and_what_is_attached_to_it_are_each_searched(
    app, brief, fetch, save, bob, zhuang, withheld, printed, attached
):
    with app.app_context():
        pdf = printing.print_brief(frozen_edition(get_session().get_one(Brief, brief.id)), "zh_CN", Paper.A4, b"")
        get_session().rollback()
    assert (withheld in pdf_text(pdf).replace("\n", ""), withheld in attached_text(pdf)) == (printed, attached)
    save(Note(workspace_id=bob.workspace_id, created_by_id=bob.id, person_id=zhuang.id, text=withheld))
    print_it(app, brief)
    assert (job(fetch).state, job(fetch).fault) == (PrintState.FAILED, jobs.LEAK)
    assert fetch(select(BriefPaper)) == []


def save_touch(app, alice, zhang, zhuang):
    """The two sat at one table, so what one said is looked for in the other's paper."""
    with app.app_context():
        meeting = Meeting(
            id=uuid.uuid4(), workspace_id=alice.workspace_id, created_by_id=alice.id, starts_at=utc_now(), minutes=30
        )
        meeting.attendances = [Attendance(person_id=each.id) for each in (zhang, zhuang)]
        get_session().add(meeting)
        get_session().commit()


def test_a_worker_process_prints_what_waits_and_ends_with_the_server(app, brief, fetch, tmp_path):
    if app.config["DATABASE_URL"].startswith("sqlite"):
        environment = {"KPI_DATA": str(app.config["KPI_DATA"])}
    else:
        environment = {"KPI_DATA": str(tmp_path), "DATABASE_URL": app.config["DATABASE_URL"]}
    # The worker reads its keys from the data folder, as the server does.
    Path(environment["KPI_DATA"], "field_keys").write_text("\n".join(app.config["FIELD_KEYS"]))
    server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
    worker = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "work", "--parent", str(server.pid)],
        cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while job(fetch).state is not PrintState.DONE and time.monotonic() < deadline:
            assert worker.poll() is None
            time.sleep(0.2)
        assert job(fetch).state is PrintState.DONE
        assert re.search(
            "院长给我的期限", pdf_text(fetch(select(BriefPaper.pdf).where(BriefPaper.paper == Paper.A4))[0])
        )
        server.kill()
        server.wait()
        assert worker.wait(timeout=20) is not None
    finally:
        server.kill()
        worker.kill()
