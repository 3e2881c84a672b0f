"""What is said around an entry: the round for more, the read-back, and a word to ourselves after an observation."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kpi_assistant.domain.text import Text


@dataclass(frozen=True, slots=True)
class CaptureWords:
    what_else: tuple[Text, ...]
    reading_back: Text
    ranking: Text
    observed: Text
    cannot_yet: Text
    at_home: tuple[Text, ...]
    keep_clear: Text


@cache
def capture_words() -> CaptureWords:
    """The words of capture.toml; KeyError or TypeError when the file is incomplete."""
    data = tomllib.loads(Path(__file__).with_name("capture.toml").read_text(encoding="utf-8"))
    return CaptureWords(
        what_else=tuple(Text(**row) for row in data["what_else"]["rounds"]),
        reading_back=Text(**data["what_else"]["reading_back"]),
        ranking=Text(**data["what_else"]["ranking"]),
        observed=Text(**data["observed"]["thanks"]),
        cannot_yet=Text(**data["cannot_yet"]["listen"]),
        at_home=tuple(Text(**row) for row in data["home"]["thanks"]),
        keep_clear=Text(**data["home"]["offer"]),
    )
