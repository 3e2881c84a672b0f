"""What a meeting is about, as far as the words of its purpose are words of the bank."""

import re
from collections.abc import Iterable

from kpi_assistant.domain.question import Question

RARE = 0.03
"""A word that more than this share of the questions hold tells nothing about a subject."""
_STEM = 6
"""Letters of an English word that must agree: "tracing" and "traces" share their beginning."""
_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z]{5,}")
_COMMON = frozenset(
    [
        "about",
        "after",
        "again",
        "another",
        "before",
        "every",
        "first",
        "going",
        "hears",
        "heard",
        "later",
        "meeting",
        "other",
        "people",
        "person",
        "proper",
        "second",
        "short",
        "since",
        "talk",
        "their",
        "there",
        "these",
        "things",
        "thing",
        "third",
        "three",
        "through",
        "today",
        "visit",
        "where",
        "which",
        "while",
        "would",
        "years",
        "quarter",
        "beside",
        "around",
    ]
)


def topics_of(purpose: str, questions: Iterable[Question]) -> frozenset[str]:
    """Pairs of Chinese characters and beginnings of English words of the purpose that few questions hold."""
    wanted = {run[n : n + 2] for run in _HAN.findall(purpose) for n in range(len(run) - 1)}
    wanted |= {word[:_STEM] for word in _WORD.findall(purpose.lower()) if word not in _COMMON}
    if not wanted:
        return frozenset()
    texts = [_words(question) for question in questions]
    limit = max(1, int(len(texts) * RARE))
    return frozenset(term for term in wanted if 0 < sum(term in text for text in texts) <= limit)


def is_about(question: Question, topics: frozenset[str]) -> bool:
    text = _words(question) if topics else ""
    return any(term in text for term in topics)


def _words(question: Question) -> str:
    texts = [question.text, question.listen_for, *([question.why] if question.why else [])]
    return " ".join(f"{text.zh} {text.en.lower()}" for text in texts)
