"""The thesaurus is whole, bilingual, and good enough to bridge the sample catalogues."""

import collections
import json
import tomllib
import uuid
from pathlib import Path

import pytest

from kpi_assistant.content.concepts import load_concepts, load_thesaurus
from kpi_assistant.domain.concepts import Concept
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.matching import CapabilityTexts, Matcher
from kpi_assistant.domain.search_terms import search_text, units
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Layer

CONTENT = Path(__file__).parents[2] / "kpi_assistant/content"
TABLES = tomllib.loads((CONTENT / "concepts.toml").read_text(encoding="utf-8"))["concept"]


def test_it_names_every_concept_once() -> None:
    counted = collections.Counter(table["id"] for table in TABLES)
    assert max(counted.values()) == 1
    assert len(counted) >= 100


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["id"])
def test_it_says_every_concept_in_four_ways_in_each_language(table: dict[str, list[str]]) -> None:
    for language in ("zh", "en"):
        ways = [search_text(way) for way in table[language]]
        assert len(set(ways)) == len(ways) >= 4


@pytest.mark.parametrize("concept", load_concepts(), ids=lambda concept: concept.id)
def test_it_finds_every_concept_by_each_of_its_ways(concept: Concept) -> None:
    assert concept.name.is_complete
    for way in concept.ways:
        assert concept.id in load_thesaurus().find(units(way.replace("…", " ")))


def test_it_uses_no_way_for_many_concepts() -> None:
    counted = collections.Counter(search_text(way) for concept in load_concepts() for way in concept.ways)
    assert [way for way, count in counted.items() if count > 3] == []


@pytest.mark.parametrize(("catalogue", "least"), [(0, 0.75), (1, 0.55)])
def test_it_keeps_finding_the_right_capability_among_the_first_three(catalogue: int, least: float) -> None:
    data = json.loads((CONTENT / "sample/mapping-dev.json").read_text(encoding="utf-8"))["catalogues"][catalogue]
    offering = [
        CapabilityTexts(c["id"], Text(c["name"], ""), Text(c["description"], ""), proofs=(Text(c["proof"], ""),))
        for c in data["capabilities"]
    ]
    matcher = Matcher(offering, load_thesaurus())
    labelled = [kpi for kpi in data["kpis"] if kpi["relevant"]]
    hits = 0
    for kpi in labelled:
        facts = KpiFacts(uuid.uuid4(), uuid.uuid4(), Layer(kpi["layer"]), kpi["text"], role_at_time=kpi["role"])
        first = [proposal.capability_id for proposal in matcher.propose(facts).ranked[:3]]
        hits += any(kpi["relevant"].get(found) == 2 for found in first)
    assert hits / len(labelled) >= least
