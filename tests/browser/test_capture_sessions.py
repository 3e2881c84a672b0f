"""Row 7 of the capture table: sessions that end, pages open for hours, and another member on the same phone."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, update

from kpi_assistant.models import Meeting, SignIn
from tests.browser.capture_cast import alice, capture, visit  # noqa: F401 - fixtures
from tests.browser.capture_hands import HERE, drafts, enter, entered, is_saved, open_capture, ready, state, write
from tests.browser.hands import PASSWORD
from tests.views.kpi_cast import meeting, organisation, person


@pytest.fixture(scope="module")
def bob(server):
    return server.add_member("bob")


@pytest.fixture(scope="module")
def charlie(server):
    """Of another team."""
    return server.add_member("charlie", "别家")


@pytest.mark.provokes(401, 409)
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
