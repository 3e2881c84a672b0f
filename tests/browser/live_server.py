"""The app as its users have it: a server process of its own, with a data folder of its own."""

import ctypes
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from functools import cached_property
from pathlib import Path
from typing import Any

from flask_security.utils import hash_password
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi_assistant.app import create_app
from kpi_assistant.config import PROJECT_ROOT, read_settings
from kpi_assistant.database import make_engine
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import Member, SignIn
from kpi_assistant.models.sealed import Keyring
from kpi_assistant.services.accounts import add_member, find_workspace, forget_setup_code
from tests.browser.hands import PASSWORD, sign_in_as

STARTING_SECONDS = 60

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1
"""Of linux/prctl.h and linux/capability.h."""


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
        self.settings = read_settings(self.environment)
        self.engine = make_engine(self.settings["DATABASE_URL"], Keyring(self.settings["FIELD_KEYS"]))
        self.root = PROJECT_ROOT
        self.team = 1
        self._cookies: dict[uuid.UUID, Any] = {}
        self.process: subprocess.Popen[bytes] | None = None
        self.printer: subprocess.Popen[bytes] | None = None

    def add_member(self, name: str, workspace: str = "衡屿信安") -> Member:
        """A member who reads English, so that tests may look for words. The first of a workspace is its administrator.

        Each module's members and workspaces are its own, though modules share a server.
        """
        email, workspace = f"{name}-{self.team}@example.com", f"{workspace} {self.team}"
        with self.session() as session:
            home = find_workspace(session, workspace)
            role = MemberRole.ADMIN if home in session.new else MemberRole.MEMBER
            member = add_member(
                session, home, email=email, name=name, password_hash=self._password_hash, role=role, locale="en"
            )
            forget_setup_code(session)
            session.commit()
            return member

    def let_in(self, page: Page, member: Member) -> None:
        """Through the login page, or with the cookie of the last time while it is good: at the front page."""
        with self.session() as session:
            known = session.scalars(select(SignIn.id).where(SignIn.member_id == member.id)).all()
        cookies, sign_in_id = self._cookies.get(member.id, ([], None))
        if sign_in_id in known:
            page.context.add_cookies(cookies)
            page.goto("/")
            return
        sign_in_as(page, member)
        with self.session() as session:
            (new,) = set(session.scalars(select(SignIn.id).where(SignIn.member_id == member.id))) - set(known)
        self._cookies[member.id] = (page.context.cookies(), new)

    @cached_property
    def _password_hash(self) -> str:
        with create_app(self.settings).app_context():
            return str(hash_password(PASSWORD))

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

    def _flask(self, *words_of_command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words_of_command],
            cwd=PROJECT_ROOT, env=self.environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout


def _give_up_root() -> None:
    """Take CAP_DAC_OVERRIDE out of what a program started from here may ever have; nothing to others than root."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE)
