"""Guides for one kind of table after another: who is asked what, in which order, and what is left unsaid."""

import dataclasses
import datetime as dt
import itertools
import uuid
from types import MappingProxyType

import pytest

from kpi_assistant.domain.guide import build_guide
from kpi_assistant.domain.guide_budget import budget_for
from kpi_assistant.domain.guide_facts import PromiseFacts
from kpi_assistant.domain.question import Need
from kpi_assistant.domain.vocabulary import (
    Facet,
    Industry,
    KpiStatus,
    Layer,
    RoleKind,
    Sensitivity,
    ShareScope,
    TrustStage,
)
from tests.domain.guide_cast import BANK, kpi, main_items, meeting, person, question_of


@pytest.mark.parametrize("minutes", [10, 15, 20, 30, 45, 60, 90, 180])
def test_it_makes_a_full_guide_for_every_role_trade_and_stage(minutes: int) -> None:
    for role, trade, stage in itertools.product(RoleKind, Industry, TrustStage):
        guide = build_guide(meeting(person(role_kind=role, industry=trade, stage=stage), minutes=minutes), BANK)
        assert len(main_items(guide)) >= budget_for(minutes).fewest_main
        assert guide.minutes <= minutes


def test_it_asks_pointed_questions_of_those_who_decide_nothing_too() -> None:
    for role in RoleKind:
        guide = build_guide(meeting(person(role_kind=role, industry=Industry.CONSULTING)), BANK)
        pointed = [item for item in guide.items if role in question_of(item).role_kinds]
        assert len(pointed) >= 2, role


def test_it_asks_two_people_different_things() -> None:
    one = build_guide(meeting(person(role_kind=RoleKind.DECISION_MAKER)), BANK)
    other = build_guide(
        meeting(person(name="卞小禾", role_kind=RoleKind.BID_AGENT, industry=Industry.CONSULTING)), BANK
    )
    shared = {item.text for item in main_items(one)} & {item.text for item in main_items(other)}
    assert len(shared) <= 2


def test_it_owns_up_to_a_late_promise_before_anything_is_asked() -> None:
    late = PromiseFacts("整理一份公开造价依据目录", dt.date(2026, 11, 15))
    guide = build_guide(meeting(person(promises=(late,))), BANK)
    assert question_of(guide.items[0]).needs is Need.LATE_PROMISE
    assert "整理一份公开造价依据目录" in guide.items[1].text.zh
    assert guide.items[1].starred


def test_it_names_no_promise_before_others_and_owns_up_to_the_head_of_the_table_alone() -> None:
    late = PromiseFacts("整理一份公开造价依据目录", dt.date(2026, 11, 15))
    boss = person(id=uuid.UUID(int=2), name="贺怀川", title="院长", role_kind=RoleKind.DECISION_MAKER)
    owed_below = build_guide(meeting(boss, person(promises=(late,))), BANK)
    assert not any(question_of(item).needs is Need.LATE_PROMISE for item in owed_below.items)
    assert "庄主任" in owed_below.left_out[0].why.zh
    boss = dataclasses.replace(boss, promises=(late,))
    owed_above = build_guide(meeting(person(), boss), BANK)
    owned = [item for item in owed_above.items if question_of(item).needs is Need.LATE_PROMISE]
    assert [item.person_name for item in owned] == ["贺怀川"]
    for item in (*owed_below.items, *owed_above.items):
        assert "造价" not in item.text.zh + item.why.zh


def test_the_head_of_the_table_is_spoken_to_first_wherever_they_stand_in_the_list() -> None:
    boss = person(id=uuid.UUID(int=2), name="贺怀川", title="院长", role_kind=RoleKind.DECISION_MAKER)
    buyer = person(id=uuid.UUID(int=3), name="苏佩", title="采购中心主任", role_kind=RoleKind.PROCUREMENT)
    guide = build_guide(meeting(buyer, person(), boss, minutes=45), BANK)
    assert [item.person_name for item in guide.items[:2]] == ["贺怀川", "贺怀川"]
    assert guide.items[-1].person_name == "贺怀川"


