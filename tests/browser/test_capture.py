"""The capture page in a real browser: what is typed is kept, and entered once."""

import re
import uuid

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from kpi_assistant.models import Kpi, KpiDraft, KpiVersion
from tests.views.kpi_cast import meeting, organisation, person

SAVED = re.compile(r"Saved on the server \d\d:\d\d")


@pytest.fixture(scope="module")
def alice(server):
    return server.add_member("alice")


@pytest.fixture
def visit(server, alice):
    who = server.save(person(alice, at=organisation(alice)))
    return server.save(meeting(alice, who))


@pytest.fixture
def capture(sign_in, alice, visit):
    page = sign_in(alice)
    page.goto(f"/meetings/{visit.id}/capture/")
    return page


def stored(server, visit):
    """(id, words) of every KPI of the meeting."""
    with server.session() as session:
        rows = session.scalars(select(Kpi).where(Kpi.meeting_id == visit.id).order_by(Kpi.created_at))
        return [(kpi.id, kpi.words) for kpi in rows]


def drafts(server, visit):
    with server.session() as session:
        return list(session.scalars(select(KpiDraft).where(KpiDraft.meeting_id == visit.id)))


def test_it_saves_while_one_types_and_says_so_only_afterwards(capture, server, visit):
    state = capture.locator("[data-state]")
    expect(state).to_have_text("")
    capture.locator("#words").press_sequentially("年底前联网率必须进前十")
    expect(state).to_have_text(SAVED)
    assert [draft.content["words"] for draft in drafts(server, visit)] == ["年底前联网率必须进前十"]


def test_a_reload_brings_the_text_back_and_it_is_entered_under_the_same_id(capture, server, visit):
    capture.locator("#words").fill("新院区十月开诊，图纸还在改😀")
    expect(capture.locator("[data-state]")).to_have_text(SAVED)
    (draft,) = drafts(server, visit)
    capture.reload()
    expect(capture.locator("#words")).to_have_value("新院区十月开诊，图纸还在改😀")
    capture.get_by_role("button", name="Write it down").click()
    expect(capture.locator("#entries .words")).to_have_text("新院区十月开诊，图纸还在改😀")
    expect(capture.locator("#words")).to_have_value("")
    expect(capture.locator("[data-state]")).to_have_text(SAVED)
    assert stored(server, visit) == [(draft.id, "新院区十月开诊，图纸还在改😀")]
    assert drafts(server, visit) == []


def test_keys_enter_and_the_next_question_stands_ready(capture, server, visit):
    capture.locator("#words").fill("第一句")
    capture.locator("#words").press("Control+Enter")
    expect(capture.locator("#entries .reply-next")).to_be_visible()
    capture.locator("#words").fill("第二句")
    capture.get_by_text("More, if there is time").click()
    capture.locator("[name=facets-judge]").fill("厅里")
    capture.locator("[name=facets-judge]").press("Enter")
    expect(capture.locator("#entries .reply")).to_have_count(1)
    expect(capture.locator("#entries .entry")).to_have_count(2)
    expect(capture.locator("[data-state]")).to_have_text(SAVED)
    assert [words for _, words in stored(server, visit)] == ["第一句", "第二句"]


def test_nothing_is_entered_in_the_middle_of_a_composition(capture, server, visit):
    capture.get_by_text("More, if there is time").click()
    capture.locator("#words").fill("原话")
    judge = capture.locator("[name=facets-judge]")
    judge.focus()
    keyboard = capture.context.new_cdp_session(capture)
    keyboard.send("Input.imeSetComposition", {"text": "ting li", "selectionStart": 7, "selectionEnd": 7})
    capture.evaluate(
        """() => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": "Process", "windowsVirtualKeyCode": 229})
    expect(capture.locator("#words")).to_have_value("原话")
    keyboard.send("Input.insertText", {"text": "厅里"})
    expect(judge).to_have_value("厅里")
    assert stored(server, visit) == []
    judge.press("Enter")
    expect(capture.locator("#entries .reply")).to_be_visible()
    assert len(stored(server, visit)) == 1


def test_without_a_network_it_waits_and_then_delivers_everything_once(capture, server, visit):
    state = capture.locator("[data-state]")
    capture.context.set_offline(True)
    capture.locator("#words").fill("地下二层说的话")
    expect(state).to_have_text("Waiting for the network")
    capture.get_by_role("button", name="Write it down").click()
    capture.locator("#words").fill("接着又说的话")
    expect(capture.locator(".entry-pending")).to_have_count(1)
    assert stored(server, visit) == []
    capture.context.set_offline(False)
    expect(state).to_have_text(SAVED, timeout=40_000)
    expect(capture.locator(".entry-pending")).to_have_count(0)
    assert [words for _, words in stored(server, visit)] == ["地下二层说的话"]
    assert [draft.content["words"] for draft in drafts(server, visit)] == ["接着又说的话"]


def test_signed_out_it_says_so_and_keeps_the_words(capture, server, visit, alice):
    capture.locator("#words").fill("之前")
    expect(capture.locator("[data-state]")).to_have_text(SAVED)
    cookies = capture.context.cookies()
    capture.context.clear_cookies()
    capture.locator("#words").fill("之后")
    expect(capture.locator("[data-state]")).to_contain_text("You are signed out.")
    expect(capture.locator("#words")).to_have_value("之后")
    capture.context.add_cookies(cookies)
    expect(capture.locator("[data-state]")).to_have_text(SAVED, timeout=40_000)
    assert [draft.content["words"] for draft in drafts(server, visit)] == ["之后"]


def test_questions_turn_and_are_marked_without_losing_a_word(capture, server, visit):
    capture.goto(f"/meetings/{visit.id}/guide/")
    capture.get_by_role("button", name="Make the questions").click()
    capture.goto(f"/meetings/{visit.id}/capture/")
    capture.locator("#words").fill("一半的话")
    first = capture.locator("[data-question]:visible .question-text").inner_text()
    capture.locator("[data-question]:visible [data-mark] button[value=answered]").click()
    expect(capture.locator("[data-question]:visible .question-text")).not_to_have_text(first)
    capture.locator("[data-question]:visible [data-go]").first.click()
    expect(capture.locator("[data-question]:visible .question-text")).to_have_text(first)
    expect(capture.locator("[data-question]:visible [value=answered]")).to_have_attribute("aria-pressed", "true")
    expect(capture.locator("#words")).to_have_value("一半的话")


def test_an_observation_has_its_own_box_and_a_full_box_never_hides(capture, server, visit):
    capture.locator("#words").fill("他的话")
    capture.get_by_label("observed").check()
    expect(capture.locator("#observation")).to_be_visible()
    expect(capture.locator("#words")).to_be_visible()
    capture.locator("#words").fill("")
    expect(capture.locator("#words")).to_be_hidden()
    capture.locator("#observation").fill("两次看表")
    capture.get_by_role("button", name="Write it down").click()
    expect(capture.locator("#entries .observation")).to_contain_text("两次看表")
    with server.session() as session:
        assert list(session.scalars(select(KpiVersion).join(Kpi).where(Kpi.meeting_id == visit.id))) == []


def test_what_is_missing_is_said_and_can_be_completed(capture, server, visit):
    capture.get_by_label("relayed").check()
    capture.locator("#words").fill("听人说的")
    capture.get_by_role("button", name="Write it down").click()
    problem = capture.locator(".entry-pending a")
    expect(problem).to_contain_text("Choose who told us.")
    problem.click()
    expect(capture.locator("#words")).to_have_value("听人说的")
    assert uuid.UUID(capture.locator("#id").input_value()) == drafts(server, visit)[0].id
