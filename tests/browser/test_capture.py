"""The capture page in a real browser, on a good day: what is typed is kept, entered once, and answered."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from kpi_assistant.content.capture import capture_words
from kpi_assistant.domain.delicate import is_delicate, sounds_like
from kpi_assistant.domain.layer_guess import guess_layer
from kpi_assistant.domain.vocabulary import GuideItemStatus, Layer, Phase
from kpi_assistant.models import Guide, GuideItem, Kpi, KpiFacet, KpiVersion
from tests.browser.capture_cast import alice, visit  # noqa: F401 - fixtures
from tests.browser.capture_hands import HERE, drafts, enter, entered, is_saved, open_capture, ready, state, write
from tests.browser.hands import sign_in_as, wait_until
from tests.domain.home_sentences import OWN_EN, OWN_ZH, TRADE_EN, TRADE_ZH
from tests.domain.layer_sentences import TABLE


@pytest.fixture
def capture(sign_in, alice, visit):
    return open_capture(sign_in(alice), visit)


def test_after_a_long_question_the_next_one_is_seen_from_its_beginning(sign_in, server, alice, visit):
    guide = Guide(meeting_id=visit.id, minutes=30, workspace_id=alice.workspace_id, created_by_id=alice.id)
    for number in range(2):
        text = f"{number}. " + "So that nothing is forgotten, let us go through it from the very beginning. " * 12
        wording = {"text": {"zh": text, "en": text}, "why": None, "listen_for": None, "acknowledgement": None}
        guide.items.append(GuideItem(position=number, phase=Phase.OPEN, wording=wording | {"follow_ups": []}))
    server.save(guide)
    page = open_capture(sign_in(alice), visit)
    answered = page.locator("[data-status=answered]")
    page.evaluate("scrollTo(0, document.querySelector('[data-status=answered]').getBoundingClientRect().top - 300)")
    assert page.evaluate("document.querySelector('.question').getBoundingClientRect().top") < 0
    answered.click()
    expect(page.locator(".question-text")).to_contain_text("1. So that")
    page.wait_for_function("() => document.querySelector('.question').getBoundingClientRect().top >= 0")


def test_the_marks_of_a_question_stand_on_one_line_of_a_small_phone(sign_in, server, alice, visit):
    guide = Guide(meeting_id=visit.id, minutes=30, workspace_id=alice.workspace_id, created_by_id=alice.id)
    wording = {"text": {"zh": "最急的?", "en": "What is most urgent?"}, "why": None, "listen_for": None}
    guide.items = [
        GuideItem(position=n, phase=Phase.OPEN, wording=wording | {"acknowledgement": None, "follow_ups": []})
        for n in range(2)
    ]
    server.save(guide)
    page = open_capture(sign_in(alice), visit)
    page.locator("[data-status=asked]").click()
    places = page.locator(".question-bar .button").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().top)"
    )
    assert len(places) == 5
    assert max(places) - min(places) < 5


def test_it_saves_while_one_types_and_says_so_only_afterwards(capture, server, visit):
    expect(state(capture)).to_have_text("")
    capture.locator("#words").press_sequentially("年底前联网率必须进前十")
    expect(state(capture)).to_have_text(HERE)
    is_saved(capture)
    assert [fields["words"] for fields in drafts(server, visit)] == ["年底前联网率必须进前十"]


def test_a_reload_brings_the_text_back_and_it_is_entered_under_the_same_id(capture, server, visit):
    write(capture, "新院区十月开诊，图纸还在改😀")
    is_saved(capture)
    capture.reload()
    ready(capture)
    expect(capture.locator("#words")).to_have_value("新院区十月开诊，图纸还在改😀")
    enter(capture)
    expect(capture.locator("#entries .words")).to_have_text("新院区十月开诊，图纸还在改😀")
    is_saved(capture)
    assert entered(server, visit) == ["新院区十月开诊，图纸还在改😀"]
    assert drafts(server, visit) == []


def test_enter_saves_and_the_next_question_stands_ready_with_a_line_for_its_answer(capture, server, visit):
    write(capture, "第一句")
    capture.locator("#words").press("Shift+Enter")
    capture.keyboard.type("还是第一句")
    capture.locator("#words").press("Enter")
    expect(capture.locator("#words")).to_have_value("")
    reply = capture.locator("#entries .reply")
    expect(reply).to_have_count(1)
    expect(reply.locator("[data-missing-names]")).to_have_text("Target, Deadline, If it slips")
    reply.locator("[data-facet]").fill("进前十")
    reply.locator("[data-facet]").press("Enter")
    expect(reply.locator("[data-missing-names]")).to_have_text("Deadline, If it slips, Who judges")
    reply.locator("[data-facet]").press_sequentially("年底")
    write(capture, "第二句")
    enter(capture)
    expect(reply).to_have_count(1)
    is_saved(capture)
    assert entered(server, visit) == ["第一句\n还是第一句", "第二句"]
    with server.session() as session:
        facets = session.scalars(select(KpiFacet).join(Kpi).where(Kpi.meeting_id == visit.id).order_by(KpiFacet.facet))
        assert [(row.facet, row.text) for row in facets] == [("deadline", "年底"), ("target", "进前十")]


CHOSEN = """(form) => [...new FormData(form)].filter(([name]) => name !== "id" && name !== "words")"""


def test_the_second_tap_of_a_double_tap_chooses_nothing(capture, server, visit):
    page = open_capture(capture, visit)
    write(page, "年底前 DRG 付费不能亏钱，\n一年不能再有两次宕机，\n还有等级保护。")
    chosen = page.locator("#capture").evaluate(CHOSEN)
    page.get_by_role("button", name="Write it down").dblclick()
    expect(page.locator("#words")).to_have_value("")
    assert page.locator("#capture").evaluate(CHOSEN) == chosen
    # A slow tap is meant.
    page.wait_for_timeout(500)
    page.locator("#layer-2").click()
    expect(page.locator("#layer-2")).to_be_checked()


def test_nothing_is_entered_in_the_middle_of_a_composition(capture, server, visit):
    words = capture.locator("#words")
    words.focus()
    keyboard = capture.context.new_cdp_session(capture)
    keyboard.send("Input.imeSetComposition", {"text": "ting li", "selectionStart": 7, "selectionEnd": 7})
    capture.evaluate(
        """() => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": "Process", "windowsVirtualKeyCode": 229})
    expect(words).to_have_value("ting li")
    keyboard.send("Input.insertText", {"text": "厅里"})
    expect(words).to_have_value("厅里")
    is_saved(capture)
    assert entered(server, visit) == []
    words.press("Enter")
    is_saved(capture)
    assert entered(server, visit) == ["厅里"]


