"""The end of a meeting without a network: asking for more, promising, reading back, correcting, ranking, confirming."""

import datetime as dt
import re

from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from kpi_assistant.domain.claims import compliance_flags
from kpi_assistant.models import Kpi, Meeting, Promise, Response
from tests.browser.capture_cast import alice, capture, visit  # noqa: F401 - fixtures
from tests.browser.capture_hands import HERE, enter, entered, is_saved, open_capture, ready, state, write
from tests.browser.hands import wait_until
from tests.domain.claim_sentences import ABOUT_TENDERS, FAULTY, HONEST

THREE = ("联网率年底前必须进前十", "等级评审十月要过", "半夜别再打电话")


def say_three(page):
    for words in THREE:
        write(page, words)
        enter(page)


def heard(page):
    return page.locator("#reading .words").all_inner_texts()


def kpis(server, visit):
    with server.session() as session:
        rows = session.scalars(
            select(Kpi).where(Kpi.meeting_id == visit.id).options(selectinload(Kpi.versions)).order_by(Kpi.rank)
        )
        return [(kpi.rank, [version.text for version in kpi.versions]) for kpi in rows]


def confirmed_at(server, visit):
    with server.session() as session:
        return session.get_one(Meeting, visit.id).confirmed_at


def test_the_whole_read_back_is_done_without_a_network_and_arrives(capture, server, visit):
    capture.context.set_offline(True)
    say_three(capture)
    capture.get_by_role("button", name="No more").click()
    expect(capture.locator("#reading h2")).to_be_focused()
    expect(capture.locator("#reading [data-say]")).to_contain_text("Let me read back")
    assert heard(capture) == list(THREE)
    expect(capture.locator("#words")).to_be_hidden()
    expect(state(capture)).to_be_visible()
    # Ranked by the buttons.
    row = capture.locator(".reading-row", has_text=THREE[2])
    row.locator("[data-move='-1']").click()
    row.locator("[data-move='-1']").click()
    assert heard(capture) == [THREE[2], THREE[0], THREE[1]]
    expect(capture.locator("#reading [data-moved]")).to_have_text("Now number 1 of 3")
    # Corrected by the customer.
    row = capture.locator(".reading-row", has_text=THREE[0])
    row.get_by_role("button", name="Correct the words").click()
    row.locator("textarea").fill("联网率明年六月底前必须进前十")
    row.get_by_role("button", name="Keep the correction").click()
    expect(row.locator("textarea")).to_have_count(0)
    capture.get_by_role("button", name="They say it is right").click()
    expect(capture.locator("[data-when]")).to_contain_text("They confirmed it")
    onwards = capture.get_by_role("link", name="Go on: promises, answers, the brief")
    expect(onwards).to_have_attribute("href", re.compile(rf"/meetings/{visit.id}$"))
    # A reload without a network finds all of it again.
    capture.reload()
    ready(capture)
    assert heard(capture) == [THREE[2], "联网率明年六月底前必须进前十", THREE[1]]
    expect(capture.locator("[data-when]")).to_contain_text("They confirmed it")
    expect(state(capture)).to_have_text(HERE)
    assert entered(server, visit) == []
    confirmed = dt.datetime.now(dt.UTC)
    capture.context.set_offline(False)
    is_saved(capture)
    assert kpis(server, visit) == [
        (1, [THREE[2]]),
        (2, [THREE[0], "联网率明年六月底前必须进前十"]),
        (3, [THREE[1]]),
    ]
    assert abs(confirmed_at(server, visit) - confirmed) < dt.timedelta(seconds=60)
    # What is corrected after they agreed is not what they agreed to.
    row = capture.locator(".reading-row", has_text=THREE[1])
    row.get_by_role("button", name="Correct the words").click()
    row.locator("textarea").fill("等级评审九月要过")
    row.get_by_role("button", name="Keep the correction").click()
    expect(capture.get_by_role("button", name="They say it is right")).to_be_visible()
    wait_until(capture, lambda: confirmed_at(server, visit) is None)


def test_a_finger_drags_them_into_the_customers_order(capture, server, visit):
    say_three(capture)
    capture.locator("#read-back").click()
    first, last = capture.locator(".reading-row .grip").first, capture.locator(".reading-row").last
    first.hover()
    capture.mouse.down()
    box = last.bounding_box()
    capture.mouse.move(box["x"] + 40, box["y"] + box["height"] - 4, steps=12)
    capture.mouse.up()
    assert heard(capture) == [THREE[1], THREE[2], THREE[0]]
    wait_until(capture, lambda: [rank for rank, _ in kpis(server, visit)] == [1, 2, 3])
    assert [versions for _, versions in kpis(server, visit)] == [[THREE[1]], [THREE[2]], [THREE[0]]]


