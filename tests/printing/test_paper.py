"""The finished paper: what is printed, in which letters, in which form, in both languages."""

import dataclasses
import datetime as dt
import io
import json
import re
import unicodedata

import pikepdf
import pytest

from kpi_assistant.domain.brief import MAX_FIELD, MAX_KPIS, ResponseFacts
from kpi_assistant.domain.brief_customer import CustomerBrief, customer_brief
from kpi_assistant.domain.brief_internal import internal_brief
from kpi_assistant.domain.leaks import allowed_texts, find_leaks, secrets
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Fit, Layer, Paper
from kpi_assistant.printing import (
    MissingGlyphs,
    PrintingError,
    PrintingFault,
    attached_text,
    brief_html,
    pdf_text,
    print_brief,
    screen_css,
    self_test,
)
from tests.printing.worked_example import kpi_id, record

LOCALES = {"zh": "zh_CN", "en": "en"}
INTERNAL_MARK = {"zh": "内部资料·含个人信息·不得外发", "en": "Internal·containspersonaldata·donotpasson"}
TRACK_MARK = {"zh": "内部资料·别落在桌上", "en": "Internal·donotleaveitonthetable"}
PAGING = {"zh": "第{}页/共{}页", "en": "Page{}of{}"}


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u2060]", "", text)


def texts_of(pdf: bytes) -> list[str]:
    return [squeezed(page) for page in pdf_text(pdf).split("\f") if page.strip()]


def many(count: int) -> CustomerBrief:
    base = record("zh", "P01")
    model = next(kpi for kpi in base.kpis if kpi.id == kpi_id("K09"))
    kpis = tuple(dataclasses.replace(model, id=kpi_id(f"N{n}"), words=f"第{n}件事也要办好。") for n in range(count))
    answers = tuple(ResponseFacts(kpi.id, Fit.NOT_YET) for kpi in kpis)
    return customer_brief(dataclasses.replace(base, kpis=kpis, responses=answers))


def with_do(words: str) -> CustomerBrief:
    base = record("zh", "P01")
    return customer_brief(
        dataclasses.replace(base, responses=tuple(dataclasses.replace(each, do=words) for each in base.responses))
    )


def test_it_finds_its_fonts_and_every_sign_of_the_test_line() -> None:
    assert self_test() == ()


@pytest.mark.parametrize(("lang", "person"), [("zh", "P01"), ("zh", "P02"), ("en", "P01"), ("en", "P02")])
def test_it_prints_their_words_and_the_proofs_and_nothing_withheld(lang: str, person: str) -> None:
    of = record(lang, person)
    brief = customer_brief(of)
    text = pdf_text(print_brief(brief, LOCALES[lang]))
    for answer in brief.answers:
        assert squeezed(answer.quote) in squeezed(text)
        for proof in answer.evidence:
            assert squeezed(proof.statement.in_locale(lang)) in squeezed(text)
    assert find_leaks(text, secrets(of), allowed_texts(brief)) == ()
    for kpi in of.kpis:
        if kpi.words and (kpi.layer is not Layer.WORK or kpi.person_id != of.addressee.person_id):
            assert squeezed(kpi.words) not in squeezed(text)
    for person_involved in of.people:
        assert (person_involved.name in text) == (person_involved.person_id == of.addressee.person_id)


