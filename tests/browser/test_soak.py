"""A short soak with a fixed seed, and proof that its count notices what it is there to notice; script/soak does more."""

from random import Random

import pytest

from tests.browser.conftest import chromium_arguments
from tests.browser.soak.__main__ import held
from tests.browser.soak.stage import Stage
from tests.browser.soak.words import Words

SEEDS = range(4, 16)


@pytest.fixture(scope="module")
def stage(server, browser_type):
    with Stage(server, browser_type, chromium_arguments()) as stage:
        yield stage


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_every_sentence_is_there_once(stage, seed):
    assert held(stage, seed)


@pytest.fixture
def words():
    words = Words(Random(1))
    for _number in range(3):
        words.say()
    return words


def test_sentences_may_stand_together_or_apart_but_all_must_be_there(words):
    one, two, three = words.said.values()
    assert words.problems([one, f"{two}\n{three}"]) == []
    assert words.problems([one, three]) == [f"lost: {two[:40]!r}"]


def test_nothing_may_be_there_twice_unless_two_pages_held_it(words):
    one, two, three = words.said.values()
    assert words.problems([one + two, two, three]) == [f"2 times: {two[:40]!r}"]
    words.seen_by_two(two)
    assert words.problems([one + two, two, three]) == []


def test_a_sentence_that_is_not_the_same_to_the_letter_is_altered_and_lost(words):
    one, two, three = words.said.values()
    assert words.problems([one, two, three[:-1]]) == [f"altered: {three[:-1]!r}", f"lost: {three[:40]!r}"]
    assert words.problems([one, two, three, "年底前"]) == ["nobody said: '年底前'"]


def test_what_was_replaced_does_not_come_back(words):
    one, two, three = words.said.values()
    words.take_back(two)
    assert words.problems([one, three]) == []
    assert words.problems([one, two, three]) == [f"back although replaced: {two[:40]!r}"]
