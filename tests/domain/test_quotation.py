"""Quotations are cut at clauses and never altered."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_assistant.domain.quotation import QUOTE_CHARACTERS, QUOTE_WORDS, quote_of, shorten_quote
from tests.domain.guide_cast import kpi


@pytest.mark.parametrize(
    ("words", "locale", "quoted"),
    [
        ("就怕半夜电话响。", "zh_CN", "就怕半夜电话响"),
        ("我手上十四个项目，进度全靠打电话问，周五要报的表。", "zh_CN", "我手上十四个项目，进度全靠打电话问……"),
        ("上个月搞演习，影像那边恢复用了六个多小时，院长脸就沉了。", "zh_CN", "……影像那边恢复用了六个多小时……"),
        ("复评是过了。接下来我就盯一条：病人的东西不能从我这儿流出去。", "zh_CN", "……病人的东西不能从我这儿流出去"),
        ("They mark me on days payable. Nobody upstairs asks.", "en", "They mark me on days payable"),
        (
            "Rush orders land on me with no paperwork, and then the auditors do too.",
            "en",
            "Rush orders land on me with no paperwork…",
        ),
        ("It was 3.5 or 1,200 last year, I forget", "en", "It was 3.5 or 1,200 last year, I forget"),
    ],
)
def test_it_cuts_at_a_clause(words: str, locale: str, quoted: str) -> None:
    assert shorten_quote(words, locale) == quoted


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("同一个模板改了六个单位的名字，被评审当场念出来，脸都丢尽了。", "同一个模板改了六个单位的名字"),
        # What only leads up to the next clause is not where a speaker stops.
        ("八个平台八套账号，领导要个数，我得一个个登进去抄。", "领导要个数，我得一个个登进去抄"),
        ("上个月搞演习，影像那边恢复用了六个多小时，院长脸就沉了。", "上个月搞演习，影像那边恢复用了六个多小时"),
        ("让我去讲课，总得有点别人没讲过的真东西。", "让我去讲课，总得有点别人没讲过的真东西"),
        ("The city counts acceptance, not deliveries, and January is another budget.", "The city counts acceptance, not deliveries"),
    ],
)  # fmt: skip
def test_what_is_read_aloud_ends_where_a_speaker_would_and_has_no_marks(words: str, spoken: str) -> None:
    assert shorten_quote(words, "zh_CN", spoken=True) == spoken


def test_it_puts_the_wish_before_its_private_reason() -> None:
    words = "我妈一个人在老家，我就想周末能回去看一眼，别每个礼拜六都给叫回来。"
    assert shorten_quote(words, "zh_CN", wish_first=True) == "……我就想周末能回去看一眼……"


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        (
            "They mark me on days payable and the auditors want every single paper signed before I may pay anybody",
            "They mark me on days payable",
        ),
        (
            "I write cost chapters without a single public source and hope that nobody asks me where the figures came from",
            "I write cost chapters without a single public source",
        ),
        (
            "I sit between the plant and the office all day long waiting for one of them to sign",
            "",
        ),
        (
            "Rush orders land on my desk with no paperwork because the plant takes purchasing for a rubber stamp",
            "Rush orders land on my desk with no paperwork",
        ),
        ("I have fourteen projects, and I keep track of them all by ringing people up every Friday", "I have fourteen projects"),
        ("I have fourteen projects in this house and I track every one of them by telephone", "I have fourteen projects in this house"),
        ("They gave me until June to get the recovery of all systems under an hour", ""),
        ("The screen for new orders is so slow that the whole desk waits for it", ""),
        ("The number of days between the purchase order and the goods receipt in our northern plants is my figure", ""),
        ("I want to know what goes on at night before anyone rings", "I want to know what goes on at night before anyone rings"),
        ("一句没有逗号但是特别特别长的话说到了三十个字还没有停下来喘口气的样子", ""),
    ],
)  # fmt: skip
def test_what_is_read_aloud_is_a_whole_clause_or_nothing(words: str, spoken: str) -> None:
    assert shorten_quote(words, "en", spoken=True) == spoken


@given(
    st.lists(
        st.sampled_from(["we", "wait", "because", "the", "plant", "stops,", "and", "nobody", "calls."]),
        min_size=1,
        max_size=40,
    )
)
def test_no_spoken_quotation_stops_in_mid_phrase(words: list[str]) -> None:
    text = " ".join(words)
    quoted = shorten_quote(text, "en", spoken=True)
    assert quoted in text
    after = text[text.index(quoted) + len(quoted) :].lstrip() if quoted else ""
    ends = [text[m.end() :].lstrip() for m in re.finditer(re.escape(quoted), text)] if quoted else [after]
    assert any(not rest or re.match(r"[,.]|because\b|and nobody\b|and we\b", rest) for rest in ends)


@settings(deadline=None, derandomize=True)
@given(st.text(st.sampled_from("院里今年头等大事 abcd，。；！？12.5%「」\n"), min_size=1, max_size=80), st.booleans())
def test_it_only_leaves_out_and_never_alters(words: str, wish: bool) -> None:
    quoted = shorten_quote(words, "zh_CN", wish_first=wish).strip("…")
    assert quoted in " ".join(words.split())
    if re.search("[\u3400-\u9fff]", quoted):
        assert len(quoted.replace(" ", "")) <= QUOTE_CHARACTERS or "院" not in words


@given(st.lists(st.sampled_from(["days", "payable", "the", "part", "fits"]), min_size=1, max_size=40))
def test_it_keeps_an_english_quotation_short(words: list[str]) -> None:
    quoted = shorten_quote(" ".join(words), "en")
    assert len(quoted.split()) <= QUOTE_WORDS
    assert quoted.endswith("…") == (len(words) > QUOTE_WORDS)


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("委里今年要把全市十一家医院的检查结果互认做起来，我刚来，两眼一抹黑。", ""),
        ("省里要求年底前把全区二十三个街道的网格数据全部接上来，我手底下就俩人，天天挨骂。", ""),
        ("We have to merge eleven hospital registers into one before the ministry comes back, and I look like a fool.", ""),
        ("同一个模板改了六个单位的名字，被评审当场念出来，脸都丢尽了。", ""),
        ("上次投产回退，我写了三天检查。", "上次投产回退"),
        ("八个平台八套账号，领导要个数，我得一个个登进去抄。", "八个平台八套账号"),
        ("复评是过了。接下来我就盯一条：病人的东西不能从我这儿流出去。", "病人的东西不能从我这儿流出去"),
    ],
)  # fmt: skip
def test_what_is_said_back_is_where_they_began_never_the_sigh_behind_it(words: str, quoted: str) -> None:
    assert quote_of(kpi(1, words), "en" if words.isascii() else "zh_CN", spoken=True) == quoted
