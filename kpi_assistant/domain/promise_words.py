"""Puts the title of a promise of ours, written as a note to ourselves, into words that can be said to somebody's face."""

import re

from kpi_assistant.domain.address import address
from kpi_assistant.domain.quotation import shorten_quote

LONGEST_ZH, LONGEST_EN = 16, 10
"""Characters and words of a promise that still fit into a question; of a longer one only that there is one is said."""
_CJK = re.compile(r"[\u3400-\u9fff]")
_ZH_VERB = re.compile(
    r"(一?[周月天日]内|本周|下周|尽快|[\d一二三四五六七八九十]+月[\d一二三四五六七八九十]+[日号]前?)?"
    r"(再|先|重新|另外)?(寄|发|送|给|整理|带|约|安排|介绍|引荐|请|找|问|查|回|写|做(?!法)|出(?!口)|测(?!试报告)|提供|准备|联系|协调|帮|把|去|来|补|交"
    r"|演示|汇报|更新|核|确认|复|修|装|调|派|组织|讲(?!义)|陪|拿|跟|打|拟|起草|列|画|算|比|试|办|开通|报价|拷|印|译|教|培训|梳理|收集|反馈|搭|拉|让|替)"
)
_ZH_WHEN = re.compile(
    r"^(一?[周月天日]内|本周|下周|尽快|[\d一二三四五六七八九十]+月[\d一二三四五六七八九十]+[日号]前?)"
)
_EN_VERB = re.compile(
    r"(send|bring|prepare|introduce|ask|find|check|share|write|draft|arrange|set|show|look|get|call|ring|e-?mail|provide|deliver|run"
    r"|test|make|put|give|help|visit|come|take|fix|update|confirm|talk|speak|organi[sz]e|invite|compare|compile|clarify|return|report"
    r"|collect|review|follow|connect|quote|supply|translate|train|install|explain|demo|demonstrate|measure|book|pass|hand|let|tell"
    r"|meet|present|order|reply|answer|lend|see|go|work|list|print|gather|set up|sort|repair|replace|mail|post|forward|try|add)\b",
    re.IGNORECASE,
)
_EN_LEAD = re.compile(r"^(to|we('ll| will)|i('ll| will))\s+", re.IGNORECASE)
_EN_TITLE = re.compile(r"(?:Professor|Prof\.?|Dr\.?|Mr\.?|Mrs\.?|Ms\.?)")
_EN_ARTICLE = re.compile(r"(the|an?|your|our|some|one|two|three|four|five|\d+)\b", re.IGNORECASE)
_EN_TO_THEM = re.compile(r"\b(him|her|them)\b(?!\s+[a-z]+s?\b\s+(and|is|are)\b)", re.IGNORECASE)


def promised(text: str, name: str, title: str, locale: str) -> str:
    """What we said we would do for ``name``, as one goes on after "上回" or "we said".

    Chinese: "答应给您寄一份目录", "答应您的造价目录"; English: "we'd send you the list", "you'd have the price list". A title in
    the other language is quoted, and of one too long for a breath nothing is named.
    """
    english = locale.lower().startswith("en")
    words = " ".join(text.split()).rstrip("。.!！ ")
    if english and _CJK.search(words):
        return f'you\'d have "{words}"' if len(words) <= LONGEST_ZH else "you'd hear from us"
    if not english and not _CJK.search(words):
        return f"答应您的「{words}」" if len(words.split()) <= LONGEST_EN else "答应您的那件事"
    return _english(words, name) if english else _chinese(words, name, title)


def _chinese(words: str, name: str, title: str) -> str:
    # To their face they are 您, not a name.
    given = name[1:] if _CJK.match(name) and len(name) == 3 else ""
    for called in sorted({name, given, address(name, title, "zh_CN")} - {""}, key=len, reverse=True):
        words = words.replace(called, "您")
    words = _ZH_WHEN.sub("", words)
    words = re.sub(r"^(给|为|替|帮)?您", lambda found: found[0] if found[1] else "", words)
    said = words if len(words) <= LONGEST_ZH else shorten_quote(words, "zh_CN", LONGEST_ZH, spoken=True)
    if not said or (said != words and not words.startswith(said)):
        return "答应您的那件事"
    if not _ZH_VERB.match(said):
        return f"答应您的{said}"
    return f"答应{said}" if "您" in said else f"答应您{said}"


def _english(words: str, name: str) -> str:
    parts = [part for part in name.split() if not _EN_TITLE.fullmatch(part)]
    for called in sorted({name, *parts[:1], *parts[-1:]} - {""}, key=len, reverse=True):
        words = re.sub(rf"\b({_EN_TITLE.pattern}\s+)?{re.escape(called)}'s\b", "your", words)
        words = re.sub(rf"\b({_EN_TITLE.pattern}\s+)?{re.escape(called)}\b", "you", words)
    words = _EN_LEAD.sub("", words)
    clause = re.split(r"(?<=\w)(?:[,;:]|\s[–-])\s", words, maxsplit=1)[0]
    said = words if len(words.split()) <= LONGEST_EN else clause
    if len(said.split()) > LONGEST_EN:
        return "you'd hear from us"
    if not _EN_VERB.match(said):
        said = _lowered(said)
        return f"you'd have {said}" if _EN_ARTICLE.match(said) else f"you'd have the {said}"
    return f"we'd {_lowered(_EN_TO_THEM.sub('you', said, count=1))}"


def _lowered(words: str) -> str:
    """Without the capital of a sentence's beginning; an abbreviation keeps its own."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
