"""What search and matching see of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.search_terms import query_terms, search_text, stem, terms, units


def test_it_cuts_chinese_into_characters_and_pairs() -> None:
    assert terms("半夜电话") == ("半", "夜", "电", "话", "半夜", "夜电", "电话")


def test_it_pairs_no_characters_across_a_latin_word() -> None:
    assert "夜电" not in terms("半夜 call 电话")


def test_it_keeps_numbers_whole() -> None:
    assert units("联网率９８.５％，3,000路") == ("联", "网", "率", "98.5", "3,000", "路")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plans", "planned"),
        ("planning", "plan"),
        ("schedules", "scheduling"),
        ("policies", "policy"),
        ("carried", "carry"),
        ("queued", "queue"),
        ("processes", "process"),
        ("deliveries", "delivered"),
        ("lost", "losing"),
        ("customer's", "customers"),
        ("nightly", "nights"),
        ("calls", "called"),
    ],
)
def test_it_sends_the_forms_of_a_word_to_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["need", "bus", "status", "thing", "his", "speed"])
def test_it_leaves_short_words_and_false_endings_alone(word: str) -> None:
    assert stem(word) == word


def test_it_does_not_throw_different_words_together() -> None:
    words = ["plan", "plane", "plant", "price", "print", "process", "product", "project", "proof"]
    assert len({stem(word) for word in words if word != "plane"}) == len(words) - 1


def test_it_normalises_width_case_space_and_invisible_marks() -> None:
    assert search_text("  ＡＢＣ医院\u200b\n二楼 ", None, "Straße") == "abc医院 二楼 strasse"


def test_it_splits_a_query_at_spaces_and_commas_of_both_languages() -> None:
    assert query_terms(" 王处，联网率、ABC  3,000 王处") == ("王处", "联网率", "abc", "3,000")


def test_it_asks_nothing_when_nothing_was_typed() -> None:
    assert query_terms(" ， 、\u3000") == ()


@given(st.text(max_size=300))
def test_it_takes_any_text_and_normalising_twice_changes_nothing(text: str) -> None:
    terms(text)
    once = search_text(text)
    assert search_text(once) == once


@given(st.text(max_size=100))
def test_it_finds_every_stored_text_by_its_own_words(text: str) -> None:
    assert all(term in search_text(text) for term in query_terms(text))
