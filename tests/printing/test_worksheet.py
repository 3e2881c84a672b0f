"""The worksheet as paper: one or two pages for any guide, room to write, an archival PDF, a code that can be read."""

import datetime as dt
import io
import json
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide import build_guide
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Phase
from kpi_assistant.domain.worksheet import Block, BlockKind, Guest, Worksheet
from kpi_assistant.printing import pdf_text, print_worksheet
from kpi_assistant.printing.worksheet import layout_of, qr_svg, worksheet_html
from kpi_assistant.services.scenario import read_scenario

SAMPLE = Path(__file__).parent.parent.parent / "kpi_assistant/content/sample"
LOCALES = {"zh": "zh_CN", "en": "en"}
URL = "https://kpi.example.com/meetings/2dd52896-f4a6-4cd3-8716-88da279750f6/capture/"


def kind_of(phase: Phase, is_round: bool) -> BlockKind:
    frames = {Phase.AGREEMENT: BlockKind.OPENING, Phase.CLOSE: BlockKind.CLOSE}
    return frames.get(phase, BlockKind.ROUND if is_round else BlockKind.QUESTION)


def sheet(lang: str, minutes: int, purpose: str = "") -> Worksheet:
    """The sheet of the guide for the sample scenario of a language, in so many minutes."""
    scenario = json.loads((SAMPLE / f"guide-scenario-{lang}.json").read_text()) | {"minutes": minutes}
    facts, bank = read_scenario(scenario).facts, load_question_bank()
    rounds = {question.id for question in bank.questions if question.is_what_else}
    blocks = tuple(
        Block(
            number=number, kind=kind_of(item.phase, item.question_id in rounds), text=item.text, facets=item.facets,
            starred=item.starred, follow_up=item.follow_ups[0] if item.follow_ups else None,
        )
        for number, item in enumerate(build_guide(facts, bank).items, start=1)
    )  # fmt: skip
    guests = tuple(Guest(one.name, one.title, "霁州市第二人民医院") for one in facts.people)
    return Worksheet(guests, dt.date(2026, 11, 26), "10:00", minutes, "行政楼 302", blocks, URL, purpose)


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("minutes", [15, 30, 45, 60, 90])
def test_any_guide_fits_two_pages_and_every_question_has_room(lang: str, minutes: int) -> None:
    made = sheet(lang, minutes)
    assert pages_of(print_worksheet(made, LOCALES[lang])) <= 2
    lines = layout_of(made, LOCALES[lang]).lines
    assert set(lines) == {block.number for block in made.blocks if block.kind is BlockKind.QUESTION}
    assert min(lines.values()) >= 1
    assert max(lines.values()) > 1
    starred = [lines[block.number] for block in made.blocks if block.starred]
    others = [lines[block.number] for block in made.blocks if block.number in lines and not block.starred]
    assert min(starred) >= min(others)


def test_a_short_talk_fits_one_page() -> None:
    texts = [Text(f"第{n}件事走到哪一步了？", "") for n in range(3)]
    blocks = tuple(Block(n, BlockKind.QUESTION, text) for n, text in enumerate(texts, start=1))
    made = Worksheet((Guest("庄敏"),), dt.date(2026, 11, 26), "10:00", 15, "", blocks, URL)
    assert pages_of(print_worksheet(made, "zh_CN")) == 1
    assert min(layout_of(made, "zh_CN").lines.values()) >= 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_quarter_of_an_hour_fits_one_page_with_what_follows_and_the_read_back(lang: str) -> None:
    made = sheet(lang, 15, purpose="路过机房，跟她聊一刻钟")
    assert sum(block.follow_up is not None for block in made.blocks) >= 4
    pdf = print_worksheet(made, LOCALES[lang])
    assert pages_of(pdf) == 1
    words = re.sub(r"[\s\u200b\u2009]", "", pdf_text(pdf))
    for text in [made.purpose, *(getattr(b.follow_up, lang) for b in made.blocks if b.follow_up)]:
        assert re.sub(r"\s", "", text) in words


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("minutes", [15, 30, 45, 60, 90])
def test_hardly_any_of_the_last_page_stays_empty(lang: str, minutes: int) -> None:
    layout = layout_of(sheet(lang, minutes), LOCALES[lang])
    pdf = print_worksheet(sheet(lang, minutes), LOCALES[lang])
    bottom = lowest_ink(pdf, pages_of(pdf))
    # The footer begins at 280 mm.
    assert bottom >= 280 - 40, (bottom, layout)


