"""Rows 3 and 13 of the capture table: a browser that is killed loses no keystroke, a full disk no entry.

The disk is that of SQLite: a PostgreSQL server's is not ours to fill.
"""

import os
import re
import resource
import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.capture_cast import alice, visit  # noqa: F401 - fixtures
from tests.browser.capture_hands import (
    HERE,
    enter,
    everything,
    is_saved,
    open_capture,
    ready,
    state,
    write,
)
from tests.browser.hands import PASSWORD

FASTEST_TYPING = 0.03
"""Seconds between two keys of somebody very quick; a machine's thousand keys a second would only queue in the browser."""
WORDS = "院里明年六月底要把核心系统恢复压到一小时以内"


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
        time.sleep(FASTEST_TYPING)
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


@pytest.mark.provokes(503)
def test_13_a_full_disk_is_said_and_recovers_by_itself(sign_in, alice, server, visit):
    page = open_capture(sign_in(alice), visit)
    before = [(number, resource.prlimit(number, resource.RLIMIT_FSIZE)) for number in server.workers()]
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
