"""What can be told of a brief before it is printed: its words, and the characters no font has."""

import functools
import html
import re
import unicodedata

from fontTools.ttLib import TTFont

from kpi_assistant.printing.errors import MissingGlyphs, PrintingError, PrintingFault
from kpi_assistant.printing.pages import Brief, brief_html
from kpi_assistant.printing.printer import FONTS, check_bounds, data_of

_HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)
_INLINE = re.compile(r"</?(?:span|b|i|small|a|svg|circle|path)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")
_SHAPELESS = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"}


def brief_text(brief: Brief, locale: str) -> str:
    """The words that will stand on the paper, in their order."""
    body = _HEAD.sub("", brief_html(brief, locale))
    return html.unescape(_TAG.sub("\n", _INLINE.sub("", body)))


def proofread(brief: Brief, locale: str) -> str:
    """The words of the brief and of what will be attached to it; PrintingError at once for what would stop its printing:
    bounds, characters, no fonts."""
    check_bounds(brief)
    text = brief_text(brief, locale)
    known = _known_characters()
    missing = {each for each in set(text) if ord(each) not in known and unicodedata.category(each) not in _SHAPELESS}
    if missing:
        raise MissingGlyphs("".join(sorted(missing)))
    return f"{text}\n{data_of(brief, locale)}"


@functools.cache
def _known_characters() -> frozenset[int]:
    path = FONTS / "NotoSansSC-Regular.ttf"
    if not path.is_file():
        raise PrintingError(PrintingFault.NO_FONTS, path.name)
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