def lowest_ink(pdf: bytes, page: int) -> float:
    """Millimetres from the top of the page to the last mark above its footer."""
    drawn = subprocess.run(
        ["pdftoppm", "-r", "25.4", "-gray", "-f", str(page), "-l", str(page)],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout
    width, height = (int(n) for n in drawn.split(b"\n", 3)[1].split())
    rows = drawn[-width * height :]
    return max(y for y in range(278) if min(rows[y * width : (y + 1) * width]) < 200)


def test_forty_questions_are_all_printed_on_as_many_pages_as_they_need() -> None:
    texts = [Text(f"第{n}件事走到哪一步了？", "") for n in range(40)]
    blocks = tuple(Block(n, BlockKind.QUESTION, text) for n, text in enumerate(texts, start=1))
    made = Worksheet((Guest("庄敏"),), dt.date(2026, 11, 26), "10:00", 180, "", blocks, URL)
    words = re.sub(r"\s", "", pdf_text(print_worksheet(made, "zh_CN")))
    assert all(f"第{n}件事走到哪一步了？" in words for n in range(40))


def test_it_is_archival_accessible_and_the_same_again() -> None:
    made = sheet("zh", 30)
    pdf = print_worksheet(made, "zh_CN")
    assert pdf == print_worksheet(made, "zh_CN")
    assert len(pdf) < 200_000
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert opened.Root.Lang == "zh-CN"
        assert made.guests[0].name in str(opened.docinfo["/Title"])
        assert list(opened.attachments) == ["worksheet.json"]


def test_it_ticks_off_facets_and_leaves_to_the_phone_what_has_no_words() -> None:
    blocks = (
        Block(
            1, BlockKind.QUESTION, Text("卡在哪？", "Where does it stick?"), facets=(Facet.OBSTACLES, Facet.DEADLINE)
        ),
        Block(2, BlockKind.QUESTION, None, asker="bob"),
    )
    made = Worksheet((Guest("庄敏"),), dt.date(2026, 11, 26), "10:00", 15, "", blocks, URL)
    words = re.sub(r"\s+", " ", pdf_text(print_worksheet(made, "en")))
    assert "Where it sticks" in words
    assert "Deadline" in words
    assert "Question 2: see your phone" in words
    assert "bob asks" in words


def test_hostile_words_are_printed_literally() -> None:
    hostile = '"><img src=x onerror=alert(1)> {{7*7}}'
    blocks = (Block(1, BlockKind.QUESTION, Text(hostile, hostile)),)
    made = Worksheet((Guest(hostile, hostile, hostile),), dt.date(2026, 11, 26), "10:00", 15, hostile, blocks, URL)
    assert "<img" not in worksheet_html(made, "en")
    assert "{{7*7}}" in pdf_text(print_worksheet(made, "en"))


def test_its_code_draws_every_module_once() -> None:
    svg = str(qr_svg(URL, "Code"))
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]
    drawn = [(int(x), int(y), int(n)) for x, y, n in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg)]
    cells = [(x + i, y) for x, y, n in drawn for i in range(n)]
    assert len(cells) == len(set(cells))
    # The three finder patterns: a code without them cannot be found.
    for left, top in ((0, 0), (size - 7, 0), (0, size - 7)):
        assert all((left + i, top) in cells and (left, top + i) in cells for i in range(7))
        assert all((left + i, top + 1) not in cells for i in range(1, 6))
    assert "<title>Code</title>" in svg
