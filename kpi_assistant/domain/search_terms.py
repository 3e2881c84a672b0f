"""The one tokeniser: what a text looks like to search and to matching, in Chinese and in English."""

import itertools
import re
import unicodedata

MAX_QUERY_TERMS = 8
"""More substrings than this narrow nothing down any further; the rest of a pasted text is ignored."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNIT = re.compile(rf"[{_HAN}]|\d+(?:[.,:]\d+)*|[^\W\d_{_HAN}]+(?:'[^\W\d_{_HAN}]+)*")
_IS_HAN = re.compile(rf"[{_HAN}]")
_QUERY_BREAK = re.compile(r"[\s、;|]+|(?<!\d),|,(?!\d)")
_VOWEL = re.compile("[aeiouy]")

# Words whose other forms no suffix rule can find, kept to those that turn up in talk about work.
_IRREGULAR = {
    "broke": "break", "broken": "break", "came": "come", "cost": "cost", "did": "do", "done": "do", "fell": "fall",
    "found": "find", "gave": "give", "given": "give", "gone": "go", "got": "get", "held": "hold", "kept": "keep",
    "knew": "know", "known": "know", "left": "leave", "lost": "lose", "made": "make", "men": "man", "met": "meet",
    "paid": "pay", "people": "person", "ran": "run", "rang": "ring", "said": "say", "saw": "see", "sent": "send",
    "slept": "sleep", "sold": "sell", "spent": "spend", "stole": "steal", "stolen": "steal", "stood": "stand",
    "taken": "take", "taught": "teach", "thought": "think", "threw": "throw", "told": "tell", "took": "take",
    "went": "go", "women": "woman", "won": "win", "wrote": "write", "written": "write", "children": "child",
}  # fmt: skip


def search_text(*parts: str | None) -> str:
    """The normalised text stored beside a row for substring search: NFKC, case folded, single spaces.

    Stored text and typed query go through this same function, so width and case never matter.
    """
    joined = _INVISIBLE.sub("", " ".join(part for part in parts if part))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", joined).casefold())
    return " ".join(folded.split())


def query_terms(query: str) -> tuple[str, ...]:
    """What somebody typed, as the substrings that must all occur in a ``search_text``; each once, in order."""
    pieces = (piece.strip() for piece in _QUERY_BREAK.split(search_text(query)))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))[:MAX_QUERY_TERMS]


def units(text: str) -> tuple[str, ...]:
    """A text as a sequence: one Chinese character, one stemmed word or one number after the other."""
    return tuple(unit for _, unit in typed_units(text))


def typed_units(text: str) -> tuple[tuple[str, str], ...]:
    """The units of a text, each with the (normalised) word it was typed as, for showing what matched."""
    found = _UNIT.findall(search_text(text.replace("\u2019", "'")))
    return tuple((unit, unit if unit[0].isdigit() or is_han(unit) else stem(unit)) for unit in found)


def terms(text: str) -> tuple[str, ...]:
    """What a text is indexed by: its units, and every pair of neighbouring Chinese characters."""
    sequence = units(text)
    pairs = tuple(a + b for a, b in itertools.pairwise(sequence) if is_han(a) and is_han(b))
    return sequence + pairs


def is_han(unit: str) -> bool:
    """Whether a unit is one Chinese character."""
    return len(unit) == 1 and _IS_HAN.match(unit) is not None


def stem(word: str) -> str:
    """A lower-case English word without its ending, so that plans, planned and planning are one.

    A light stemmer: it only has to send the forms of one word to one string, which need not be a word.
    """
    if word.endswith("'s"):
        word = word[:-2]
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isascii():
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ied"):
        word = word[:-3] + "y"
    elif word.endswith("ery") and len(word) > 5:
        word = word[:-1]
    word = _without_ending(word, ("ing", "ed", "ly"))
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("y") and word[-2] not in "aeiou":
        word = word[:-1] + "i"
    return word


def _without_ending(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        base = word[: -len(ending)]
        if word.endswith(ending) and not word.endswith("eed") and len(base) > 2 and _VOWEL.search(base):
            doubled = base[-1] == base[-2] and base[-1] not in "lsz"
            return base[:-1] if doubled else base
    return word
