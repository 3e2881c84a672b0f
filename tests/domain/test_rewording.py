"""Better wordings: made from the question where its shape allows it, and never flawed themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.question_lint import RedFlagKind, lint_question
from kpi_assistant.domain.rewording import reword
from tests.domain.test_question_lint import NEVER_ASKED


def better(text: str, locale: str) -> list[str]:
    return [reword(text, locale, flag) for flag in lint_question(text, locale, first_meeting=True)]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("有没有数据安全的问题？", "数据安全这块，您最不放心的是什么？"),
        ("您对现在的系统满意吗？", "现在的系统，哪一处您最想改？"),
        ("您是不是觉得现在的系统太慢？", "现在的系统用到现在，哪一步最费时间？"),
        ("如果有个平台能自动出报表您要不要？", "报表现在是怎么做出来的？"),
        ("为什么没做备份？", "没做备份，当时是怎么考虑的？"),
        ("这块现在怎么做？以及谁来看？", "这块现在怎么做？"),
        ("还有别的吗？", "除了这个，还有哪些事压着您？"),
    ],
)
def test_it_rewords_what_the_coach_would(asked, wanted):
    assert wanted in better(asked, "zh_CN")


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("Are you happy with the new scheduling tool?", "What would you change first about the new scheduling tool?"),
        ("Do you have any issues with data security?", "With data security, what gives you the most trouble?"),
        ("What is the target, and who decides?", "What is the target?"),
    ],
)
def test_it_rewords_english(asked, wanted):
    assert wanted in better(asked, "en")


def test_it_has_no_wording_for_what_is_never_asked():
    assert set(better("您孩子多大了？", "zh_CN")) == {""}


PIECES = [
    "您",
    "是不是",
    "觉得",
    "有没有",
    "现在的",
    "系统",
    "太慢",
    "吗",
    "？",
    "，",
    "为什么",
    "没做",
    "备份",
    "以及",
    "谁来",
    "定",
    "能不能",
    "我们的",
    "平台",
    "可以",
    "预算",
    "别的",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
def test_what_it_offers_has_no_red_flag(text):
    for flag in lint_question(text, "zh_CN", first_meeting=True):
        made = reword(text, "zh_CN", flag)
        assert not [one for one in lint_question(made, "zh_CN") if one.kind is not RedFlagKind.NOT_AT_FIRST]


OPENLY_ASKED = (
    "appointments",
    "the panel",
    "bids and prices",
    "what the boss likes",
    "a colleague's failings",
    "secrets",
)


@pytest.mark.parametrize("topic", list(NEVER_ASKED))
def test_it_offers_what_may_be_asked_instead_where_there_is_something(topic):
    """Of the list of what no stage asks: income, health, family and belief have no other side, the rest has."""
    for asked in NEVER_ASKED[topic]:
        locale = "zh_CN" if "\u3400" <= asked[-2] <= "\u9fff" else "en"
        flags = lint_question(asked, locale)
        offered = {reword(asked, locale, flag) for flag in flags if flag.kind in ("private", "prying")}
        if topic in OPENLY_ASKED:
            (instead,) = offered
            assert instead
            assert lint_question(instead, locale, first_meeting=True) == ()
        else:
            assert offered == {""}
