"""A promise is spoken of as one speaks, whatever was typed as its title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.promise_words import LONGEST_EN, LONGEST_ZH, promised


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        ("整理一份公开造价依据目录", "答应您整理一份公开造价依据目录"),
        ("公开造价依据目录", "答应您的公开造价依据目录"),
        ("给姚工寄资料", "答应给您寄资料"),
        ("给其昌三份写法", "答应给您三份写法"),
        ("把讲义发给姚工。", "答应把讲义发给您"),
        ("一周内发一份测算方法", "答应您发一份测算方法"),
        ("打听一下省里的新规定，再把去年的评审意见汇总成一页", "答应您打听一下省里的新规定"),
        ("把去年一整年全部评审意见一条一条汇总成一页纸再加上注释", "答应您的那件事"),
        ("Send the price list", "答应您的「Send the price list」"),
    ],
)
def test_it_is_said_in_chinese(title: str, spoken: str) -> None:
    assert promised(title, "姚其昌", "主任工程师", "zh_CN") == spoken


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        ("Send the list of open interfaces", "we'd send the list of open interfaces"),
        ("Send Luke three public examples", "we'd send you three public examples"),
        ("Compile cost references for Luke Ferris.", "we'd compile cost references for you"),
        ("to call him back", "we'd call you back"),
        ("Price list", "you'd have the price list"),
        ("A quote for two racks", "you'd have a quote for two racks"),
        ("IT cost model", "you'd have the IT cost model"),
        ("Send a public method for costing all security work of the house, with sources", "you'd hear from us"),
        ("寄一份目录", 'you\'d have "寄一份目录"'),
    ],
)
def test_it_is_said_in_english(title: str, spoken: str) -> None:
    assert promised(title, "Luke Ferris", "Consultant", "en") == spoken


@given(st.text(max_size=80))
def test_it_stays_short_whatever_was_typed(title: str) -> None:
    assert len(promised(title, "姚其昌", "主任工程师", "zh_CN")) <= max(LONGEST_ZH + 20, len(title) + 8)
    assert len(promised(title, "Luke Ferris", "", "en").split()) <= LONGEST_EN + 3
