"""Answering on a phone with the keyboard alone: three KPIs, advice while typing, nothing lost, no barrier in the way."""

import datetime as dt
import itertools
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Fit, PromiseKind
from kpi_assistant.models import Kpi, Promise, Reaction, Response, ResponseDraft
from tests.views.answer_cast import capability, kpi, proof, response
from tests.views.kpi_cast import organisation, person

NAMES = (f"answerer{number}" for number in itertools.count())
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def alice(server):
    return server.add_member(next(NAMES), workspace=next(NAMES))


@pytest.fixture
def zhuang(server, alice):
    return server.save(person(alice, at=server.save(organisation(alice))))


@pytest.fixture
def three(server, alice, zhuang):
    words = ("核心系统恢复压到一小时以内", "谁进来过我拿不出一张清单", "周报能不能少写两份")
    return [server.save(kpi(alice, zhuang, text, importance=5 - number)) for number, text in enumerate(words)]


@pytest.fixture
def backup(server, alice):
    row = server.save(capability(alice))
    server.save(proof(row))
    return row


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _press in range(90):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def choose(page: Page, name: str, value: str) -> None:
    """Choose a radio button: Tab reaches the group, the arrows move in it."""
    tab_to(page, f"[name={name}]")
    page.keyboard.press("Space")
    for _press in range(6):
        if page.evaluate(
            "([name, value]) => document.querySelector(`[name=${name}]:checked`)?.value === value", [name, value]
        ):
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"the arrows do not reach {value}")


def kept(page: Page) -> None:
    expect(page.locator("[data-state]")).to_contain_text("Kept at", timeout=10_000)


def assert_no_barriers(page: Page) -> None:
    results = Axe().run(page, options={"runOnly": RULES["runOnly"], "rules": {"target-size": {"enabled": True}}})
    found = [(each["id"], each["nodes"][0]["html"][:160]) for each in results.response["violations"]]
    assert found == []


def test_three_kpis_are_answered_by_the_keyboard_alone(server, sign_in, alice, zhuang, three, backup):
    page = sign_in(alice)
    page.goto(f"/people/{zhuang.id}")
    tab_to(page, ".coverage-next")
    page.keyboard.press("Enter")
    expect(page.locator(".words")).to_have_text(three[0].words)

    choose(page, "fit", "direct")
    tab_to(page, "[name=capability_ids]")
    page.keyboard.press("Space")
    tab_to(page, "[name=proof_ids]")
    page.keyboard.press("Space")
    tab_to(page, "[name=do]")
    page.keyboard.type("先分级，再按剧本恢复。")
    kept(page)
    expect(page.locator("[data-prints]")).to_contain_text("With proof")
    page.keyboard.press("Tab")
    tab_to(page, "main .actions button[type=submit]")
    page.keyboard.press("Enter")

    expect(page.locator(".words")).to_have_text(three[1].words)
    expect(page.locator(".coverage")).to_contain_text("1 with proof")
    choose(page, "fit", "partial")
    tab_to(page, "[name=do]")
    page.keyboard.type("先把厂商的门收到一处。")
    tab_to(page, "main .actions button[type=submit]")
    page.keyboard.press("Enter")

    expect(page.locator(".words")).to_have_text(three[2].words)
    choose(page, "fit", "not_yet")
    choose(page, "promise_kind", "ask_again")
    tab_to(page, "[name=promise_text]")
    page.keyboard.type("再问一次周报给谁看")
    page.keyboard.press("Tab")
    page.keyboard.type("12052099")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(rf"/responses/\?person={zhuang.id}"))
    expect(page.locator(".coverage")).to_contain_text("all answered")
    with server.session() as session:
        ids = [row.id for row in three]
        fits = session.scalars(
            select(Response.fit).join(Kpi).where(Kpi.id.in_(ids)).order_by(Kpi.importance.desc())
        ).all()
        assert list(fits) == [Fit.DIRECT, Fit.PARTIAL, Fit.NOT_YET]
        promise = session.scalars(select(Promise).where(Promise.person_id == zhuang.id)).one()
        assert (promise.kind, promise.due_on) == (PromiseKind.ASK_AGAIN, dt.date(2099, 12, 5))
        assert session.scalars(select(ResponseDraft).where(ResponseDraft.kpi_id.in_(ids))).all() == []


def test_advice_comes_while_typing_and_one_tap_takes_the_better_wording(sign_in, alice, three):
    page = sign_in(alice)
    page.goto(f"/responses/{three[0].id}")
    field = page.locator("[name=do]")
    field.press_sequentially("先做摸底，我们保证通过评审。")
    advice = page.locator("[data-advice=do]")
    expect(advice).to_contain_text("A guarantee")
    expect(page.locator("[data-advice=say]")).to_have_text("")
    assert_no_barriers(page)
    advice.get_by_role("button").click()
    expect(field).to_have_value("先做摸底，我们争取通过评审。")
    expect(advice).to_have_text("")
    field.press("Control+z")
    expect(field).to_have_value("先做摸底，我们保证通过评审。")
    expect(advice).to_contain_text("A guarantee")


