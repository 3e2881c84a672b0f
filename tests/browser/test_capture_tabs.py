"""What tabs of one browser tell each other: they share one outbox, and one of them sends for all."""

import pytest
from playwright.sync_api import expect

from tests.browser.capture_cast import alice, visit  # noqa: F401 - fixtures
from tests.browser.capture_hands import HERE, SAVED, enter, everything, is_saved, open_capture, ready, state, write
from tests.browser.fault_proxy import FaultProxy
from tests.browser.hands import wait_until


def test_each_tab_says_saved_whichever_of_them_has_sent(sign_in, alice, visit):
    one = open_capture(sign_in(alice), visit)
    other = open_capture(one.context.new_page(), visit)
    one.context.set_offline(True)
    write(one, "两个标签页一个发件箱")
    enter(one)
    for page in (one, other):
        expect(state(page)).to_have_text(HERE)
    # The tab beside sends first: the one that was written in has nothing left to send.
    one.evaluate("() => addEventListener('online', (event) => event.stopImmediatePropagation(), true)")
    one.context.set_offline(False)
    for page in (one, other):
        expect(state(page)).to_have_text(SAVED, timeout=15_000)


def test_what_another_tab_entered_goes_on_as_an_entry_of_its_own_and_leaves_the_box_beside_alone(
    sign_in, alice, server, visit
):
    one = open_capture(sign_in(alice), visit)
    write(one, "先说的")
    is_saved(one)
    other = open_capture(one.context.new_page(), visit)
    expect(other.locator("#words")).to_have_value("先说的")
    enter(other)
    is_saved(other)
    one.context.set_offline(True)
    write(other, "另一件事")
    write(one, "先说的，接着说")
    expect(state(one)).to_have_text(HERE)
    one.evaluate("() => addEventListener('online', (event) => event.stopImmediatePropagation(), true)")
    one.context.set_offline(False)
    wait_until(one, lambda: everything(server, visit) == sorted(["先说的", "另一件事", "先说的，接着说"]))
    for page in (one, other):
        is_saved(page)
        expect(page.locator("#refused .refused-row")).to_have_count(0)
    assert one.locator("#words").input_value() == "先说的，接着说"
    assert other.locator("#words").input_value() == "另一件事"


@pytest.mark.provokes(413)
def test_what_is_put_back_into_the_box_takes_nothing_along_that_stood_there(sign_in, alice, server, visit):
    with FaultProxy(server.port) as proxy:
        one = open_capture(sign_in(alice, through=proxy.url), visit)
        other = open_capture(one.context.new_page(), visit)
        write(one, "第一条")
        write(other, "第二条")
        is_saved(one)
        is_saved(other)
        other.close()
        proxy.always = ("status", 413)
        write(one, "第一条改过")
        expect(one.locator("#refused .refused-row")).to_have_count(1)
        one.reload()
        ready(one)
        one.locator("#unfinished button, #unfinished a").first.click()
        one.locator("#refused [data-edit]").first.click()
        expect(one.locator("#words")).to_have_value("第一条改过")
        proxy.always = None
        one.locator("#refused [data-retry]").first.click()
        wait_until(one, lambda: everything(server, visit) == sorted(["第一条改过", "第二条"]))
        is_saved(one)
