"""A guide made again keeps what was pinned, written by hand or asked, and fits the rest around it; a swap serves the same purpose."""

import dataclasses
import datetime as dt
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide import alternatives, build_guide
from kpi_assistant.domain.guide_budget import budget_for
from kpi_assistant.domain.guide_facts import GuideItem, KeptItem, MeetingFacts, PersonFacts, PromiseFacts
from kpi_assistant.domain.question import Need
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Layer, Phase, RoleKind, TrustStage
from tests.domain.guide_strategies import TODAY, meetings

BANK = load_question_bank()
BY_ID = {question.id: question for question in BANK.questions}
many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def stays(item: GuideItem, key: int, *, asked: bool = False) -> KeptItem:
    """The item as a guide that was stored would hand it back."""
    return KeptItem(
        key=uuid.UUID(int=key),
        phase=item.phase,
        minutes=item.minutes,
        question_id=item.question_id,
        text=item.text,
        person_id=item.person_id,
        kpi_id=item.kpi_id,
        layer=item.layer,
        facets=item.facets,
        starred=item.starred,
        asked=asked,
    )


@st.composite
def kept_of(draw: st.DrawFn, facts: MeetingFacts) -> list[KeptItem]:
    """Some items of the guide that was there before, the first of them asked, and a question of the member's own."""
    items = build_guide(facts, BANK).items
    chosen = sorted(draw(st.sets(st.sampled_from(range(len(items))), max_size=5)))
    asked = draw(st.integers(0, len(chosen)))
    kept = [stays(items[place], n, asked=n < asked) for n, place in enumerate(chosen)]
    if draw(st.booleans()):
        own = KeptItem(
            uuid.UUID(int=99), Phase.DEEPEN, 3, text=Text("上回那台机器后来怎样了？", "How is that machine?")
        )
        kept.insert(draw(st.integers(asked, len(kept))), own)
    return kept


def senses(items: list[GuideItem | KeptItem]) -> list[tuple[object, ...]]:
    return [
        (
            BY_ID[item.question_id].sense,
            item.kpi_id,
            item.person_id if BY_ID[item.question_id].needs is Need.LATE_PROMISE else None,
        )
        for item in items
        if item.question_id
    ]


@many
@given(st.data())
def test_it_keeps_what_stays_in_its_order_and_asks_none_of_it_twice(data: st.DataObject) -> None:
    facts = data.draw(meetings())
    kept = data.draw(kept_of(facts))
    guide = build_guide(facts, BANK, kept)
    assert [item for item in guide.order if isinstance(item, KeptItem)] == kept
    assert [item for item in guide.order if isinstance(item, GuideItem)] == list(guide.items)
    asked = [item for item in kept if item.asked]
    assert list(guide.order[: len(asked)]) == asked
    found = senses(list(guide.order))
    assert len(set(found)) == len(found)
    pairs = [(item.kpi_id, facet) for item in guide.order if item.kpi_id for facet in item.facets]
    assert len(set(pairs)) == len(pairs)


@many
@given(st.data())
def test_it_fits_the_rest_into_what_is_left_of_the_budget(data: st.DataObject) -> None:
    facts = data.draw(meetings())
    kept = data.draw(kept_of(facts))
    guide = build_guide(facts, BANK, kept)
    assert guide.minutes <= max(
        facts.minutes, sum(item.minutes for item in kept) + budget_for(facts.minutes).close_minutes
    )
    assert sum(item.phase is Phase.CLOSE for item in guide.order) == 1
    main = [
        item
        for item in guide.order
        if item.phase not in (Phase.AGREEMENT, Phase.CLOSE)
        and not (item.question_id and BY_ID[item.question_id].is_what_else)
    ]
    assert len(main) <= max(budget_for(facts.minutes).most_main, len(kept))
    assert sum(item.starred for item in guide.order) <= 3
    if any(item.asked for item in kept):
        assert not any(item.phase is Phase.AGREEMENT for item in guide.items)


@many
@given(st.data())
def test_a_swap_serves_the_same_purpose_and_asks_nothing_the_guide_asks(data: st.DataObject) -> None:
    facts = data.draw(meetings())
    items = build_guide(facts, BANK).items
    place = data.draw(st.sampled_from(range(len(items))))
    rows = [stays(item, n) for n, item in enumerate(items)]
    others = [row for n, row in enumerate(rows) if n != place]
    swaps = alternatives(facts, BANK, rows[place], others)
    assert len(swaps) <= 5
    assert len({swap.text for swap in swaps} | {items[place].text}) == len(swaps) + 1
    taken = set(senses(list(others)))
    for swap in swaps:
        assert swap.phase is items[place].phase
        assert swap.person_id == items[place].person_id
        assert (swap.minutes, swap.starred) == (items[place].minutes, items[place].starred)
        assert not set(senses([swap])) & taken
        assert swap.layer.is_private == items[place].layer.is_private
        stage = next(person.stage for person in facts.people if person.id == swap.person_id)
        assert stage.depth >= BY_ID[swap.question_id].lowest_stage.depth
        if swap.layer is Layer.LIFE:
            assert stage.depth >= TrustStage.S3.depth


