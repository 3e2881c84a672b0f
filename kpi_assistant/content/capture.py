"""The words at hand while somebody speaks: follow-ups, acknowledgements, the round for more, gentle hints."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kpi_assistant.domain.sensitive import SensitiveKind
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Layer


@dataclass(frozen=True, slots=True)
class CaptureWords:
    """``ours`` acknowledges an observation; ``sensitive`` offers the least fact for each kind."""

    facets: Mapping[Facet, tuple[Text, ...]]
    acknowledgements: Mapping[Layer, tuple[Text, ...]]
    ours: tuple[Text, ...]
    what_else: tuple[Text, ...]
    reading_back: Text
    ranking: Text
    sensitive: Mapping[SensitiveKind, Text]


@cache
def capture_words() -> CaptureWords:
    """The words of capture.toml; KeyError or ValueError when the file is incomplete."""
    data = tomllib.loads(Path(__file__).with_name("capture.toml").read_text(encoding="utf-8"))
    return CaptureWords(
        facets=MappingProxyType({facet: _texts(data["facets"][facet]) for facet in Facet}),
        acknowledgements=MappingProxyType({layer: _texts(data["acknowledgements"][layer]) for layer in Layer}),
        ours=_texts(data["acknowledgements"]["ours"]),
        what_else=_texts(data["what_else"]["rounds"]),
        reading_back=Text(**data["what_else"]["reading_back"]),
        ranking=Text(**data["what_else"]["ranking"]),
        sensitive=MappingProxyType({kind: Text(**data["sensitive"][kind]) for kind in SensitiveKind}),
    )


def _texts(rows: list[dict[str, Any]]) -> tuple[Text, ...]:
    return tuple(Text(**row) for row in rows)
