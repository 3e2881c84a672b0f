"""Whether a wording of ours repeats what somebody else said: one person's words are not another's to hear."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kpi_assistant.domain.leaks import Secret, SecretKind, find_leaks


def borrowed(text: str, sentences: Iterable[str], allowed: Iterable[str] = ()) -> list[tuple[int, int]]:
    """Where the text holds a run of one of the sentences (see ``leaks.RUN``) that is in none of the allowed texts.

    The span is that of the first such run of a sentence, in characters of the text as typed.
    """
    if not text.strip():
        return []
    told = [Secret(SecretKind.SENTENCE, sentence) for sentence in sentences if sentence.strip()]
    found = (_place(text, leak.excerpt) for leak in find_leaks(text, told, tuple(allowed)))
    return sorted(set(found))


def near(text: str, sentences: Iterable[str]) -> list[str]:
    """Those of the sentences that have a stretch of four letters in common with the text: no others can be borrowed
    from, and looking closer at all of them would take longer than typing a word."""
    windows = set(_windows(text))
    return [sentence for sentence in sentences if any(window in windows for window in _windows(sentence))]


def _windows(text: str) -> Iterator[str]:
    packed = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
    return (packed[at : at + 4] for at in range(max(1, len(packed) - 3)))


def _place(text: str, excerpt: str) -> tuple[int, int]:
    """Where the excerpt stands, whatever spaces and marks lie between its letters; else the whole text."""
    letters = [re.escape(character) for character in excerpt if character.isalnum()]
    match = re.search(r"[\W_]*".join(letters), text, re.IGNORECASE)
    return match.span() if match else (0, len(text))
