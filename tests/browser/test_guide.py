"""The guide page in a real browser: questions are dragged and moved by keys, minutes change, nothing typed is lost."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import select

from kpi_assistant.models import Guide, GuideItem
from tests.views.kpi_cast import meeting, organisation, person


@pytest.fixture(scope="module")
def alice(server):
    return server.add_member("alice")


@pytest.fixture
def visit(server, alice):
    who = server.save(person(alice, at=organisation(alice)))
    return server.save(meeting(alice, who))


def stored(server, visit):
    """Ids of the guide's items, in their order."""
    with server.session() as session:
        rows = select(GuideItem.id).join(Guide).where(Guide.meeting_id == visit.id).order_by(GuideItem.position)
        return [str(item_id) for item_id in session.scalars(rows)]


def shown(page):
    return page.locator("[data-item]").evaluate_all("rows => rows.map(row => row.dataset.item)")


def opened(sign_in, alice, visit, **more):
    page = sign_in(alice, **more)
    page.goto(f"/meetings/{visit.id}/guide/")
    page.get_by_role("button", name="Make the questions").click()
    expect(page.locator("[data-item]").first).to_be_visible()
    return page


def pull(page, grip, dy):
    """Take a grip with the mouse and let it go so many pixels further down."""
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x, y + dy * step / 10)


def settled(page, server, visit):
    """Wait until the server holds the order that is shown."""
    expect(page.locator("#moved")).not_to_be_empty()
    for _ in range(50):
        if stored(server, visit) == shown(page):
            return stored(server, visit)
        page.wait_for_timeout(50)
    raise AssertionError("the order was not stored")


def test_a_question_is_dragged_to_another_place_and_stays_there(sign_in, alice, visit, server):
    page = opened(sign_in, alice, visit, width=1280, height=900)
    first, second, third, *rest = stored(server, visit)
    rows = page.locator("[data-item]")
    far = rows.nth(2).bounding_box()["y"] - rows.nth(0).bounding_box()["y"] - 20
    pull(page, page.locator(".grip").first, far)
    page.mouse.up()
    assert settled(page, server, visit) == [second, third, first, *rest]
    expect(page.locator("[data-number]").nth(2)).to_have_text("3")
    page.reload()
    assert shown(page) == [second, third, first, *rest]


def test_escape_puts_a_dragged_question_back(sign_in, alice, visit, server):
    page = opened(sign_in, alice, visit, width=1280, height=900)
    before = stored(server, visit)
    pull(page, page.locator(".grip").first, 400)
    assert shown(page) != before
    page.keyboard.press("Escape")
    page.mouse.up()
    assert shown(page) == before
    page.reload()
    assert stored(server, visit) == before


def test_a_finger_drags_as_well(sign_in, alice, visit, server):
    page = opened(sign_in, alice, visit, has_touch=True)
    first, second, *rest = stored(server, visit)
    grip = page.locator(".grip").nth(1)
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    x, y = box["x"] + 20, box["y"] + 20
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 13):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - step * 25}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert settled(page, server, visit) == [second, first, *rest]


def test_keys_and_buttons_move_it_without_leaving_the_page(sign_in, alice, visit, server):
    page = opened(sign_in, alice, visit)
    first, second, third, *rest = stored(server, visit)
    page.locator(".grip").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#moved")).to_have_text(f"Now number 2 of {len(rest) + 3}.")
    expect(page.locator(f"#item-{first} .grip")).to_be_focused()
    page.locator(f"#item-{first}").get_by_role("button", name="Move down:").press("Enter")
    assert settled(page, server, visit) == [second, third, first, *rest]
    page.locator(f"#item-{third}").get_by_role("button", name="Move up:").click()
    assert settled(page, server, visit) == [third, second, first, *rest]
    # The button is off at the top; the keyboard goes on from the one beside it.
    expect(page.locator(f"#item-{third}").get_by_role("button", name="Move down:")).to_be_focused()


def test_an_order_that_cannot_be_saved_is_taken_back(sign_in, alice, visit, server):
    page = opened(sign_in, alice, visit)
    before = stored(server, visit)
    page.context.set_offline(True)
    page.locator(".grip").first.press("ArrowDown")
    expect(page.locator("#moved")).to_have_text("The new order could not be saved. The old one is back.")
    page.context.set_offline(False)
    assert shown(page) == before == stored(server, visit)


