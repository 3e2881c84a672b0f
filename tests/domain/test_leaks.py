"""Planted leaks are found however they are printed; a clean edition passes."""

import dataclasses

import pytest

from kpi_assistant.domain.brief import BriefRecord
from kpi_assistant.domain.brief_customer import customer_brief
from kpi_assistant.domain.leaks import Secret, SecretKind, allowed_texts, find_leaks, secrets
from kpi_assistant.domain.plain import to_plain
from tests.printing.worked_example import record

MOTHER = "我妈一个人在老家，我就想周末能回去看一眼，别每个礼拜六都给叫回来。"


def edition_text(of: BriefRecord) -> str:
    return str(to_plain(customer_brief(of)))


def leaks_in(text: str, of: BriefRecord) -> list[str]:
    return [leak.excerpt for leak in find_leaks(text, secrets(of), allowed_texts(customer_brief(of)))]


@pytest.mark.parametrize(("lang", "person"), [("zh", "P01"), ("zh", "P02"), ("en", "P01"), ("en", "P02")])
def test_it_finds_nothing_in_a_clean_edition(lang: str, person: str) -> None:
    assert leaks_in(edition_text(record(lang, person)), record(lang, person)) == []


@pytest.mark.parametrize("start", range(len(MOTHER) - 8))
def test_it_finds_every_run_of_eight_characters(start: int) -> None:
    of = record("zh", "P01")
    assert leaks_in(edition_text(of) + "我们知道" + MOTHER[start : start + 8] + "所以", of)


@pytest.mark.parametrize(
    "printed",
    [
        "我妈一个人在老家\n我就想周末",
        "我\u2009妈\u200b一\u2060个 人 在 老 家 我 就 想",
        "我妈，一个人！在老家……我就想",
        "her MOTHER's on her own\nback home",
        "Ｍｙ mother’s  on her own back home",
    ],
)
def test_it_sees_through_spacing_marks_case_and_width(printed: str) -> None:
    of = record("zh", "P01") if "妈" in printed else record("en", "P01")
    assert leaks_in(printed, of)


@pytest.mark.parametrize("planted", ["姚其昌", "姚 其\n昌", "卞科长", "阶段 S3", "（S4）"])
def test_it_finds_names_and_codes(planted: str) -> None:
    of = record("zh", "P01")
    assert leaks_in(edition_text(of) + "，" + planted + "。", of)


@pytest.mark.parametrize("planted", ["Howard Penhale", "HOWARD\nPENHALE", "Mr Penhale"])
def test_it_finds_western_names_whole_and_by_surname(planted: str) -> None:
    of = record("en", "P01")
    assert leaks_in(f"{planted} agrees.", of)


def test_it_takes_an_everyday_word_for_no_name() -> None:
    will = [Secret(SecretKind.NAME, "Will Grant"), Secret(SecretKind.NAME, "Ann Lee")]
    assert find_leaks("Will you grant us a window? Planned annually, mostly asleep.", will) == ()
    assert [leak.excerpt for leak in find_leaks("Ask Will Grant.", will)] == ["Will Grant"]


def test_it_finds_the_ids_of_our_records() -> None:
    of = record("zh", "P01")
    assert leaks_in(f"编号 {of.kpis[0].id}", of)


def test_it_lets_their_own_cleared_words_stand_where_another_said_the_same() -> None:
    own = "核心系统恢复压到一小时以内，演练他要亲自到场看"
    same = [Secret(SecretKind.SENTENCE, own + "，我很怕")]
    assert find_leaks(f"您说：{own}。", same, [own]) == ()
    assert find_leaks(f"您说：{own}，我很怕。", same, [own])
    assert find_leaks(f"您说：{own}。", same)


def test_it_raises_no_alarm_for_dates_and_figures() -> None:
    dated = [Secret(SecretKind.SENTENCE, "2027年6月30日前，95%")]
    assert find_leaks("请于2027年6月30日前答复。", dated) == ()
    common = [Secret(SecretKind.SENTENCE, "It must be done by the end of the year, whatever my wife says.")]
    assert find_leaks("We deliver by the end of the year.", common) == ()


def test_it_finds_a_leak_that_the_seller_typed_into_a_response() -> None:
    of = record("zh", "P01")
    typed = tuple(dataclasses.replace(each, do=each.do + "免得别每个礼拜六都给叫回来") for each in of.responses)
    assert leaks_in(edition_text(dataclasses.replace(of, responses=typed)), of)
