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
_SYLLABLES = re.compile("(?:[aeiou]|(?<=[^aeiou])y)+[^aeiou]")
_SHORT = re.compile("[^aeiou][aeiouy][^aeiouwxy]$")

# Words whose other forms no suffix rule can find, kept to those that turn up in talk about work.
_IRREGULAR = {
    "broke": "break", "broken": "break", "came": "come", "cost": "cost", "did": "do", "done": "do", "fell": "fall",
    "found": "find", "gave": "give", "given": "give", "gone": "go", "got": "get", "held": "hold", "kept": "keep",
    "knew": "know", "known": "know", "left": "leave", "lost": "lose", "made": "make", "men": "man", "met": "meet",
    "paid": "pay", "people": "person", "ran": "run", "rang": "ring", "said": "say", "saw": "see", "sent": "send",
    "slept": "sleep", "sold": "sell", "spent": "spend", "stole": "steal", "stolen": "steal", "stood": "stand",
    "taken": "take", "taught": "teach", "thought": "think", "threw": "throw", "told": "tell", "took": "take",
    "went": "go", "used": "use", "using": "use", "women": "woman", "won": "win", "wrote": "write", "written": "write", "children": "child",
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

    The first and last steps of Porter's stemmer (1980): they only have to send the forms of one word to one
    string, which need not be a word.
    """
    if word.endswith("'s"):
        word = word[:-2]
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isascii():
        return word
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ied"):
        word = word[:-3] + "y"
    elif word.endswith("ery") and len(word) > 5:
        word = word[:-1]
    word = _without_participle(word)
    if word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    if word.endswith("ue") or (len(word) > 3 and word.endswith("e") and _loses_e(word[:-1])):
        word = word[:-1]
    if len(word) > 3 and word.endswith("y") and word[-2] not in "aeiou":
        word = word[:-1] + "i"
    return word


def _without_participle(word: str) -> str:
    """Without -ing or -ed; an e that fell away before them is put back (making, make)."""
    ending = next((ending for ending in ("ing", "ed") if word.endswith(ending)), "")
    base = word.removesuffix(ending)
    if not ending or word.endswith("eed") or len(base) < 3 or not _VOWEL.search(base):
        return word
    if base.endswith(("at", "bl", "iz")):
        return base + "e"
    if base[-1] == base[-2] and base[-1] not in "lsz":
        return base[:-1]
    return base + "e" if _measure(base) == 1 and _is_short(base) else base


def _loses_e(base: str) -> bool:
    return _measure(base) > 1 or (_measure(base) == 1 and not _is_short(base))


def _measure(base: str) -> int:
    """How many times vowels are followed by consonants: Porter's m."""
    return len(_SYLLABLES.findall(base))


def _is_short(base: str) -> bool:
    """Whether it ends like hop or fil: consonant, vowel, consonant other than w, x or y."""
    return _SHORT.search(base) is not None
