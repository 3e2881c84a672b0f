"""The capture page in a real Chromium: from the tap to "saved here", with 200 entries in the meeting."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.figure import Figure
from tests.browser.capture_hands import open_capture
from tests.browser.conftest import chromium_arguments
from tests.browser.hands import sign_in_as
from tests.browser.live_server import LiveServer
from tests.views.answer_cast import kpi
from tests.views.kpi_cast import meeting, organisation, person

ENTRIES, TAPS = 200, 21
WORDS = "年底前联网率必须进前十，厅里每季度通报一次"
WATCH = """() => document.getElementById("capture").addEventListener(
  "click", (event) => { if (event.target.matches("[type=submit]")) performance.mark("tap"); }, true)"""
TAKEN = """() => {
  const last = (name) => performance.getEntriesByName(name).at(-1).startTime;
  return last("saved-here") - last("tap");
}"""


def taps(page: Page) -> list[float]:
    """Milliseconds from each tap until the step is committed on the device and the page says so."""
    page.evaluate(WATCH)
    taken = []
    for number in range(TAPS):
        page.locator("#words").fill(f"{WORDS}{number}")
        before = page.evaluate("() => performance.getEntriesByName('saved-here').length")
        page.get_by_role("button", name="Write it down").click()
        page.wait_for_function(f"() => performance.getEntriesByName('saved-here').length > {before}")
        taken.append(float(page.evaluate(TAKEN)))
        page.wait_for_timeout(150)
    return taken[1:]


def figures() -> Iterator[Figure]:
    folder = Path(tempfile.mkdtemp(prefix="kpi-bench-"))
    live = LiveServer(folder)
    try:
        live.start()
        member = live.add_member("alice")
        who = live.save(person(member, at=organisation(member)))
        visit = live.save(meeting(member, who))
        live.save(*(kpi(member, who, f"{WORDS}，第{n}句", meeting_id=visit.id) for n in range(ENTRIES)))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**chromium_arguments())
            page = browser.new_page(viewport={"width": 360, "height": 740}, locale="en-GB", base_url=live.url)
            sign_in_as(page, member)
            open_capture(page, visit)
            taken = taps(page)
            browser.close()
        yield Figure("from the tap to “saved here”, 200 entries, median", statistics.median(taken), "ms", "< 50")
        yield Figure("from the tap to “saved here”, 200 entries, slowest of 20", max(taken), "ms")
    finally:
        live.close()
        shutil.rmtree(folder, ignore_errors=True)