def test_questions_turn_and_are_marked_without_losing_a_word(capture, server, visit):
    capture.goto(f"/meetings/{visit.id}/guide/")
    capture.get_by_role("button", name="Make the questions").click()
    open_capture(capture, visit)
    write(capture, "一半的话")
    question = capture.locator("#questions .question")
    first = question.locator(".question-text").inner_text()
    item = question.get_attribute("data-item")
    question.locator("[data-status=answered]").click()
    expect(question.locator(".question-text")).not_to_have_text(first)
    question.locator("[data-turn='-1']").click()
    expect(question.locator(".question-text")).to_have_text(first)
    expect(question.locator("[data-status=answered]")).to_have_attribute("aria-pressed", "true")
    expect(capture.locator("#words")).to_have_value("一半的话")
    is_saved(capture)
    with server.session() as session:
        status = {str(row.id): row.status for row in session.scalars(select(GuideItem))}[item]
    assert status is GuideItemStatus.ANSWERED


def test_an_observation_has_its_own_box_and_a_full_box_never_hides(capture, server, visit):
    write(capture, "他的话")
    capture.get_by_label("observed").check()
    expect(capture.locator("#observation")).to_be_visible()
    expect(capture.locator("#words")).to_be_visible()
    write(capture, "")
    expect(capture.locator("#words")).to_be_hidden()
    capture.locator("#observation").fill("两次看表")
    capture.get_by_role("button", name="Write it down").click()
    expect(capture.locator("#entries .observation")).to_contain_text("两次看表")
    is_saved(capture)
    with server.session() as session:
        assert list(session.scalars(select(KpiVersion).join(Kpi).where(Kpi.meeting_id == visit.id))) == []
    assert entered(server, visit) == ["两次看表"]


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(capture, server, visit):
    capture.get_by_label("relayed").check()
    write(capture, "听人说的")
    capture.get_by_role("button", name="Write it down").click()
    expect(capture.locator(".relayed-by .error")).to_have_text("Choose who told us.")
    expect(capture.locator("#words")).to_have_value("听人说的")
    is_saved(capture)
    assert entered(server, visit) == []


def test_sensitive_facts_are_pointed_out_while_one_types_as_the_server_would(capture, server, visit):
    write(capture, "我老婆怀孕了，预产期十二月")
    expect(capture.locator("[data-hints] li")).to_have_count(1)
    write(capture, "医院里怀孕的病人多了三成")
    expect(capture.locator("[data-hints] li")).to_have_count(0)