@pytest.mark.parametrize("paper", [Paper.A4, Paper.PHONE])
def test_a_withheld_sentence_is_found_on_the_paper_beside_another_column(paper: Paper) -> None:
    of = record("zh", "P01")
    secret = next(kpi.words for kpi in of.kpis if kpi.id == kpi_id("K12"))
    # Long enough to break over several lines of its column while the other column has lines beside it. One card alone
    # holds it: a second one would be found where a single one is missed.
    base = record("zh", "P01")
    first = customer_brief(base).answers[0].quote
    leaking = next(kpi.id for kpi in base.kpis if kpi.words.startswith(first[:12]))
    words = "我们会先看一遍，然后" + secret + "所以夜里的窗口我们会避开"
    responses = (dataclasses.replace(each, do=words) if each.kpi_id == leaking else each for each in base.responses)
    brief = customer_brief(dataclasses.replace(base, responses=tuple(responses)))
    assert [each.do == words for each in brief.answers + brief.further].count(True) == 1
    pdf = print_brief(brief, "zh_CN", paper)
    for text in (pdf_text(pdf), attached_text(pdf)):
        (leak,) = (leak for leak in find_leaks(text, secrets(of), allowed_texts(brief)) if leak.secret.text == secret)
        assert squeezed(leak.excerpt) == squeezed(secret)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_talk_track_is_one_page_of_say_do_show(lang: str) -> None:
    of = record(lang, "P01")
    long = tuple(
        dataclasses.replace(each, say="请您看" * 150, do="先做" * 150, show="给您看" * 90, needed="请" * 300)
        for each in of.responses
    )
    model = next(kpi for kpi in of.kpis if kpi.id == kpi_id("K09"))
    more = tuple(dataclasses.replace(model, id=kpi_id(f"N{n}"), words="这件事也要办好。" * 30) for n in range(6))
    answers = tuple(dataclasses.replace(long[0], kpi_id=kpi.id) for kpi in more)
    for responses, kpis in ((of.responses, of.kpis), (long, of.kpis), (long + answers, of.kpis + more)):
        brief = internal_brief(dataclasses.replace(of, responses=responses, kpis=kpis))
        (page,) = texts_of(print_brief(brief, LOCALES[lang], Paper.TALK_TRACK))
        assert TRACK_MARK[lang] in page
    private = next(kpi for kpi in of.kpis if kpi.id == kpi_id("K12"))
    (page,) = texts_of(print_brief(internal_brief(of), LOCALES[lang], Paper.TALK_TRACK))
    assert squeezed(of.responses[0].do)[:12] in page
    assert squeezed(private.words)[:8] not in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_phone_edition_says_the_same_on_small_pages(lang: str) -> None:
    brief = customer_brief(record(lang, "P01"))
    papers = [print_brief(brief, LOCALES[lang], paper) for paper in (Paper.A4, Paper.PHONE)]
    with pikepdf.open(io.BytesIO(papers[1])) as pdf:
        assert all(round(float(page.mediabox[2]) / 72 * 25.4) == 100 for page in pdf.pages)
    for answer in brief.answers:
        assert all(squeezed(answer.quote) in squeezed(pdf_text(paper)) for paper in papers)


def test_it_draws_the_number_that_moves_and_says_it_in_words() -> None:
    html = brief_html(customer_brief(record("zh", "P01")), "zh_CN")
    assert html.count("<svg") == 1
    assert "<title>今天 6小时以上 · 目标 1小时以内 · 预计 影像库分级后，恢复用时预计 1 至 2 小时</title>" in html


def test_it_sets_names_from_all_over_europe_and_korea() -> None:
    brief = customer_brief(record("en", "P01"))
    names = "Dvořák Wałęsa Şahin Brâncuși Žižek Ångström Łukasiewicz Gödel Erdős Māris Ķikure 김철수"
    named = dataclasses.replace(brief, recipient=dataclasses.replace(brief.recipient, name=names))
    assert squeezed(names) in squeezed(pdf_text(print_brief(named, "en")))
    apart = dataclasses.replace(brief.recipient, name=unicodedata.normalize("NFD", "Dvořák"))
    assert "Dvořák" in pdf_text(print_brief(dataclasses.replace(brief, recipient=apart), "en"))


@pytest.mark.parametrize(("lang", "name"), [("zh", "[赞]"), ("en", "[thumbs up]")])
def test_an_emoji_in_their_words_is_named_and_kept_in_the_data(lang: str, name: str) -> None:
    brief = customer_brief(record(lang, "P01"))
    first = dataclasses.replace(brief.answers[0], quote="好的👍🏽👨‍👩‍👧❤️")
    pdf = print_brief(dataclasses.replace(brief, answers=(first,)), LOCALES[lang])
    text = squeezed(pdf_text(pdf))
    assert squeezed(name) in text
    assert "👍" not in text
    assert {"zh": "表情符号的名称", "en": "namesanemoji"}[lang] in text
    assert "好的👍🏽👨‍👩‍👧❤️" in attached_text(pdf)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_marks_every_page_of_the_internal_edition(lang: str) -> None:
    of = record(lang, "P01")
    pages = texts_of(print_brief(internal_brief(of), LOCALES[lang]))
    assert len(pages) > 3
    assert all(INTERNAL_MARK[lang] in page for page in pages)
    private = next(kpi for kpi in of.kpis if kpi.id == kpi_id("K12"))
    assert any(squeezed(private.words) in page for page in pages)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_numbers_its_pages_in_the_readers_language(lang: str) -> None:
    pages = texts_of(print_brief(customer_brief(record(lang, "P01")), LOCALES[lang]))
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert PAGING[lang].format(number, len(pages)) in page


def test_it_makes_the_same_bytes_again() -> None:
    brief = customer_brief(record("zh", "P01"))
    assert print_brief(brief, "zh_CN") == print_brief(brief, "zh_CN")


def test_it_is_archival_and_accessible() -> None:
    with pikepdf.open(io.BytesIO(print_brief(customer_brief(record("zh", "P01")), "zh_CN"))) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "zh-CN"
        assert "/StructTreeRoot" in pdf.Root
        assert "庄主任" in str(pdf.docinfo["/Title"])
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles[0].startswith("1 院长给我的期限")


