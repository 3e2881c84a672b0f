"""Rows 1, 2, 7, 9, 11 and 12 of the capture table: no network, no session, no storage, a wrong clock, a new version."""

import json
import uuid

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select, update

from kpi_assistant.models import Kpi, KpiFacet, Meeting, SignIn
from tests.browser.capture_hands import (
    HERE,
    drafts,
    enter,
    entered,
    everything,
    is_saved,
    open_capture,
    ready,
    state,
    write,
)
from tests.browser.conftest import PASSWORD
from tests.views.kpi_cast import meeting, organisation, person

TEXT = "年底前😀必须“进前十”<b>&amp;é 甲乙丙丁\t" * 20
LONG = "地下二层说的话，一句接一句😀。" * 480
ONLINE = "() => fetch('/health', {cache: 'no-store'}).then((answer) => answer.ok)"


@pytest.fixture(scope="module")
def alice(server):
    return server.add_member("alice")


@pytest.fixture(scope="module")
def bob(server):
    return server.add_member("bob")


@pytest.fixture(scope="module")
def charlie(server):
    """Of another team."""
    return server.add_member("charlie", "别家")


@pytest.fixture
def visit(server, alice):
    house = organisation(alice)
    who, other = person(alice, at=house), person(alice, "卞小禾", at=house)
    server.save(who, other, person(alice, "贺院长", at=house))
    return server.save(meeting(alice, who, other))


@pytest.fixture
def capture(sign_in, alice, visit):
    page = open_capture(sign_in(alice), visit)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return page


@pytest.fixture(autouse=True)
def running(server):
    """Whatever a test did to the server, the next one finds it running."""
    yield
    if server.process is None:
        server.start()


def fill_everything(page):
    page.locator("#words").fill(LONG)
    page.get_by_text("More, if there is time").click()
    for name in ("metric", "baseline", "target", "deadline", "judge", "consequence", "obstacles", "tried"):
        page.locator(f"[name='facets-{name}']").fill(name + TEXT)
    for name, value in (("layer", "work"), ("importance", "5"), ("confidence", "leaning"), ("source", "relayed")):
        page.locator(f"[name={name}][value='{value}']").check(force=True)
    page.locator("[name=person_id]").nth(1).check(force=True)
    page.locator("[name=told_by_id]").select_option(index=1)
    page.locator("[name=other_person_id]").select_option(index=1)


def on_screen(page):
    return page.evaluate(
        """() => Object.fromEntries([...new FormData(document.getElementById("capture"))]
            .filter(([name]) => !["csrf_token", "id", "item"].includes(name))
            .map(([name, value]) => [name, value.replaceAll("\\r\\n", "\\n")]))"""
    )


def test_1_everything_typed_offline_arrives_letter_for_letter_without_a_tap(capture, server, visit):
    capture.context.set_offline(True)
    fill_everything(capture)
    expect(state(capture)).to_contain_text("waiting for the network")
    shown = on_screen(capture)
    assert len(shown["words"].encode()) > 20_000
    assert drafts(server, visit) == []
    capture.context.set_offline(False)
    is_saved(capture)
    (kept,) = drafts(server, visit)
    assert kept == {name: value for name, value in shown.items() if name in kept}
    # Work is what a layer is unless somebody says otherwise.
    assert {name for name, value in shown.items() if value} - set(kept) <= {"layer"}
    capture.context.set_offline(True)
    enter(capture)
    capture.context.set_offline(False)
    is_saved(capture)
    assert entered(server, visit) == [shown["words"]]
    with server.session() as session:
        kpi = session.scalar(select(Kpi).where(Kpi.meeting_id == visit.id))
        facets = {row.facet: row.text for row in session.scalars(select(KpiFacet).where(KpiFacet.kpi_id == kpi.id))}
        assert facets == {
            name.removeprefix("facets-"): text for name, text in shown.items() if name.startswith("facets")
        }
        assert (kpi.importance, kpi.confidence, kpi.source) == (5, "leaning", "relayed")
        assert (str(kpi.person_id), str(kpi.told_by_id)) == (shown["other_person_id"], shown["told_by_id"])