def test_without_javascript_the_form_is_saved_by_its_button(sign_in, alice, server, visit, browser):
    page = sign_in(alice)
    plain = browser.new_context(java_script_enabled=False, base_url=server.url, viewport={"width": 360, "height": 740})
    plain.add_cookies(page.context.cookies())
    page = plain.new_page()
    page.goto(f"/meetings/{visit.id}/capture/")
    page.locator("#words").fill("没有脚本也记得下")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("#entries .words").first).to_have_text("没有脚本也记得下")
    assert entered(server, visit) == ["没有脚本也记得下"]
    plain.close()


def test_signing_out_wipes_the_device(capture, server, visit, alice):
    capture.wait_for_function("() => navigator.serviceWorker.controller")
    write(capture, "都在服务器上")
    enter(capture)
    is_saved(capture)
    assert capture.evaluate("async () => (await indexedDB.databases()).length") == 2
    capture.goto("/settings/")
    capture.get_by_role("button", name="Sign out", exact=True).click()
    capture.wait_for_url("**/login*")
    assert capture.evaluate("async () => (await indexedDB.databases()).length") == 0
    assert capture.evaluate("() => localStorage.length + sessionStorage.length") == 0
    assert entered(server, visit) == ["都在服务器上"]
    # Nothing of anybody is in the cache, and the device is as ready for the next as it was for this one.
    kept = capture.evaluate(CACHED_PAGES)
    assert len(kept) == 2
    assert not any("data-member" in page or str(alice.id) in page or "csrf" in page for page in kept)
    sign_in_as(capture, alice)
    open_capture(capture, visit)
    capture.context.set_offline(True)
    capture.reload()
    ready(capture)
    expect(capture.locator("#entries .words")).to_have_text("都在服务器上")
    capture.context.set_offline(False)


CACHED_PAGES = """async () => {
  const pages = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) if (request.url.includes("/offline/")) pages.push(await (await cache.match(request)).text());
  }
  return pages;
}"""


def test_a_guess_of_the_layer_is_shown_and_never_sent_untapped(capture, server, visit):
    write(capture, "我女儿明年高考，晚上得早点回去")
    expect(capture.locator("label.is-guess")).to_have_text("Life")
    expect(capture.locator("[name=layer][value=work]")).to_be_checked()
    enter(capture)
    is_saved(capture)
    assert layers(server, visit) == ["work"]
    capture.get_by_role("button", name="This sounds like “Life”").click()
    wait_until(capture, lambda: layers(server, visit) == ["life"])
    write(capture, "周五之前要把验收报告交给集团信息部")
    expect(capture.locator("label.is-guess")).to_have_count(0)
    enter(capture)
    is_saved(capture)
    expect(capture.locator("[data-sounds]:visible")).to_have_count(0)
    assert layers(server, visit) == ["life", "work"]


def layers(server, visit):
    with server.session() as session:
        return list(session.scalars(select(Kpi.layer).where(Kpi.meeting_id == visit.id).order_by(Kpi.created_at)))


def test_the_phone_guesses_as_the_server_does(capture):
    sentences = [*(text for text, _layer in TABLE), *OWN_ZH, *OWN_EN, *TRADE_ZH, *TRADE_EN]
    guessed = capture.evaluate(
        """async (sentences) => {
          const { guessLayer, isDelicate, soundsLike } = await import("/static/js/hints.js");
          const { phrases } = JSON.parse(document.getElementById("material").dataset.json);
          return sentences.map((words) => [
            guessLayer(words, phrases.layer_rules), isDelicate({ words, layer: "work" }, phrases), soundsLike(words, phrases),
          ]);
        }""",
        sentences,
    )
    assert guessed == [[guess_layer(t), is_delicate(t, Layer.WORK), sounds_like(t, Layer.WORK)] for t in sentences]


def test_after_an_illness_at_home_nobody_is_asked_for_a_figure(capture):
    write(capture, "老婆住院了，我天天晚上去陪床")
    expect(capture.locator("label.is-guess")).to_have_text("Life")
    expect(capture.locator("[data-hints] li")).to_have_count(1)
    enter(capture)
    reply = capture.locator("#entries .reply")
    expect(reply.locator("[data-next]")).to_be_hidden()
    expect(reply.locator("[data-round]")).to_have_text("")
    expect(reply.locator("[data-else]")).to_have_text("If there are times we should keep clear of, just say so.")
    assert reply.locator("[data-thanks]").inner_text() in {text.en for text in capture_words().at_home}
    expect(capture.get_by_role("button", name="This sounds like “Life”")).to_be_visible()
