"""Twelve meetings, two of each of six kinds, in both languages: what a coach would hold each guide to."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

import kpi_assistant.content
from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide import build_guide
from kpi_assistant.domain.guide_facts import GuideItem
from kpi_assistant.domain.text import LOCALES
from kpi_assistant.services.scenario import guide_as_json, read_scenario
from tests.guide_rules import is_what_else, objections, score

SCENARIOS = sorted(Path(__file__).parents[1].joinpath("scenarios").glob("*.json"))
SAMPLE = Path(kpi_assistant.content.__file__).parent / "sample"
BANK = load_question_bank()
BY_TEXT = {question.id: question for question in BANK.questions}
PASS = 94
MOST_SAME = 3
"""Of the dozen questions of two guides of one kind, so many at most may be the same question."""
MOST_SHARED = 0.10
"""Of the sentences of two guides, this share at most may be the same on average."""


def load(name: str) -> dict[str, Any]:
    path = next(path for path in SCENARIOS if path.stem == name)
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def guide_of(data: dict[str, Any], locale: str = "zh_CN") -> dict[str, Any]:
    scenario = read_scenario(data)
    return guide_as_json(build_guide(scenario.facts, BANK), locale, scenario.kpi_names)


def test_there_are_two_of_each_kind() -> None:
    kinds = sorted(path.stem.split("-")[0] for path in SCENARIOS)
    assert kinds == sorted(["head", "technician", "moved", "late", "three", "lunch"] * 2)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_coach_gives_it_good_marks(path: Path, locale: str) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    guide = guide_of(data, locale)
    assert score(guide, data, locale) >= PASS, objections(guide, data, locale)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_coach_passes_what_was_written_by_hand_and_what_we_make_of_it(language: str) -> None:
    locale = "zh_CN" if language == "zh" else "en"
    data = json.loads((SAMPLE / f"guide-scenario-{language}.json").read_text(encoding="utf-8"))
    good = json.loads((SAMPLE / f"guide-good-{language}.json").read_text(encoding="utf-8"))
    assert score(good, data, locale) >= PASS, objections(good, data, locale)
    guide = guide_of(data, locale)
    assert score(guide, data, locale) >= PASS, objections(guide, data, locale)


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("no close", lambda items: items.pop()),
        ("no agreement", lambda items: items.pop(0)),
        ("rounds of what else", lambda items: items.__setitem__(slice(None), [i for i in items if not is_what_else(i)])),
        ("stars", lambda items: items[1].update(starred=False)),
        ("closed", lambda items: items[1].update(text="您这边有没有难处？")),
        ("asks about life", lambda items: items[1].update(layer="life")),
        ("same question twice", lambda items: items[2].update(text=items[1]["text"])),
        ("without a word of our own", lambda items: [item.update(acknowledgement="") for item in items]),
        ("quotes one to another", lambda items: items[1].update(kpi_id="K9")),
        ("effects and gains", lambda items: [i.update(phase="deepen") for i in items if i["phase"] in ("consequence", "payoff")]),
        ("minutes planned", lambda items: items[1].update(minutes=40)),
    ],
)  # fmt: skip
def test_the_coach_sees_what_is_wrong(fault: str, change: Any) -> None:
    data = load("head-first-hospital")
    guide = guide_of(data)
    change(guide["items"])
    assert any(fault in what for _points, what in objections(guide, data, "zh_CN"))
    assert score(guide, data, "zh_CN") < score(guide_of(data), data, "zh_CN")


@pytest.mark.parametrize("name", ["head-first-hospital", "head-first-bank"])
def test_a_first_visit_asks_for_work_and_for_nothing_that_can_be_looked_up(name: str) -> None:
    for item in guide_of(load(name))["items"]:
        assert item["layer"] == "work"
        assert item["kpi_id"] is None
    assert not any(
        word in item["text"] for item in guide_of(load(name))["items"] for word in ("预算", "拍板", "怎么运转")
    )


@pytest.mark.parametrize("name", ["technician-station", "technician-plant"])
def test_a_quarter_of_an_hour_is_kept_short_and_is_about_their_own_work(name: str) -> None:
    data = load(name)
    guide = guide_of(data)
    asking = [item for item in guide["items"] if item["phase"] not in ("agreement", "close")]
    assert 4 <= len(asking) <= 5
    made = build_guide(read_scenario(data).facts, BANK)
    pointed = [BY_TEXT[item.question_id] for item in made.items]
    assert sum(bool(question.role_kinds) for question in pointed) >= 2


@pytest.mark.parametrize("name", ["moved-hospital", "moved-school"])
def test_after_a_move_the_old_list_is_asked_about_once_and_never_pressed(name: str) -> None:
    data = load(name)
    stale = {kpi["id"] for kpi in data["people"][0]["kpis"] if kpi["status"] == "stale"}
    about = [item for item in guide_of(data)["items"] if item["kpi_id"] in stale]
    assert len(about) == 1
    assert about[0]["facets"] == []
    layers = {item["layer"] for item in guide_of(data)["items"]}
    assert layers == {"work"} | {kpi["layer"] for kpi in data["people"][0]["kpis"]}


@pytest.mark.parametrize("name", ["late-consultant", "late-integrator"])
def test_a_late_promise_is_owned_up_to_before_the_first_question(name: str) -> None:
    data = load(name)
    late = next(promise["text"] for promise in data["people"][0]["promises"] if not promise["done"])
    items = guide_of(data)["items"]
    assert late[:10] in items[1]["text"]
    assert re.search("拖|欠|对不住|赔|认", items[0]["text"])
    assert items[1]["starred"]


@pytest.mark.parametrize(("name", "head"), [("three-hospital", "贺怀川"), ("three-plant", "Gordon Pike")])
def test_three_at_one_table_are_all_heard_the_head_first_and_nobody_is_quoted(name: str, head: str) -> None:
    data = load(name)
    items = guide_of(data)["items"]
    assert items[0]["to"] == items[1]["to"] == items[-1]["to"] == head
    for person in data["people"]:
        assert sum(item["to"] == person["name"] for item in items[1:-1]) >= 2
        for kpi in person["kpis"]:
            clause = re.split("[，。,.]", kpi["verbatim"])[0]
            assert not any(clause in item["text"] + item["why"] for item in items)


@pytest.mark.parametrize("name", ["lunch-expert", "lunch-connector"])
def test_an_old_friend_over_lunch_is_asked_for_no_figure_and_nothing_heavy(name: str) -> None:
    made = build_guide(read_scenario(load(name)).facts, BANK)
    for item in made.items:
        assert item.facets == ()
        question = BY_TEXT[item.question_id]
        assert question.effort <= 2 or item.layer.is_private
        assert not question.industries, question.id
    assert sum(BY_TEXT[item.question_id].needs == "people" for item in made.items) >= 6


@pytest.mark.parametrize("kind", ["head", "technician", "moved", "late", "three", "lunch"])
def test_two_guides_of_one_kind_ask_different_questions(kind: str) -> None:
    one, other = (load(path.stem) for path in SCENARIOS if path.stem.startswith(f"{kind}-"))
    first, second = ({item.question_id for item in made(data)} for data in (one, other))
    assert len(first & second) <= MOST_SAME, first & second


def test_namesakes_of_the_scenarios_hear_different_questions_as_well() -> None:
    """The same meetings with a dozen other names each: what two share must not hang on the names in the files."""
    shared = []
    for path, twin in zip(SCENARIOS[::2], SCENARIOS[1::2], strict=True):
        for surname, other in itertools.pairwise("王李张刘陈杨黄赵周吴徐孙"):
            asked = [
                {item.question_id for item in made(renamed(load(one.stem), name))}
                for one, name in ((path, surname), (twin, other))
            ]
            shared.append(len(asked[0] & asked[1]))
    assert sum(shared) / len(shared) <= MOST_SAME - 0.5
    assert max(shared) <= 2 * MOST_SAME


def made(data: dict[str, Any]) -> tuple[GuideItem, ...]:
    return build_guide(read_scenario(data).facts, BANK).items


def renamed(data: dict[str, Any], surname: str) -> dict[str, Any]:
    for person, given in zip(data["people"], ("文静", "国强", "晓燕"), strict=False):
        person["name"] = surname + given
    return data


@pytest.mark.parametrize("locale", LOCALES)
def test_two_guides_for_different_people_share_few_sentences(locale: str) -> None:
    guides = [guide_of(json.loads(path.read_text(encoding="utf-8")), locale) for path in SCENARIOS]
    shared = [overlap(one, other) for one, other in itertools.combinations(guides, 2)]
    assert sum(shared) / len(shared) <= MOST_SHARED


def overlap(one: dict[str, Any], other: dict[str, Any]) -> float:
    """The share of the shorter guide's sentences that the other says as well."""
    first, second = sentences(one), sentences(other)
    return len(first & second) / min(len(first), len(second))


def sentences(guide: dict[str, Any]) -> set[str]:
    spoken = [[item["text"], item["acknowledgement"], *item["follow_ups"]] for item in guide["items"]]
    parts = re.split(r"(?<=[。？！.?!])\s*", " ".join(itertools.chain.from_iterable(spoken)))
    return {part.strip() for part in parts if part.strip()}
