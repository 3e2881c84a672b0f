"""The sample data of both languages, and what is told beside it."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "sample"


@cache
def load_sample(locale: str) -> dict[str, Any]:
    """demo-zh.json or demo-en.json as it is; sample/README.md describes its shape."""
    language = "en" if locale.lower().startswith("en") else "zh"
    sample: dict[str, Any] = json.loads((_FOLDER / f"demo-{language}.json").read_text(encoding="utf-8"))
    return sample


@cache
def load_more() -> dict[str, Any]:
    """demo-more.toml: sayings, sources of proofs, answers, the next meeting; texts as {"zh", "en"}."""
    return tomllib.loads((_FOLDER / "demo-more.toml").read_text(encoding="utf-8"))