def test_a_correction_half_typed_survives_a_reload_and_can_be_given_up(capture, server, visit):
    say_three(capture)
    is_saved(capture)
    capture.context.set_offline(True)
    capture.locator("#read-back").click()
    row = capture.locator(".reading-row").first
    row.get_by_role("button", name="Correct the words").click()
    row.locator("textarea").fill("说到一半的改动")
    expect(state(capture)).to_have_text(HERE)
    capture.reload()
    ready(capture)
    expect(capture.locator(".reading-row textarea")).to_have_value("说到一半的改动")
    capture.context.set_offline(False)
    capture.get_by_role("button", name="Leave it as it was").click()
    is_saved(capture)
    assert [versions for _, versions in kpis(server, visit)] == [[words] for words in THREE]


def test_its_own_address_opens_without_a_network(capture, server, visit):
    say_three(capture)
    is_saved(capture)
    server.stop()
    capture.goto(f"/meetings/{visit.id}/read-back")
    ready(capture)
    assert heard(capture) == list(THREE)
    capture.get_by_role("button", name="Back to writing").click()
    expect(capture.locator("#words")).to_be_visible()
    server.start()


def test_a_double_tap_on_their_yes_stays_and_what_leads_on_waits_for_the_server(capture, server, visit):
    write(capture, THREE[0])
    enter(capture)
    is_saved(capture)
    capture.get_by_role("button", name="No more").click()
    capture.context.set_offline(True)
    capture.get_by_role("button", name="They say it is right").dblclick()
    expect(capture.locator("[data-when]")).to_contain_text("They confirmed it")
    onwards = capture.get_by_role("link", name="Go on: promises")
    capture.wait_for_timeout(500)
    onwards.click()
    capture.wait_for_timeout(1000)
    expect(capture.locator("#reading")).to_be_visible()
    assert confirmed_at(server, visit) is None
    capture.context.set_offline(False)
    onwards.click()
    capture.wait_for_url(re.compile(rf"/meetings/{visit.id}$"))
    assert confirmed_at(server, visit) is not None
    expect(capture.get_by_text("They confirmed it")).to_be_visible()
    with server.session() as session:
        assert session.get_one(Meeting, visit.id).ended_at is not None


def test_the_round_goes_on_after_a_reload_without_a_network(capture):
    capture.context.set_offline(True)
    say_three(capture)
    expect(capture.locator("#entries [data-round]")).to_have_text("Round 3:")
    capture.wait_for_timeout(300)
    capture.reload()
    ready(capture)
    expect(capture.locator("#entries [data-round]")).to_have_text("Round 3:")
    capture.context.set_offline(False)


def test_rounds_ask_for_more_in_other_words_until_there_is_no_more(capture, server, visit):
    write(capture, THREE[0])
    enter(capture)
    expect(capture.locator("#entries [data-round]")).to_have_text("Round 1:")
    asked = {capture.locator("#entries [data-else]").inner_text()}
    for number in (2, 3, 4):
        capture.get_by_role("button", name="Ask it another way").click()
        expect(capture.locator("#entries [data-round]")).to_have_text(f"Round {number}:")
        asked.add(capture.locator("#entries [data-else]").inner_text())
    assert len(asked) == 4
    assert not any("anything" in words for words in asked)
    # An answer to the follow-up is no round.
    capture.locator("[data-facet]").fill("进前十")
    capture.locator("[data-facet]").press("Enter")
    expect(capture.locator("#entries [data-round]")).to_have_text("Round 4:")
    # A reload, without a network too, comes back to the same round.
    expect(state(capture)).to_have_attribute("data-state", "saved")
    capture.context.set_offline(True)
    capture.reload()
    ready(capture)
    expect(capture.locator("#entries [data-round]")).to_have_text("Round 4:")
    capture.context.set_offline(False)
    capture.get_by_role("button", name="No more").click()
    expect(capture.locator("#reading")).to_be_visible()


def test_we_cannot_yet_is_listened_to_and_promised_without_a_network(capture, server, visit):
    capture.context.set_offline(True)
    write(capture, THREE[2])
    enter(capture)
    capture.get_by_role("button", name="We cannot yet").click()
    form = capture.locator("[data-promise]")
    expect(form.locator("[data-listen]")).to_contain_text("I have noted this")
    expect(form.locator("textarea")).to_be_focused()
    form.get_by_role("button", name="Promise it").click()
    expect(form.locator(".error")).to_have_text("Say what we will do.")
    form.locator("textarea").fill("问清楚值班怎么排")
    expect(state(capture)).to_have_text(HERE)
    capture.reload()
    ready(capture)
    expect(capture.locator("#words")).to_be_visible()
    capture.locator("#unfinished").get_by_role("button", name="Go on with it").click()
    expect(form.locator("textarea")).to_have_value("问清楚值班怎么排")
    form.locator("[name=due_on]").fill("2031-12-01")
    form.locator("#promise-ask_again").check()
    form.get_by_role("button", name="Promise it").click()
    expect(capture.locator(".promised li")).to_have_text("Promised by 1 Dec: 问清楚值班怎么排")
    capture.context.set_offline(False)
    is_saved(capture)
    with server.session() as session:
        (promise,) = session.scalars(select(Promise).where(Promise.meeting_id == visit.id))
        assert (promise.text, str(promise.due_on), promise.kind) == ("问清楚值班怎么排", "2031-12-01", "ask_again")
        response = session.get_one(Response, promise.response_id)
        kpi = session.scalars(select(Kpi).where(Kpi.meeting_id == visit.id)).one()
        assert (response.kpi_id, response.fit) == (kpi.id, "not_yet")
    capture.reload()
    ready(capture)
    expect(capture.locator(".promised li")).to_have_text("Promised by 1 Dec: 问清楚值班怎么排")


