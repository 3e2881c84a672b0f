"""Reads the day out of a deadline as people say it, in Chinese or English, or admits that it cannot."""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable

MAX_CHARACTERS = 200
"""A deadline is a phrase; beyond this length a text is a story, and its dates may be about anything."""

_YEARS = range(2000, 2100)
_Reader = Callable[[re.Match[str], dt.date], dt.date | None]

_ZH_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_ZH_NUMBER = re.compile(r"(?<![周期拜])(第?)([零〇一二两三四五六七八九十]+)(?=个?(?:年|月|日|号|季|周|星期|礼拜|天))")
_ZH_RANGE = re.compile(
    r"(?<![\d\-/.])(?:\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]?)\s*(?:到|至|[-~–—])\s*(?=\d{1,2}[月日号])"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTH = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_EN_RANGE = re.compile(rf"\b(?:{_MONTHS})[a-z]*\.?\s*(?:to|through|until|and|[-–—])\s*(?=(?:{_MONTHS}))")
# "may" and "march" are verbs as well; without a number or a word like "by" beside them they are no month.
_VERB = re.compile(
    r"(?<![\d.] )(?<!th )(?<!by )(?<!in )(?<!of )(?<!until )(?<!before )(?<!next )(?<!this )(?<!mid[- ])(?<!early )"
    r"(?<!late )\b(?:may|march)\b(?!\.?,? ?(?:\d|next year|this year))"
)
_RECURRING = re.compile(r"每|\bevery\b|\beach\b|\bper\b|ly\b(?<!early)(?<!july)(?<!only)")
_OTHER_YEARS = re.compile(r"财年|财政年|学年|学期|fiscal|financial year|tax year|school year|\bfy ?\d")
_NOT_BEFORE = re.compile(r"[年月日号底末](?:以后|之后|后(?!天)|开始|起)|\b(?:after|since|from|starting|not before)\b")

_ZH_YEAR = r"(?:(?P<y>20\d\d|[2-5]\d)年|(?P<rel>今年|本年|明年|后年|去年))"
_ZH_PART = r"(?P<part>初|上旬|中旬|中|下旬|底|末)"
_EN_YEAR = r"(?:,? (?:of )?(?:(?P<y>20\d\d)|'(?P<yy>\d\d)|(?P<rel>next year|this year)))?"
_EN_PART = r"(?P<part>early|beginning of|start of|mid|middle of|late|end of)[- ](?:the )?"
_RELATIVE_YEAR = {"今年": 0, "本年": 0, "this year": 0, "明年": 1, "next year": 1, "后年": 2, "去年": -1}
_PART_DAY = {"初": 10, "上旬": 10, "early": 10, "beginning of": 10, "start of": 10, "中": 15, "mid": 15}
_PART_DAY |= {"middle of": 15, "中旬": 20}
_EN_NUMBERS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
    )
} | {"a": 1, "an": 1, "thirty": 30, "sixty": 60, "ninety": 90}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ZH_WEEKDAYS = "一二三四五六日天"
_FEASTS = {"国庆": (9, 30), "十一前": (9, 30), "五一": (4, 30), "元旦": (12, 31), "圣诞": (12, 25)}
_FEASTS |= {"christmas": (12, 25), "new year": (12, 31)}


def read_deadline(text: str, said_on: dt.date) -> dt.date | None:
    """The last day meant by a deadline said on ``said_on``; None when there is none or it is not sure.

    A month or quarter means its last day, a month without a year the next one to come. Two different
    days, something that recurs, a fiscal or school year, and "after …" are not sure.
    """
    rest = _prepared(text)
    if not rest or _RECURRING.search(rest) or _OTHER_YEARS.search(rest) or _NOT_BEFORE.search(rest):
        return None
    days: set[dt.date | None] = set()
    for pattern, read in _READERS:
        if days and read is _near_week:
            continue  # 12月5日（周六）: beside a date the weekday says nothing new
        for match in pattern.finditer(rest):
            days.add(_read_safely(read, match, said_on))
        rest = pattern.sub(lambda match: "\0" * len(match[0]), rest)
    return days.pop() if len(days) == 1 else None


def _prepared(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[: MAX_CHARACTERS + 1]).lower().replace("\u2019", "'").replace("\0", " ")
    if len(folded) > MAX_CHARACTERS:
        return ""
    spaced = " ".join(folded.split())
    arabic = _ZH_NUMBER.sub(lambda match: f"{match[1]}{_zh_number(match[2])}", spaced)
    return _VERB.sub(" ", _EN_RANGE.sub("", _ZH_RANGE.sub("", arabic)))


def _zh_number(words: str) -> int:
    """A Chinese number below a hundred, or one spelt digit by digit such as 二〇二七."""
    if "十" not in words:
        return int("".join(str(_ZH_DIGITS[character]) for character in words))
    tens, _, ones = words.partition("十")
    return 10 * (_ZH_DIGITS.get(tens[-1:], 1)) + _ZH_DIGITS.get(ones[:1], 0)


