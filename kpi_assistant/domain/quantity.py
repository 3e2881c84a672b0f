"""Reads how much out of a few words, "6小时以上" or "1 to 2 hours", so that a number that moves can be drawn."""

import re
from dataclasses import dataclass

MINUTE, HOUR, DAY = 1.0, 60.0, 1440.0
# Unit as written -> what it measures, and how many of the smallest of its kind it is.
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("分钟", "分", "min", "minute", "minutes"), ("time", MINUTE)),
    **dict.fromkeys(("小时", "个小时", "钟头", "h", "hour", "hours"), ("time", HOUR)),
    **dict.fromkeys(("天", "日", "day", "days"), ("time", DAY)),
    **dict.fromkeys(("周", "个星期", "星期", "week", "weeks"), ("time", 7 * DAY)),
    **dict.fromkeys(("个月", "month", "months"), ("time", 30 * DAY)),
    **dict.fromkeys(("%", "％", "个百分点", "percent"), ("%", 1.0)),
    "成": ("%", 10.0),
    **dict.fromkeys(("次", "times"), ("次", 1.0)),
    **{
        unit: (unit, 1.0)
        for unit in ("份", "家", "人", "条", "台", "套", "件", "个", "名", "位", "元", "万元", "亿元", "TB", "GB")
    },
}
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_WORD_END = r"(?![A-Za-z])"
_RANGE = re.compile(
    rf"({_NUMBER})\s*(?:{_UNIT})?\s*(?:至|到|–|—|-|~|～|to)\s*({_NUMBER})\s*({_UNIT}){_WORD_END}", re.IGNORECASE
)
_RATIO = re.compile(r"(?<![\d/])(\d+)\s*/\s*(\d+)(?![\d/])")
_SINGLE = re.compile(rf"(?<![\d.\-/])({_NUMBER})\s*(?:({_UNIT}){_WORD_END})?", re.IGNORECASE)
_DATE = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,2}\s*[日号]?|\s*月)?|\d{1,2}\s*月\s*(?:\d{1,2}\s*[日号])?|\d{4}\s*年"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """From ``low`` to ``high`` (equal for a single number), both in the smallest unit of their ``kind``."""

    low: float
    high: float
    kind: str
    words: str = ""
    """The amount as it was written, without what stands around it."""


def quantity(text: str) -> Quantity | None:
    """The amount a text names: its range, else its ratio or percentage, else its one number; None when it names none
    or several that cannot be told apart. Dates are no amounts.
    """
    text = _DATE.sub(" ", text)
    if found := _RANGE.search(text):
        kind, size = UNITS[_known(found[3])]
        low, high = sorted((_value(found[1]) * size, _value(found[2]) * size))
        return Quantity(low, high, kind, found[0].strip())
    singles = list(_SINGLE.finditer(text))
    ratio = _RATIO.search(text)
    if ratio and (not singles or singles[0].start(1) == ratio.start(1)):
        return Quantity(float(ratio[1]), float(ratio[1]), f"/{int(ratio[2])}", ratio[0])
    with_unit = [each for each in singles if each[2]]
    chosen = with_unit or singles
    if len(chosen) != 1:
        return None
    kind, size = UNITS[_known(chosen[0][2])] if chosen[0][2] else ("", 1.0)
    value = _value(chosen[0][1]) * size
    return Quantity(value, value, kind, chosen[0][0].strip())


def _known(unit: str) -> str:
    return unit if unit in UNITS else unit.lower()


def _value(number: str) -> float:
    return float(number.replace(",", ""))


@dataclass(frozen=True, slots=True)
class Movement:
    """Where a number stands, should go, and may be expected, each from 0 to 1 along one line that begins at nothing.

    ``target`` and ``expected`` are empty when nothing comparable was said of them.
    """

    baseline: float
    target: float | None
    expected: tuple[float, float] | None


def movement(baseline: str, target: str, expected: str = "") -> Movement | None:
    """The line to draw, None unless the baseline and one of the others are amounts of one kind and differ."""
    stands = quantity(baseline)
    if stands is None or stands.low != stands.high:
        return None
    goes, comes = (_comparable(quantity(text), stands) for text in (target, expected))
    if goes is not None and goes.low == stands.low:
        goes = None
    if goes is None and comes is None:
        return None
    full = max(each.high for each in (stands, goes, comes) if each is not None)
    if stands.kind.startswith("/"):
        full = float(stands.kind[1:])
    if full <= 0:
        return None
    return Movement(
        baseline=stands.low / full,
        target=goes.high / full if goes else None,
        expected=(comes.low / full, comes.high / full) if comes else None,
    )


def _comparable(other: Quantity | None, with_: Quantity) -> Quantity | None:
    if other is None:
        return None
    if other.kind == with_.kind:
        return other
    # "0" needs no unit.
    return Quantity(0.0, 0.0, with_.kind) if other.high == 0 and not other.kind else None