def test_2_a_stopped_server_a_reload_a_closed_tab_and_going_back_lose_nothing(capture, server, visit):
    write(capture, "已经记下的")
    enter(capture)
    is_saved(capture)
    server.stop()
    write(capture, "断网以后说的")
    enter(capture)
    write(capture, "说到一半")
    expect(state(capture)).to_have_text(HERE)
    capture.reload()
    ready(capture)
    expect(capture.locator("#words")).to_have_value("说到一半")
    expect(capture.locator("#entries .words")).to_have_text(["断网以后说的", "已经记下的"])
    capture.goto("/")
    expect(capture.locator("#on-device .row-title")).to_have_text(["庄敏, 卞小禾"])
    capture.go_back()
    ready(capture)
    expect(capture.locator("#words")).to_have_value("说到一半")
    context = capture.context
    capture.close()
    page = context.new_page()
    page.goto(f"/meetings/{visit.id}/capture/")
    ready(page)
    expect(page.locator("#words")).to_have_value("说到一半")
    page.locator("#words").press("End")
    page.keyboard.type("，说完了")
    server.start()
    is_saved(page)
    assert everything(server, visit) == sorted(["已经记下的", "断网以后说的", "说到一半，说完了"])
    assert len(entered(server, visit)) == 2


def test_2_the_meetings_of_the_next_days_open_without_ever_having_been_opened(sign_in, server, alice):
    who = server.save(person(alice, "姚工", at=organisation(alice)))
    soon = server.save(meeting(alice, who, starts_at=server.now_plus(hours=30), purpose="对一遍安排"))
    secret = server.save(meeting(alice, who, starts_at=server.now_plus(hours=31), is_secret=True))
    page = sign_in(alice)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.wait_for_function("() => sessionStorage.getItem('kpi-carried')")
    server.stop()
    page.goto("/people/")
    row = page.locator("#on-device .row", has_text="对一遍安排")
    expect(row).to_have_count(1)
    assert page.locator(f"a[href*='{secret.id}']").count() == 0
    row.click()
    ready(page)
    assert page.evaluate("() => performance.now()") < 1000
    expect(page.locator("#names")).to_have_text("姚工")
    write(page, "没开过也能记")
    enter(page)
    server.start()
    is_saved(page)
    assert entered(server, soon) == ["没开过也能记"]


def test_7_an_ended_session_keeps_the_words_until_its_member_signs_in_again(capture, server, visit, alice, bob):
    write(capture, "登录过期前后")
    is_saved(capture)
    with server.session() as session:
        session.execute(delete(SignIn).where(SignIn.member_id == alice.id))
        session.commit()
    write(capture, "登录过期前后说的话")
    enter(capture)
    expect(state(capture)).to_contain_text("You are signed out")
    assert entered(server, visit) == []
    # Another member signs in on the same phone: sees nothing, sends nothing.
    other = capture.context.new_page()
    other.goto("/login")
    login(other, bob)
    other.goto(f"/meetings/{visit.id}/capture/")
    ready(other)
    assert "登录过期" not in other.locator("main").inner_text()
    expect(state(capture)).to_contain_text("Somebody else is signed in", timeout=15_000)
    other.wait_for_timeout(2500)
    assert entered(server, visit) == []
    other.goto("/settings/")
    other.get_by_role("button", name="Sign out", exact=True).click()
    other.wait_for_url("**/login*")
    login(other, alice)
    is_saved(capture)
    assert entered(server, visit) == ["登录过期前后说的话"]


def test_7_without_a_network_the_pages_are_those_of_who_is_here_now(sign_in, server, alice, charlie):
    """The shells are made while alice is signed in; then charlie signs in on the same browser."""
    hers = server.save(meeting(alice, server.save(person(alice, "姚工", at=organisation(alice)))))
    host = server.save(person(charlie, "邵总", at=organisation(charlie)))
    his = server.save(meeting(charlie, host, starts_at=server.now_plus(hours=3)))
    page = open_capture(sign_in(alice), hers)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    context = page.context
    context.set_offline(True)
    write(page, "只说给她听的话")
    expect(state(page)).to_contain_text("waiting for the network")
    page.close()
    context.clear_cookies()
    context.set_offline(False)
    page = context.new_page()
    page.goto("/login")
    login(page, charlie)
    page.wait_for_function("() => sessionStorage.getItem('kpi-carried')")
    context.set_offline(True)
    page.goto("/people/")
    expect(page.locator("#on-device .row-title")).to_have_text(["邵总"])
    page.goto(f"/meetings/{hers.id}/capture/")
    expect(page.locator("#not-here")).to_be_visible()
    assert "只说给她听的话" not in page.content()
    assert "姚工" not in page.content()
    page.goto(f"/meetings/{his.id}/capture/")
    ready(page)
    write(page, "他的话")
    expect(state(page)).to_have_text(HERE)
    context.set_offline(False)
    is_saved(page)
    (kept,) = drafts(server, his)
    assert kept["words"] == "他的话"
    assert drafts(server, hers) == []


