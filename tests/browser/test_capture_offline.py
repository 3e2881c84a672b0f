"""Rows 1, 2, 9 and 11 of the capture table: no network, no storage, and typing while a save is under way."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from kpi_assistant.models import Kpi, KpiFacet
from tests.browser.capture_cast import alice, capture  # noqa: F401 - fixtures
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
from tests.views.kpi_cast import meeting, organisation, person

TEXT = "年底前😀必须“进前十”<b>&amp;é 甲乙丙丁\t" * 20
LONG = "地下二层说的话，一句接一句😀。" * 480


@pytest.fixture
def visit(server, alice):
    house = organisation(alice)
    who, other = person(alice, at=house), person(alice, "卞小禾", at=house)
    server.save(who, other, person(alice, "贺院长", at=house))
    return server.save(meeting(alice, who, other))


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


def test_2_a_page_that_was_on_its_way_while_words_were_saved_shows_them_all_the_same(sign_in, alice, server, visit):
    """The server made the page before it saved, and the page before this one forgot what was saved."""
    page = open_capture(sign_in(alice, service_workers="block"), visit)
    address = f"/meetings/{visit.id}/capture/"
    stale = page.request.get(address).text()
    write(page, "刚说完的")
    enter(page)
    write(page, "说到一半")
    is_saved(page)
    page.route(f"**{address}", lambda route: route.fulfill(body=stale, content_type="text/html"))
    page.reload()
    ready(page)
    expect(page.locator("#words")).to_have_value("说到一半")
    expect(page.locator("#entries .words")).to_have_text("刚说完的")
    # And where the server cannot be asked again, what the device has kept does.
    page.route(f"**{address}material", lambda route: route.abort())
    page.reload()
    ready(page)
    expect(page.locator("#words")).to_have_value("说到一半")
    expect(page.locator("#entries .words")).to_have_text("刚说完的")
    assert everything(server, visit) == sorted(["刚说完的", "说到一半"])


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


def test_how_much_it_matters_is_said_by_a_tap_and_taken_back_by_another(capture, server, visit):
    write(capture, "没说有多要紧")
    expect(capture.locator("[name=importance]:checked")).to_have_count(0)
    five = capture.locator("[name=importance][value='5']")
    # Both taps of a hurried thumb mean the one choice.
    five.dblclick(force=True)
    expect(five).to_be_checked()
    capture.wait_for_timeout(600)
    is_saved(capture)
    assert drafts(server, visit)[0]["importance"] == "5"
    five.click(force=True)
    expect(five).not_to_be_checked()
    is_saved(capture)
    enter(capture)
    is_saved(capture)
    with server.session() as session:
        assert session.scalars(select(Kpi.importance).where(Kpi.meeting_id == visit.id)).all() == [None]
    expect(capture.locator("[data-dots]").first).to_be_hidden()
    # By the keyboard as well, and without a network.
    capture.context.set_offline(True)
    write(capture, "先急这件")
    five.focus()
    capture.keyboard.press("Space")
    expect(five).to_be_checked()
    enter(capture)
    capture.context.set_offline(False)
    is_saved(capture)
    with server.session() as session:
        found = session.scalars(select(Kpi.importance).where(Kpi.meeting_id == visit.id).order_by(Kpi.created_at)).all()
        assert found == [None, 5]
