"""The bilingual thesaurus: what people talk about and the ways they say it."""

import tomllib
from functools import cache
from pathlib import Path

from kpi_assistant.domain.concepts import Concept, Thesaurus
from kpi_assistant.domain.text import Text

_FILE = Path(__file__).with_name("concepts.toml")


@cache
def load_concepts() -> tuple[Concept, ...]:
    """All concepts of the file, in its order."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))["concept"]
    return tuple(Concept(table["id"], Text(**table["name"]), (*table["zh"], *table["en"])) for table in tables)


@cache
def load_thesaurus() -> Thesaurus:
    """The concepts ready for matching; one for the whole process, so that what is cached by it holds."""
    return Thesaurus(load_concepts())
