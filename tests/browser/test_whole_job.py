"""From an empty folder to a printed brief, as a new user goes: in both languages, on both databases."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from kpi_assistant.domain.vocabulary import Source
from kpi_assistant.models import Brief, GuideItem, Kpi, Meeting, Member, Response
from kpi_assistant.printing import pdf_text
from tests.browser.conftest import database_url
from tests.browser.hands import PASSWORD, fill, reveal, send, squeezed, wait_until, words_of
from tests.browser.live_server import LiveServer
from tests.browser.story import CHINESE, ENGLISH, Story, Wish

DAY = "2099-06-30"


@pytest.fixture(params=["sqlite", "postgresql"])
def install(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveServer]:
    """A server on an install that nobody has touched."""
    live = LiveServer(tmp_path, database_url(request))
    live.start()
    live.start_printer()
    yield live
    live.close()


@pytest.fixture
def phone(browser: Browser, install: LiveServer) -> Iterator[Callable[[Story], Page]]:
    """A phone that has never been here; complaints of its browser fail the test."""
    complaints: list[str] = []
    contexts = []

    def phone(story: Story) -> Page:
        context = browser.new_context(
            viewport={"width": 360, "height": 740}, locale=story.browser, base_url=install.url, has_touch=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield phone
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("story", [CHINESE, ENGLISH], ids=lambda story: story.locale)
def test_from_an_empty_install_to_a_printed_brief(install, phone, story, tmp_path):
    page = phone(story)
    set_up(install, page, story)
    enter_offering(page, story)
    enter_customer(page, story)
    plan_meeting(install, page, story)
    write_down(install, page, story)
    read_back(install, page)
    complete(install, page, story)
    finish(page, story)
    answer_all_but_the_last(install, page, story)
    is_refused_while_one_has_no_answer(install, page, story)
    answer(install, page, story, story.work[-1])
    sign_out_and_in(page)
    for paper in make_brief(install, page, story, "customer"):
        holds_their_work_and_our_proof(paper, story)
        holds_not_one_private_word(paper, story, tmp_path)
    internal, *_more = make_brief(install, page, story, "internal")
    says_on_every_page_that_it_is_internal(internal, story)


def set_up(install: LiveServer, page: Page, story: Story) -> None:
    """All a new user has is what the terminal said."""
    found = re.search(r"(http://\S+) and enter the one-time code (\S+)", install.said)
    assert found, install.said
    address, code = found.groups()
    page.goto(install.url)
    expect(page).to_have_url(address)
    expect(page.locator("html")).to_have_attribute("lang", story.lang)
    fill(page, code=code, name=story.member, email="lin@example.com", password=PASSWORD, workspace=story.workspace)
    send(page)
    expect(page).to_have_url(f"{install.url}/")
    with install.session() as session:
        (member,) = session.scalars(select(Member))
        assert (member.name, member.workspace.name, member.locale) == (story.member, story.workspace, story.locale)


def enter_offering(page: Page, story: Story) -> None:
    page.goto("/offering/")
    page.locator("a[href='/offering/new']").first.click()
    fill(page, **story.capability)
    send(page)
    # What customers would say is proposed first; a new user may come back to it.
    page.locator("a.crumb").click()
    page.locator("a[href$='/proofs/new']").first.click()
    page.locator("[name=kind][value=figure]").check()
    fill(page, **story.proof)
    send(page)
    name = story.proof["statement_zh" if story.locale == "zh_CN" else "statement_en"]
    expect(page.get_by_text(name).first).to_be_visible()


def enter_customer(page: Page, story: Story) -> None:
    page.goto("/organisations/new")
    fill(page, name=story.organisation)
    page.locator("[name=industry]").select_option("healthcare")
    send(page)
    expect(page.locator("h1")).to_have_text(story.organisation)
    page.goto("/people/new")
    fill(page, name=story.person, title=story.title)
    page.locator("[name=organisation_id]").select_option(label=story.organisation)
    page.locator("[name=role_kind]").select_option("tech_gatekeeper")
    page.locator("[name=is_cold]").check()
    page.locator("[name=stage][value=S3]").check()
    send(page)
    expect(page.locator("h1")).to_contain_text(story.person)


def plan_meeting(install: LiveServer, page: Page, story: Story) -> None:
    """From the person's page to a guide: the questions stand there before the meeting does."""
    page.locator("a[href^='/meetings/new']").first.click()
    fill(page, purpose=story.purpose)
    page.locator("[name=minutes][value='30']").check()
    page.locator("button[name=save][value=guide]").click()
    page.wait_for_url(re.compile(r"/guide/"))
    with install.session() as session:
        items = session.scalars(select(GuideItem).order_by(GuideItem.position)).all()
    assert len(items) >= 5
    asked = items[0].wording["text"]["zh" if story.locale == "zh_CN" else "en"]
    expect(page.get_by_text(asked, exact=True).first).to_be_visible()


