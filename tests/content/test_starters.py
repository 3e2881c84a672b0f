"""How an answer may begin: in the customer's own words, complete in both languages."""

import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.content.starters import load_starters, starters
from kpi_assistant.domain.claims import check_claims
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.leaks import Secret, SecretKind, find_leaks
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
    assert "恢复时长：现状6小时，目标1小时以内。" in begun["say"]
    assert begun["show"] == "一页纸，给看这件事的人（院长）：前后对比（恢复时长），附原始记录。"


def test_it_puts_nothing_into_the_mouth_of_who_did_not_say_it():
    assert starters(kpi(source=Source.RELAYED), "zh_CN")["say"] == ""


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("layer", [Layer.LIFE, Layer.MINDSET])
def test_of_a_private_kpi_it_quotes_and_names_nothing(layer, locale):
    secret = "我妈一个人在老家，我就想周末能回去看一眼。"
    private = KpiFacts(
        id=uuid.uuid4(), person_id=uuid.uuid4(), layer=layer, words=secret,
        facets={facet: f"老家{facet}" for facet in Facet},
    )  # fmt: skip
    begun = starters(private, locale)
    assert begun["do"]
    assert bool(begun["show"]) == (layer is Layer.MINDSET)
    assert find_leaks(" ".join(begun.values()), [Secret(SecretKind.SENTENCE, secret)]) == ()
    assert "老家" not in " ".join(begun.values())
    assert "说" not in begun["say"]
    assert "said" not in begun["say"]


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("签了字就是一辈子的事，我得看得明白才签。", "决策留痕"),
        ("我就图个睡得着觉，干干净净退休。", "决策留痕"),
        ("我最恨的是出了事我最后一个知道。", "第一时间报您"),
        ("我这点东西，总得有人接。", "交给后面的人"),
        ("老干重复的活，怕几年后什么都不会。", "由您这边上手"),
        ("我们干了不少，就是没人替我们说句话。", "用您自己的数据"),
        ("I don't want to be the one who bet on the wrong vendor.", "决策留痕"),
    ],
)
def test_a_mindset_kpi_begins_with_what_serves_it(words, fits):
    """What is due is how the work is done, never free evenings, which is the answer to another layer."""
    private = KpiFacts(id=uuid.uuid4(), person_id=uuid.uuid4(), layer=Layer.MINDSET, words=words)
    begun = starters(private, "zh_CN")
    assert fits in begun["do"]
    assert "避开" not in begun["do"]
    assert check_claims(" ".join(begun.values())) == ()


FACETS = [
    "每周3次。",
    "由检查组来看，年底通报（季度也看）；",
    "at most one, by June.",
    "先这样，再那样。然后再看",
    "6 h 10",
    "院长到场看！",
    "x\ny",
    "「压到一小时」",
    "(roughly) half",
    "。",
    "…",
]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@given(
    facets=st.dictionaries(st.sampled_from(list(Facet)), st.sampled_from(FACETS)),
    words=st.sampled_from(
        [
            WORDS,
            "就怕半夜电话响",
            "他说「不行」，就是不行。",
            'I\'m measured on "payment terms", not on whether it works.',
            "五万？八万？",
            "三个“一”",
        ]
    ),
)
def test_whatever_the_facets_are_it_reads_as_sentences(locale, facets, words):
    for text in starters(
        KpiFacts(id=uuid.UUID(int=1), person_id=uuid.UUID(int=2), layer=Layer.WORK, words=words, facets=facets), locale
    ).values():
        assert "\n" not in text
        assert "{" not in text
        assert not re.search(r"[。；，：！？,;:.](?=[。；，：,;])|（[，。]|[，。]）|\(\s|\s\)|：。|: \.", text), text
        for opening, closing in ("「」", "“”", "（）", "()", "〔〕"):
            assert text.count(opening) == text.count(closing), text
        assert text.endswith(("。", "."))


def test_braces_in_a_facet_are_only_braces():
    assert "{words} {0}" in starters(kpi(facets={Facet.TARGET: "{words} {0}"}), "en")["say"]
