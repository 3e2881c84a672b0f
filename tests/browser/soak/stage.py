"""Where runs take place: one server with a bad network in front and one browser, kept from run to run while they live."""

import os
import shutil
import signal
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType, Error
from sqlalchemy import delete, select, text

from kpi_assistant.models import Kpi, KpiDraft, KpiFacet, KpiVersion, Meeting, Member, SignIn, Touch
from tests.browser.fault_proxy import FaultProxy
from tests.browser.hands import sign_in_as
from tests.browser.live_server import LiveServer
from tests.views.kpi_cast import meeting, organisation, person

OPTIONS: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "en-GB"}


class Stage:
    """``with Stage(server, chromium, arguments) as stage:`` the server runs already; arguments are the browser's."""

    def __init__(self, server: LiveServer, chromium: BrowserType, arguments: dict[str, Any]) -> None:
        self.server = server
        self._chromium = chromium
        self._arguments = arguments
        self.member: Member = server.add_member("soak")
        self._who = server.save(person(self.member, at=organisation(self.member)))
        self._cookies: list[Any] = []

    def __enter__(self) -> "Stage":
        self.proxy = FaultProxy(self.server.port).__enter__()
        self._browser: Browser = self._chromium.launch(**self._arguments)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._browser.close()
        self.proxy.__exit__(kind, error, at)

    def new_meeting(self) -> Meeting:
        row: Meeting = self.server.save(meeting(self.member, self._who, starts_at=self.server.now_plus()))
        return row

    def new_context(self, profile: Path | None = None) -> BrowserContext:
        """A signed-in device. With a profile folder it is a browser of its own, whose memory outlives it."""
        if profile is None:
            context = self._browser.new_context(**OPTIONS, base_url=self.proxy.url)
        else:
            context = self._chromium.launch_persistent_context(
                profile, **self._arguments, **OPTIONS, base_url=self.proxy.url
            )
        context.set_default_timeout(30_000)
        if self._cookies:
            context.add_cookies(self._cookies)
        else:
            self.sign_in(context)
        return context

    def sign_in(self, context: BrowserContext) -> None:
        page = context.new_page()
        sign_in_as(page, self.member)
        self._cookies = context.cookies()
        page.close()

    def end_sessions(self) -> None:
        with self.server.session() as session:
            session.execute(delete(SignIn).where(SignIn.member_id == self.member.id))
            session.commit()
        self._cookies = []

    def stored(self, visit: Meeting) -> list[str]:
        """Every text of the meeting: each version, facet and observation of its KPIs, each text of its drafts."""
        with self.server.session() as session:
            kpis = select(Kpi.id).where(Kpi.meeting_id == visit.id)
            texts = [row.text for row in session.scalars(select(KpiVersion).where(KpiVersion.kpi_id.in_(kpis)))]
            texts += [row.text for row in session.scalars(select(KpiFacet).where(KpiFacet.kpi_id.in_(kpis)))]
            texts += session.scalars(select(Kpi.observation).where(Kpi.meeting_id == visit.id))
            for draft in session.scalars(select(KpiDraft).where(KpiDraft.meeting_id == visit.id)):
                for field, variants in draft.content.items():
                    if field == "words" or field.startswith("facets-"):
                        texts += [variant for _step, variant in variants]
        return [one for one in texts if one]

    def first_kpi(self, visit: Meeting) -> Kpi | None:
        with self.server.session() as session:
            return session.scalars(select(Kpi).where(Kpi.meeting_id == visit.id).order_by(Kpi.created_at)).first()

    def times_finished(self, visit: Meeting) -> int:
        with self.server.session() as session:
            return len(session.scalars(select(Touch).where(Touch.meeting_id == visit.id)).all())

    def database_problem(self) -> str:
        if not self.server.uses_sqlite:
            return ""
        with self.server.session() as session:
            verdict = session.scalar(text("PRAGMA integrity_check"))
        return "" if verdict == "ok" else f"integrity_check: {verdict}"


class Profile:
    """A browser's memory on disk; ``kill`` ends every process that works on it, where it stands."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kpi-soak-"))

    def kill(self) -> None:
        while running := self._processes():
            for number in running:
                try:
                    os.kill(number, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(0.02)

    def discard(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _processes(self) -> list[int]:
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    line = (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                if str(self.folder).encode() in line:
                    found.append(int(entry.name))
        return found


def close_quietly(context: BrowserContext) -> None:
    """What was killed cannot be closed, and need not be."""
    try:
        context.close()
    except Error:
        return
