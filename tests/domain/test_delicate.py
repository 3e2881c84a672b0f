"""Words of somebody's home or body are never met with a figure, a date or praise; a hospital's trade is not taken for them."""

import uuid

import pytest

from kpi_assistant.domain.delicate import is_delicate, sounds_like
from kpi_assistant.domain.follow_up import next_facet
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.vocabulary import Layer
from tests.domain.home_sentences import OWN_EN, OWN_ZH, TRADE_EN, TRADE_ZH
from tests.domain.layer_sentences import WORK


@pytest.mark.parametrize("words", [*OWN_ZH, *OWN_EN])
def test_of_somebodys_own_it_asks_nothing_and_offers_to_keep_it_private(words):
    assert is_delicate(words, Layer.WORK)
    assert sounds_like(words, Layer.WORK) is Layer.LIFE
    assert next_facet(KpiFacts(id=uuid.uuid4(), person_id=uuid.uuid4(), layer=Layer.WORK, words=words)) is None


@pytest.mark.parametrize("words", [*TRADE_ZH, *TRADE_EN, *WORK])
def test_trade_stays_work_and_is_asked_about(words):
    assert not is_delicate(words, Layer.WORK)
    assert sounds_like(words, Layer.WORK) is Layer.WORK
    assert next_facet(KpiFacts(id=uuid.uuid4(), person_id=uuid.uuid4(), layer=Layer.WORK, words=words)) is not None


def test_what_was_tapped_as_life_is_delicate_whatever_the_words():
    assert is_delicate("周五之前", Layer.LIFE)


def test_a_number_alone_is_not_somebodys_life():
    assert not is_delicate("证件号 11010519491231002X 读不出来", Layer.WORK)


@pytest.mark.parametrize("piece", ["老婆", "我", "孩子，", "my ", "，"])
def test_it_reads_fifty_thousand_characters_of_anything(piece):
    is_delicate(piece * (50_000 // len(piece)), Layer.WORK)
