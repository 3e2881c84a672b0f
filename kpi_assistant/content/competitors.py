"""Vendors that everybody knows by name, which a wording of ours had better leave unnamed."""

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("competitors.toml")


@cache
def load_competitors() -> tuple[str, ...]:
    """Their names, in either language."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(dict.fromkeys(name for names in tables.values() for name in names))
