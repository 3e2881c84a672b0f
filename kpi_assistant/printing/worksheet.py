"""The worksheet as paper: how much room each question gets, its code for the phone, and its PDF."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import segno
from markupsafe import Markup

from kpi_assistant.domain.plain import to_plain
from kpi_assistant.domain.worksheet import Block, BlockKind, Worksheet
from kpi_assistant.printing.pages import LANGUAGE_TAGS, TEMPLATES, environment, told
from kpi_assistant.printing.sheet import Sheet
from kpi_assistant.printing.typography import HAN

STYLES = "worksheet"
"""The set of style sheets of the press that a worksheet is printed with."""
PAGE = 264.5
"""Millimetres of a page between its margins; the figures below are measured on its print, a little generously."""
HEAD, PURPOSE = 37.8, 4.6
READ_BACK = 27.0
STEP = 7.8
"""The head of the first page with the purpose in it; what stands around the read-back, and each of its rows."""
NAMES, NAME_LINE = 150.0, 9.7
"""How wide the line of the guests' names is, and how high each further one."""
FIRST_LINE, CLOSE_LINE = 5.8, 5.4
SMALL_LINE = 4.7
WRITING_LINE = 7.7
AROUND = 4.7
"""A line of a question, a line of what follows on it, a line to write on, and what stands around a question."""
LETTERS, SMALL_LETTERS = 36.0, 46.0
"""Chinese characters that fit on one line of a question and of what follows; a Latin letter takes about half of one."""
TICK_LETTERS = 8.5
HALF_A_WORD = 1.4
LEAST_NOTES = 20.0
BESIDE_NOTES = 10.0
"""What is left of the last page becomes a field for notes when it is this high, less this much around it."""
MOST_LINES = 6
MOST_PAGES = 2
_HAN = re.compile(f"[{HAN}，。、；：！？（）「」『』“”…—]")


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows there are beside the questions: to read back, for next steps, in a round of "what else"."""

    readings: int = 4
    steps: int = 3
    rounds: int = 3


USUAL, SHORT, SHORTEST = Rows(), Rows(readings=3, steps=2, rounds=2), Rows(readings=2, steps=2, rounds=2)
WAYS = (
    (1, 2, USUAL),
    (1, 1, SHORT),
    (1, 1, SHORTEST),
    (MOST_PAGES, 1, USUAL),
    (MOST_PAGES, 1, SHORT),
    (MOST_PAGES, 1, SHORTEST),
)
"""Pages, lines each question has at least, and the rows beside them: the first way that fits is taken."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines to write on for each question, by its number, the rows beside them, and millimetres left for notes."""

    lines: Mapping[int, int]
    rows: Rows
    notes: int


def layout_of(worksheet: Worksheet, locale: str) -> Layout:
    """All that fits one page when that gives each question at least two lines, or fewer with fewer rows beside them;
    else all that fits two; those that must be asked are served first."""
    questions = [block for block in worksheet.blocks if block.kind is BlockKind.QUESTION]
    questions.sort(key=lambda block: not block.starred)
    # So many take as many pages as they need; what the last of them leaves nobody can tell for sure.
    chosen = Layout({block.number: 1 for block in questions}, SHORTEST, 0)
    fitting = 0
    for pages, least, rows in WAYS:
        lines = {block.number: least for block in questions}
        if fitting not in (0, pages) or _filled(worksheet, locale, lines, rows)[0] > pages:
            continue
        for count in range(least + 1, MOST_LINES + 1):
            for block in questions:
                more = lines | {block.number: count}
                if _filled(worksheet, locale, more, rows)[0] <= pages:
                    lines = more
        left = PAGE - _filled(worksheet, locale, lines, rows)[1] - BESIDE_NOTES
        chosen, fitting = Layout(lines, rows, int(left) if left >= LEAST_NOTES else 0), pages
        if max(lines.values(), default=2) > 1:
            break
    return chosen


def _filled(worksheet: Worksheet, locale: str, lines: Mapping[int, int], rows: Rows) -> tuple[int, float]:
    """Pages the sheet takes, and millimetres of the last: nothing breaks inside a question or inside the read-back."""
    pages, filled = 1, _head(worksheet)
    asked = [block for block in worksheet.blocks if block.kind is not BlockKind.CLOSE]
    close = sum(CLOSE_LINE * _text_lines(block, locale) for block in worksheet.blocks if block not in asked)
    heights = [
        _height(block, locale, rows.rounds if block.kind is BlockKind.ROUND else lines.get(block.number, 0))
        for block in asked
    ]
    for height in [*heights, READ_BACK + close + STEP * (rows.readings + rows.steps)]:
        if filled + height > PAGE:
            pages, filled = pages + 1, 0.0
        filled += height
    return pages, filled


def _head(worksheet: Worksheet) -> float:
    names = sum(7.4 * _width(guest.name) + 3.8 * _width(guest.title) + 8 for guest in worksheet.guests)
    return HEAD + NAME_LINE * int(names // NAMES) + (PURPOSE if worksheet.purpose else 0.0)


def _height(block: Block, locale: str, lines: int) -> float:
    further = _width(told(block.follow_up, locale)) if block.follow_up else 0.0
    further += TICK_LETTERS * (len(block.facets) + bool(block.asker))
    small = -int(-further // SMALL_LETTERS)
    return FIRST_LINE * _text_lines(block, locale) + SMALL_LINE * small + AROUND + WRITING_LINE * lines


def _text_lines(block: Block, locale: str) -> int:
    text = told(block.text, locale) if block.text else ""
    # A line of Latin words ends where a word does.
    letters = LETTERS if _HAN.search(text) else LETTERS - HALF_A_WORD
    return max(1, -int(-_width(text) // letters))


def _width(text: str) -> float:
    """In Chinese characters."""
    han = len(_HAN.findall(text))
    return han + 0.385 * (len(text) - han)


def worksheet_html(worksheet: Worksheet, locale: str) -> str:
    """The whole HTML document of a worksheet, without any address but that of its code."""
    template = environment(locale).get_template("print/worksheet/sheet.html")
    return template.render(
        sheet=worksheet,
        layout=layout_of(worksheet, locale),
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
