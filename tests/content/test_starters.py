"""How an answer may begin: in the customer's own words, complete in both languages."""

import uuid

from kpi_assistant.content.starters import load_starters, starters
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.vocabulary import Facet, Layer, Source

WORDS = "院长给我的期限是明年六月底，核心系统恢复压到一小时以内。"


def kpi(**more):
    return KpiFacts(id=uuid.uuid4(), person_id=uuid.uuid4(), layer=Layer.WORK, words=WORDS, **more)


def test_every_field_has_a_beginning_for_a_kpi_of_which_nothing_is_known():
    for choices in load_starters().values():
        assert choices[-1].needs == ()
        assert all(each.text.is_complete for each in choices)


def test_it_speaks_along_their_words_and_numbers():
    known = {Facet.METRIC: "恢复时长", Facet.BASELINE: "6小时", Facet.TARGET: "1小时以内", Facet.JUDGE: "院长"}
    begun = starters(kpi(facets=known), "zh_CN")
    assert begun["say"].startswith("您说「")
    assert "恢复时长眼下是6小时，您要的是1小时以内" in begun["say"]
    assert begun["show"].startswith("给院长看的一页纸")


def test_it_puts_nothing_into_the_mouth_of_who_did_not_say_it():
    assert starters(kpi(source=Source.RELAYED), "zh_CN")["say"] == ""


def test_braces_in_a_facet_are_only_braces():
    assert "{words} {0}" in starters(kpi(facets={Facet.TARGET: "{words} {0}"}), "en")["say"]