def test_what_must_not_be_promised_is_said_while_it_is_typed(capture, server, visit):
    capture.context.set_offline(True)
    write(capture, THREE[2])
    enter(capture)
    capture.get_by_role("button", name="We cannot yet").click()
    form = capture.locator("[data-promise]")
    form.locator("textarea").fill("我们不送礼品")
    expect(form.locator(".error")).to_have_count(0)
    form.locator("textarea").fill("中秋给他送两张购物卡")
    expect(form.locator(".error")).to_contain_text("nothing of value")
    form.get_by_role("button", name="Promise it").click()
    expect(form.locator("textarea")).to_be_focused()
    expect(capture.locator(".promised li")).to_have_count(0)
    form.locator("textarea").fill("把夜里的告警先由我们处置")
    expect(form.locator(".error")).to_have_count(0)
    form.get_by_role("button", name="Promise it").click()
    capture.context.set_offline(False)
    is_saved(capture)
    with server.session() as session:
        assert [row.text for row in session.scalars(select(Promise).where(Promise.meeting_id == visit.id))] == [
            "把夜里的告警先由我们处置"
        ]


def test_the_phone_judges_promises_as_the_server_does(capture):
    texts = [*(text for faulty in FAULTY.values() for text in faulty), *HONEST, *ABOUT_TENDERS]
    judged = capture.evaluate(
        """async (sentences) => {
          const { isForbidden } = await import("/static/js/hints.js");
          const rules = JSON.parse(document.getElementById("material").dataset.json).phrases.never_promised;
          return sentences.map((text) => isForbidden(text, rules));
        }""",
        texts,
    )
    assert sum(judged) > 20
    assert [text for text, found in zip(texts, judged, strict=True) if found != bool(compliance_flags(text))] == []


def test_a_promise_that_an_older_page_let_through_is_refused_can_be_copied_and_is_reworded(
    sign_in, alice, server, visit
):
    page = sign_in(alice)

    def without_rules(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("&#34;never_promised&#34;", "&#34;later&#34;"))

    page.route("**/capture/", without_rules)
    capture = open_capture(page, visit)
    write(capture, THREE[2])
    enter(capture)
    capture.get_by_role("button", name="We cannot yet").click()
    form = capture.locator("[data-promise]")
    form.locator("textarea").fill("中秋给他送两张购物卡")
    form.get_by_role("button", name="Promise it").click()
    refused = capture.locator("#refused")
    expect(refused.locator("[data-text]")).to_have_text("中秋给他送两张购物卡")
    expect(refused.locator("[data-why]")).to_contain_text("nothing of value")
    expect(refused.get_by_role("button", name="Copy the text")).to_be_visible()
    expect(capture.locator(".promised li")).to_have_count(0)
    capture.reload()
    ready(capture)
    expect(refused.locator("[data-text]")).to_have_text("中秋给他送两张购物卡")
    refused.get_by_role("button", name="Put it back into the box").click()
    expect(form.locator("textarea")).to_have_value("中秋给他送两张购物卡")
    form.locator("textarea").fill("把夜里的告警先由我们处置")
    form.get_by_role("button", name="Promise it").click()
    expect(refused).to_be_hidden()
    is_saved(capture)
    with server.session() as session:
        assert [row.text for row in session.scalars(select(Promise).where(Promise.meeting_id == visit.id))] == [
            "把夜里的告警先由我们处置"
        ]
    assert entered(server, visit) == [THREE[2]]


def test_without_javascript_the_way_from_no_more_to_their_agreement_is_plain_forms(
    sign_in, alice, server, visit, browser
):
    page = sign_in(alice)
    plain = browser.new_context(java_script_enabled=False, base_url=server.url, viewport={"width": 360, "height": 740})
    plain.add_cookies(page.context.cookies())
    page = plain.new_page()
    page.goto(f"/meetings/{visit.id}/capture/")
    for words in THREE[:2]:
        page.locator("#words").fill(words)
        page.get_by_role("button", name="Write it down").click()
    page.get_by_role("link", name="No more", exact=True).click()
    page.locator("li", has_text=THREE[1]).get_by_role("button", name="Move up").click()
    page.get_by_role("button", name="They say it is right").click()
    expect(page.get_by_text("They confirmed it")).to_be_visible()
    assert kpis(server, visit) == [(1, [THREE[1]]), (2, [THREE[0]])]
    assert confirmed_at(server, visit) is not None
    plain.close()