def test_it_embeds_its_own_family_only() -> None:
    with pikepdf.open(io.BytesIO(print_brief(internal_brief(record("zh", "P01")), "zh_CN"))) as pdf:
        families = set()
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                descendant = font.DescendantFonts[0]
                assert "/FontFile2" in descendant.FontDescriptor
                families.add(str(descendant.BaseFont).split("+")[-1])
    assert families == {"Noto-Sans-SC", "Noto-Sans-SC-Medium", "Noto-Sans-SC-Bold"}


def test_it_attaches_the_editions_own_data_and_no_other() -> None:
    of = record("zh", "P01")
    brief = customer_brief(of)
    with pikepdf.open(io.BytesIO(print_brief(brief, "zh_CN"))) as pdf:
        assert list(pdf.attachments) == ["brief.json"]
        raw = pdf.attachments["brief.json"].get_file().read_bytes().decode("utf-8")
    data = json.loads(raw)
    assert [answer["quote"] for answer in data["answers"]] == [answer.quote for answer in brief.answers]
    assert find_leaks(raw, secrets(of), allowed_texts(brief)) == ()


def test_it_refuses_characters_it_cannot_set_by_name() -> None:
    with pytest.raises(MissingGlyphs) as refusal:
        print_brief(with_do("好的，𓀀ش"), "zh_CN")
    assert set("𓀀ش") <= set(refusal.value.characters)
    assert refusal.value.code is PrintingFault.MISSING_GLYPHS


def test_it_sets_the_rare_characters_of_names() -> None:
    brief = customer_brief(record("zh", "P01"))
    rare = dataclasses.replace(brief, recipient=dataclasses.replace(brief.recipient, name="朱镕堃𠮷"))
    assert "朱镕堃𠮷" in squeezed(pdf_text(print_brief(rare, "zh_CN")))


def test_it_prints_sixty_kpis_and_refuses_more() -> None:
    pages = texts_of(print_brief(many(MAX_KPIS), "zh_CN"))
    assert all(any(f"第{n}件事也要办好" in page for page in pages) for n in range(MAX_KPIS))
    with pytest.raises(PrintingError) as refusal:
        print_brief(many(MAX_KPIS + 1), "zh_CN")
    assert refusal.value.code is PrintingFault.TOO_MANY_KPIS


def test_it_refuses_a_field_that_is_too_long_and_names_it() -> None:
    print_brief(with_do("长" * MAX_FIELD), "zh_CN")
    with pytest.raises(PrintingError) as refusal:
        print_brief(with_do("长" * (MAX_FIELD + 1)), "zh_CN")
    assert (refusal.value.code, refusal.value.detail) == (PrintingFault.TOO_LONG_FIELD, "do")


@pytest.mark.parametrize(
    "hostile",
    [
        '"><img src=x onerror=alert(1)>',
        "{{7*7}} {% raw %} ${7*7}",
        "<img src=file:///etc/passwd><link rel=attachment href=file:///etc/passwd>",
        "a" * MAX_FIELD,
        "abc \u202edcba\u202c 好",
        "&lt;b&gt; & <br>",
        "——……——" * 40,
        "\x00\x07坏字符",
    ],
)
def test_it_prints_hostile_text_literally(hostile: str) -> None:
    pdf = print_brief(with_do(hostile), "zh_CN")
    shown = squeezed(re.sub("[\u202a-\u202e\x00-\x08]", "", hostile))
    assert shown[:40] in squeezed(pdf_text(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert list(opened.attachments) == ["brief.json"]


def test_it_shows_the_other_language_where_one_is_missing() -> None:
    base = record("zh", "P01")
    capability = dataclasses.replace(base.responses[0].capabilities[0], name=Text("只有中文的能力", ""))
    changed = dataclasses.replace(base.responses[0], capabilities=(capability,))
    brief = customer_brief(dataclasses.replace(base, responses=(changed, *base.responses[1:])))
    assert "只有中文的能力" in brief_html(brief, "en").replace("\u2009", "")


def test_its_preview_is_the_same_page_without_anything_a_strict_policy_forbids() -> None:
    html = brief_html(customer_brief(record("zh", "P01")), "zh_CN", stylesheets=["/static/brief.css"])
    assert '<link rel="stylesheet" href="/static/brief.css">' in html
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|https?://", html)
    assert "app:" not in screen_css()


def test_it_dates_the_paper_by_the_brief_and_not_by_the_clock() -> None:
    brief = dataclasses.replace(customer_brief(record("en", "P01")), made_on=dt.date(2020, 2, 29))
    with pikepdf.open(io.BytesIO(print_brief(brief, "en"))) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20200229")
