"""A coach's marks for a guide in the form make-guide writes: 100 less what sections 3 to 5 of the domain brief object to.

Handwritten guides are marked by the same rules as generated ones, so nothing here looks into the generator.
"""

import re
from collections.abc import Iterator
from typing import Any

from kpi_assistant.domain.guide_budget import budget_for
from kpi_assistant.domain.question_lint import lint_question
from kpi_assistant.domain.vocabulary import Phase

FRAME = ("agreement", "close")
_ELSE = re.compile(
    r"除了|还有哪些|没摆到桌上|第二件要紧|\b(apart from|besides|beyond what|what else|what comes right after|hasn't (come up|been put)|still not seeing"
    r"|I've done all the asking)",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"帮不上|不讲方案|办不了|照直|照实|一个字不辩|can't|isn't|no slides|honest|straight|plain|own up", re.IGNORECASE
)


def is_what_else(item: dict[str, Any]) -> bool:
    return item["phase"] == "open" and bool(_ELSE.search(item["text"]))


def objections(guide: dict[str, Any], scenario: dict[str, Any], locale: str) -> list[tuple[int, str]]:
    """What a coach would object to, each with the points it costs."""
    return [
        *_budget(guide, scenario),
        *_frame(guide),
        *_order(guide),
        *_trust(guide, scenario),
        *_wording(guide, scenario, locale),
        *_listening(guide),
        *_table(guide, scenario),
    ]


def score(guide: dict[str, Any], scenario: dict[str, Any], locale: str) -> int:
    return 100 - sum(points for points, _what in objections(guide, scenario, locale))


def _asking(guide: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in guide["items"] if item["phase"] not in FRAME]


def _main(guide: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in _asking(guide) if not is_what_else(item)]


def _budget(guide: dict[str, Any], scenario: dict[str, Any]) -> Iterator[tuple[int, str]]:
    budget, main = budget_for(scenario["minutes"]), _main(guide)
    if not budget.fewest_main <= len(main) <= budget.most_main:
        yield 6, f"{len(main)} main questions, not {budget.fewest_main} to {budget.most_main}"
    if len(guide["items"]) > budget.most_asked:
        yield 6, "more questions than the minutes bear"
    rounds = sum(map(is_what_else, guide["items"]))
    if not max(1, budget.what_else - 1) <= rounds <= budget.what_else:
        yield 4, f"{rounds} rounds of what else"
    planned = sum(item["minutes"] for item in guide["items"])
    if planned != guide["minutes"] or not 0.85 * scenario["minutes"] <= planned <= scenario["minutes"]:
        yield 6, f"{planned} minutes planned of {scenario['minutes']}"
    gains = sum(item["phase"] in ("consequence", "payoff") for item in main)
    if gains < 0.3 * len(main):
        yield 4, f"only {gains} of {len(main)} ask for effects and gains"
    people = sum(item["phase"] == "people_process" for item in main)
    if people > 0.3 * len(main) or (not people and len(main) > 4):
        yield 2, f"{people} questions on people and process"


def _frame(guide: dict[str, Any]) -> Iterator[tuple[int, str]]:
    phases = [item["phase"] for item in guide["items"]]
    if phases[0] != "agreement" or phases.count("agreement") != 1:
        yield 5, "no agreement to begin with"
    if phases[-1] != "close" or phases.count("close") != 1:
        yield 5, "no close, or something new after it"
    opening = guide["items"][0]["text"]
    if not re.search(r"[？?。.]$", opening) or not re.search(
        r"\d|分钟|半小时|一会儿|minutes|half|小时|坐坐|sit down|won't stay", opening
    ):
        yield 2, "the agreement names no time"
    if not re.search(r"您|you", opening):
        yield 2, "the agreement leaves them no say"


def _order(guide: dict[str, Any]) -> Iterator[tuple[int, str]]:
    items, total = guide["items"], sum(item["minutes"] for item in guide["items"])
    starred = [n for n, item in enumerate(items) if item["starred"]]
    if len(starred) != 3:
        yield 3, f"{len(starred)} stars"
    for n in starred:
        if sum(item["minutes"] for item in items[:n]) * 2 > total:
            yield 3, "a star in the second half"
    hard = [n for n, item in enumerate(items) if item["phase"] == "consequence"]
    if hard and not 0.25 <= hard[0] / (len(items) - 1) <= 0.75:
        yield 2, "the hardest comes too early or too late"
    first = next(item for item in items if item["phase"] not in FRAME)
    if first["phase"] != "open":
        yield 2, "the first question isn't an easy one"