def _read_safely(read: _Reader, match: re.Match[str], said_on: dt.date) -> dt.date | None:
    try:
        day = read(match, said_on)
    except (ValueError, OverflowError):  # 31 April, a year beyond the calendar
        return None
    return day if day and day.year in _YEARS else None


def _year(match: re.Match[str], said_on: dt.date) -> int | None:
    named = match.groupdict()
    if named.get("rel"):
        return said_on.year + _RELATIVE_YEAR[named["rel"]]
    digits = named.get("y") or named.get("yy")
    return (int(digits) + 2000 if int(digits) < 100 else int(digits)) if digits else None


def _month_day(year: int, month: int, part: str | None) -> dt.date:
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, _PART_DAY.get(part or "", last))


def _quarter_end(year: int, quarter: int) -> dt.date:
    return _month_day(year, 3 * quarter, None)


def _add_months(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _iso(match: re.Match[str], said_on: dt.date) -> dt.date:  # noqa: ARG001
    year, month = int(match["y"]), int(match["m"])
    return dt.date(year, month, int(match["d"])) if match["d"] else _month_day(year, month, None)


def _slashed(match: re.Match[str], said_on: dt.date) -> dt.date | None:  # noqa: ARG001
    """31/12/2026 and 12/31/2026 are clear; 5/6/2026 is one day in London and another in New York."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if first == second or second > 12 >= first:
        return dt.date(year, first, second)
    return dt.date(year, second, first) if first > 12 else None


def _in_month(month: int, day: str | None, part: str | None, year: int | None, said_on: dt.date) -> dt.date:
    def in_year(number: int) -> dt.date:
        return dt.date(number, month, int(day)) if day else _month_day(number, month, part)

    if year is not None:
        return in_year(year)
    this_year = in_year(said_on.year)
    return this_year if this_year >= said_on else in_year(said_on.year + 1)


def _zh_month(match: re.Match[str], said_on: dt.date) -> dt.date:
    return _in_month(int(match["m"]), match["d"], match["part"], _year(match, said_on), said_on)


def _en_month(match: re.Match[str], said_on: dt.date) -> dt.date | None:
    named = match.groupdict()
    month = _MONTHS.split("|").index(match["mon"][:3]) + 1
    year = _year(match, said_on)
    if named.get("which") == "next" and month > said_on.month and year is None:
        return None  # said in March, "next June" is this year's to some and next year's to others
    return _in_month(month, named.get("d"), named.get("part"), year, said_on)


def _quarter(match: re.Match[str], said_on: dt.date) -> dt.date:
    named = match.groupdict()
    quarter = int(named.get("q") or 0) or _QUARTERS[match["word"]]
    year = _year(match, said_on)
    if year is not None:
        return _quarter_end(year, quarter)
    this_year = _quarter_end(said_on.year, quarter)
    return this_year if this_year >= said_on else _quarter_end(said_on.year + 1, quarter)


def _half(match: re.Match[str], said_on: dt.date) -> dt.date | None:
    month = 6 if match["half"] in ("上半年", "年中", "first half", "h1") else 12
    year = _year(match, said_on)
    day = _month_day(said_on.year if year is None else year, month, None)
    return day if year is not None or day >= said_on else None


def _year_end(match: re.Match[str], said_on: dt.date) -> dt.date:
    year = _year(match, said_on)
    return dt.date(said_on.year if year is None else year, 12, 31)


def _before_year(match: re.Match[str], said_on: dt.date) -> dt.date:  # noqa: ARG001
    return dt.date(int(match["y"]) - 1, 12, 31)


def _near_month(match: re.Match[str], said_on: dt.date) -> dt.date:
    named = match.groupdict()
    ahead = {"下": 1, "next": 1, "下下": 2}.get(named.get("which") or "", 0)
    month = _add_months(said_on.replace(day=1), ahead)
    return _month_day(month.year, month.month, named.get("part"))


def _near_quarter(match: re.Match[str], said_on: dt.date) -> dt.date:
    ahead = 3 if match["which"] in ("下", "next") else 0
    month = _add_months(said_on.replace(day=1), ahead)
    return _quarter_end(month.year, (month.month + 2) // 3)


def _near_week(match: re.Match[str], said_on: dt.date) -> dt.date | None:
    """The day of a week: a bare weekday is the coming one, a week alone ends on its Sunday."""
    monday = said_on - dt.timedelta(days=said_on.weekday())
    named = match.groupdict()
    which = named.get("which") or ""
    weekday = named.get("day") or ""
    index = _WEEKDAYS.index(weekday) if weekday in _WEEKDAYS else min(_ZH_WEEKDAYS.find(weekday), 6) if weekday else 6
    if which == "next" and weekday:
        return None  # "next Friday" is tomorrow to some and next week's to others
    weeks = {"下": 1, "next": 1, "下下": 2}.get(which, 0)
    day = monday + dt.timedelta(days=7 * weeks + index)
    return day if day >= said_on or which else day + dt.timedelta(days=7)


def _within(match: re.Match[str], said_on: dt.date) -> dt.date:
    said = match["n"]
    unit = match["unit"]
    number = 0.5 if said == "半" else float(_EN_NUMBERS.get(said) or (int(said) if said.isdigit() else 0))
    if unit in ("年", "year"):
        return _add_months(said_on, round(12 * number))
    if unit in ("季度", "quarter"):
        return _add_months(said_on, round(3 * number))
    if unit in ("月", "month") and number >= 1:
        return _add_months(said_on, round(number))
    days = {"月": 30, "month": 30, "周": 7, "星期": 7, "礼拜": 7, "week": 7}.get(unit, 1)
    return said_on + dt.timedelta(days=round(days * number))


def _soon(match: re.Match[str], said_on: dt.date) -> dt.date:
    ahead = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2, "大后天": 3}[match[0]]
    return said_on + dt.timedelta(days=ahead)


def _feast(match: re.Match[str], said_on: dt.date) -> dt.date:
    month, day = _FEASTS[match["feast"]]
    return _in_month(month, str(day), None, None, said_on)


# The more a pattern asks for, the earlier it reads; what it has read is struck out for those after it.
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?<!\d)(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>20\d\d)(?!\d)", _slashed),
        (r"(?<![\d/.\-])(?P<y>20\d\d)[-/.](?P<m>1[0-2]|0?[1-9])(?:[-/.](?P<d>[0-3]?\d))?(?![\d/]|\.\d)", _iso),
        (rf"{_ZH_YEAR}?的? ?(?<!\d)(?P<m>1[0-2]|0?[1-9])月份?(?: ?(?P<d>[0-3]?\d)[日号]| ?{_ZH_PART})?", _zh_month),
        (rf"(?:{_ZH_YEAR}|(?P<yy>20\d\d))?的? ?第?(?P<q>[1-4])季度?", _quarter),
        (rf"(?:{_ZH_YEAR}|(?P<yy>20\d\d))的?[ -]?q(?P<q>[1-4])\b", _quarter),
        (rf"\bq(?P<q>[1-4])\b{_EN_YEAR}", _quarter),
        (rf"\b(?P<word>first|second|third|fourth|last) quarter\b{_EN_YEAR}", _quarter),
        (rf"{_ZH_YEAR}?的?(?P<half>上半年|下半年|年中)", _half),
        (rf"\b(?P<half>first half|second half|h1|h2)\b{_EN_YEAR}", _half),
        (r"(?<!\d)(?P<n>\d{1,3}|半)个?(?P<unit>天|日|周|星期|礼拜|月|季度|年)(?:之?内|以内|之?后)", _within),
        (
            rf"\b(?:within|in) (?:the next )?(?P<n>\d{{1,3}}|{'|'.join(_EN_NUMBERS)}) "
            r"(?P<unit>day|week|month|quarter|year)s?(?:' time)?\b",
            _within,
        ),
        (r"(?P<y>20\d\d)年(?:以|之)?前", _before_year),
        (rf"{_ZH_YEAR}年?(?:底|末|之?内|以内)|(?<!\d)(?:年底|年末|岁末|年内)", _year_end),
        (r"\bend of (?:the )?(?P<rel>next year|this year)", _year_end),
        (r"\bend of (?:the year )?(?P<y>20\d\d)", _year_end),
        (r"\b(?:end of (?:the )?year|year[- ]?end|year's end|within the year|this year)\b", _year_end),
        (r"\b(?:before|by) the year is (?:out|over)\b", _year_end),
        (rf"\b(?:{_EN_PART})?(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? {_MONTH}{_EN_YEAR}", _en_month),
        (rf"\b{_MONTH} (?:the )?(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\d){_EN_YEAR}", _en_month),
        (rf"\b{_EN_PART}(?:(?P<which>next|this) )?{_MONTH}{_EN_YEAR}", _en_month),
        (rf"\b(?:(?P<which>next|this) )?{_MONTH}{_EN_YEAR}", _en_month),
        (rf"(?P<which>下下|下|这|本|当)1?个?月{_ZH_PART}?", _near_month),
        (rf"(?<![\d个])月{_ZH_PART}", _near_month),
        (r"\b(?:(?P<part>end|middle|start|beginning) of )?(?:the )?(?P<which>next|this) month\b", _near_month),
        (r"\b(?:end of the month|month[- ]end)\b", _near_month),
        (r"(?P<which>下|这|本|当)1?个?季度?", _near_quarter),
        (r"\b(?P<which>next|this) quarter\b", _near_quarter),
        (r"(?P<which>下下|下|这|本)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])", _near_week),
        (r"(?P<which>下下|下|这|本)1?个?(?:周末?|星期|礼拜)", _near_week),
        (rf"\b(?:(?P<which>next|this) )?(?P<day>{'|'.join(_WEEKDAYS)})\b", _near_week),
        (r"\b(?P<which>next|this) week\b", _near_week),
        (r"大后天|后天|明天|今天|\btoday\b|\btomorrow\b", _soon),
        (r"(?P<feast>国庆|十一前|五一|元旦|圣诞)", _feast),
        (r"\b(?:by|before) (?P<feast>christmas|new year)\b", _feast),
    )
)
