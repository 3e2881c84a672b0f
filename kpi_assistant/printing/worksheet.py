"""The worksheet as paper: how much room each question gets, its code for the phone, and its PDF."""

import datetime as dt
import json
import re
from collections.abc import Mapping

import segno
from markupsafe import Markup

from kpi_assistant.domain.plain import to_plain
from kpi_assistant.domain.worksheet import Block, BlockKind, Worksheet
from kpi_assistant.printing.pages import LANGUAGE_TAGS, TEMPLATES, environment, told
from kpi_assistant.printing.sheet import Sheet
from kpi_assistant.printing.typography import HAN

STYLES = "worksheet"
"""The set of style sheets of the press that a worksheet is printed with."""
PAGE = 262.0
"""Millimetres of a page between its margins; the figures below are measured on its print, a little generously."""
HEAD = 43.0
READ_BACK = 86.0
"""The head of the first page, and the read-back with the next steps at the end."""
FIRST_LINE = 5.9
WRITING_LINE = 7.6
TICKS = 4.6
AROUND = 5.0
"""A line of a question, a line to write on, the facets to tick, and what stands around a question."""
LETTERS = 36.0
"""Chinese characters that fit on one line of a question; a Latin letter takes about half of one."""
ROUND_LINES = 3
LEAST_NOTES = 35.0
BESIDE_NOTES = 16.0
"""What is left of the last page becomes a field for notes when it is this high, less this much around it."""
MOST_LINES = 6
MOST_PAGES = 2
_HAN = re.compile(f"[{HAN}，。、；：！？（）「」『』“”…—]")


def lines_to_write(worksheet: Worksheet, locale: str) -> dict[int, int]:
    """How many lines each question gets, by its number: all that fit one page when that gives each at least two, else
    all that fit two; those that must be asked are served first."""
    questions = [block for block in worksheet.blocks if block.kind is BlockKind.QUESTION]
    questions.sort(key=lambda block: not block.starred)
    for pages, least in ((1, 2), (MOST_PAGES, 1)):
        lines = {block.number: least for block in questions}
        if _pages(worksheet, locale, lines) > pages:
            continue
        for count in range(least + 1, MOST_LINES + 1):
            for block in questions:
                more = lines | {block.number: count}
                if _pages(worksheet, locale, more) <= pages:
                    lines = more
        return lines
    return {block.number: 1 for block in questions}


def _pages(worksheet: Worksheet, locale: str, lines: Mapping[int, int]) -> int:
    return _filled(worksheet, locale, lines)[0]


def _filled(worksheet: Worksheet, locale: str, lines: Mapping[int, int]) -> tuple[int, float]:
    """Pages the sheet takes, and millimetres of the last: nothing breaks inside a question or inside the read-back."""
    heights = [_height(block, locale, lines.get(block.number, 0)) for block in worksheet.blocks]
    pages, filled = 1, HEAD
    close = sum(h for h, block in zip(heights, worksheet.blocks, strict=True) if block.kind is BlockKind.CLOSE)
    asked = [h for h, block in zip(heights, worksheet.blocks, strict=True) if block.kind is not BlockKind.CLOSE]
    for height in [*asked, READ_BACK + close]:
        if filled + height > PAGE:
            pages, filled = pages + 1, 0.0
        filled += height
    return pages, filled


def _height(block: Block, locale: str, lines: int) -> float:
    text = told(block.text, locale) if block.text else ""
    height = FIRST_LINE * _text_lines(text)
    if block.kind is BlockKind.CLOSE:
        return height
    ticks = TICKS if block.facets or block.asker else 0.0
    return height + ticks + AROUND + WRITING_LINE * (ROUND_LINES if block.kind is BlockKind.ROUND else lines)


def _text_lines(text: str) -> int:
    han = len(_HAN.findall(text))
    width = han + 0.43 * (len(text) - han)
    return max(1, -int(-width // LETTERS))


def worksheet_html(worksheet: Worksheet, locale: str) -> str:
    """The whole HTML document of a worksheet, without any address but that of its code."""
    template = environment(locale).get_template("print/worksheet/sheet.html")
    lines = lines_to_write(worksheet, locale)
    left = PAGE - _filled(worksheet, locale, lines)[1] - BESIDE_NOTES
    return template.render(
        sheet=worksheet,
        lines=lines,
        notes=int(left) if left >= LEAST_NOTES else 0,
        round_lines=ROUND_LINES,
        qr=qr_svg,
        language_tag=LANGUAGE_TAGS.get(locale, "zh-CN"),
    )


def qr_svg(url: str, title: str) -> Markup:
    """The address as a code, one filled shape: rows of strokes would show hairlines in print."""
    rows = [[bool(module) for module in row] for row in segno.make(url, error="m", micro=False).matrix]
    path = "".join(_runs(row, y) for y, row in enumerate(rows))
    size = len(rows)
    return Markup('<svg viewBox="0 0 {0} {0}"><title>{1}</title><path d="{2}"/></svg>').format(
        size,
        title,
        Markup(path),  # noqa: S704 -- numbers and letters of our own
    )


def _runs(row: list[bool], y: int) -> str:
    found, x = "", 0
    while x < len(row):
        end = x
        while end < len(row) and row[end]:
            end += 1
        if end > x:
            found += f"M{x} {y}h{end - x}v1h-{end - x}z"
        x = max(end, x + 1)
    return found


def worksheet_css() -> tuple[str, ...]:
    """The style sheets of the worksheet: the fonts, and its own hand."""
    return tuple((TEMPLATES / "print" / name).read_text("utf-8") for name in ("brief/fonts.css", "worksheet/sheet.css"))


def worksheet_job(worksheet: Worksheet, locale: str) -> Sheet:
    """What the press prints."""
    return Sheet(
        html=worksheet_html(worksheet, locale),
        data=json.dumps(to_plain(worksheet, lambda text: told(text, locale)), ensure_ascii=False, indent=1),
        data_name="worksheet.json",
        made_at=dt.datetime.combine(worksheet.on, dt.time(), tzinfo=dt.UTC),
        styles=STYLES,
    )
