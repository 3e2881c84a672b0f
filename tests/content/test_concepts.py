"""The thesaurus is whole, bilingual, and good enough to bridge the sample catalogues."""

import collections
import json
import re
import tomllib
import uuid
from pathlib import Path

import pytest

from kpi_assistant.content.concepts import FOLDER, load_concepts, load_thesaurus, read_concepts
from kpi_assistant.domain.concepts import Concept
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.matching import Matcher
from kpi_assistant.domain.matching_index import CapabilityTexts
from kpi_assistant.domain.search_terms import is_han, search_text, units
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Layer

CONTENT = Path(__file__).parents[2] / "kpi_assistant/content"
FILES = sorted(FOLDER.glob("*.toml"))


def test_it_has_a_few_hundred_concepts_in_files_of_one_field_each() -> None:
    assert len(load_concepts()) >= 600
    assert len(FILES) >= 20
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert text.startswith("# "), f"{file.name} does not say what field it is about"
        assert len(tomllib.loads(text)) >= 3


def test_it_refuses_an_id_that_stands_in_two_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text('[twice]\nname = {zh = "一", en = "one"}\nzh = "一"\nen = "one"\n')
    with pytest.raises(ValueError, match=r"twice is in two files of concepts; one is two\.toml"):
        read_concepts(tmp_path)


@pytest.mark.parametrize("concept", load_concepts(), ids=lambda concept: concept.id)
def test_it_says_every_concept_in_many_ways_and_finds_it_by_each(concept: Concept) -> None:
    assert concept.name.is_complete
    for listed in (concept.zh, concept.en):
        assert len({search_text(way) for way in listed}) == len(listed) >= 6
    assert all(re.search("[\u4e00-\u9fff]|[0-9a-z]", way) for way in concept.zh)
    assert not any(re.search("[\u4e00-\u9fff]", way) for way in concept.en)
    for way in concept.ways:
        assert concept.id in load_thesaurus().find(units(way.replace("…", " "))), way


def test_it_names_only_concepts_as_near_that_there_are() -> None:
    known = {concept.id for concept in load_concepts()}
    for concept in load_concepts():
        assert set(concept.near) <= known - {concept.id}, concept.id


def test_it_uses_no_way_for_many_concepts_nor_one_that_says_nothing() -> None:
    counted = collections.Counter(units(way) for concept in load_concepts() for way in concept.ways)
    assert [way for way, count in counted.items() if count > 3] == []
    assert [way for way in counted if len(way) == 1 and is_han(way[0])] == []


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
