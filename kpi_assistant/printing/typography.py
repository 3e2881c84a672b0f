"""Chinese typesetting that the renderer leaves to us: gaps beside Latin words, squeezed marks, words that may break."""

import datetime as dt
import re
import unicodedata

from markupsafe import Markup, escape

from kpi_assistant.printing.emoji import EMOJI, named

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
_APOSTROPHE = re.compile("(?<=[A-Za-z])’(?=[A-Za-z])")
_SQUEEZED = re.compile(rf"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])")
_GLUED = re.compile(r"\S(?:——|……|⋯⋯)")
_LONG = re.compile(rf"[^\s{HAN}{_CLOSING}{_OPENING}]{{{LONGEST_WORD},}}")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z]")
_ACCENTED = re.compile("[A-Za-z][\u0300-\u036f]+")
# The last two characters of a sentence and its mark stay together.
_LONELY = re.compile(rf"(?<=[{HAN}]{{6}})([{HAN}]{{2}}[。？！])$")
_INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plain(text: object) -> str:
    """The text without what has no shape: control and bidirectional override characters, which could turn a line.

    A letter and its combining accents become the one letter they are; nothing else is altered. A translated sentence
    comes with the words in it escaped already, and escaping is what ``cjk`` does.
    """
    shown = _INVISIBLE.sub("", text.unescape() if isinstance(text, Markup) else str(text)).strip()
    return _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[0]), shown)


def spaced(text: object) -> str:
    """The text with thin gaps between Han and Latin: what a drawing can hold."""
    return _BESIDE_LATIN.sub(GAP, plain(text))


def cjk(text: object, locale: str = "zh_CN") -> Markup:
    """The text escaped and set: thin gaps between Han and Latin, adjacent full-width marks squeezed.

    No line begins with a dash or an ellipsis, no last line of a longer text is one lone character; words over 48
    letters may break every 24. Emoji stand as their names, marked as such.
    """
    shown = _LONG.sub(lambda found: "\u200b".join(_pieces(found[0])), plain(text))
    shown = _BESIDE_LATIN.sub(GAP, shown)
    html = str(escape(shown))
    html = EMOJI.sub(lambda found: f'<span class="emoji">[{escape(named(found[0], locale))}]</span>', html)
    html = _LONELY.sub(r'<span class="glued">\1</span>', html)
    html = _SQUEEZED.sub(lambda found: f'<span class="squeezed">{found[0]}</span>', html)
    html = _APOSTROPHE.sub('<span class="squeezed">’</span>', html)  # the font's is as wide as a Chinese character
    html = _GLUED.sub(lambda found: _glue(found[0]), html)
    return Markup(html.replace("\n", "<br>"))  # noqa: S704 - escaped three lines above


def shortened(text: object, ems: float) -> str:
    """The text cut with an ellipsis so that it takes about so many ems: a Chinese character one, any other half."""
    shown, width = plain(text), 0.0
    for index, character in enumerate(shown):
        width += _ems(character)
        if width > ems:
            return shown[: max(index - 1, 0)].rstrip() + "…"
    return shown


def width_in_ems(text: object) -> float:
    """About how many times its type size a text is wide."""
    return sum(map(_ems, plain(text)))


def _ems(character: str) -> float:
    return 1.0 if character > "\u2e7f" else 0.54


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
