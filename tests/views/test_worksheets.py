"""The worksheet in the hand: what is printed, what is left to the phone, and where its code leads."""

import io
import re

import pikepdf
import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Facet, Layer, Sensitivity, Source, TrustStage
from kpi_assistant.models import GuideItem
from kpi_assistant.printing import pdf_text
from tests.views.answer_cast import PRIVATE_WORDS, WORDS, facet, kpi
from tests.views.kpi_cast import meeting, organisation, person


def squeezed(text):
    return re.sub(r"[\s\u200b\u2009]", "", text)


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=organisation(alice), stage=TrustStage.S3))


@pytest.fixture
def printed(sign_in, alice, save, fetch):
    """``printed(visit, locale)`` makes the guide and prints it: its items, the words on paper and the PDF."""

    def printed(visit, locale="zh_CN"):
        alice.locale = locale
        client = sign_in(save(alice))
        client.post(f"/meetings/{visit.id}/guide/")
        answer = client.get(f"/meetings/{visit.id}/worksheet/")
        assert answer.mimetype == "application/pdf"
        return fetch(select(GuideItem).order_by(GuideItem.position)), pdf_text(answer.data), answer.data

    return printed


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_every_question_is_printed_with_no_reason_and_no_stage(alice, save, zhuang, printed, locale):
    save(kpi(alice, zhuang, WORDS))
    items, words, _pdf = printed(save(meeting(alice, zhuang, purpose="先摸清她的底线")), locale)
    language = "en" if locale == "en" else "zh"
    paper = squeezed(words)
    assert len(items) > 6
    for item in items:
        assert squeezed(item.wording["text"][language]) in paper
        assert squeezed(item.wording["why"][language]) not in paper
    assert "摸清她的底线" not in paper
    assert not re.search(r"S[0-4]", paper)
    assert {"zh_CN": "会面记录表", "en": "Worksheet"}[locale] in paper
    assert {"zh_CN": "复述", "en": "Readback"}[locale] in paper


def test_private_words_are_left_to_the_phone(sign_in, alice, save, zhuang, printed):
    private = save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE))
    visit = save(meeting(alice, zhuang))
    own = {"text": "您说过想周末能回去看一眼，值班怎么排？", "phase": "deepen", "to_person_id": str(zhuang.id)}
    sign_in(alice).post(f"/meetings/{visit.id}/guide/questions", data=own)
    items, words, pdf = printed(visit)
    numbers = [item.position + 1 for item in items if item.kpi_id == private.id or not item.question_id]
    assert len(numbers) == 2
    for number in numbers:
        assert f"第{number}问见手机" in squeezed(words)
    assert "周末" not in words
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "周末" not in opened.attachments["worksheet.json"].get_file().read_bytes().decode()


@pytest.mark.parametrize("kept_as", ["facet", "remark", "sensitive"])
def test_what_is_kept_beside_private_words_and_what_is_sensitive_are_left_to_the_phone(
    sign_in, alice, save, zhuang, printed, kept_as
):
    words = "就怕分管副院长又改主意"
    if kept_as == "sensitive":
        save(kpi(alice, zhuang, words, sensitivity=Sensitivity.SENSITIVE))
    else:
        more = {"facets": [facet(Facet.OBSTACLES, words)]} if kept_as == "facet" else {"remark": words}
        save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE, **more))
    visit = save(meeting(alice, zhuang))
    own = {"text": f"听说{words}，怎么处？", "phase": "deepen", "to_person_id": str(zhuang.id)}
    sign_in(alice).post(f"/meetings/{visit.id}/guide/questions", data=own)
    items, paper, _pdf = printed(visit)
    assert words in str([item.wording["text"] for item in items])
    assert "又改主意" not in squeezed(paper)


def test_before_several_nothing_is_printed_that_was_not_cleared(alice, save, zhuang, sign_in, printed):
    save(kpi(alice, zhuang, WORDS))
    visit = save(meeting(alice, zhuang, save(person(alice, "陆知远"))))
    own = {"text": "核心系统恢复压到一小时以内，卡在哪？", "phase": "deepen", "to_person_id": str(zhuang.id)}
    sign_in(alice).post(f"/meetings/{visit.id}/guide/questions", data=own)
    _items, words, _pdf = printed(visit)
    assert "一小时以内" not in squeezed(words)