def write_down(install: LiveServer, page: Page, story: Story) -> None:
    """In the meeting: their words one after the other, as said; facets for those who told more."""
    page.goto(f"/meetings/{only(install, Meeting).id}")
    page.locator("a[href$='/capture/']").first.click()
    for number, wish in enumerate(story.wishes, start=1):
        page.locator(f"[name=layer][value={wish.layer}]").check()
        fill(page, words=wish.words)
        for facet, text in wish.facets:
            reveal(page, f"[name=facets-{facet}]").fill(text)
        page.locator("form:has([name=words]) button[type=submit]:visible").first.click()
        expect(page.locator("[name=words]")).to_have_value("")
        wait_until(page, lambda expected=number: count(install, Kpi) == expected)
    with install.session() as session:
        stored = session.scalars(select(Kpi).order_by(Kpi.created_at)).all()
        assert [(kpi.words, kpi.layer, kpi.source) for kpi in stored] == [
            (wish.words, wish.layer, Source.STATED) for wish in story.wishes
        ]
        for kpi, wish in zip(stored, story.wishes, strict=True):
            assert {row.facet: row.text for row in kpi.facets} == dict(wish.facets)


def read_back(install: LiveServer, page: Page) -> None:
    page.goto(f"/meetings/{only(install, Meeting).id}/read-back")
    page.locator("form[action$='/confirm'] button").click()
    page.wait_for_load_state()
    assert only(install, Meeting).confirmed_at is not None


def complete(install: LiveServer, page: Page, story: Story) -> None:
    """Afterwards: one more facet for the first, without losing those written in the meeting."""
    page.goto(f"/kpis/{kpi_of(install, story.work[0]).id}")
    form = page.locator("form[action$='/facets']")
    fill(form, **{"facets-deadline": DAY})
    form.locator("button[type=submit]").last.click()
    with install.session() as session:
        kpi = session.get_one(Kpi, kpi_of(install, story.work[0]).id)
        assert {row.facet: row.text for row in kpi.facets} == {**dict(story.work[0].facets), "deadline": DAY}


def finish(page: Page, story: Story) -> None:
    page.goto("/meetings/")
    page.locator(".rows a.row").first.click()
    form = page.locator("form[action$='/finish']")
    fill(form, next_step=story.next_step, next_step_on=DAY)
    form.locator("button[type=submit]").click()
    expect(page.get_by_text(story.next_step).first).to_be_visible()


def answer_all_but_the_last(install: LiveServer, page: Page, story: Story) -> None:
    # A private KPI is answered as well: nothing is brushed aside.
    for wish in (*story.private, *story.work[:-1]):
        answer(install, page, story, wish)


def answer(install: LiveServer, page: Page, story: Story, wish: Wish) -> None:
    page.goto("/people/")
    page.locator("a.row", has_text=story.person).click()
    page.locator("a[href^='/responses/?person=']").first.click()
    page.locator("a[href^='/responses/']", has_text=re.compile(re.escape(wish.words[:12]))).first.click()
    fit = wish.fit or "not_yet"
    page.locator(f"[name=fit][value={fit}]").check()
    if fit != "not_yet":
        name = story.capability["name_zh" if story.locale == "zh_CN" else "name_en"]
        option = reveal(page, f"li:has-text('{name}') [name=capability_ids]")
        option.check()
        reveal(page, f"li:has-text('{name}') [name=proof_ids]").check()
        fill(page, do=wish.do)
    if wish.promise or fit == "not_yet":
        page.locator(f"[name=promise_kind][value={'find_out' if fit == 'not_yet' else 'deliver'}]").check()
        fill(page, promise_text=wish.promise or story.next_step, promise_due_on=DAY)
    before = count(install, Response)
    with page.expect_navigation():
        page.locator("form:has([name=fit]) .actions button[type=submit]").last.click()
    wait_until(page, lambda: count(install, Response) == before + 1)


