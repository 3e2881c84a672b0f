"""Chinese typesetting: gaps, squeezed marks, words that may break, and escaping first of all."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from kpi_assistant.printing.typography import cjk, day, language


@pytest.mark.parametrize(
    ("words", "set_as"),
    [
        ("恢复用了38分钟", "恢复用了\u200938\u2009分钟"),
        ("用 SAP 系统", "用\u2009SAP\u2009系统"),
        ("他说：「好」。", '他说<span class="squeezed">：</span>「好<span class="squeezed">」</span>。'),
        ("先摸底——再谈", '先摸<span class="glued">底——</span>再谈'),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("一\n二", "一<br>二"),
        ("abc\u202ecba", "abccba"),
    ],
)
def test_it_sets_a_line(words: str, set_as: str) -> None:
    assert cjk(words) == set_as


def test_it_escapes_once_what_a_translation_has_escaped() -> None:
    sentence = Markup("On condition that: %s") % "the hospital's <notice> & more"
    assert cjk(sentence, "en") == cjk("On condition that: the hospital's <notice> & more", "en")
    assert "&amp;#39;" not in cjk(sentence, "en")
    assert "&lt;notice&gt; &amp; more" in cjk(sentence, "en")


def test_it_lets_a_huge_word_break() -> None:
    assert max(len(piece) for piece in str(cjk("a" * 2_000)).split("\u200b")) == 24


@given(st.text())
def test_it_escapes_whatever_comes(words: str) -> None:
    plain = Markup(str(cjk(words)).replace("<br>", "")).striptags()
    assert "<script" not in str(cjk("<script" + words))
    assert isinstance(plain, str)


@pytest.mark.parametrize(
    ("words", "tag"), [("好的", "zh-CN"), ("Say more?", "en"), ("看 SAP 的账", "zh-CN"), ("", "en")]
)
def test_it_tells_the_language_of_a_text(words: str, tag: str) -> None:
    assert language(words) == tag


def test_it_writes_dates_as_they_are_read() -> None:
    saturday = dt.date(2026, 12, 5)
    assert day(saturday, "zh_CN") == "2026年12月5日"
    assert day(saturday, "zh_CN", weekday=True) == "2026年12月5日（周六）"
    assert day(saturday, "en", weekday=True) == "Saturday 5 December 2026"


def test_an_apostrophe_within_a_name_takes_no_more_room_than_it_needs():
    assert str(cjk("O’Neil")) == 'O<span class="squeezed">’</span>Neil'
    assert str(cjk("‘好’")) == "‘好’"