def _trust(guide: dict[str, Any], scenario: dict[str, Any]) -> Iterator[tuple[int, str]]:
    people = {person["name"]: person for person in scenario["people"]}
    for item in _asking(guide):
        person = people[item["to"]]
        stage = int(person["stage"][1])
        said = {kpi["layer"] for kpi in person["kpis"]}
        if item["layer"] == "life" and (stage < 3 or "life" not in said):
            yield 10, f"asks about life: {item['text']}"
        if item["layer"] == "mindset" and stage < 2:
            yield 10, f"asks about the mind: {item['text']}"
        kpi = next((kpi for kpi in person["kpis"] if kpi["id"] == item["kpi_id"]), None)
        if item["kpi_id"] and kpi is None:
            yield 10, f"quotes one to another: {item['text']}"
        elif kpi and any(kpi["facets"].get(facet) for facet in item["facets"]):
            yield 5, f"asks what is known: {item['text']}"
    mindset = [item for item in _asking(guide) if item["layer"] == "mindset" and people[item["to"]]["stage"] == "S2"]
    if len(mindset) > 0.1 * len(guide["items"]):
        yield 4, "too much of the mind for somebody we hardly know"


def _wording(guide: dict[str, Any], scenario: dict[str, Any], locale: str) -> Iterator[tuple[int, str]]:
    stages = {person["name"]: int(person["stage"][1]) for person in scenario["people"]}
    texts = [item["text"] for item in guide["items"]]
    if len(set(texts)) != len(texts):
        yield 5, "the same question twice"
    several = len(stages) > 1
    for item in guide["items"]:
        early = stages[item["to"]] < 2
        flags = lint_question(item["text"], locale, phase=Phase(item["phase"]), first_meeting=early)
        # A name in front may take a question over by a word or two.
        flags = tuple(flag for flag in flags if not (several and flag.kind == "too_long"))
        for follow_up in item["follow_ups"]:
            flags += lint_question(follow_up, locale, first_meeting=early, they_mentioned_it=item["layer"] == "life")
        for flag in flags:
            yield 4, f"{flag.kind}: {flag.span}"
        if item["phase"] not in FRAME and len(item["follow_ups"]) != 2:
            yield 1, "not two follow-ups"
        words = len(item["why"]) if locale == "zh_CN" else len(item["why"].split())
        if not item["why"] or words > (70 if locale == "zh_CN" else 40):
            yield 1, f"a why that is no short sentence: {item['why']}"


def _listening(guide: dict[str, Any]) -> Iterator[tuple[int, str]]:
    said = [item["acknowledgement"] for item in _asking(guide)]
    if sum(map(bool, said)) * 2 < len(said):
        yield 6, "fewer than one word of our own for two questions"
    silent = 0
    for words in said:
        silent = 0 if words else silent + 1
        if silent == 3:
            yield 4, "three questions in a row without a word of our own"
    again = len([words for words in said if words]) - len({words for words in said if words})
    if again:
        yield again, "the same acknowledgement again"


def _table(guide: dict[str, Any], scenario: dict[str, Any]) -> Iterator[tuple[int, str]]:
    names = [person["name"] for person in scenario["people"]]
    asked = {item["to"] for item in _main(guide)}
    if len(names) > 1:
        for name in set(names) - asked:
            yield 5, f"{name} is not heard"
        if any(item["layer"] != "work" for item in guide["items"]):
            yield 10, "asks about what is private with others listening"
    owed = any(
        not promise["done"] and promise["due"] and promise["due"] < scenario["today"]
        for promise in scenario["people"][0]["promises"]
    )
    if (
        owed
        and len(names) == 1
        and not re.search(
            r"拖|欠|对不住|赔|认|sorry|apolog|promised|own up|owe",
            " ".join(item["text"] for item in guide["items"][:2]),
        )
    ):
        yield 6, "doesn't own up to what we owe"