@pytest.mark.parametrize("scope", [scope for scope in ShareScope if scope is not ShareScope.PUBLIC_OK])
def test_it_does_not_quote_before_others(scope: ShareScope) -> None:
    own = kpi(1, "外头十七家厂商远程进来修东西", share_scope=scope, importance=5)
    boss = person(id=uuid.UUID(int=2), name="贺怀川", title="院长", role_kind=RoleKind.DECISION_MAKER)
    guide = build_guide(meeting(boss, person(kpis=(own,)), minutes=60), BANK)
    assert any(item.kpi_id == own.id for item in guide.items)
    assert not any("十七家" in item.text.zh + item.why.zh for item in guide.items)


def test_it_leaves_sensitive_words_alone() -> None:
    own = kpi(1, "外头十七家厂商远程进来修东西", importance=5, sensitivity=Sensitivity.SENSITIVE)
    guide = build_guide(meeting(person(kpis=(own,)), minutes=60), BANK)
    assert not any(item.kpi_id == own.id for item in guide.items)
    assert not any(entry.kpi_id == own.id for entry in guide.left_out)


def test_it_hears_everybody_at_the_table() -> None:
    table = [
        person(id=uuid.UUID(int=number), name=name, role_kind=role)
        for number, (name, role) in enumerate(
            [("贺怀川", RoleKind.DECISION_MAKER), ("庄敏", RoleKind.TECH_GATEKEEPER), ("苏佩", RoleKind.PROCUREMENT)], 1
        )
    ]
    guide = build_guide(meeting(*table, minutes=60), BANK)
    asked = [item.person_name for item in main_items(guide)]
    assert all(asked.count(name) >= 2 for name in ("贺怀川", "庄敏", "苏佩"))


def test_it_asks_again_after_a_move_and_does_not_press_the_old_list() -> None:
    old = kpi(1, "我手上十四个项目，进度全靠打电话问", status=KpiStatus.STALE)
    guide = build_guide(meeting(person(moved=True, stage=TrustStage.S3, kpis=(old,))), BANK)
    about_old = [item for item in guide.items if item.kpi_id == old.id]
    assert len(about_old) == 1
    assert about_old[0].facets == ()
    assert question_of(guide.items[0]).needs is Need.MOVE
    assert any(question_of(item).needs is Need.MOVE for item in main_items(guide))


def test_it_speaks_of_life_only_as_they_did_and_without_their_family() -> None:
    wish = kpi(1, "我妈一个人在老家，我就想周末能回去看一眼，别每个礼拜六都给叫回来。", layer=Layer.LIFE)
    trusted = build_guide(meeting(person(stage=TrustStage.S3, kpis=(wish,))), BANK)
    assert [item.kpi_id for item in trusted.items if item.layer is Layer.LIFE] == [wish.id]
    assert not any("我妈" in item.text.zh for item in trusted.items)
    known = build_guide(meeting(person(stage=TrustStage.S2, kpis=(wish,))), BANK)
    assert not any(item.kpi_id == wish.id for item in known.items)


def test_it_says_why_with_the_fact_and_what_is_missing() -> None:
    facets = MappingProxyType({facet: "有" for facet in Facet if facet is not Facet.OBSTACLES})
    guide = build_guide(meeting(person(kpis=(kpi(1, "等级复评不能拖后腿", facets=facets, importance=5),))), BANK)
    (item,) = [item for item in guide.items if item.facets == (Facet.OBSTACLES,)]
    assert "等级复评不能拖后腿" in item.why.zh
    assert "卡在哪一步" in item.why.zh


def test_it_says_what_found_no_room_and_why() -> None:
    guide = build_guide(meeting(person(), minutes=15), BANK)
    assert guide.left_out
    assert not {entry.text for entry in guide.left_out} & {item.text for item in guide.items}


def test_it_refuses_an_empty_table() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        build_guide(meeting(), BANK)
