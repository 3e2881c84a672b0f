"""Checks our own wording: what we may not claim, what we cannot prove, and what we must not offer anybody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kpi_assistant.domain.borrowed_words import borrowed
from kpi_assistant.domain.claim_words import CLAIM_WORDS, COMPLIANCE_WORDS, ClaimCode
from kpi_assistant.domain.hearsay import names_of, told_by_others

__all__ = ["ClaimCode", "ClaimFlag", "check_claims", "compliance_flags", "never_promised_rules", "numbers_in"]


@dataclass(frozen=True, slots=True)
class ClaimFlag:
    """One doubtful passage: ``start`` and ``end`` count characters of the text as typed."""

    code: ClaimCode
    start: int
    end: int


_PATTERNS = {
    code: re.compile(words, re.IGNORECASE)  # compiled together would be one group per code and no clearer
    for code, words in (COMPLIANCE_WORDS | CLAIM_WORDS).items()
}

_DENIED_ZH = re.compile(
    r"(?:不(?!仅|但|只|光|过)|没(?!问题)|无(?!不|论)|未|勿|别(?!家|人|的)|禁|拒|杜绝|避免|谢绝)[^，。；！？,.;!?\n]{0,5}$"
)
_DENIED_EN = re.compile(
    r"\b(?:not|no|never|cannot|nor|without|avoid|refuse|decline|\w+n't)\b[^,.;!?\n]{0,24}$", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_ZH_NUMERAL = "[一二两三四五六七八九十百千万半]"
_NUMBER = r"(?<![\d.,])\d[\d,]{0,20}(?:\.\d{1,9})?"  # bounded, or a long run of digits is read again from every digit
_MEASURE = re.compile(
    rf"(?P<n>{_NUMBER}) ?(?P<unit>[%％‰]|个?百分点|倍|成(?![为本果立员交熟功都])|秒|分钟|个?小时|个?钟头|天|个?工作日|周(?!年)|个月"
    r"|(?:百|千)?[万亿]?元|万|亿|TB|ms|x(?![a-z])|per ?cent|percent(?:age)?|times|fold|seconds?|minutes?|mins?|hours?"
    rf"|days?|weeks?|months?|million|billion|k\b)|(?P<money>[¥￥$€£]) ?(?P<m>{_NUMBER})"
    rf"|百分之(?P<p>{_ZH_NUMERAL}+)|(?P<z>{_ZH_NUMERAL}+)(?:成(?![为本果立员交熟功都])|倍|分钟|个?小时|个?钟头)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?P<half>一半|减半|翻番|翻倍|\bhalv(?:e|es|ed|ing)\b|\bdoubl(?:e|es|ed|ing)\b)|(?P<n>{_NUMBER}) ?(?:家|例|个|次|人|户|所|台|套|条|项|起|座|路|hospitals?|customers?|clients?|firms?|sites?|users?"
    r"|cases?|systems?|schools?|plants?|banks?)",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"在用|已用|用户|服务过?了?|累计|降|减|提高|提升|升到|缩短|压到|压减|翻|覆盖|案例|实测|平均|通过率|成功率|拦下"
    r"|\b(?:in use|use it|served|total|cut|halv\w+|doubl\w+|reduc\w+|fell|down|up|rais\w+|average|measured|saved|improv\w+|pass(?:ed)? rate)\b",
    re.IGNORECASE,
)
_INTENTION = re.compile(
    r"计划|打算|准备|愿意|目标|争取|试点|摸底|尚无|还没有?测|未测|给您|发您|交给|送到|到场|陪您|您说|您要|您提|您定"
    r"|\b(?:plan|intend|aim|propose|pilot|would like|offer to|not (?:yet )?measured|send|bring|deliver|hand over"
    r"|you (?:said|told|asked|want|need)|your (?:target|goal|deadline))\w*",
    re.IGNORECASE,
)
_FORECAST = re.compile(
    r"预计|预期|估计|有望|大概能|大约能|可望|能(?:降|提|压|缩|升|减)|可以?(?:降|提高|压|缩|减)"
    r"|\b(?:expect\w*|forecast\w*|estimat\w*|should (?:fall|drop|rise|reach|take)|likely to|will (?:cut|reduce|raise|save))\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"{_NUMBER}[^，。,;；\n]{{0,5}}?(?:到|至|~|～|-|–|—|\bto\b|\band\b) ?{_NUMBER}|\bbetween\b", re.IGNORECASE
)
_FROM_TO = re.compile(r"由|从(?!不)|\bfrom\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"前提|条件|如果|只要|假如|取决|在您|需要您|配合|\b(?:if|provided|given|assuming|depend\w*|as long as|once|subject to)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[「『“\"]([^「」『』“”\"]{1,500})[」』”\"]")
_ZH_VALUES = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 0.5}
_ZH_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}


def check_claims(
    text: str,
    *,
    proofs: Iterable[str] = (),
    their_words: Iterable[str] = (),
    others_words: Iterable[str] = (),
    others: Iterable[str] = (),
    competitors: Iterable[str] = (),
) -> tuple[ClaimFlag, ...]:
    """The doubtful passages of a wording of ours, in either language, in the order they stand.

    ``proofs`` are the statements of the live proofs attached: a number that stands in one of them is proven.
    ``their_words`` are what the customer said and the facets: their numbers are theirs to give, and a quotation
    from them is not our claim. ``others_words`` are what other people said, as far as the writer may read it: eight
    characters of theirs in a row are flagged. ``others`` are those people's names: what they are said to have said is
    flagged as well. ``competitors`` are names that are not to be spoken of. What is denied ("我们不承诺…", "we cannot guarantee…") is not flagged.
    """
    said = tuple(their_words)
    ours = _without_quotations(text, said)
    flags = [
        ClaimFlag(code, match.start(), match.end())
        for code, pattern in _PATTERNS.items()
        for match in pattern.finditer(ours)
        if not _is_denied(ours, match.start())
    ]
    cited = tuple(proofs)
    flags += [ClaimFlag(ClaimCode.OTHERS_WORDS, *span) for span in borrowed(text, others_words, (*said, *cited))]
    flags += [ClaimFlag(ClaimCode.OTHERS_WORDS, *span) for span in told_by_others(ours, others)]
    flags += [ClaimFlag(ClaimCode.COMPETITOR, *span) for span in names_of(ours, competitors)]
    known = numbers_in(" ".join((*cited, *said)))
    for sentence in _SENTENCE.finditer(ours):
        flags.extend(_doubtful_numbers(sentence, known))
    return tuple(sorted(set(flags), key=lambda flag: (flag.start, flag.end, flag.code)))


def compliance_flags(text: str) -> tuple[ClaimFlag, ...]:
    """Only what must not be offered or promised to anybody (domain brief, 7.2): for promises and next steps."""
    return tuple(flag for flag in check_claims(text) if flag.code.is_compliance)


def never_promised_rules() -> dict[str, list[str]]:
    """How ``compliance_flags`` decides, as patterns for a phone without a network: {"words", "denied"}.

    A match counts unless one of ``denied`` is found at the end of the 40 characters before it.
    """
    return {"words": list(COMPLIANCE_WORDS.values()), "denied": [_DENIED_ZH.pattern, _DENIED_EN.pattern]}


def numbers_in(text: str) -> frozenset[float]:
    """The values of all numbers in a text, Chinese numerals among them."""
    arabic = {_arabic(number) for number in re.findall(_NUMBER, text)}
    chinese = {_chinese(number) for number in re.findall(f"{_ZH_NUMERAL}+", text)}
    return frozenset(arabic | chinese)


def _without_quotations(text: str, said: tuple[str, ...]) -> str:
    """The text with what it quotes from the customer blanked out, every character still in its place."""

    def blank(match: re.Match[str]) -> str:
        parts = [part for part in re.split(r"…+|\.{3,}", match[1].strip()) if part.strip()]
        is_theirs = bool(parts) and all(any(part.strip("，。 ") in words for words in said) for part in parts)
        return " " * len(match[0]) if is_theirs else match[0]

    return _QUOTED.sub(blank, text)


def _is_denied(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    return _DENIED_ZH.search(before) is not None or _DENIED_EN.search(before) is not None


def _doubtful_numbers(sentence: re.Match[str], known: frozenset[float]) -> list[ClaimFlag]:
    words, offset = sentence[0], sentence.start()
    found = list(_MEASURE.finditer(words))
    if _RECORD.search(words):
        taken = {match.start() for match in found}
        found += [match for match in _COUNT.finditer(words) if match.start() not in taken]
    unknown = [m for m in found if _value(m) not in known and not _is_denied(words, m.start())]
    if not unknown:
        return []
    forecast = _FORECAST.search(words)
    if forecast and not _FROM_TO.search(words[: unknown[0].start()]):
        span = (offset + unknown[0].start(), offset + unknown[-1].end())
        missing = []
        if not _RANGE.search(words):
            missing.append(ClaimFlag(ClaimCode.FORECAST_WITHOUT_RANGE, *span))
        if not _CONDITION.search(words):
            missing.append(ClaimFlag(ClaimCode.FORECAST_WITHOUT_CONDITION, *span))
        return missing
    if _INTENTION.search(words):
        return []
    return [ClaimFlag(ClaimCode.UNPROVEN_NUMBER, offset + m.start(), offset + m.end()) for m in unknown]


def _value(match: re.Match[str]) -> float:
    named = match.groupdict()
    if half := named.get("half"):
        return 2.0 if half[0] in "翻dD" else 0.5
    digits = named.get("n") or named.get("m")
    return _arabic(digits) if digits else _chinese(named.get("p") or named.get("z") or "")


def _arabic(digits: str) -> float:
    return float(digits.replace(",", "")[:30])


def _chinese(numeral: str) -> float:
    """The value of a Chinese numeral up to 万; parts that make no sense simply add up."""
    total = section = 0.0
    for character in numeral[:12]:
        if character in _ZH_TENS:
            total += (section or 1) * _ZH_TENS[character]
            section = 0
        else:
            section = _ZH_VALUES[character]
    return total + section
