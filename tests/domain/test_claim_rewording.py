"""Better wordings: they take the fault away, change nothing else, and speak the language of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.content.compliance import load_wordings
from kpi_assistant.domain.claim_rewording import HAN, reword
from kpi_assistant.domain.claims import ClaimCode, check_claims
from tests.domain.claim_sentences import FAULTY, HONEST


def better(text: str, code: ClaimCode, **more: str) -> str:
    flags = [flag for flag in check_claims(text) if flag.code is code]
    result = reword(text, flags, load_wordings(), **more)
    assert result is not None
    return result.text


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in FAULTY.items() for text in texts])
def test_what_is_taken_is_not_flagged_again(code: ClaimCode, text: str) -> None:
    result = better(text, code)
    assert code not in {flag.code for flag in check_claims(result)}
    assert bool(HAN.search(result)) == bool(HAN.search(text))


def test_every_fault_that_stops_saving_has_a_better_wording_in_both_languages() -> None:
    wordings = load_wordings()
    for code in ClaimCode:
        if code.is_compliance or code is ClaimCode.GUARANTEE:
            assert wordings.clauses[code].is_complete, code
            for text in (wordings.clauses[code].zh, wordings.clauses[code].en):
                assert check_claims(text) == ()


@pytest.mark.parametrize(
    ("text", "code", "result"),
    [
        ("先做摸底，我们保证通过评审，请您放心。", ClaimCode.GUARANTEE, "先做摸底，我们争取通过评审，请您放心。"),
        ("上线后零事故、零投诉。", ClaimCode.GUARANTEE, "上线后把事故压到最低、把投诉压到最低。"),
        ("We test first. We guarantee a pass.", ClaimCode.GUARANTEE, "We test first. We aim for a pass."),
        ("过年给您带盒月饼，顺便对一遍方案。", ClaimCode.GIFT, "材料提前一天交到您手上，顺便对一遍方案。"),
        ("预计恢复时间能到40分钟，前提是单独机柜。", ClaimCode.FORECAST_WITHOUT_RANGE, "预计恢复时间能到〔最少〕到〔最多〕分钟，前提是单独机柜。"),
        ("We expect 30 to 50 minutes.", ClaimCode.FORECAST_WITHOUT_CONDITION, "We expect 30 to 50 minutes, provided 〔what〕."),
        ("打包票能过，绝对没问题。", ClaimCode.GUARANTEE, "我们先测一次，数出来再一起定目标。"),
    ],
)  # fmt: skip
def test_it_changes_the_passage_at_fault_and_nothing_else(text: str, code: ClaimCode, result: str) -> None:
    assert better(text, code) == result


def test_a_number_without_proof_gives_way_to_the_proof_or_to_an_intention_with_its_day() -> None:
    text = "先分级。恢复用时降了七成。夜里我们先处置。"
    proof = "某三级医院影像系统恢复由6小时10分降到38分钟"
    assert better(text, ClaimCode.UNPROVEN_NUMBER, proof=proof) == f"先分级。{proof}。夜里我们先处置。"
    assert "12月5日前先测一次" in better(text, ClaimCode.UNPROVEN_NUMBER, day="12月5日")
    assert "〔日期〕前先测一次" in better(text, ClaimCode.UNPROVEN_NUMBER, proof="客户认可的做法")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("夜间告警减少了八成。", "夜间告警这一项，在您这儿尚无实测，愿意在12月5日前先测一次，数出来再谈。"),
        ("故障率由每月9次降到1次", "故障率这一项，在您这儿尚无实测，愿意在12月5日前先测一次，数出来再谈"),
        ("先分级，平均响应时间12分钟，夜里我们处置。", "先分级，平均响应时间这一项，在您这儿尚无实测，愿意在12月5日前先测一次，数出来再谈，夜里我们处置。"),
        ("在全省服务过120家医院", "在全省服务过多家医院"),
        ("We cut on-call incidents by 80%.", "On-call incidents: not measured at your place yet; we offer a first test by 5 December and talk on its result."),
        ("Served 120 hospitals so far.", "Served a number of hospitals so far."),
    ],
)  # fmt: skip
def test_a_number_without_proof_becomes_an_intention_about_the_same_thing(text: str, result: str) -> None:
    day = "12月5日" if HAN.search(text) else "5 December"
    assert better(text, ClaimCode.UNPROVEN_NUMBER, day=day) == result


def test_it_says_nothing_where_nothing_is_wrong() -> None:
    assert all(reword(text, check_claims(text), load_wordings()) is None for text in HONEST)


PIECES = [
    "保证",
    "礼品",
    "40分钟",
    "预计",
    "guarantee",
    "别家不行",
    "，",
    "。",
    ". ",
    ", ",
    "降了",
    "七成",
    " ",
    "红包",
    "a",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_it_never_breaks_a_text_apart(text: str) -> None:
    for code in ClaimCode:
        flags = [flag for flag in check_claims(text) if flag.code is code]
        result = reword(text, flags, load_wordings())
        if result is not None:
            assert flags
            assert result.text.startswith(text[: flags[0].start].rpartition("。")[0])
