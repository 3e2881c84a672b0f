"""Scenarios are read from plain values and guides written back, the samples as a coach would ask them."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

import kpi_assistant.content
from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide import build_guide
from kpi_assistant.services.scenario import guide_as_json, read_scenario

SAMPLE = Path(kpi_assistant.content.__file__).parent / "sample"


def sample(language: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SAMPLE / f"guide-scenario-{language}.json").read_text(encoding="utf-8"))
    return data


def guide_of(data: dict[str, Any], locale: str) -> dict[str, Any]:
    scenario = read_scenario(data)
    return guide_as_json(build_guide(scenario.facts, load_question_bank()), locale, scenario.kpi_names)


@pytest.mark.parametrize(("language", "locale"), [("zh", "zh_CN"), ("en", "en")])
def test_it_writes_what_the_sample_guides_hold(language: str, locale: str) -> None:
    good = json.loads((SAMPLE / f"guide-good-{language}.json").read_text(encoding="utf-8"))
    guide = guide_of(sample(language), locale)
    assert good.keys() <= guide.keys()
    for item in guide["items"]:
        assert good["items"][0].keys() <= item.keys()
    assert abs(len(guide["items"]) - len(good["items"])) <= 1
    assert json.loads(json.dumps(guide, ensure_ascii=False)) == guide


def test_it_covers_for_the_moved_contact_what_the_hand_written_guide_covers() -> None:
    guide = guide_of(sample("zh"), "zh_CN")
    assert guide["items"][0]["text"].startswith("简科长，")
    assert {item["kpi_id"] for item in guide["items"]} >= {"K1", "K3"}
    assert {item["layer"] for item in guide["items"]} == {"work", "life", "mindset"}
    assert any(item["facets"] == ["metric"] and item["kpi_id"] is None for item in guide["items"])


def test_it_stays_with_work_for_the_buyer_we_hardly_know() -> None:
    guide = guide_of(sample("en"), "en")
    assert {item["layer"] for item in guide["items"]} == {"work"}
    assert {"K1", "K2"} <= {item["kpi_id"] for item in guide["items"]}
    assert any("days payable" in item["text"] for item in guide["items"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_kpi_that_has_no_name_in_the_file_has_none_in_the_guide(language: str) -> None:
    data = sample(language)
    for person in data["people"]:
        for kpi in person["kpis"]:
            kpi.pop("id", None)
    assert {item["kpi_id"] for item in guide_of(data, "zh_CN")["items"]} == {None}


def test_how_much_it_matters_may_be_left_out() -> None:
    data: Any = copy.deepcopy(sample("en"))
    first, *_ = data["people"][0]["kpis"]
    first["importance"] = None
    with_none = read_scenario(data)
    del first["importance"]
    assert read_scenario(data) == with_none
    assert with_none.facts.people[0].kpis[0].importance is None


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ((), [], "one JSON object"),
        (("today",), None, '"today"'),
        (("today",), "soon", '"today"'),
        (("minutes",), True, "whole number"),
        (("minutes",), 5, "from 10 to 180"),
        (("minutes",), "30", "whole number"),
        (("people",), [], "at least one person"),
        (("people",), "Marcus", '"people"'),
        (("people", 0), "Marcus", "person 1"),
        (("people", 0, "name"), " ", '"name"'),
        (("people", 0, "role_kind"), "boss", "one of: decision_maker"),
        (("people", 0, "stage"), "S9", "S0, S1"),
        (("people", 0, "moved"), "no", "true or false"),
        (("people", 0, "kpis", 0, "layer"), "soul", "work, life, mindset"),
        (("people", 0, "kpis", 0, "importance"), 9, "from 1 to 5"),
        (("people", 0, "kpis", 0, "facets"), [], "KPI 1 of Marcus Tillery"),
        (("people", 0, "kpis", 0, "facets", "metric"), 7, "must be a text"),
        (("people", 0, "kpis", 0, "said_on"), "2026-13-01", "must be a date"),
        (("people", 0, "promises"), [{"due": "2026-01-01"}], 'needs a "text"'),
        (("people", 0, "promises"), [{"text": "x", "due": 3}], "must be a date"),
    ],
)
def test_it_says_in_one_sentence_what_is_wrong(path: tuple[str | int, ...], value: object, said: str) -> None:
    data: Any = copy.deepcopy(sample("en"))
    if path:
        place = data
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
    else:
        data = value
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        read_scenario(data)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
