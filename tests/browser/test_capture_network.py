"""Rows 5, 6, 8 and 10 of the capture table: a network that loses, doubles and lies, two devices, and copies."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from kpi_assistant.models import Brief, Kpi, Touch
from tests.browser.capture_cast import alice, visit  # noqa: F401 - fixtures
from tests.browser.capture_hands import drafts, enter, entered, everything, is_saved, open_capture, ready, state, write
from tests.browser.conftest import on_both_databases
from tests.browser.fault_proxy import FaultProxy
from tests.browser.hands import fill, wait_until
from tests.views.answer_cast import kpi, response
from tests.views.kpi_cast import organisation, person

pytestmark = on_both_databases
EVIL = '"><img src=x onerror=document.title="taken">{{7*7}}'


@pytest.fixture
def proxy(server):
    with FaultProxy(server.port) as proxy:
        yield proxy


@pytest.fixture
def capture(sign_in, alice, visit, proxy):
    """The capture page seen through the bad network."""
    return open_capture(sign_in(alice, through=proxy.url), visit)


@pytest.mark.parametrize(
    "fault",
    [
        "lose_response", "double", "cut_request", ("delay", 16), ("status", 429), ("status", 500), ("status", 502),
        ("status", 503), "portal", "redirect", "refuse",
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.provokes(429, 500, 502, 503)
def test_5_and_6_one_row_each_whatever_the_network_does(capture, server, visit, proxy, fault):
    # Longer than the page waits for an answer.
    patience = 60 if fault == ("delay", 16) else 20
    proxy.faults.append(fault)
    write(capture, "路上出了岔子")
    wait_until(capture, lambda: len(proxy.seen) >= 1)
    if fault in ("portal", "redirect") or fault[0] == "status":
        expect(state(capture)).not_to_contain_text("Saved on the server")
    is_saved(capture, patience)
    proxy.faults.extend([fault, fault])
    enter(capture)
    write(capture, "接着说的")
    enter(capture)
    is_saved(capture, patience)
    assert proxy.seen.count(fault[0] if isinstance(fault, tuple) else fault) >= 2
    # A request that was late arrives after all, and changes nothing.
    capture.wait_for_timeout(1000 if patience == 20 else 17_000)
    assert entered(server, visit) == ["路上出了岔子", "接着说的"]
    assert drafts(server, visit) == []


def test_5_what_is_too_large_is_shown_and_can_be_copied_while_the_rest_goes_on(capture, server, visit, proxy):
    capture.context.grant_permissions(["clipboard-read", "clipboard-write"])
    huge = "字" * 50_001
    write(capture, huge)
    expect(capture.locator("#refused .refused-row")).to_have_count(1)
    expect(capture.locator("#refused [data-why]")).to_have_text("This is longer than the server takes.")
    capture.locator("#refused [data-copy]").click()
    expect(capture.locator("#refused [data-copy][data-done]")).to_have_count(1)
    assert capture.evaluate("() => navigator.clipboard.readText()") == huge
    write(capture, "短一点")
    expect(capture.locator("#refused .refused-row")).to_have_count(0)
    enter(capture)
    is_saved(capture)
    assert everything(server, visit) == ["短一点"]


@pytest.mark.provokes(413)
def test_5_a_gateway_that_takes_no_large_request_does_not_stop_the_small_ones(capture, server, visit, proxy):
    proxy.always = ("status", 413)
    write(capture, "第一句")
    expect(capture.locator("#refused .refused-row")).to_have_count(1)
    proxy.always = None
    capture.locator("#refused [data-retry]").click()
    expect(capture.locator("#refused .refused-row")).to_have_count(0)
    is_saved(capture)
    assert everything(server, visit) == ["第一句"]


def test_5_unsent_words_can_be_saved_as_a_file(capture, server, visit):
    capture.context.set_offline(True)
    write(capture, "还没送出去的😀")
    enter(capture)
    write(capture, "半句")
    with capture.expect_download() as download:
        capture.locator("#save-file").click()
    content = download.value.path().read_text(encoding="utf-8")
    assert "还没送出去的😀" in content
    assert "半句" in content
    capture.context.set_offline(False)
    is_saved(capture)
    assert everything(server, visit) == sorted(["还没送出去的😀", "半句"])


def test_8_two_devices_merge_by_field_and_keep_both_texts_of_the_same_field(sign_in, alice, server, visit):
    phone = open_capture(sign_in(alice), visit)
    write(phone, "两边都看得到的")
    is_saved(phone)
    laptop = open_capture(sign_in(alice, width=1280), visit)
    expect(laptop.locator("#words")).to_have_value("两边都看得到的")
    laptop.get_by_text("More, if there is time").click()
    laptop.locator("[name=facets-judge]").fill("厅里")
    phone.get_by_text("More, if there is time").click()
    phone.locator("[name=facets-deadline]").fill("年底")
    is_saved(laptop)
    is_saved(phone)
    write(phone, "手机上改的" + EVIL)
    is_saved(phone)
    write(laptop, "电脑上改的")
    expect(laptop.locator("#conflicts [data-text]")).to_have_text("手机上改的" + EVIL)
    assert laptop.title() != "taken"
    (kept,) = drafts(server, visit)
    assert (kept["facets-judge"], kept["facets-deadline"]) == ("厅里", "年底")
    phone.reload()
    ready(phone)
    expect(phone.locator("#conflicts [data-text]")).to_have_count(1)
    laptop.locator("[data-both]").click()
    expect(laptop.locator("#conflicts li")).to_have_count(0)
    enter(laptop)
    is_saved(laptop)
    assert entered(server, visit) == ["电脑上改的\n手机上改的" + EVIL]
    with server.session() as session:
        kpi = session.scalar(select(Kpi).where(Kpi.meeting_id == visit.id).options(selectinload(Kpi.facets)))
        assert {row.facet: row.text for row in kpi.facets} == {"judge": "厅里", "deadline": "年底"}
    # The phone goes on with what it has: that becomes an entry of its own, nothing is lost.
    write(phone, "手机接着写的")
    is_saved(phone)
    enter(phone)
    is_saved(phone)
    assert entered(server, visit) == ["电脑上改的\n手机上改的" + EVIL, "手机接着写的"]


def test_8_two_tabs_of_one_browser_keep_both_texts(capture, server, visit):
    write(capture, "第一个标签页")
    is_saved(capture)
    other = capture.context.new_page()
    open_capture(other, visit)
    expect(other.locator("#words")).to_have_value("第一个标签页")
    capture.context.set_offline(True)
    write(other, "第二个标签页改的")
    write(capture, "第一个标签页改的")
    expect(state(capture)).to_contain_text("on this device")
    capture.context.set_offline(False)
    wait_until(capture, lambda: any(page.locator("#conflicts li").count() for page in (capture, other)))
    shown = capture if capture.locator("#conflicts li").count() else other
    shown.locator("[data-both]").click()
    enter(shown)
    is_saved(shown)
    (words,) = entered(server, visit)
    assert sorted(words.split("\n")) == ["第一个标签页改的", "第二个标签页改的"]


def test_10_a_double_tap_enters_once_and_finishes_once(capture, server, visit):
    write(capture, "点了两下")
    capture.get_by_role("button", name="Write it down").dblclick()
    is_saved(capture)
    assert everything(server, visit) == ["点了两下"]
    capture.goto(f"/meetings/{visit.id}")
    button = capture.get_by_role("button", name="The meeting took place")
    button.evaluate("(button) => { button.click(); button.click(); }")
    button.wait_for(state="detached")
    capture.wait_for_load_state("networkidle")
    with server.session() as session:
        assert len(session.scalars(select(Touch).where(Touch.meeting_id == visit.id)).all()) == 1


def test_10_a_double_tap_makes_one_brief(sign_in, alice, server):
    who = server.save(person(alice, "苏佩", at=organisation(alice)))
    server.save(response(server.save(kpi(alice, who)), say="We take this one home and ask"))
    page = sign_in(alice)
    page.goto(f"/briefs/for/{who.id}")
    fill(page, **{"steps-0-what": "Restore once more at night", "steps-0-who": "two of us", "steps-0-on": "2099-12-05"})
    button = page.get_by_role("button", name="Make the brief")
    button.evaluate("(button) => { button.click(); button.click(); }")
    page.wait_for_url(re.compile(r"/briefs/[0-9a-f-]{36}$"))
    page.wait_for_load_state("networkidle")
    with server.session() as session:
        assert [row.number for row in session.scalars(select(Brief).where(Brief.person_id == who.id))] == [1]
