"""Finding concepts however they are said."""

from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.concepts import LONGEST_GAP, Concept, Thesaurus
from kpi_assistant.domain.search_terms import units
from kpi_assistant.domain.text import Text

NIGHT = Concept("night", Text("夜里被叫", "called out at night"), ("半夜…电话", "值守", "on call", "phone…night"))
COMPLAINTS = Concept("complaints", Text("投诉", "complaints"), ("投诉", "被投诉", "市长热线"))
THESAURUS = Thesaurus((NIGHT, COMPLAINTS))


def found(text: str) -> dict[str, tuple[str, ...]]:
    return THESAURUS.find(units(text))


def test_it_finds_a_way_in_either_language_whatever_its_form() -> None:
    assert found("云端值守，ON-CALL 也行") == {"night": ("on call", "值守")}


def test_it_finds_the_parts_of_a_way_with_words_in_between() -> None:
    assert found("就怕半夜里那个电话响") == {"night": ("半夜…电话",)}
    assert found("The phones ring every night") == {"night": ("phone…night",)}


def test_it_stops_looking_when_the_gap_is_too_long() -> None:
    assert found("半夜" + "啊" * LONGEST_GAP + "电话")
    assert not found("半夜" + "啊" * (LONGEST_GAP + 1) + "电话")


def test_it_does_not_find_the_parts_the_wrong_way_round() -> None:
    assert not found("电话打到半夜")


def test_it_counts_a_way_inside_a_longer_one_once() -> None:
    assert found("去年被投诉，市长热线都知道") == {"complaints": ("市长热线", "被投诉")}


@given(st.text(max_size=200))
def test_it_reads_any_text(text: str) -> None:
    assert set(found(text + "值守")) >= {"night"}


def test_a_heading_needs_more_than_one_word_or_company():
    """“清单” alone is no bookkeeping and “报告” no laboratory; two ways of one thing are, and then hints join them."""
    concepts = [
        Concept("backup", Text(zh="备份与恢复", en="backup"), zh=("备份", "恢复", "勒索")),
        Concept("books", Text(zh="单据", en="books"), zh=("清单",)),
        Concept("checked", Text(zh="验收", en="handed over"), zh=("验收…没人管",)),
    ]
    thesaurus = Thesaurus(concepts)
    drill, hint, list_, handed = "勒索那次恢复用了六小时", "演练要在一小时里恢复", "拿不出一张清单", "一验收就没人管"
    assert thesaurus.headings([list_, hint]) == {list_: [], hint: []}
    assert thesaurus.headings([drill, hint, list_, handed]) == {
        drill: ["backup"], hint: ["backup"], list_: [], handed: ["checked"],
    }  # fmt: skip
