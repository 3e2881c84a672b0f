"""A flagged wording put better: only the passage, clause or sentence at fault changes, the rest stands as typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi_assistant.domain.claims import ClaimCode, ClaimFlag, numbers_in
from kpi_assistant.domain.text import Text

HAN = re.compile(r"[\u3400-\u9fff]")
_END = r"[。！？；\n]|[.!?;](?=\s|$)"
_CLAUSE_END = re.compile(rf"[，、]|,(?=\s|$)|{_END}")
_SENTENCE_END = re.compile(_END)
_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千万半]+")
_WHOLE_SENTENCE = frozenset({ClaimCode.UNPROVEN_NUMBER, ClaimCode.COMPETITOR, ClaimCode.OTHERS_WORDS})


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn of phrase and what to put in its place; ``put`` may name groups of the expression, as in ``re.sub``."""

    find: re.Pattern[str]
    put: str


@dataclass(frozen=True, slots=True)
class Wordings:
    """What may be said instead: for a whole clause by its fault, and for single turns of phrase.

    The clause for a number without proof may name ``{day}``, the day by which it will be measured.
    """

    clauses: Mapping[ClaimCode, Text]
    passages: Mapping[ClaimCode, tuple[Passage, ...]]
    bounds: Text
    condition: Text


@dataclass(frozen=True, slots=True)
class Reworded:
    """The whole text as it would stand, and only what changed in it, for showing."""

    text: str
    changed: str


def language_of(text: str) -> str:
    """Which language a wording is in, by its letters: the better one is offered in the same."""
    return "zh_CN" if HAN.search(text) else "en"


def reword(
    text: str, flags: Sequence[ClaimFlag], wordings: Wordings, *, proof: str = "", day: str = ""
) -> Reworded | None:
    """The text with these passages, all of one fault, put better; None when there is nothing better to offer.

    ``proof`` is the statement of a live proof in the text's language: it takes the place of a number nothing proves.
    ``day`` is when we promised to deliver, in words.
    """
    if not flags:
        return None
    locale = language_of(text)
    changes = sorted({_change(text, flag, wordings, locale, proof, day) for flag in flags}, key=lambda each: each[0])
    parts: list[str] = []
    changed: list[str] = []
    at, last = 0, ""
    for start, end, put in changes:
        if start < at:
            continue
        # The same said of two clauses in a row is said once.
        if not (put.casefold() == last.casefold() and not re.sub(r"[\W_]", "", text[at:start])):
            parts += [text[at:start], put]
            changed.append(_shown(text, start, end, put))
        at, last = end, put
    result = "".join(parts) + text[at:]
    return Reworded(result, " ".join(dict.fromkeys(changed))) if result != text else None


def _change(text: str, flag: ClaimFlag, wordings: Wordings, locale: str, proof: str, day: str) -> tuple[int, int, str]:
    """Which characters go and what comes in their place."""
    if flag.code is ClaimCode.FORECAST_WITHOUT_RANGE and (number := _NUMERAL.search(text, flag.start, flag.end)):
        return number.start(), number.end(), wordings.bounds.in_locale(locale)
    if flag.code is ClaimCode.FORECAST_WITHOUT_CONDITION:
        _start, end = _part(text, flag, _SENTENCE_END)
        return end, end, wordings.condition.in_locale(locale)
    for passage in wordings.passages.get(flag.code, ()):
        for match in passage.find.finditer(text):
            if match.start() < flag.end and flag.start < match.end():
                return match.start(), match.end(), match.expand(passage.put)
    if flag.code is ClaimCode.UNPROVEN_NUMBER and proof and numbers_in(proof):
        put = proof.strip().rstrip("。.")
    else:
        put = wordings.clauses[flag.code].in_locale(locale).replace("{day}", day or _DAY[locale])
    start, end = _part(text, flag, _SENTENCE_END if flag.code in _WHOLE_SENTENCE else _CLAUSE_END)
    begins = not text[:start].strip() or text[:start].rstrip()[-1] in ".!?"
    return start, end, put[:1].upper() + put[1:] if begins else put


_DAY = {"zh_CN": "〔日期〕", "en": "〔date〕"}


def _part(text: str, flag: ClaimFlag, ends: re.Pattern[str]) -> tuple[int, int]:
    """The clause or sentence around a passage, without the marks and spaces at its ends."""
    start = max((mark.end() for mark in ends.finditer(text, 0, flag.start)), default=0)
    after = ends.search(text, flag.end)
    end = after.start() if after else len(text)
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _shown(text: str, start: int, end: int, put: str) -> str:
    """The changed clause as it would read."""
    around = _part(text, ClaimFlag(ClaimCode.GUARANTEE, start, end), _CLAUSE_END)
    return (text[around[0] : start] + put + text[end : max(end, around[1])]).strip(" ，,")
