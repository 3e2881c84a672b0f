"""Draws the European letters that Noto Sans SC lacks from the letters and marks it has: ř is r with the caron of ě.

Units are the font's own, 1000 to the em. Marks are taken from a letter that bears them, so weight and curve are right.
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import partial

from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

Contour = list[tuple[str, tuple[tuple[float, float], ...]]]
Drawn = tuple[RecordingPen, float]
"""An outline and its width."""

# Combining mark -> the small and the capital letter that bear it in the font, and the bare ones.
DONORS = {
    "\u0301": ("éÉ", "eE"),
    "\u0302": ("êÊ", "eE"),
    "\u0306": ("ŭŬ", "uU"),
    "\u0308": ("üÜ", "uU"),
    "\u030a": ("åÅ", "aA"),
    "\u030c": ("ěĚ", "eE"),
    "\u0327": ("çÇ", "cC"),
}
DOT, DOUBLE_ACUTE, OGONEK, CEDILLA, COMMA = "\u0307", "\u030b", "\u0328", "\u0327", "\u0326"
BESIDE = "ďťľĽ"
"""Their caron is written as a comma beside the letter."""
BELOW = "ĢĶķĻļŅņŖŗȘșȚțŢţ"
"""Their mark is a comma below; the standard calls most of them cedillas, the people who write them do not."""
RISE = 146
"""How much higher a mark stands over a capital than over a small letter."""
ACCENTED = "ĄąĆćĈĉĊċČčĎďĔĕĖėĘęĜĝĞğĠġĢĤĥĬĭĮįİĴĵĶķĹĺĻļĽľŅņŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŮůŰűŲųŴŵŶŷŸŹźŻżŽžȘșȚț"


class Drawing:
    """The outlines of one font."""

    def __init__(self, font: TTFont) -> None:
        self.names = font.getBestCmap()
        self.glyphs = font.getGlyphSet()

    def contours(self, letter: str) -> list[Contour]:
        pen = RecordingPen()
        self.glyphs[self.names[ord(letter)]].draw(DecomposingFilterPen(pen, self.glyphs))
        found: list[Contour] = [[]]
        for operation in pen.value:
            found[-1].append(operation)
            if operation[0] in {"closePath", "endPath"}:
                found.append([])
        return found[:-1]

    def width(self, letter: str) -> float:
        return float(self.glyphs[self.names[ord(letter)]].width)

    def stem(self) -> float:
        """How thick the upright of an l is: what a drawn stroke must match."""
        return float(bounds(self.contours("I"))[2] - bounds(self.contours("I"))[0])

    def mark(self, mark: str, *, capital: bool) -> list[Contour]:
        if mark == DOT:
            return moved(self.contours("i")[1:], 0, RISE - 4 if capital else 0)
        if mark == DOUBLE_ACUTE:
            acute = self.mark("\u0301", capital=capital)
            step = 0.62 * (bounds(acute)[2] - bounds(acute)[0])
            return acute + moved(acute, step, 0)
        bearers, bare = DONORS[mark]
        return self.contours(bearers[capital])[len(self.contours(bare[capital])) :]


def bounds(contours: Iterable[Contour]) -> tuple[float, float, float, float]:
    pen = BoundsPen(None)
    replay(contours, pen)
    return pen.bounds  # type: ignore[no-any-return]


def replay(contours: Iterable[Contour], pen: object) -> None:
    for contour in contours:
        for name, points in contour:
            getattr(pen, name)(*points)


def moved(contours: Iterable[Contour], x: float, y: float, scale: float = 1.0) -> list[Contour]:
    pen = RecordingPen()
    replay(contours, TransformPen(pen, Transform(scale, 0, 0, scale, x, y)))
    return [pen.value]


def finished(contours: Iterable[Contour], width: float) -> Drawn:
    pen = RecordingPen()
    replay(contours, pen)
    return pen, width


def polygon(points: list[tuple[float, float]]) -> list[Contour]:
    first, *rest = points
    return [[("moveTo", (first,)), *(("lineTo", (point,)) for point in rest), ("closePath", ())]]


def accented(letter: str, drawing: Drawing) -> Drawn:
    """The bare letter with its mark: centred over it, below it, at its lower right, or beside it."""
    base, mark = unicodedata.normalize("NFD", letter)
    bare = {"i": drawing.contours("i")[:1], "j": drawing.contours("j")[:1]}.get(base) if mark != OGONEK else None
    body = bare or drawing.contours(base)
    left, _low, right, high = bounds(body)
    comma = drawing.contours(",")
    if letter in BESIDE:
        beside = moved(comma, right - 28, high - 118, 0.86)
        return finished(body + beside, drawing.width(base) + (130 if base != "L" else 20))
    if letter in BELOW:
        below = moved(comma, (left + right) / 2 - 137 * 0.7, -212, 0.7)
        return finished(body + below, drawing.width(base))
    if mark == OGONEK:
        return finished(body + tail(right - 200 if base in "Oo" else right - 165), drawing.width(base))
    sign = drawing.mark(mark, capital=base.isupper() or base in "hl")
    sign_left, _sign_low, sign_right, _sign_high = bounds(sign)
    shift = (left + right) / 2 - (sign_left + sign_right) / 2
    if base == "l":
        return finished(body + moved(sign, shift - 20, 40), drawing.width(base))
    return finished(body + moved(sign, shift, 20 if base == "h" else 0), drawing.width(base))


def tail(x: float) -> list[Contour]:
    """An ogonek whose top begins at x on the base line."""
    curve = [
        ("moveTo", ((x + 95, 12),)),
        ("qCurveTo", ((x, -70), (x, -140))),
        ("qCurveTo", ((x, -222), (x + 92, -222))),
        ("qCurveTo", ((x + 142, -222), (x + 178, -200))),
        ("lineTo", ((x + 164, -146),)),
        ("qCurveTo", ((x + 136, -160), (x + 112, -160))),
        ("qCurveTo", ((x + 76, -160), (x + 76, -122))),
        ("qCurveTo", ((x + 76, -66), (x + 168, 12))),
        ("closePath", ()),
    ]
    return [curve]  # type: ignore[list-item]


def slashed(base: str, drawing: Drawing) -> Drawn:
    """Ł and ł: a stroke that rises through the upright."""
    body = drawing.contours(base)
    left, _low, _right, high = bounds(body)
    thick, middle, centre = drawing.stem() * 0.62, high * 0.47, left + drawing.stem() / 2
    start, end = centre - 105, centre + (185 if base == "L" else 110)
    low, top = middle - (centre - start) * 0.55, middle + (end - centre) * 0.55
    stroke = polygon([(start, low), (start, low + thick * 1.2), (end, top + thick * 1.2), (end, top)])
    return finished(body + stroke, drawing.width(base) + (0 if base == "L" else 30))


def barred(base: str, share: float, drawing: Drawing) -> Drawn:
    """Ħ, ħ, Ŧ, ŧ: a level stroke at that share of the height."""
    body = drawing.contours(base)
    left, _low, right, high = bounds(body)
    thick, at = drawing.stem() * 0.6, high * share
    end = left + 330 if base == "h" else right + (45 if base == "H" else 0)
    stroke = polygon([(left - 60, at), (left - 60, at + thick), (end, at + thick), (end, at)])
    return finished(body + stroke, drawing.width(base))


def dotless(base: str, drawing: Drawing) -> Drawn:
    return finished(drawing.contours(base)[:1], drawing.width(base))


def paired(first: str, second: str, drawing: Drawing) -> Drawn:
    step = drawing.width(first)
    return finished(drawing.contours(first) + moved(drawing.contours(second), step, 0), step + drawing.width(second))


def turned_comma(drawing: Drawing) -> Drawn:
    """ģ: its comma stands above, upside down."""
    body = drawing.contours("g")
    left, _low, right, _high = bounds(body)
    pen = RecordingPen()
    replay(drawing.contours(","), TransformPen(pen, Transform(-0.7, 0, 0, -0.7, (left + right) / 2 + 80, 760)))
    return finished([*body, pen.value], drawing.width("g"))


LETTERS: dict[str, Callable[[Drawing], Drawn]] = {
    **{letter: partial(accented, letter) for letter in ACCENTED},
    "ģ": turned_comma,
    "ı": partial(dotless, "i"),
    "ȷ": partial(dotless, "j"),
    "Ł": partial(slashed, "L"),
    "ł": partial(slashed, "l"),
    "Ħ": partial(barred, "H", 0.72),
    "ħ": partial(barred, "h", 0.79),
    "Ŧ": partial(barred, "T", 0.45),
    "ŧ": partial(barred, "t", 0.42),
    "Ĳ": partial(paired, "I", "J"),
    "ĳ": partial(paired, "i", "j"),
}
