"""The pages of a finished paper: how full they are, that no card is torn, and what the small papers leave out."""

import dataclasses
import re
import subprocess

import pytest

from kpi_assistant.domain.brief_customer import customer_brief
from kpi_assistant.domain.brief_internal import internal_brief
from kpi_assistant.domain.vocabulary import Paper
from kpi_assistant.printing import brief_html, pdf_text, print_brief
from kpi_assistant.printing.fitting import is_good
from tests.printing.test_paper import LOCALES, squeezed
from tests.printing.worked_example import kpi_id, record

POINTS = 72 / 25.4
A4_FOOT = (297 - 18) * POINTS
"""Below it stand the sender and the page's number."""
BOTH = [("zh", "P01"), ("zh", "P02"), ("en", "P01"), ("en", "P02")]


def lowest_words(pdf: bytes) -> list[float]:
    """Of each page, the share of the paper's height down to the last word above its foot, as poppler sees it."""
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    pages = told.decode("utf-8", "replace").split("<page ")[1:]
    bottoms = [[float(each) for each in re.findall(r'<word [^>]*yMax="([\d.]+)"', page)] for page in pages]
    return [max(each for each in page if each < A4_FOOT) / A4_FOOT for page in bottoms]


@pytest.mark.parametrize(("lang", "person"), BOTH)
def test_up_to_three_answers_fill_two_pages_and_leave_none_half_empty(lang: str, person: str) -> None:
    brief = customer_brief(record(lang, person))
    fill = lowest_words(print_brief(brief, LOCALES[lang]))
    assert len(fill) <= 2
    assert all(each > 0.8 for each in fill[:-1])
    assert fill[-1] > 0.15


def test_five_answers_leave_no_page_half_empty_before_the_last() -> None:
    of = record("zh", "P01")
    model = next(kpi for kpi in of.kpis if kpi.id == kpi_id("K09"))
    reply = of.response_to(model)
    assert reply is not None
    more = [dataclasses.replace(model, id=kpi_id(f"N{n}"), words=f"第{n}件：{model.words}") for n in range(2)]
    answers = [dataclasses.replace(reply, kpi_id=kpi.id, quote="") for kpi in more]
    brief = customer_brief(dataclasses.replace(of, kpis=(*of.kpis, *more), responses=(*of.responses, *answers)))
    assert brief.count == 5
    fill = lowest_words(print_brief(brief, "zh_CN"))
    assert len(fill) <= 3
    assert all(each > 0.75 for each in fill[:-1])


@pytest.mark.parametrize("paper", [Paper.A4, Paper.PHONE])
@pytest.mark.parametrize(("lang", "person"), BOTH)
def test_no_card_is_torn(lang: str, person: str, paper: Paper) -> None:
    """Its words and what stands last on it are on one page."""
    brief = customer_brief(record(lang, person))
    pages = [squeezed(page) for page in pdf_text(print_brief(brief, LOCALES[lang], paper)).split("\f")]
    for answer in brief.answers:
        last = squeezed(answer.promise or answer.needed or answer.do)
        assert any(squeezed(answer.quote) in page and last in page for page in pages), answer.quote


def test_the_phone_shows_everything_at_one_look_first() -> None:
    brief = customer_brief(record("zh", "P01"))
    first = squeezed(pdf_text(print_brief(brief, "zh_CN", Paper.PHONE)).split("\f")[0])
    assert [squeezed(answer.quote)[:12] in first for answer in brief.answers] == [True] * len(brief.answers)
    assert squeezed(brief.answers[0].do) not in first


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_talk_track_cuts_nothing_while_there_is_room(lang: str) -> None:
    brief = internal_brief(record(lang, "P01"))
    text = squeezed(pdf_text(print_brief(brief, LOCALES[lang], Paper.TALK_TRACK)))
    spoken = [kpi for kpi in brief.kpis if kpi.is_addressees and kpi.reply and kpi.layer == "work"]
    assert spoken
    for kpi in spoken:
        assert kpi.reply is not None
        for words in (kpi.quote, kpi.reply.say, kpi.reply.do, kpi.reply.show, kpi.reply.needed):
            assert squeezed(words) in text


def test_a_drawn_number_carries_its_amounts() -> None:
    html = brief_html(customer_brief(record("zh", "P01")), "zh_CN").replace("\u2009", " ")
    assert re.search(r"<text[^>]*>今天 6 小时以上</text>", html)
    assert re.search(r"<text[^>]*>目标 1 小时以内</text>", html)
    assert re.search(r"<text[^>]*>预计 1 至 2 小时</text>", html)  # of a long text, the amount alone


def test_an_answer_without_a_forecast_says_that_nothing_was_measured_there() -> None:
    base = customer_brief(record("zh", "P01"))
    proven = next(answer for answer in base.answers if answer.evidence and answer.measure and not answer.expected)
    html = brief_html(dataclasses.replace(base, answers=(proven,), further=()), "zh_CN")
    assert "在您这儿尚无实测" in html


@pytest.mark.parametrize(
    ("fill", "good"),
    [([0.4], True), ([0.95, 0.3], True), ([0.7, 0.5], False), ([0.95, 0.9, 0.1], False), ([0.02], True)],
)
def test_it_knows_a_page_that_is_half_empty(fill: list[float], good: bool) -> None:
    assert is_good(fill) is good