@pytest.mark.parametrize("source", [Source.RELAYED, Source.OBSERVED, Source.INFERRED])
def test_what_we_only_heard_or_saw_is_not_printed_before_a_single_guest(sign_in, alice, save, zhuang, printed, source):
    heard = "院长嫌她报得太慢，想换个人来管"
    save(kpi(alice, zhuang, heard if source is Source.RELAYED else "", source=source, observation="" if source is Source.RELAYED else heard))  # fmt: skip
    visit = save(meeting(alice, zhuang))
    own = {"text": "听说院长嫌她报得太慢，您怎么看？", "phase": "deepen", "to_person_id": str(zhuang.id)}
    sign_in(alice).post(f"/meetings/{visit.id}/guide/questions", data=own)
    _items, words, pdf = printed(visit)
    assert "报得太慢" not in squeezed(words)
    assert "见手机" in squeezed(words)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "报得太慢" not in opened.attachments["worksheet.json"].get_file().read_bytes().decode()


def test_words_of_a_colleague_who_is_not_there_are_not_printed(sign_in, alice, save, printed):
    place = save(organisation(alice))
    guest, absent = save(person(alice, at=place)), save(person(alice, "贺怀川", at=place))
    save(kpi(alice, absent, "三分钟讲不清为什么花，这钱我不批"))
    visit = save(meeting(alice, guest))
    own = {"text": "院长说三分钟讲不清为什么花，您怎么讲？", "phase": "deepen", "to_person_id": str(guest.id)}
    sign_in(alice).post(f"/meetings/{visit.id}/guide/questions", data=own)
    _items, words, _pdf = printed(visit)
    assert "讲不清为什么花" not in squeezed(words)


def test_what_the_guest_said_too_is_printed_though_a_colleague_said_it_as_well(alice, save, printed):
    place = save(organisation(alice))
    guest, absent = save(person(alice, at=place)), save(person(alice, "贺怀川", at=place))
    save(kpi(alice, guest, WORDS), kpi(alice, absent, WORDS))
    items, words, _pdf = printed(save(meeting(alice, guest)))
    quoting = [item for item in items if item.kpi_id]
    assert quoting
    assert all(squeezed(item.wording["text"]["zh"]) in squeezed(words) for item in quoting)


def test_every_question_is_followed_by_one_to_ask_on(alice, save, zhuang, printed):
    items, words, _pdf = printed(save(meeting(alice, zhuang)))
    further = [item.wording["follow_ups"] for item in items if item.wording["follow_ups"]]
    assert len(further) >= 4
    assert all(squeezed(texts[0]["zh"]) in squeezed(words) for texts in further)
    assert not any(squeezed(texts[1]["zh"]) in squeezed(words) for texts in further)


def test_the_purpose_is_printed_only_when_the_member_wants_it(sign_in, alice, save, zhuang, printed):
    visit = save(meeting(alice, zhuang, purpose="对一遍夜间演练的安排"))
    _items, words, _pdf = printed(visit)
    assert "夜间演练" not in words
    wanted = sign_in(alice).get(f"/meetings/{visit.id}/worksheet/?purpose=1")
    assert "夜间演练" in squeezed(pdf_text(wanted.data))


def test_its_code_opens_this_meetings_capture_page(app, sign_in, alice, save, zhuang, printed):
    visit = save(meeting(alice, zhuang))
    for public, wanted in (("", "http://localhost"), ("https://kpi.example.com", "https://kpi.example.com")):
        app.config["PUBLIC_URL"] = public
        try:
            _items, _words, pdf = printed(visit)
        finally:
            app.config["PUBLIC_URL"] = ""
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            links = [str(link.A.URI) for link in opened.pages[0].Annots if "/A" in link]
        assert set(links) == {f"{wanted}/meetings/{visit.id}/capture/"}


def test_without_a_guide_it_leads_to_where_one_is_made(sign_in, alice, bob, save, zhuang):
    visit = save(meeting(alice, zhuang))
    sign_in(alice).post(f"/meetings/{visit.id}/guide/")
    answer = sign_in(bob).get(f"/meetings/{visit.id}/worksheet/")
    assert answer.location == f"/meetings/{visit.id}/guide/"