def login(page, member):
    page.locator("[name=email]").fill(member.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda address: "/login" not in address)


@pytest.mark.parametrize("hours", [61 / 60, 10])
def test_7_a_page_open_for_long_still_saves(sign_in, server, alice, visit, hours):
    page = sign_in(alice)
    page.clock.install()
    open_capture(page, visit)
    page.clock.fast_forward(int(hours * 3_600_000))
    page.clock.resume()
    write(page, f"开了{hours}小时")
    enter(page)
    is_saved(page)
    assert entered(server, visit) == [f"开了{hours}小时"]


def test_9_typing_while_a_save_is_in_flight_loses_and_doubles_nothing(capture, server, visit):
    words = "".join(chr(0x4E00 + 7 * number) for number in range(160))
    for number, letter in enumerate(words):
        capture.keyboard.insert_text(letter) if number else capture.locator("#words").press_sequentially(letter)
        if number % 8 == 0:
            capture.wait_for_timeout(90)
    caret = capture.evaluate("() => document.getElementById('words').selectionStart")
    assert caret == len(words)
    expect(capture.locator("#words")).to_have_value(words)
    is_saved(capture)
    assert [fields["words"] for fields in drafts(server, visit)] == [words]


@pytest.mark.parametrize(
    "refusal",
    [
        "Object.defineProperty(globalThis, 'indexedDB', {value: {open() { throw new DOMException('no', 'SecurityError'); }}})",
        "delete Crypto.prototype.subtle; delete Crypto.prototype.randomUUID; delete Navigator.prototype.locks;"
        "delete Navigator.prototype.serviceWorker",
    ],
    ids=["storage refused", "plain http"],
)
def test_11_without_storage_it_says_so_and_saves_online(sign_in, server, alice, visit, refusal):
    page = sign_in(alice)
    page.add_init_script(refusal)
    open_capture(page, visit)
    expect(page.locator("#device-note")).to_be_visible()
    write(page, "只在线保存")
    is_saved(page)
    page.context.set_offline(True)
    enter(page)
    expect(state(page)).to_contain_text("Nothing is kept on this device")
    page.context.set_offline(False)
    is_saved(page)
    assert everything(server, visit) == ["只在线保存"]


def test_11_storage_that_fails_in_the_middle_falls_back_to_saving_online(capture, server, visit):
    capture.context.set_offline(True)
    write(capture, "存得下的")
    enter(capture)
    expect(state(capture)).to_have_text(HERE)
    capture.evaluate(
        "() => { IDBObjectStore.prototype.put = function () { try { this.transaction.abort(); } catch {} return {}; }; }"
    )
    write(capture, "存不下的")
    expect(capture.locator("#device-note")).to_be_visible()
    capture.context.set_offline(False)
    is_saved(capture)
    assert everything(server, visit) == sorted(["存得下的", "存不下的"])


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


def test_7_what_waits_is_sent_from_whatever_page_is_open(capture, server, visit):
    """Nobody opens the capture page again; and meanwhile the place has become a secret one."""
    context = capture.context
    context.set_offline(True)
    write(capture, "出了大楼才有网")
    enter(capture)
    expect(state(capture)).to_contain_text("waiting for the network")
    capture.close()
    with server.session() as session:
        session.execute(update(Meeting).where(Meeting.id == visit.id).values(is_secret=True))
        session.commit()
    page = context.new_page()
    context.set_offline(False)
    context.route("**/operations", lambda route: route.abort())
    page.goto("/people/")
    expect(page.locator("#unsent-line")).to_contain_text("1 not sent yet")
    assert entered(server, visit) == []
    context.unroute("**/operations")
    expect(page.locator("#unsent-line")).to_be_hidden(timeout=20_000)
    assert entered(server, visit) == ["出了大楼才有网"]
