"""Everybody can use it: axe, reflow, languages and a quiet console on every page there is, and on what is refused."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response

from kpi_assistant.models import Member
from tests.browser.hands import sign_in_as
from tests.browser.live_server import LiveServer
from tests.browser.walk import addresses, get_rules
from tests.objects import make_one_of_each
from tests.same_words import write_everywhere

SIZES = {"phone": (360, 740), "laptop": (1280, 800)}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
IN_ANY_SCHEME: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
}
BY_SCHEME: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What depends on the colours; everything else is looked at once."""
NOT_PAGES = {"setup.show", "security.login"}
"""Looked at by tests of their own."""
AXE = Axe().axe_script
RENEWALS = 5
LANGUAGES = {"zh_CN": "zh-CN", "en": "en"}
OPEN_EVERYTHING = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def is_page(page: Page, path: str) -> bool:
    """Not a file to save, a picture or an answer for a script."""
    return page.context.request.get(path).headers["content-type"].startswith("text/html")


def visit(page: Page, path: str) -> Response | None:
    """Open a page although the one before may just be loading itself anew, which breaks off what was asked for."""
    for _try in range(RENEWALS):
        try:
            return page.goto(path)
        except Error as error:
            if "interrupted" not in str(error) and "ERR_ABORTED" not in str(error):
                raise
    return page.goto(path)


@dataclass
class Findings:
    """What was found wrong, each with the page it was found on."""

    wrong: list[str] = field(default_factory=list)
    pages: int = 0

    def look(self, page: Page, where: str, lang: str) -> None:
        """Everything that can be seen of the page as it stands; anew when it renews itself meanwhile, as one that waits does."""
        self.pages += 1
        for tries_left in reversed(range(RENEWALS)):
            found_before = len(self.wrong)
            try:
                self._look(page, where, lang)
            except Error:
                if not tries_left:
                    raise
                del self.wrong[found_before:]
                page.wait_for_load_state()
            else:
                return

    def _look(self, page: Page, where: str, lang: str) -> None:
        page.evaluate(OPEN_EVERYTHING)
        page.evaluate(AXE)
        if page.locator("html").get_attribute("lang") != lang:
            self.wrong.append(f"{where}: its lang is not {lang}")
        self._run(page, where, IN_ANY_SCHEME)
        page.emulate_media(color_scheme="dark")
        self._run(page, f"{where} (dark)", BY_SCHEME)
        page.emulate_media(color_scheme="light")
        if (page.viewport_size or {})["width"] < 400:
            self._reflow(page, where)

    def _run(self, page: Page, where: str, options: dict[str, Any]) -> None:
        if page.evaluate("() => typeof axe === 'undefined'"):  # the page has renewed itself, as one that waits does
            page.evaluate(AXE)
        results = page.evaluate("(options) => axe.run(document, options)", options | {"resultTypes": ["violations"]})
        for found in results["violations"]:
            nodes = "; ".join(node["html"][:160] for node in found["nodes"][:3])
            self.wrong.append(f"{where}: {found['id']}: {nodes}")

    def _reflow(self, page: Page, where: str) -> None:
        """Neither a narrow page nor large text may scroll sideways."""
        usual = page.viewport_size or {}
        page.set_viewport_size({"width": 320, "height": usual["height"]})
        if page.evaluate(OVERFLOW) > 0:
            self.wrong.append(f"{where}: scrolls sideways at 320 px")
        page.set_viewport_size({"width": usual["width"], "height": usual["height"]})
        page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        if page.evaluate(OVERFLOW) > 0:
            self.wrong.append(f"{where}: scrolls sideways with text at 200 %")


@pytest.fixture(scope="module")
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LiveServer, Member, str, dict[str, uuid.UUID]]]:
    """A server with the sample data in one language, one of each thing beside it; its member and their password."""
    live = LiveServer(tmp_path_factory.mktemp("demo"))
    member, password = live.load_demo(request.param)
    made = make_one_of_each(live.save, member)
    live.start()
    yield live, member, password, made
    live.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., tuple[Page, list[str]]]]:
    """``window(server, "phone")`` gives a page of a fresh browser, and the list of what its console complains of."""
    contexts: list[BrowserContext] = []

    def window(live: LiveServer, size: str, locale: str = "en-GB") -> tuple[Page, list[str]]:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, base_url=live.url, locale=locale, reduced_motion="reduce"
        )
        contexts.append(context)
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        return page, complaints

    yield window
    for context in contexts:
        context.close()


