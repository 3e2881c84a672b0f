"""How fast a brief of three pages and six KPIs is printed, beside Chromium printing the same HTML in the same run."""

import dataclasses
import datetime as dt
import io
import multiprocessing
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
from playwright.sync_api import sync_playwright

from bench import brief_beside
from bench.figure import Figure, interleaved
from kpi_assistant.domain.brief_customer import CustomerBrief, customer_brief
from kpi_assistant.domain.brief_internal import internal_brief
from kpi_assistant.domain.vocabulary import Paper
from kpi_assistant.printing import brief_html, print_brief
from kpi_assistant.printing.pages import paper_css
from kpi_assistant.printing.press import Press
from kpi_assistant.printing.printer import FONTS
from kpi_assistant.printing.sheet import BASE_URL, Sheet
from tests.printing.worked_example import kpi_id, record

LOCALE = "zh_CN"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
BATCH = 8


def six_kpis() -> CustomerBrief:
    """Three pages: the worked example with three more answers of the same weight of words, all six as cards."""
    base = record("zh", "P01")
    model = next(kpi for kpi in base.kpis if kpi.id == kpi_id("K09"))
    reply = base.response_to(model)
    assert reply is not None
    more = [dataclasses.replace(model, id=kpi_id(f"N{n}"), words=model.words + f"第{n}回了。") for n in range(3)]
    answers = [dataclasses.replace(reply, kpi_id=kpi.id, quote="") for kpi in more]
    brief = customer_brief(dataclasses.replace(base, kpis=(*base.kpis, *more), responses=(*base.responses, *answers)))
    return dataclasses.replace(brief, answers=brief.answers + brief.further, further=())


def chromium_html(brief: CustomerBrief, folder: Path) -> Path:
    """The same document with its style sheets inside and the fonts from their files, as Chromium can read it."""
    css = "\n".join(paper_css()).replace(BASE_URL + "fonts/", FONTS.as_uri() + "/")
    page = folder / "brief.html"
    page.write_text(brief_html(brief, LOCALE).replace("</head>", f"<style>{css}</style></head>"), "utf-8")
    return page


def sheet(brief: CustomerBrief) -> Sheet:
    return Sheet(brief_html(brief, LOCALE), "{}", "brief.json", dt.datetime(2026, 11, 23, tzinfo=dt.UTC))


def worker_peak(brief: CustomerBrief) -> float:
    """Megabytes of resident memory of one worker that has printed the brief ten times."""
    press = Press(FONTS, {"a4": paper_css()}, workers=1)
    before = {child.pid for child in multiprocessing.active_children()}
    for _time in range(10):
        press.print(sheet(brief))
    (worker,) = {child.pid for child in multiprocessing.active_children()} - before
    status = Path(f"/proc/{worker}/status").read_text()
    press.close()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def throughput(brief: CustomerBrief, workers: int) -> float:
    """Briefs a second."""
    press = Press(FONTS, {"a4": paper_css()}, workers=workers)
    job = sheet(brief)
    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(lambda _: press.print(job), range(2 * workers)))
        began = time.perf_counter()
        list(threads.map(lambda _: press.print(job), range(BATCH * workers)))
        seconds = time.perf_counter() - began
    press.close()
    return BATCH * workers / seconds


def figures() -> Iterator[Figure]:
    brief = six_kpis()
    pdf = print_brief(brief, LOCALE)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield Figure("brief_pages", len(opened.pages), "pages", "3")
    yield Figure("brief_size", len(pdf) / 1000, "kB", "≤ 200")
    internal = internal_brief(record("zh", "P01"))
    yield Figure("brief_phone_size", len(print_brief(brief, LOCALE, Paper.PHONE)) / 1000, "kB")
    folder = Path("build")
    page_file = chromium_html(brief, folder)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = browser.new_page()

        def chromium() -> bytes:
            page.goto(page_file.resolve().as_uri())
            page.evaluate("document.fonts.ready.then(() => true)")
            return page.pdf(prefer_css_page_size=True)

        seconds = interleaved({"ours": lambda: print_brief(brief, LOCALE), "chromium": chromium}, rounds=9)
        browser.close()
    yield Figure("brief_warm", seconds["ours"] * 1000, "ms")
    yield Figure("brief_chromium", seconds["chromium"] * 1000, "ms")
    yield Figure("brief_to_chromium", seconds["ours"] / seconds["chromium"], "×", "≤ 0.6")
    began = time.perf_counter()
    brief_html(brief, LOCALE)
    yield Figure("brief_preview", (time.perf_counter() - began) * 1000, "ms")
    began = time.perf_counter()
    print_brief(internal, LOCALE)
    yield Figure("brief_internal", (time.perf_counter() - began) * 1000, "ms")
    yield Figure("brief_worker_memory", worker_peak(brief), "MB", "≤ 180")
    one, two = throughput(brief, 1), throughput(brief, 2)
    yield Figure("brief_throughput_one", one, "briefs/s")
    yield Figure("brief_two_workers", two / one, "×", "2")
    yield Figure("brief_own_memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")
    yield from brief_beside.figures()
