"""The purpose of a meeting is read in both languages, and shapes how it is opened, asked through and closed."""

import dataclasses
import re

import pytest

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide import build_guide
from kpi_assistant.domain.guide_candidates import find_candidates
from kpi_assistant.domain.guide_facts import PromiseFacts
from kpi_assistant.domain.meeting_aim import Aim, aims_of
from kpi_assistant.domain.question import Need
from tests.domain.guide_cast import kpi, meeting, person

BANK = load_question_bank()
BY_ID = {question.id: question for question in BANK.questions}
PROMISE = PromiseFacts("发一份说明", done=True)


@pytest.mark.parametrize(
    ("purpose", "aim"),
    [
        ("回访，看看上回那套用得怎样", Aim.RETURN_VISIT),
        ("Second short call at the plant", Aim.RETURN_VISIT),
        ("先摸底，再谈别的", Aim.BASELINE),
        ("A discovery call with the new team", Aim.BASELINE),
        ("演示后听听大家的反馈", Aim.AFTER_DEMO),
        ("After the demo: what stuck?", Aim.AFTER_DEMO),
        ("验收前过一遍", Aim.ACCEPTANCE),
        ("Acceptance of phase one", Aim.ACCEPTANCE),
        ("催一下合同", Aim.CHASE),
        ("Chasing the signature", Aim.CHASE),
        ("上次的事去道歉", Aim.APOLOGY),
        ("To apologise for the delay", Aim.APOLOGY),
        ("拜年", Aim.GREETING),
        ("New year greetings", Aim.GREETING),
        ("跟她请教评审的门道", Aim.ADVICE),
        ("Ask his advice on reviews", Aim.ADVICE),
        ("老周退了，去交接一下", Aim.HANDOVER),
        ("Handover from Lee", Aim.HANDOVER),
        ("约他吃个便饭", Aim.MEAL),
        ("Lunch with an old friend", Aim.MEAL),
        ("Coffee before the conference", Aim.DRINK),
        ("约她喝杯茶", Aim.DRINK),
        ("把方案汇报给处里，过一下方案", Aim.PROPOSAL),
        ("Present the proposal", Aim.PROPOSAL),
    ],
)
def test_it_reads_what_a_meeting_is_for(purpose: str, aim: Aim) -> None:
    assert aims_of(purpose)[0] is aim


@pytest.mark.parametrize(
    "purpose", ["", "她到新岗位第六周，去坐坐，重新听一遍", "不催，就是去看看", "Not to chase, just to listen"]
)
def test_it_reads_nothing_into_a_purpose_that_says_something_else(purpose: str) -> None:
    assert aims_of(purpose) == ()


@pytest.mark.parametrize(("purpose", "aim"), [("验收", Aim.ACCEPTANCE), ("回访", Aim.RETURN_VISIT), ("请教", Aim.ADVICE), ("催", Aim.CHASE)])  # fmt: skip
def test_the_purpose_opens_the_meeting_in_its_own_way(purpose: str, aim: Aim) -> None:
    # Only who has told something can be told "what you said last time".
    told = (kpi(1, "演练要压到一小时以内"),) if aim is Aim.RETURN_VISIT else ()
    known = person(kpis=told, promises=(PROMISE,) if told else ())
    guide = build_guide(dataclasses.replace(meeting(known, minutes=45), purpose=purpose), BANK)
    assert aim in BY_ID[guide.items[0].question_id].aims
    assert sum(aim in BY_ID[item.question_id].aims for item in guide.items[1:]) >= 2


def test_what_belongs_to_another_purpose_is_never_asked() -> None:
    for purpose in ("", "验收", "请教", "拜年"):
        guide = build_guide(dataclasses.replace(meeting(person(), minutes=60), purpose=purpose), BANK)
        for item in guide.items:
            aims = BY_ID[item.question_id].aims
            assert not aims or aims & set(aims_of(purpose))


def test_the_subject_named_in_the_purpose_comes_up() -> None:
    def asks_of_vendors(purpose: str) -> bool:
        guide = build_guide(dataclasses.replace(meeting(person(), minutes=30), purpose=purpose), BANK)
        return any(item.question_id == "hc-vendors" for item in guide.items)

    assert asks_of_vendors("聊聊外头厂商进来修东西的事")


def test_over_a_meal_nothing_that_wants_a_figure_or_weighs_most_may_even_be_asked() -> None:
    pressing = kpi(1, "年底前联网率必须进前十", importance=5)
    table = dataclasses.replace(meeting(person(kpis=(pressing,)), minutes=60), purpose="吃个便饭")
    asking = [c.question for c in find_candidates(table, BANK) if not c.is_private]
    assert asking
    assert all(not question.facets and question.effort <= 2 for question in asking)
    at_the_desk = dataclasses.replace(table, purpose="")
    assert any(candidate.question.facets for candidate in find_candidates(at_the_desk, BANK))


@pytest.mark.parametrize("purpose", ["Coffee before the conference", "约她喝杯茶"])
def test_a_cup_is_not_called_a_meal_and_nobody_is_promised_silence_about_work(purpose: str) -> None:
    facts = dataclasses.replace(meeting(person(kpis=(kpi(1, "演练要压到一小时以内"),)), minutes=60), purpose=purpose)
    items = build_guide(facts, BANK).items
    said = " ".join(f"{text.zh} {text.en}" for item in (items[0], items[-1]) for text in (item.text, item.why))
    assert not any(word in said for word in ("饭", "吃", "meal", "eat"))
    # What they said of their work is touched, so the opening must not rule it out.
    assert any(BY_ID[item.question_id].needs is Need.TOUCHED_KPI for item in items)
    openings = [question for question in BANK.questions if {Aim.MEAL, Aim.DRINK} & question.aims]
    assert not any(re.search("不提|不谈|no business|not a word", f"{q.text.zh} {q.text.en}") for q in openings)
