"""A member's bank: theirs over and beside the shipped one, which stays as it is; what is typed is spoken, never run."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.own_bank import idle_slots, need_of, personal_bank, speakable
from kpi_assistant.domain.question import Need
from kpi_assistant.domain.text import Text

SHIPPED = load_question_bank()
FIRST = SHIPPED.questions[0]
FILLED = dict.fromkeys(("name", "title", "minutes", "words", "when", "promise", "due"), "x")


def test_an_own_wording_stands_in_the_place_of_the_shipped_one_and_others_behind():
    mine = dataclasses.replace(FIRST, text=Text("我这么问", "My way"))
    new = dataclasses.replace(FIRST, id="own-1", sense="own-1")
    bank = personal_bank(SHIPPED, [mine, new], ())
    assert bank.questions[0].text == Text("我这么问", "My way")
    assert bank.questions[-1].id == "own-1"
    assert len(bank.questions) == len(SHIPPED.questions) + 1
    assert SHIPPED.questions[0] is FIRST


def test_what_is_hidden_is_left_out_and_an_update_comes_through():
    bank = personal_bank(SHIPPED, [], {FIRST.id})
    assert bank.find(FIRST.id) is None
    updated = dataclasses.replace(SHIPPED, questions=(dataclasses.replace(FIRST, id="newer"), *SHIPPED.questions))
    assert personal_bank(updated, [], {FIRST.id}).find("newer") is not None


def test_a_question_that_quotes_is_about_a_kpi():
    assert need_of(Text("您说「{words}」，卡在哪？", ""), None) is Need.KPI
    assert need_of(Text("卡在哪？", ""), None) is Need.NOTHING
    assert need_of(Text("卡在哪？", ""), dataclasses.replace(FIRST, needs=Need.MOVE)) is Need.MOVE


def test_it_names_the_slots_that_stay_empty():
    assert idle_slots(Text("{name}，{promise}办好了", "{oops} {words}"), Need.KPI) == ("promise", "oops")
    assert idle_slots(Text("{name}，{words}", ""), Need.KPI) == ()


@given(st.text(alphabet="{}a!:.0[]name_ words", max_size=40), st.sampled_from(list(Need)))
def test_nothing_typed_can_break_the_making_of_a_guide(words, need):
    made = speakable(Text(words, words), need)
    assert made.zh.format_map(FILLED).count("{") <= words.count("{")
