"""A real server process and a real Chromium: ``server`` runs the app, ``sign_in`` goes through its login page."""

import ctypes
import datetime as dt
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi_assistant.config import PROJECT_ROOT, read_settings
from kpi_assistant.database import make_engine
from kpi_assistant.models import Member
from kpi_assistant.models.sealed import Keyring
from tests.browser.hands import PASSWORD, sign_in_as

STARTING_SECONDS = 60
expect.set_options(timeout=15_000)
"""Milliseconds; what comes, comes sooner, but for a machine that runs tests on every core."""


PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1
"""Of linux/prctl.h and linux/capability.h."""

on_both_databases = pytest.mark.parametrize("server", ["sqlite", "postgresql"], indirect=True, scope="module")
"""For tests whose server is to run on SQLite and on PostgreSQL; without it ``server`` runs on SQLite."""


class LiveServer:
    """The app under granian on a free port, with a data folder of its own; members sign in with PASSWORD.

    ``said`` is what ``flask prepare`` printed, which is all that a new user has been told.
    """

    def __init__(self, folder: Path, database_url: str = "") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}},
            "KPI_DATA": str(folder), "HOST": "127.0.0.1", "PORT": str(self.port),
            **({"DATABASE_URL": database_url} if database_url else {}),
        }  # fmt: skip
        self.said = self._flask("prepare")
        settings = read_settings(self.environment)
        self.engine = make_engine(settings["DATABASE_URL"], Keyring(settings["FIELD_KEYS"]))
        self.root = PROJECT_ROOT
        self.process: subprocess.Popen[bytes] | None = None
        self.printer: subprocess.Popen[bytes] | None = None

    def add_member(self, name: str, workspace: str = "衡屿信安") -> Member:
        """A member who reads English, so that tests may look for words."""
        email = f"{name}@example.com"
        self._flask("add-user", email, "--name", name, "--workspace", workspace, "--password-stdin", words=PASSWORD)
        with self.session() as session:
            member = session.scalars(select(Member).where(Member.email == email)).one()
            member.locale = "en"
            session.commit()
            return member

    def load_demo(self, locale: str) -> tuple[Member, str]:
        """The sample data's member, and the password that was printed for them."""
        said = self._flask("prepare", "--demo", locale)
        with self.session() as session:
            return session.scalars(select(Member)).one(), said.split()[-1]

    def session(self) -> Session:
        """A session beside the server's own, to lay rows down and to see what is stored."""
        return Session(self.engine, expire_on_commit=False)

    def save(self, *rows: Any) -> Any:
        with self.session() as session:
            session.add_all(rows)
            session.commit()
        return rows[0]

    def now_plus(self, **delta: float) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + dt.timedelta(**delta)

    def start(self, *, as_anybody: bool = False) -> None:
        """``as_anybody``: without root's power to write whatever file it likes."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
                    "--port", str(self.port), "--blocking-threads", "8", "--no-ws", "wsgi:app",
                ],
                cwd=self.root, env=self.environment, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=_give_up_root if as_anybody else None,
            )  # fmt: skip
        deadline = time.monotonic() + STARTING_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/health", timeout=5).close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "server.log").read_text()) from None
                time.sleep(0.1)

    def start_printer(self) -> None:
        """What script/server runs beside the server; it prints the briefs."""
        with (self.folder / "printer.log").open("ab") as log:
            self.printer = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", "work"],
                cwd=PROJECT_ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
            self.process = None

    def kill(self) -> None:
        """Without warning, workers and all."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None

    def workers(self) -> list[int]:
        """The processes that answer requests: all that granian has started."""
        assert self.process is not None
        found: list[int] = []
        left = [self.process.pid]
        while left:
            number = left.pop()
            children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
            left.extend(map(int, children))
            found.extend(map(int, children))
        return found

    @property
    def uses_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        self.stop()
        if self.printer is not None:
            self.printer.terminate()
            self.printer.wait(30)
        self.engine.dispose()

    def _flask(self, *words_of_command: str, words: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words_of_command],
            cwd=PROJECT_ROOT, env=self.environment, input=words, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout


def _give_up_root() -> None:
    """Take CAP_DAC_OVERRIDE out of what a program started from here may ever have; nothing to others than root."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE)


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("live"), database_url(request))
    live.start()
    yield live
    live.close()


def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of the kind the fixture's parameter names; "" for SQLite in the data folder."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return ""
    return str(request.getfixturevalue("postgres").new_database())


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **chromium_arguments()}


def chromium_arguments() -> dict[str, Any]:
    """The system's Chromium; its sandbox cannot start as root."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Chromium is not installed.")
    return {
        "executable_path": found,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture
def sign_in(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """``sign_in(member, width=360)`` gives a page of a fresh browser; complaints of the browser fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def sign_in(member: Member, width: int = 360, height: int = 740, through: str = "", **more: Any) -> Page:
        """``through`` is the address of a proxy in front of the server."""
        url = through or server.url
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", base_url=url, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in_as(page, member)
        return page

    yield sign_in
    for context in contexts:
        context.close()
    provoked = {status for mark in request.node.iter_markers("provokes") for status in mark.args}
    assert [text for text in complaints if not _is_expected(text, provoked)] == []


def _is_expected(complaint: str, provoked: set[int]) -> bool:
    """A network that is down is what some tests are about, as is an answer they have asked for; neither is a page's fault."""
    answer = re.search(r"the server responded with a status of (\d+)", complaint)
    if answer:
        return int(answer[1]) in provoked
    # The second is how Chromium puts it when the network goes, or the page, while a service worker is being fetched.
    return "net::ERR_" in complaint or "unknown error occurred when fetching the script" in complaint