def is_refused_while_one_has_no_answer(install: LiveServer, page: Page, story: Story) -> None:
    open_preparation(page, story)
    silent, spoken = story.work[-1], story.work[0]
    stop = page.locator(".stop")
    expect(stop).to_contain_text(silent.words[:12])
    expect(stop).not_to_contain_text(spoken.words[:12])
    fill_next_step(page, story)
    page.locator("form:has([name=edition]) button[type=submit]:not([formaction])").click()
    expect(page.locator(".stop")).to_contain_text(silent.words[:12])
    assert count(install, Brief) == 0


def make_brief(install: LiveServer, page: Page, story: Story, edition: str) -> list[bytes]:
    """Its papers as the browser gets them, the sheet for the printer first."""
    before = count(install, Brief)
    open_preparation(page, story)
    page.locator(f"[name=edition][value={edition}]").check()
    fill_next_step(page, story)
    page.locator("form:has([name=edition]) button[type=submit]:not([formaction])").click()
    page.wait_for_url(re.compile(r"/briefs/[0-9a-f-]{36}$"), timeout=60_000)
    assert count(install, Brief) == before + 1
    links = page.locator("a[href*='/pdf']")
    expect(page.locator(".stop")).to_have_count(0)
    expect(links).to_have_count(2, timeout=120_000)
    papers = [page.context.request.get(str(link.get_attribute("href"))) for link in links.all()]
    assert [paper.headers["content-type"] for paper in papers] == ["application/pdf"] * 2
    return [paper.body() for paper in papers]


def holds_their_work_and_our_proof(pdf: bytes, story: Story) -> None:
    text = squeezed(pdf_text(pdf))
    suffix = "zh" if story.locale == "zh_CN" else "en"
    expected = [
        *(wish.words for wish in story.work), *(wish.do for wish in story.work), story.person, story.title,
        story.organisation, story.member, story.next_step, story.capability[f"name_{suffix}"],
        story.proof[f"statement_{suffix}"], story.proof[f"whose_{suffix}"],
    ]  # fmt: skip
    assert [words for words in expected if squeezed(words) not in text] == []


def holds_not_one_private_word(pdf: bytes, story: Story, folder: Path) -> None:
    """Neither the page nor what is attached to it."""
    path = folder / "brief.pdf"
    path.write_bytes(pdf)
    with pikepdf.open(path) as document:
        attached = [file.get_file().read_bytes().decode() for file in document.attachments.values()]
        assert attached
    shown = "\n".join([pdf_text(pdf), *attached]).lower()
    there = set(words_of(shown))
    for wish in story.private:
        words = words_of(wish.words)
        assert len(words) >= 4
        assert [word for word in words if word in there] == [], wish.words
        assert squeezed(wish.words.lower()) not in squeezed(shown)


def says_on_every_page_that_it_is_internal(pdf: bytes, story: Story) -> None:
    pages = [squeezed(page) for page in pdf_text(pdf).split("\f") if page.strip()]
    assert pages
    assert all(story.mark in page for page in pages)
    for wish in story.private:
        assert squeezed(wish.words) in "".join(pages)


def sign_out_and_in(page: Page) -> None:
    page.goto("/settings/")
    page.locator("form[action='/logout'] button").click()
    fill(page, email="lin@example.com", password=PASSWORD)
    send(page)
    expect(page.locator("h1")).to_be_visible()


def open_preparation(page: Page, story: Story) -> None:
    page.goto("/people/")
    page.locator("a.row", has_text=story.person).click()
    page.locator("a[href^='/briefs/for/']").first.click()


def fill_next_step(page: Page, story: Story) -> None:
    fill(page, **{"steps-0-what": story.next_step, "steps-0-on": DAY})


def only(install: LiveServer, entity: Any) -> Any:
    with install.session() as session:
        return session.scalars(select(entity)).one()


def kpi_of(install: LiveServer, wish: Wish) -> Kpi:
    with install.session() as session:
        return next(kpi for kpi in session.scalars(select(Kpi)) if kpi.words == wish.words)


def count(install: LiveServer, entity: Any) -> int:
    with install.session() as session:
        return session.scalar(select(func.count()).select_from(entity)) or 0
