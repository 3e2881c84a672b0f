"""Question guides: how fast one is made, how near the choice comes to the best, how much two guides share."""

import datetime as dt
import itertools
import json
import random
import re
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType

from bench.figure import Figure, interleaved
from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide import build_guide
from kpi_assistant.domain.guide_budget import phase_quota
from kpi_assistant.domain.guide_candidates import Candidate, find_candidates
from kpi_assistant.domain.guide_choice import MAIN_PHASES, Model, choose
from kpi_assistant.domain.guide_facts import Guide, MeetingFacts, PersonFacts
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.text import LOCALES
from kpi_assistant.domain.vocabulary import Facet, Industry, Layer, RoleKind, TrustStage
from kpi_assistant.services.scenario import read_scenario

BANK = load_question_bank()
TODAY = dt.date(2026, 11, 25)
SCENARIOS = sorted(Path(__file__).parent.parent.joinpath("tests", "scenarios").glob("*.json"))
CASES = 300
SMALL, SMALL_ROOM = 14, 5
"""So many candidates and places can be tried out completely."""
WORDS = (
    "我们联网率倒数第三，年底前必须进前十",
    "机器停一个钟头，大厅里就是一千多号人",
    "八个平台八套账号，领导要个数，我得一个个登进去抄",
    "They mark me on days payable",
    "Rush orders land on me with no paperwork, and then the auditors land on me too",
)


def figures() -> Iterator[Figure]:
    one, three = known(200, people=1), known(70, people=3)
    seconds = interleaved(
        {
            "one": lambda: build_guide(one, BANK),
            "three": lambda: build_guide(three, BANK),
        },
        rounds=21,
    )
    yield Figure("questions in the bank", len(BANK.questions), "questions", "≥ 320")
    yield Figure("a guide for one person with 200 known KPIs", seconds["one"] * 1000, "ms", "≤ 20")
    yield Figure("a guide for three people with 210 known KPIs", seconds["three"] * 1000, "ms", "≤ 20")
    reached = [choose_against_optimum(random.Random(seed)) for seed in range(CASES)]
    yield Figure(f"worst of {CASES} small choices", min(reached) * 100, "% of the optimum", "≥ 98")
    yield Figure(f"mean of {CASES} small choices", sum(reached) / CASES * 100, "% of the optimum", "≥ 98")
    yield Figure("of them at the optimum", sum(r > 1 - 1e-9 for r in reached) / CASES * 100, "%")
    guides = [build_guide(read_scenario(json.loads(path.read_text("utf-8"))).facts, BANK) for path in SCENARIOS]
    for locale in LOCALES:
        shared = [overlap(a, b, locale) for a, b in itertools.combinations(guides, 2)]
        yield Figure(f"sentences shared by two guides, mean, {locale}", sum(shared) / len(shared) * 100, "%", "≤ 10")


def known(kpis: int, people: int) -> MeetingFacts:
    """A meeting with people of whom so many KPIs each are on record, some facets known."""
    rng = random.Random(kpis * 10 + people)
    return MeetingFacts(
        today=TODAY, minutes=60, people=tuple(somebody(rng, number, kpis) for number in range(people)), purpose="回访"
    )


def somebody(rng: random.Random, number: int, kpis: int) -> PersonFacts:
    person_id = uuid.UUID(int=number + 1)
    return PersonFacts(
        id=person_id,
        name=rng.choice(["庄敏", "贺怀川", "苏佩", "Marcus Tillery", "Ines Duarte"]),
        title=rng.choice(["信息科主任", "院长", "Plant buyer"]),
        role_kind=rng.choice(list(RoleKind)),
        industry=rng.choice(list(Industry)[:6]),
        stage=rng.choice(list(TrustStage)),
        kpis=tuple(said(rng, person_id) for _ in range(kpis)),
    )


def said(rng: random.Random, person_id: uuid.UUID) -> KpiFacts:
    return KpiFacts(
        id=uuid.UUID(int=rng.getrandbits(128)),
        person_id=person_id,
        layer=Layer.WORK,
        words=rng.choice(WORDS),
        facets=MappingProxyType(dict.fromkeys(rng.sample(list(Facet), rng.randint(0, 6)), "知道")),
        importance=rng.randint(1, 5),
        said_on=TODAY - dt.timedelta(days=rng.randint(10, 700)),
        deadline_on=rng.choice([None, TODAY + dt.timedelta(days=rng.randint(5, 500))]),
    )


def choose_against_optimum(rng: random.Random) -> float:
    """The worth of the choice as a share of the best there is, for one small case of the shipped bank."""
    people = rng.choice([1, 1, 2, 3])
    facts = MeetingFacts(TODAY, 30, tuple(somebody(rng, number, rng.randint(1, 4)) for number in range(people)))
    able = [c for c in find_candidates(facts, BANK) if c.question.phase in MAIN_PHASES and not c.is_private]
    able = [c for c in able if not c.question.is_what_else]
    able.sort(key=lambda c: -c.value)
    # Mostly from the best, where candidates get into each other's way.
    small = rng.sample(able[:40], min(SMALL, len(able[:40])))
    room = rng.randint(2, SMALL_ROOM)
    quota = phase_quota(room)
    if rng.random() < 0.5:
        quota = dict.fromkeys(quota, room)
    model = Model(room=room, quota=quota, situations=1, several=people > 1)
    greatest = best(small, model)
    return model.worth(choose(small, model)) / greatest if greatest else 1.0


def best(candidates: Sequence[Candidate], model: Model) -> float:
    """The greatest worth of any allowed set, by trying all of them."""

    def further(chosen: list[Candidate], start: int) -> float:
        most = model.worth(chosen)
        for place in range(start, len(candidates)):
            if model.allows(chosen, candidates[place]):
                most = max(most, further([*chosen, candidates[place]], place + 1))
        return most

    return further([], 0)


def overlap(one: Guide, other: Guide, locale: str) -> float:
    """The share of the shorter guide's spoken sentences that the other says as well."""
    first, second = sentences(one, locale), sentences(other, locale)
    return len(first & second) / min(len(first), len(second))


def sentences(guide: Guide, locale: str) -> set[str]:
    spoken = [
        text.in_locale(locale)
        for item in guide.items
        for text in (item.text, *item.follow_ups, item.acknowledgement)
        if text is not None
    ]
    return {part.strip() for part in re.split(r"(?<=[。？！.?!])\s*", " ".join(spoken)) if part.strip()}