@many
@given(meetings(most_people=1))
def test_there_is_something_to_swap_every_main_question_for(facts: MeetingFacts) -> None:
    facts = dataclasses.replace(facts, minutes=min(facts.minutes, 45))
    items = build_guide(facts, BANK).items
    rows = [stays(item, n) for n, item in enumerate(items)]
    for row in rows:
        question = BY_ID[row.question_id]
        if (
            row.layer is Layer.WORK
            and row.phase not in (Phase.AGREEMENT, Phase.CLOSE)
            and question.needs is Need.NOTHING
        ):
            others = [other for other in rows if other is not row]
            assert len(alternatives(facts, BANK, row, others)) >= 2, row


def own_questions(count: int, minutes: int) -> list[KeptItem]:
    return [
        KeptItem(
            uuid.UUID(int=100 + n), Phase.DEEPEN, minutes, text=Text(f"我自己的第{n}问？", f"My own question {n}?")
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("minutes", [15, 30, 60, 180])
@pytest.mark.parametrize("pinned", [False, True])
def test_opening_last_round_and_close_are_there_however_much_was_kept(minutes: int, pinned: bool) -> None:
    facts = MeetingFacts(TODAY, minutes, (PersonFacts(uuid.UUID(int=1), "庄敏", role_kind=RoleKind.TECH_GATEKEEPER),))
    frame = (Phase.AGREEMENT, Phase.CLOSE)
    kept = own_questions(9, max(2, minutes // 6))
    if pinned:
        main = [item for item in build_guide(facts, BANK).items if item.phase not in frame]
        main = [item for item in main if not BY_ID[item.question_id].is_what_else]
        kept = [dataclasses.replace(stays(item, n), minutes=minutes // 4) for n, item in enumerate(main)]
    order = build_guide(facts, BANK, kept).order
    assert (order[0].phase, order[-1].phase) == frame
    last = order[-2]
    assert isinstance(last, GuideItem)
    assert BY_ID[last.question_id].is_last_round


def test_a_round_that_was_asked_already_is_not_the_last() -> None:
    facts = MeetingFacts(TODAY, 60, (PersonFacts(uuid.UUID(int=1), "庄敏", role_kind=RoleKind.TECH_GATEKEEPER),))
    items = build_guide(facts, BANK).items
    place, early = next((n, item) for n, item in enumerate(items) if BY_ID[item.question_id].is_what_else)
    kept = [stays(item, n, asked=True) for n, item in enumerate(items[: place + 1])]
    kept += own_questions(9, 10)
    order = build_guide(facts, BANK, kept).order
    assert BY_ID[order[-2].question_id].is_last_round
    assert order[-2].question_id != early.question_id


@pytest.mark.parametrize("due", [dt.date(2026, 11, 15), dt.date(2026, 12, 1)])
@pytest.mark.parametrize("minutes", [10, 30, 90])
def test_what_we_owe_never_gives_way_to_own_questions(due: dt.date, minutes: int) -> None:
    owing = PersonFacts(
        uuid.UUID(int=1), "庄敏", role_kind=RoleKind.USER, promises=(PromiseFacts("整理一份公开造价依据目录", due),)
    )
    facts = MeetingFacts(TODAY, minutes, (owing,))
    guide = build_guide(facts, BANK, own_questions(14, 10))
    (asked,) = [item for item in guide.items if "造价" in item.text.zh]
    assert asked.starred
    taken_out = [stays(asked, 5)]
    again = build_guide(facts, BANK, own_questions(14, 10), taken_out)
    assert not any("造价" in item.text.zh for item in again.items)


def test_an_own_question_is_not_offered_again_by_the_bank() -> None:
    facts = MeetingFacts(
        dt.date(2026, 11, 25), 60, (PersonFacts(uuid.UUID(int=1), "庄敏", role_kind=RoleKind.TECH_GATEKEEPER),)
    )
    first = next(item for item in build_guide(facts, BANK).items if item.phase is Phase.DEEPEN)
    own = KeptItem(uuid.UUID(int=7), Phase.DEEPEN, 3, text=BY_ID[first.question_id].text)
    again = build_guide(facts, BANK, [own])
    assert first.question_id not in {item.question_id for item in again.items}
