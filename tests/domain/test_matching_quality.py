"""The figures of a ranking, checked against ones worked out by hand."""

import math

import pytest

from kpi_assistant.domain.matching_index import CapabilityTexts
from kpi_assistant.domain.matching_quality import Judged, PlainWords, measure
from kpi_assistant.domain.text import Text


def test_it_counts_only_direct_answers_as_hits() -> None:
    helps_first = Judged(("a", "b", "c"), False, {"a": 1, "c": 2})
    quality = measure([helps_first, Judged(("b",), False, {"b": 2})])
    assert (quality.hit_at_1, quality.hit_at_3) == (0.5, 1.0)


def test_it_weighs_grades_by_their_place() -> None:
    quality = measure([Judged(("x", "b", "a"), False, {"a": 2, "b": 1})])
    got = 1 / math.log2(3) + 3 / math.log2(4)
    assert quality.ndcg_at_5 == pytest.approx(got / (3 + 1 / math.log2(3)))


def test_it_gives_nothing_for_the_sixth_place() -> None:
    assert measure([Judged(("1", "2", "3", "4", "5", "a"), False, {"a": 2})]).ndcg_at_5 == 0


def test_it_judges_abstaining_over_all_kpis_and_hits_over_the_answerable() -> None:
    quality = measure(
        [
            Judged(("a",), True, {"a": 2}),
            Judged(("a",), True, {}),
            Judged(("a",), False, {}),
            Judged(("a",), False, {"a": 2}),
        ]
    )
    assert (quality.abstain_precision, quality.abstain_recall, quality.abstain_f1) == (0.5, 0.5, 0.5)
    assert (quality.answerable, quality.unanswerable, quality.hit_at_1) == (2, 2, 1.0)


def test_it_says_none_where_there_is_nothing_to_count() -> None:
    quality = measure([])
    assert (quality.hit_at_1, quality.ndcg_at_5, quality.abstain_f1) == (None, None, None)


def test_plain_words_find_what_shares_words_and_prefer_the_rare_ones() -> None:
    plain = PlainWords(
        [
            CapabilityTexts("a", Text("夜间值守服务", ""), Text("夜间有人值守", "")),
            CapabilityTexts("b", Text("夜间巡查服务", "")),
            CapabilityTexts("c", Text("Backup", ""), proofs=(Text("restored at night", ""),)),
        ]
    )
    assert [name for name, _ in plain.rank("夜间没人值守")][:2] == ["a", "b"]
    assert [name for name, _ in plain.rank("nights, backups")] == ["c"]
    assert plain.rank("xyz") == ()