def test_the_looking_itself_finds_what_is_wrong(browser):
    page = browser.new_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page.set_content(
        """<!doctype html><html lang="de"><title>x</title><meta name="viewport" content="width=device-width">
        <style>p { color: #999 } @media (prefers-color-scheme: dark) { body { background: #000 } h1 { color: #222 } }</style>
        <main><h1>Title</h1><p>pale</p><img src="data:,"><button style="width:9px;height:9px">a</button>
        <button style="width:9px;height:9px">b</button><div style="width:20.5rem">wide</div></main>"""
    )
    findings = Findings()
    findings.look(page, "bad", "en")
    page.close()
    found = " ".join(findings.wrong)
    for sign in (
        "lang is not en",
        "color-contrast",
        "image-alt",
        "target-size",
        "(dark): color-contrast",
        "320 px",
        "200 %",
    ):
        assert sign in found, sign


@pytest.mark.parametrize(
    ("demo", "size"), [("zh_CN", "phone"), ("zh_CN", "laptop"), ("en", "phone")], indirect=["demo"], scope="module"
)
def test_every_page_is_for_everybody(demo, window, size, tmp_path):
    """The same layout speaks both languages, so English is looked at where it is tightest."""
    live, member, password, made = demo
    page, complaints = window(live, size)
    sign_in_as(page, member, password)
    findings, lang = Findings(), LANGUAGES[member.locale]
    with live.session() as session:
        pages = addresses(get_rules(tmp_path), session, made)
    for endpoint, path in pages.items():
        if endpoint in NOT_PAGES or not is_page(page, path):
            continue
        response = visit(page, path)
        if response is None or response.status != 200:
            findings.wrong.append(f"{endpoint}: {path} does not open")
        # A brief is read in its own language, whoever reads it.
        findings.look(page, endpoint, "zh-CN" if endpoint == "briefs.page" else lang)
        send = page.locator("main form[method=post] button[type=submit]:visible").last
        if endpoint.endswith(".create") and send.count():
            send.press("Enter")
            page.wait_for_load_state()
            findings.look(page, f"{endpoint}, sent as it is", lang)
    for path in ("/people/?q=zzzz", "/organisations/?q=zzzz", "/meetings/?when=past", "/offering/?archived"):
        page.goto(path)
        findings.look(page, path, lang)
    assert findings.pages > 40
    assert (findings.wrong, complaints) == ([], [])


def test_no_word_is_too_long_for_a_narrow_page(server, window, tmp_path):
    member = server.add_member("long", workspace="long words")
    made = make_one_of_each(server.save, member)
    page, complaints = window(server, "phone")
    sign_in_as(page, member)
    page.set_viewport_size({"width": 320, "height": 740})
    with server.session() as session:
        assert write_everywhere(session, "W" * 200) > 40
        session.commit()
        pages = addresses(get_rules(tmp_path), session, made)
    too_wide = []
    for endpoint, path in pages.items():
        if endpoint not in NOT_PAGES and is_page(page, path):
            visit(page, path)
            page.evaluate(OPEN_EVERYTHING)
            if page.evaluate(OVERFLOW) > 0:
                too_wide.append(endpoint)
    assert (too_wide, complaints) == ([], [])


@pytest.mark.parametrize("size", SIZES)
def test_so_are_its_doors_and_refusals(server, window, size):
    """A stranger's pages, a missing one, and the lists of somebody who has entered nothing yet."""
    member = server.add_member(f"nobody-{size}", workspace=f"empty {size}")
    findings = Findings()
    page, complaints = window(server, size)
    page.goto("/login")
    findings.look(page, "login", "en")
    page.goto("/login")
    page.locator("[name=email]").fill("somebody@example.com")
    page.locator("[name=password]").fill("not this one")
    page.locator("[name=password]").press("Enter")
    page.locator("[role=alert]").wait_for()
    findings.look(page, "login, refused", "en")
    page.goto("/login")
    sign_in_as(page, member)
    for path in (
        "/",
        "/meetings/",
        "/people/",
        "/offering/",
        "/organisations/",
        "/projects/",
        "/promises/",
        "/briefs/",
        "/responses/",
    ):
        page.goto(path)
        findings.look(page, f"{path}, empty", "en")
    assert complaints == []
    page.goto("/nowhere")
    findings.look(page, "a page that is not there", "en")
    assert findings.wrong == []


def test_so_is_setting_up(tmp_path, window):
    live = LiveServer(tmp_path)
    live.start()
    try:
        for size, locale, lang in (("phone", "zh-CN", "zh-CN"), ("laptop", "en-GB", "en")):
            findings = Findings()
            page, complaints = window(live, size, locale)
            page.goto("/")
            findings.look(page, f"setting up on a {size}", lang)
            page.goto("/")
            page.locator("form.form button[type=submit]").click()
            page.locator(".error").first.wait_for()
            findings.look(page, f"setting up on a {size}, refused", lang)
            assert (findings.wrong, complaints) == ([], [])
    finally:
        live.close()
