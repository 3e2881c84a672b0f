"""From an edition to its PDF: bounds checked, set by the template, printed by a worker."""

import datetime as dt
import functools
import json
from pathlib import Path

from kpi_assistant.domain.brief import MAX_FIELD, MAX_KPIS
from kpi_assistant.domain.brief_customer import MAIN_ANSWERS, CustomerBrief
from kpi_assistant.domain.plain import Plain, to_plain
from kpi_assistant.domain.vocabulary import Paper
from kpi_assistant.domain.worksheet import Worksheet
from kpi_assistant.printing.errors import PrintingError, PrintingFault
from kpi_assistant.printing.pages import Brief, brief_html, paper_css, phone_css, told, track_css
from kpi_assistant.printing.press import Press
from kpi_assistant.printing.sheet import BASE_URL, Sheet
from kpi_assistant.printing.worksheet import STYLES, worksheet_css, worksheet_job

FONTS = Path(__file__).parent.parent.parent / "build" / "fonts"
WEIGHTS = ("Regular", "Medium", "Bold")
LOGO = "logo.png"
FEW_SCALES = (1.0, 0.97, 0.94, 0.91)
"""For a few answers, tried in this order. Nothing smaller: the smallest letters of the theme would no longer read."""
MANY_SCALES = (0.95,)
"""For many, at once: more of the tall cards find room, and laying out again would cost as much as all the rest."""
TEST_LINE = "堃镕𠮷 ≤ → ✓ ￥"
"""Rare name characters and signs: a font that has these has what briefs need."""


def print_brief(brief: Brief, locale: str, paper: Paper = Paper.A4, logo: bytes = b"") -> bytes:
    """The edition as PDF/A-3a and PDF/UA-1 with its own data attached; the same edition gives the same bytes.

    ``logo`` is a PNG. MissingGlyphs names characters no font has; any other failure, bounds included, is a
    PrintingError.
    """
    check_bounds(brief)
    return _press().print(
        Sheet(
            html=brief_html(
                brief, locale, logo=BASE_URL + LOGO if logo else "", is_talk_track=paper is Paper.TALK_TRACK
            ),
            data=data_of(brief, locale),
            data_name="brief.json",
            made_at=dt.datetime.combine(brief.made_on, dt.time(), tzinfo=dt.UTC),
            styles=paper.value,
            pictures=((LOGO, logo),) if logo else (),
            scales=_scales(brief) if paper is Paper.A4 else (1.0,),
        )
    )


def data_of(brief: Brief, locale: str) -> str:
    """The edition's own data as it is attached to its PDF: JSON, in one language."""
    return json.dumps(to_plain(brief, lambda text: told(text, locale)), ensure_ascii=False, indent=1)


def _scales(brief: Brief) -> tuple[float, ...]:
    """A few answers belong on two pages, whatever it takes; many take a little less each."""
    if not isinstance(brief, CustomerBrief):
        return (1.0,)
    return FEW_SCALES if brief.count <= MAIN_ANSWERS else MANY_SCALES


def print_worksheet(worksheet: Worksheet, locale: str) -> bytes:
    """The worksheet of a meeting as PDF/A-3a and PDF/UA-1; the same one gives the same bytes. Fails as ``print_brief``."""
    if name := _too_long(to_plain(worksheet)):
        raise PrintingError(PrintingFault.TOO_LONG_FIELD, name)
    return _press().print(worksheet_job(worksheet, locale))


def check_bounds(brief: Brief) -> None:
    """PrintingError when the edition has more KPIs or a longer field than a brief may have."""
    count = brief.count if isinstance(brief, CustomerBrief) else len(brief.kpis)
    if count > MAX_KPIS:
        raise PrintingError(PrintingFault.TOO_MANY_KPIS, str(count))
    if name := _too_long(to_plain(brief)):
        raise PrintingError(PrintingFault.TOO_LONG_FIELD, name)


def self_test() -> tuple[str, ...]:
    """What is missing for printing, empty when all is there: font files, or characters of the test line."""
    missing = tuple(name for name in _font_names() if not (FONTS / name).is_file())
    if missing:
        return missing
    html = f'<!DOCTYPE html><html lang="zh-CN"><title>{TEST_LINE}</title><p>{TEST_LINE}<b>{TEST_LINE}</b></html>'
    try:
        _press().print(Sheet(html, "{}", "test.json", dt.datetime(2026, 1, 1, tzinfo=dt.UTC)))
    except PrintingError as error:
        return (str(error),)
    return ()


def _font_names() -> tuple[str, ...]:
    return tuple(f"NotoSansSC-{weight}.ttf" for weight in WEIGHTS)


@functools.cache
def _press() -> Press:
    # Without any font the renderer does not fail, it crashes.
    absent = [name for name in _font_names() if not (FONTS / name).is_file()]
    if absent:
        raise PrintingError(PrintingFault.NO_FONTS, ", ".join(absent))
    return Press(
        FONTS,
        {
            Paper.A4.value: paper_css(),
            Paper.PHONE.value: phone_css(),
            Paper.TALK_TRACK.value: track_css(),
            STYLES: worksheet_css(),
        },
    )


def _too_long(data: Plain, name: str = "") -> str:
    """The name of the first field longer than a field may be, else nothing."""
    if isinstance(data, str):
        return name if len(data) > MAX_FIELD else ""
    items = (
        data.items() if isinstance(data, dict) else ((name, each) for each in data) if isinstance(data, list) else ()
    )
    return next((found for key, each in items if (found := _too_long(each, key))), "")
