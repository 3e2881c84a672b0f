"""How near a proof is to a KPI: whether they speak of the same thing, by the words they share."""

import re

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_LATIN_WORD = re.compile(r"[a-z]{4,}")
_EVERYWHERE = frozenset(
    [
        "with",
        "from",
        "that",
        "this",
        "have",
        "were",
        "been",
        "into",
        "than",
        "them",
        "they",
        "your",
        "ours",
        "after",
        "before",
        "about",
    ]
)


def kinship(kpi_text: str, proof_text: str) -> int:
    """How many pairs of Chinese characters and longer Latin words the two have in common."""
    return len(_pieces(kpi_text) & _pieces(proof_text))


def _pieces(text: str) -> set[str]:
    lower = text.lower()
    pairs = {run[at : at + 2] for run in _HAN_RUN.findall(lower) for at in range(len(run) - 1)}
    # A plural or a tense is the same thing: "restores" is "restored".
    return pairs | {word[:6] for word in _LATIN_WORD.findall(lower) if word not in _EVERYWHERE}