def test_a_better_wording_with_a_gap_puts_the_caret_there(sign_in, alice, three):
    page = sign_in(alice)
    page.goto(f"/responses/{three[0].id}")
    page.locator("[name=do]").fill("恢复用时降了七成。")
    page.locator("[data-advice=do] button").click()
    selected = page.evaluate(
        "() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd); }"
    )
    assert selected == "〔日期〕"


@pytest.mark.provokes(401)
def test_what_is_typed_survives_an_ended_session_and_goes_on_after_signing_in(server, sign_in, alice, three):
    page = sign_in(alice)
    page.goto(f"/responses/{three[0].id}")
    page.locator("[name=say]").fill("写到一半")
    kept(page)
    page.context.clear_cookies()
    page.locator("[name=say]").fill("写到一半，登录过期了")
    expect(page.locator("[data-state]")).to_contain_text("signed out")
    page.locator("main .actions button[type=submit]").click()
    page.wait_for_timeout(500)
    assert page.url.endswith(f"/responses/{three[0].id}")
    expect(page.locator("[name=say]")).to_have_value("写到一半，登录过期了")
    again = sign_in(alice)
    page.context.add_cookies(again.context.cookies())
    page.evaluate("dispatchEvent(new Event('online'))")
    kept(page)
    again.goto(f"/responses/{three[0].id}")
    expect(again.locator("[name=say]")).to_have_value("写到一半，登录过期了")


def test_without_a_network_nothing_is_sent_away_and_nothing_is_lost(sign_in, alice, three):
    page = sign_in(alice)
    page.goto(f"/responses/{three[0].id}")
    page.context.set_offline(True)
    page.locator("[name=say]").fill("电梯里写的")
    expect(page.locator("[data-state]")).to_contain_text("No connection")
    page.locator("main .actions button[type=submit]").click()
    expect(page.locator("[name=say]")).to_have_value("电梯里写的")
    page.context.set_offline(False)
    kept(page)
    page.reload()
    expect(page.locator("[name=say]")).to_have_value("电梯里写的")


def test_reactions_are_noted_by_a_tap_each(server, sign_in, alice, zhuang, three, backup):
    answers = [server.save(response(row, backup, do="先摸底")) for row in three]
    page = sign_in(alice)
    page.goto(f"/people/{zhuang.id}/reactions")
    cards = page.locator(".reactions > li")
    cards.nth(0).get_by_role("button", name="Accepted").click()
    cards.nth(1).get_by_role("button", name="Doubtful").click()
    cards.nth(1).locator("textarea").fill("那是别家的数")
    cards.nth(2).get_by_role("button", name="Refused").click()
    cards.nth(2).get_by_role("button", name="Undo").click()
    expect(cards.nth(2).locator("[data-state]")).to_have_text("Taken back.")
    cards.nth(1).locator("textarea").blur()
    expect(cards.nth(1).locator("[data-state]")).to_have_text("Noted.")
    page.wait_for_timeout(1200)
    with server.session() as session:
        rows = session.scalars(select(Reaction).where(Reaction.response_id.in_([row.id for row in answers])))
        assert {(row.response_id, str(row.kind), row.words) for row in rows} == {
            (answers[0].id, "accepted", ""),
            (answers[1].id, "doubtful", "那是别家的数"),
        }
    box = cards.nth(0).get_by_role("button", name="Accepted").bounding_box()
    assert box is not None
    assert box["height"] >= 48
    assert_no_barriers(page)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_stands_on_the_pages_of_answers(server, sign_in, alice, zhuang, three, backup, width, scheme):
    server.save(response(three[0], backup, server.save(proof(backup))))
    server.save(
        Promise(workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=zhuang.id, text="发实测数", due_on=dt.date(2020, 1, 1))
    )  # fmt: skip
    page = sign_in(alice, width=width, color_scheme=scheme)
    for address in (
        "/responses/", f"/responses/?person={zhuang.id}", f"/responses/{three[0].id}", f"/responses/{three[1].id}",
        f"/people/{zhuang.id}/reactions", "/promises/", f"/promises/new?person={zhuang.id}", f"/offering/{backup.id}",
    ):  # fmt: skip
        page.goto(address)
        for fold in page.locator("main details > summary").all():
            fold.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert_no_barriers(page)


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_long_words_and_an_empty_offering_fit_the_smallest_phone(server, sign_in, alice, zhuang, locale):
    long = [server.save(kpi(alice, zhuang, text)) for text in ("恢复" * 300, "Donaudampfschifffahrtsgesellschaft" * 9)]
    server.save(response(long[1], do="W" * 400, say="先摸底" * 90))
    with server.session() as session:
        session.get_one(type(alice), alice.id).locale = locale
        session.commit()
    page = sign_in(alice, width=320)
    for address in (
        f"/responses/?person={zhuang.id}",
        *(f"/responses/{row.id}" for row in long),
        f"/people/{zhuang.id}/reactions",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        assert_no_barriers(page)
    page.goto(f"/responses/{long[0].id}")
    page.locator("[name=do]").fill("保证" + "通过" * 200)
    expect(page.locator("[data-advice=do] button")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