def test_minutes_change_and_nothing_typed_is_lost(sign_in, alice, visit, server):
    page = opened(sign_in, alice, visit)
    before = page.locator("[data-item]").count()
    pinned = stored(server, visit)[1]
    page.locator(f"#item-{pinned}").get_by_role("button", name="Pin").click()
    page.locator("#text").fill("上次联调卡在哪一步？")
    page.get_by_label("Minutes").fill("60")
    page.get_by_label("Minutes").press("Enter")
    expect(page.get_by_label("Minutes")).to_have_value("60")
    expect(page.locator("#text")).to_have_value("上次联调卡在哪一步？")
    assert page.locator("[data-item]").count() > before
    expect(page.locator(f"#item-{pinned}")).to_be_visible()
    page.locator("#text").fill("上次联调卡在哪两步？")
    page.get_by_role("button", name="15 minutes").click()
    expect(page.get_by_label("Minutes")).to_have_value("15")
    expect(page.locator("#text")).to_have_value("上次联调卡在哪两步？")
    assert page.locator("[data-item]").count() < before


def test_a_question_is_judged_as_it_is_typed_and_survives_a_closed_tab(sign_in, alice, visit):
    page = opened(sign_in, alice, visit)
    page.locator("#text").press_sequentially("有没有数据安全的问题？")
    expect(page.locator("#advice")).to_contain_text("Yes or no would answer it.")
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("#text")).to_have_value("数据安全这块，您最不放心的是什么？")
    expect(page.locator("#advice li")).to_have_count(0)
    other = page.context.new_page()
    page.close()
    other.goto(f"/meetings/{visit.id}/guide/")
    expect(other.locator("#text")).to_have_value("数据安全这块，您最不放心的是什么？")
    other.get_by_role("button", name="Add the question").click()
    expect(other.locator(".item-text", has_text="数据安全这块")).to_be_visible()
    expect(other.locator("#text")).to_have_value("")


def test_it_works_without_scripts(sign_in, alice, visit, server):
    page = opened(sign_in, alice, visit)
    plain = page.context.browser.new_context(
        storage_state=page.context.storage_state(), java_script_enabled=False, base_url=server.url
    )
    page = plain.new_page()
    page.goto(f"/meetings/{visit.id}/guide/")
    first, second, *rest = stored(server, visit)
    page.locator("#text").fill("上次联调卡在哪一步？")
    page.locator(f"#item-{second}").get_by_role("button", name="Move up:").click()
    assert stored(server, visit) == [second, first, *rest]
    expect(page.locator("#text")).to_have_value("上次联调卡在哪一步？")
    page.get_by_role("button", name="60 minutes").click()
    expect(page.get_by_label("Minutes")).to_have_value("60")
    expect(page.locator("#text")).to_have_value("上次联调卡在哪一步？")
    plain.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_everybody_can_use_it(sign_in, alice, visit, width, scheme):
    page = opened(sign_in, alice, visit, width=width, color_scheme=scheme)
    page.locator("#text").fill("有没有数据安全的问题？")
    expect(page.locator("#advice li")).to_have_count(1)
    swap = page.locator("[data-item]").nth(2).get_by_role("button", name="Swap")
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    swap.click()
    expect(page).to_have_url(re.compile("/swap$"))
    assert problems(page) == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_everybody_can_use_the_pages_around_it(sign_in, alice, visit, server, width, scheme):
    page = sign_in(alice, width=width, color_scheme=scheme)
    for address in (
        "/questions/?role=expert",
        "/questions/new",
        f"/people/{visit.attendances[0].person_id}/prepare/",
        f"/meetings/{visit.id}/self-check/",
    ):
        page.goto(address)
        assert (address, problems(page)) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_a_question_of_the_bank_is_judged_as_it_is_typed_and_one_tap_uses_the_better_one(sign_in, alice):
    page = sign_in(alice)
    page.goto("/questions/new")
    page.locator("#text_en").fill("Are you happy with the new scheduling tool?")
    expect(page.locator("#text_en-advice")).to_contain_text("Yes or no would answer it.")
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("#text_en")).to_have_value("What would you change first about the new scheduling tool?")
    page.get_by_role("button", name="Save the question").click()
    expect(page.locator(".item-text").first).to_have_text("What would you change first about the new scheduling tool?")


def problems(page):
    page.wait_for_load_state()  # an address is there before its style sheets are
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    return [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(page, options=rules).response["violations"]]
