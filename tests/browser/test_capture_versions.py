"""Row 12 of the capture table: a clock that is wrong, and a new version of the app while entries wait."""

import json
import shutil
import uuid

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from kpi_assistant.config import PROJECT_ROOT
from kpi_assistant.models import Kpi, Meeting
from tests.browser.capture_cast import alice, visit  # noqa: F401 - fixtures
from tests.browser.capture_hands import HERE, enter, entered, everything, is_saved, open_capture, ready, state, write


def test_12_a_clock_that_is_a_day_off_changes_neither_order_nor_time(sign_in, server, alice, visit):
    page = sign_in(alice)
    page.clock.install(time=server.now_plus(hours=-24))
    open_capture(page, visit)
    page.context.set_offline(True)
    for words in ("第一", "第二"):
        write(page, words)
        enter(page)
    page.clock.set_system_time(server.now_plus(hours=-72))
    write(page, "第三")
    enter(page)
    page.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    is_saved(page)
    assert entered(server, visit) == ["第一", "第二", "第三"]


def test_12_steps_waiting_from_the_version_before_are_delivered(sign_in, server, alice, visit):
    page = sign_in(alice)
    page.goto("/settings/")
    entry, who = str(uuid.uuid4()), str(visit.attendances[0].person_id)
    fields = {"words": "旧版本里等着的", "person_id": who, "layer": "work", "source": "stated"}
    page.route("**/js/device.js*", lambda route: route.abort())
    page.reload()
    page.evaluate(OLD_PHONE, [str(alice.id), str(visit.id), entry, json.dumps({"value": fields})])
    page.unroute("**/js/device.js*")
    open_capture(page, visit)
    expect(page.locator("#entries .words")).to_have_text("旧版本里等着的")
    is_saved(page)
    with server.session() as session:
        assert [str(kpi.id) for kpi in session.scalars(select(Kpi).where(Kpi.meeting_id == visit.id))] == [entry]
        assert session.get(Meeting, visit.id) is not None
    assert entered(server, visit) == ["旧版本里等着的"]


OLD_PHONE = """async ([member, meeting, entry, value]) => {
  await new Promise((resolve) => { const gone = indexedDB.deleteDatabase(`kpi-${member}`); gone.onsuccess = gone.onblocked = resolve; });
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open(`kpi-${member}`, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("steps", { keyPath: "id" });
      request.result.createObjectStore("meta");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(value));
  const transaction = database.transaction(["steps", "meta"], "readwrite");
  transaction.objectStore("meta").put(key, "key");
  transaction.objectStore("meta").put(1, "sequence");
  transaction.objectStore("steps").put({
    id: crypto.randomUUID(), seq: 1, schema: 1, kind: "enter", meeting, target: entry, field: "", bases: [], at: Date.now(),
    frozen: 0, sealed: { iv, data },
  });
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  database.close();
}"""


@pytest.fixture
def next_version(server, tmp_path):
    """``next_version()`` restarts the server as the app of tomorrow, whose phones keep one store more."""

    def next_version():
        for part in ("kpi_assistant", "templates", "migrations"):
            shutil.copytree(PROJECT_ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(PROJECT_ROOT / "wsgi.py", tmp_path)
        vault = tmp_path / "kpi_assistant" / "static" / "js" / "vault.js"
        code = vault.read_text(encoding="utf-8")
        newer = code.replace("SCHEMA = 2", "SCHEMA = 3").replace(
            "const MIGRATIONS = {",
            'const MIGRATIONS = {\n  3: (database) => { database.createObjectStore("tomorrow"); },',
        )
        assert newer.count("3") > code.count("3") + 1
        vault.write_text(newer, encoding="utf-8")
        server.stop()
        server.root = tmp_path
        server.start()

    yield next_version
    server.stop()
    server.root = PROJECT_ROOT
    server.start()


def test_12_a_new_version_takes_over_while_an_old_page_is_open_and_entries_wait(
    sign_in, server, alice, visit, next_version
):
    old = open_capture(sign_in(alice), visit)
    old.wait_for_function("() => navigator.serviceWorker.controller")
    old.context.set_offline(True)
    write(old, "旧页面上说完的")
    enter(old)
    write(old, "旧页面上说到一半")
    expect(state(old)).to_have_text(HERE)
    next_version()
    old.context.route("**/operations", lambda route: route.abort())
    old.context.set_offline(False)
    new = open_capture(old.context.new_page(), visit)
    expect(new.locator("#words")).to_have_value("旧页面上说到一半")
    expect(new.locator("#entries .words")).to_have_text("旧页面上说完的")
    versions = (
        "async () => (await indexedDB.databases()).filter((one) => one.name.length > 20).map((one) => one.version)"
    )
    assert new.evaluate(versions) == [3]
    # The old page has made way and come back as the new one, with all that stood there.
    ready(old)
    expect(old.locator("#words")).to_have_value("旧页面上说到一半")
    assert everything(server, visit) == []
    old.context.unroute("**/operations")
    for page in (old, new):
        is_saved(page)
    assert everything(server, visit) == sorted(["旧页面上说完的", "旧页面上说到一半"])
    new.reload()
    ready(new)
    new.wait_for_function("() => caches.keys().then((names) => names.length === 1)")
    new.context.set_offline(True)
    new.reload()
    ready(new)
    expect(new.locator("#words")).to_have_value("旧页面上说到一半")
    assert new.evaluate(versions) == [3]
