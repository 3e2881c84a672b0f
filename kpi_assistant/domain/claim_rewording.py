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
LONGEST_TOPIC = 20
"""Chinese characters, or half as many English words: more is a sentence of its own."""
_LEADS_TO_NUMBER = re.compile(
    r"(?:(?:大约|大概|约|已经?|能|可以?|平均|只要|只用|仅|超过?|近|接近|由|从|每[月年周天]|不到|高达|达到?|为|是|在|有)"
    r"|(?:降|减|提高|提升|升|缩短|压|翻|节省|省下?|节约|增加|增长|下降|上升|少|多|快|慢)(?:到|了|少|低|至|下来|减|短)*)$"
    r"|\b(?:by|to|in|of|at|is|was|are|were|takes?|took|only|about|around|some|up|down|from|fell|rose|dropped|reached|under|over)$",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:由|从)[^，、,]*$|\bfrom\b[^,]*$", re.IGNORECASE)
_WHO_DID_IT = re.compile(
    r"^(?:我们|我方|咱们?)(?:把|将|让|为|给)?|^(?:it|they|this|our \w+|we)(?: have| has| will| can)? "
    r"(?:cut|cuts|reduced?s?|halved?s?|lower(?:ed|s)?|raised?s?|improved?s?|saved?s?|brought|keeps?|kept)\b|^(?:for|and|but|then) ",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\d[\d,]{0,20} ?(?P<what>家|例|户|所|座|hospitals?|customers?|clients?|firms?|sites?|users?|cases?|systems?|schools?|plants?|banks?)",
    re.IGNORECASE,
)
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
    unmeasured: Text
    """For a number without proof: {topic} is what it measures, {day} as above."""
    several: Text
    """Stands for a count nothing proves, before what is counted."""


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
    if flag.code is ClaimCode.UNPROVEN_NUMBER and not (proof and numbers_in(proof)):
        counted = _COUNTED.fullmatch(text, flag.start, flag.end)
        if counted:
            return flag.start, flag.end, wordings.several.in_locale(locale).format(counted=counted["what"].strip())
        start, end = _part(text, flag, _CLAUSE_END)
        if topic := measured_topic(text[start : flag.start]):
            put = wordings.unmeasured.in_locale(locale).format(topic=topic, day=day or _DAY[locale])
            return start, end, put[:1].upper() + put[1:] if _begins(text, start) else put
    for passage in wordings.passages.get(flag.code, ()):
        for match in passage.find.finditer(text):
            if match.start() < flag.end and flag.start < match.end():
                return match.start(), match.end(), match.expand(passage.put)
    if flag.code is ClaimCode.UNPROVEN_NUMBER and proof and numbers_in(proof):
        put = proof.strip().rstrip("。.")
    else:
        put = wordings.clauses[flag.code].in_locale(locale).replace("{day}", day or _DAY[locale])
    start, end = _part(text, flag, _SENTENCE_END if flag.code in _WHOLE_SENTENCE else _CLAUSE_END)
    return start, end, put[:1].upper() + put[1:] if _begins(text, start) else put


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here."""
    before = text[:start].rstrip()
    return not before or before[-1] in ".!?"


def measured_topic(before: str) -> str:
    """What a number measures, by the words of its clause in front of it: "夜间告警减少了" is about "夜间告警".

    Empty when they name nothing, or more than a topic.
    """
    words = _FROM.sub("", before).strip()
    while (shorter := _LEADS_TO_NUMBER.sub("", words).strip()) != words:
        words = shorter
    words = _WHO_DID_IT.sub("", words).strip(" ，,、：:")
    size = len(words) if HAN.search(words) else len(words.split()) * 2
    return words if 2 <= size <= LONGEST_TOPIC else ""


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
