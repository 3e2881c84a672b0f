"""The bilingual thesaurus: what people talk about and the ways they say it, one file per field of life and work."""

import re
import tomllib
from functools import cache
from pathlib import Path

from kpi_assistant.domain.concepts import Concept, Thesaurus
from kpi_assistant.domain.text import Text

FOLDER = Path(__file__).with_name("concepts")
_BETWEEN_WAYS = {"zh": re.compile(r"\s*、\s*"), "en": re.compile(r"\s*,\s*")}


@cache
def load_concepts() -> tuple[Concept, ...]:
    """All concepts of the product."""
    return read_concepts(FOLDER)


def read_concepts(folder: Path) -> tuple[Concept, ...]:
    """All concepts of a folder, by file and then in its order; raises ValueError where an id is used twice."""
    concepts: dict[str, Concept] = {}
    for file in sorted(folder.glob("*.toml")):
        for concept_id, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if concept_id in concepts:
                raise ValueError(f"{concept_id} is in two files of concepts; one is {file.name}")
            zh, en = ways(table["zh"], "zh"), ways(table["en"], "en")
            concepts[concept_id] = Concept(
                concept_id,
                Text(**table["name"]),
                zh,
                en,
                near=tuple(table.get("near", ())),
                is_outside=table.get("outside", False),
            )
    return tuple(concepts.values())


@cache
def load_thesaurus() -> Thesaurus:
    """The concepts ready for matching; one for the whole process, so that what is cached by it holds."""
    return Thesaurus(load_concepts())


def ways(listed: str, language: str) -> tuple[str, ...]:
    """The ways of one language as they stand in a file: "、" between Chinese ones, "," between English ones."""
    return tuple(way for way in _BETWEEN_WAYS[language].split(listed.strip()) if way)
