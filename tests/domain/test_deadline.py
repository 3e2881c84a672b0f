"""Deadlines as people say them, read on 24 November 2026, a Tuesday."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.deadline import read_deadline

SAID_ON = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-12-31", "2026-12-31"),
        ("2026.12.31", "2026-12-31"),
        ("2026/3", "2026-03-31"),
        ("2026年11月", "2026-11-30"),
        ("2027-03（到岗一年）", "2027-03-31"),
        ("明年六月底", "2027-06-30"),
        ("院长给我的期限是明年六月底", "2027-06-30"),
        ("二〇二七年五月二十日", "2027-05-20"),
        ("27年6月底", "2027-06-30"),
        ("年底前", "2026-12-31"),
        ("2026年底前后", "2026-12-31"),
        ("2026年12月31日（年底）", "2026-12-31"),
        ("明年年底", "2027-12-31"),
        ("2027年内", "2027-12-31"),
        ("2030年前", "2029-12-31"),
        ("这个季度", "2026-12-31"),
        ("下季度", "2027-03-31"),
        ("明年一季度", "2027-03-31"),
        ("2027年Q2", "2027-06-30"),
        ("今年下半年", "2026-12-31"),
        ("下个月", "2026-12-31"),
        ("下月中旬", "2026-12-20"),
        ("月底", "2026-11-30"),
        ("12月5日", "2026-12-05"),
        ("12月5日（周六）", "2026-12-05"),
        ("三月一号", "2027-03-01"),
        ("十月", "2027-10-31"),
        ("十二月上旬", "2026-12-10"),
        ("2027年3-6月", "2027-06-30"),
        ("两个月内", "2027-01-24"),
        ("半年内", "2027-05-24"),
        ("下周五", "2026-12-04"),
        ("周一", "2026-11-30"),
        ("后天", "2026-11-26"),
        ("国庆前", "2027-09-30"),
        ("end of June 2027", "2027-06-30"),
        ("by the end of June next year", "2027-06-30"),
        ("by Q2", "2027-06-30"),
        ("first quarter of 2027", "2027-03-31"),
        ("year end", "2026-12-31"),
        ("around the end of 2026", "2026-12-31"),
        ("end of next year", "2027-12-31"),
        ("next June", "2027-06-30"),
        ("31 December 2026", "2026-12-31"),
        ("December 31st", "2026-12-31"),
        ("the 5th of May 2027", "2027-05-05"),
        ("31/12/2026", "2026-12-31"),
        ("mid-June", "2027-06-15"),
        ("by May", "2027-05-31"),
        ("next month", "2026-12-31"),
        ("in six weeks", "2027-01-05"),
        ("within 90 days", "2027-02-22"),
        ("by Friday", "2026-11-27"),
        ("before Christmas", "2026-12-25"),
        ("去年12月", "2025-12-31"),
    ],
)
def test_it_reads_the_last_day_meant(said: str, meant: str) -> None:
    assert read_deadline(said, SAID_ON) == dt.date.fromisoformat(meant)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "尽快",
        "as soon as possible",
        "明年",
        "by 2030",
        "2026年两次重要时期",
        "both critical periods in 2026",
        "6月做摸底，9月上会",
        "June or September",
        "6月以后",
        "after June",
        "每周五",
        "every quarter",
        "财年末",
        "fiscal year end",
        "next Friday",
        "5/6/2026",
        "2月30日",
        "2026年13月",
        "we may get there",
        "三年换了四个系统",
        "明年春节前",
        "年底" + "，还有很多别的事" * 40,
    ],
)
def test_it_admits_when_it_is_not_sure(said: str) -> None:
    assert read_deadline(said, SAID_ON) is None


def test_it_takes_next_june_for_next_year_only_when_this_june_has_passed() -> None:
    assert read_deadline("next June", dt.date(2026, 3, 1)) is None


def test_it_counts_months_to_the_end_of_a_shorter_month() -> None:
    assert read_deadline("三个月内", SAID_ON.replace(day=30)) == dt.date(2027, 2, 28)


WORDS = ["年", "月", "日", "底", "前", "明年", "十", "二", "3", "20", "27", "-", "/", "Q", "周", "内", "半", "下", "个"]
WORDS += ["June", "end of", "next", " ", "by", "may", "year", "within", "99", "999", "weeks", "季度", "号"]


@given(
    st.one_of(st.text(max_size=250), st.lists(st.sampled_from(WORDS), max_size=12).map("".join)),
    st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
)
def test_it_never_raises_and_never_leaves_this_century(text: str, said_on: dt.date) -> None:
    day = read_deadline(text, said_on)
    assert day is None or 2000 <= day.year < 2100
