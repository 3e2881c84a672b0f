"""Chinese typesetting that the renderer leaves to us: gaps beside Latin words, squeezed marks, words that may break."""

import datetime as dt
import re

from markupsafe import Markup, escape

HAN = "\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
GAP = "\u2009"
LONGEST_WORD = 48
"""Letters after which an unbroken word may be broken: one huge word costs quadratic layout time."""
PIECE = 24
_CLOSING = "，。、；：！？）」』”’》】"
_OPENING = "（「『“‘《【"

_BESIDE_LATIN = re.compile(
    rf"(?<=[{HAN}]) *(?=[A-Za-z0-9$¥€£@&+≤≥−])|(?<=[A-Za-z0-9%$€£°]) *(?=[{HAN}])",
)
_SQUEEZED = re.compile(rf"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])")
_GLUED = re.compile(r"\S(?:——|……|⋯⋯)")
_LONG = re.compile(rf"[^\s{HAN}{_CLOSING}{_OPENING}]{{{LONGEST_WORD},}}")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z]")
_INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def cjk(text: object) -> Markup:
    """The text escaped and set: thin gaps between Han and Latin, adjacent full-width marks squeezed.

    No line begins with a dash or an ellipsis; words over 48 letters may break every 24. Control and bidirectional
    override characters, which have no shape and could turn the rest of a line, are left out; words are not altered.
    """
    plain = _INVISIBLE.sub("", str(text)).strip()
    plain = _LONG.sub(lambda found: "\u200b".join(_pieces(found[0])), plain)
    plain = _BESIDE_LATIN.sub(GAP, plain)
    html = str(escape(plain))
    html = _SQUEEZED.sub(lambda found: f'<span class="squeezed">{found[0]}</span>', html)
    html = _GLUED.sub(lambda found: _glue(found[0]), html)
    return Markup(html.replace("\n", "<br>"))  # noqa: S704 - escaped three lines above


def language(text: object) -> str:
    """The language tag of a text by its letters: mostly Han is zh-CN, else en."""
    han, latin = len(_HAN.findall(str(text))), len(_LATIN.findall(str(text)))
    return "zh-CN" if han * 3 >= latin and han else "en"


def day(date: dt.date, locale: str, *, weekday: bool = False) -> str:
    """A date as it is written: 2026年12月5日（周六）, Saturday 5 December 2026."""
    if locale.lower().startswith("en"):
        written = f"{date.day} {date:%B} {date.year}"
        return f"{date:%A} {written}" if weekday else written
    written = f"{date.year}年{date.month}月{date.day}日"
    return f"{written}（周{'一二三四五六日'[date.weekday()]}）" if weekday else written


def _pieces(word: str) -> list[str]:
    return [word[start : start + PIECE] for start in range(0, len(word), PIECE)]


def _glue(found: str) -> str:
    # A tag or an entity may end right before the mark; there the pair is left alone.
    return found if found[0] in ">;" else f'<span class="glued">{found}</span>'
