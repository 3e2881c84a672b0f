"""A real server process and a real Chromium: ``server`` runs the app, ``sign_in`` goes through its login page."""

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kpi_assistant.models import Member
from tests.browser.hands import sign_in_as
from tests.browser.live_server import LiveServer

expect.set_options(timeout=15_000)
"""Milliseconds; what comes, comes sooner, but for a machine that runs tests on every core."""

on_both_databases = pytest.mark.parametrize("server", ["sqlite", "postgresql"], indirect=True, scope="module")
"""For tests whose server is to run on SQLite and on PostgreSQL; without it ``server`` runs on SQLite."""


@pytest.fixture(scope="session")
def running_servers() -> Iterator[dict[str, LiveServer]]:
    """By the kind of their database; a server takes seconds to start, so modules share it."""
    running: dict[str, LiveServer] = {}
    yield running
    for live in running.values():
        live.close()


@pytest.fixture(scope="module")
def server(
    request: pytest.FixtureRequest,
    running_servers: dict[str, LiveServer],
    tmp_path_factory: pytest.TempPathFactory,
) -> LiveServer:
    """Whoever stops it starts it again before the test ends."""
    kind = getattr(request, "param", "sqlite")
    if kind not in running_servers:
        running_servers[kind] = LiveServer(tmp_path_factory.mktemp("live"), database_url(request))
        running_servers[kind].start()
    running_servers[kind].team += 1
    return running_servers[kind]


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
    here: list[Member] = []

    def sign_in(member: Member, width: int = 360, height: int = 740, through: str = "", **more: Any) -> Page:
        """``through`` is the address of a proxy in front of the server."""
        url = through or server.url
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", base_url=url, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        # A second device of the same member has a session of its own.
        (sign_in_as if member in here else server.let_in)(page, member)
        here.append(member)
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
