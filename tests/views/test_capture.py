"""The capture page as a plain form: everything works without JavaScript."""

import datetime as dt
import re
import uuid
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from kpi_assistant.content.capture import capture_words
from kpi_assistant.domain.vocabulary import Confidence, GuideItemStatus
from kpi_assistant.models import GuideItem, Kpi, KpiDraft, KpiVersion
from kpi_assistant.models.base import utc_now
from tests.views.kpi_cast import meeting, organisation, person


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=organisation(alice)))


@pytest.fixture
def visit(save, alice, zhuang):
    return save(meeting(alice, zhuang))


def form(who, **more):
    return {
        "id": str(uuid.uuid4()), "person_id": str(who.id), "layer": "work", "source": "stated",
        "words": "新院区十月开诊", "observation": "", "importance": "4", "confidence": "firm",
    } | more  # fmt: skip


def test_it_writes_down_and_answers_with_thanks_and_the_best_next_question(sign_in, alice, visit, zhuang, fetch):
    client = sign_in(alice)
    response = client.post(f"/meetings/{visit.id}/capture/", data=form(zhuang))
    (kpi,) = fetch(select(Kpi))
    assert (kpi.meeting_id, str(kpi.said_on), kpi.post_id) == (visit.id, "2026-11-23", zhuang.posts[0].id)
    page = client.get(response.location).text
    assert "新院区十月开诊" in page
    assert "Still missing: Target" in " ".join(page.split())


def test_words_entered_the_day_before_are_not_dated_by_the_plan(sign_in, alice, save, zhuang, fetch):
    """And how firmly they were said, which nobody tapped, follows from how we know."""
    tomorrow = save(meeting(alice, zhuang, starts_at=utc_now() + dt.timedelta(days=1)))
    sent = form(zhuang, source="inferred", words="", observation="怕是要换人")
    del sent["confidence"]
    sign_in(alice).post(f"/meetings/{tomorrow.id}/capture/", data=sent)
    (kpi,) = fetch(select(Kpi))
    assert kpi.said_on == utc_now().astimezone(ZoneInfo(alice.time_zone)).date()
    assert kpi.confidence is Confidence.WEAK


def test_nobody_says_how_much_it_matters_but_who_taps_it(sign_in, alice, visit, zhuang, fetch):
    client = sign_in(alice)
    chips = re.findall(r'<input[^>]*name="importance"[^>]*>', client.get(f"/meetings/{visit.id}/capture/").text)
    assert len(chips) == 5
    assert not any("checked" in chip for chip in chips)
    sent = form(zhuang)
    del sent["importance"]
    page = client.get(client.post(f"/meetings/{visit.id}/capture/", data=sent).location).text
    assert fetch(select(Kpi.importance)) == [None]
    assert "Importance 3 of 5" not in page


def test_a_sensitive_fact_is_met_with_sympathy_and_no_other_customers_wording(sign_in, alice, visit, zhuang):
    client = sign_in(alice)
    sent = form(zhuang, layer="life", words="我老婆怀孕了，预产期十二月")
    page = client.get(client.post(f"/meetings/{visit.id}/capture/", data=sent).location).text
    page = re.sub(r"<template.*?</template>|data-json=\"[^\"]*\"", "", page, flags=re.S)
    assert "That comes before anything else" in page
    assert "year end" not in page


@pytest.mark.parametrize(
    "words", ["我爱人查出乳腺癌，下个月手术", "My daughter has leukaemia and I drive her to chemo"]
)
def test_an_illness_at_home_left_under_work_gets_no_metric_and_no_praise(sign_in, alice, visit, zhuang, words):
    client = sign_in(alice)
    page = client.get(client.post(f"/meetings/{visit.id}/capture/", data=form(zhuang, words=words)).location).text
    page = re.sub(r"<template.*?</template>|data-json=\"[^\"]*\"", "", page, flags=re.S)
    reply = page[page.index("data-reply") : page.index("</li>", page.index("data-reply"))]
    assert "reply-next" not in reply
    assert "If there are times we should keep clear of" in reply
    assert "This sounds like “Life”" in reply
    assert "That comes before anything else" in reply
    thanks = re.search('reply-thanks">([^<]+)<', reply)[1]
    assert thanks in {text.en for text in capture_words().at_home}


def test_it_receives_a_private_word_and_asks_no_further(sign_in, alice, visit, zhuang):
    client = sign_in(alice)
    page = client.get(client.post(f"/meetings/{visit.id}/capture/", data=form(zhuang, layer="life")).location).text
    page = re.sub(r"<template.*?</template>", "", page, flags=re.S)
    assert "reply-thanks" in page
    assert "reply-next" not in page
    assert '<details class="more folded">' in page


def test_it_takes_only_who_was_there_and_the_same_form_once(sign_in, alice, charlie, save, visit, zhuang, fetch):
    client = sign_in(alice)
    foreign = save(person(charlie, "外人", at=organisation(charlie)))
    absent = save(person(alice, "不在场"))
    for who in (foreign, absent):
        assert "Not a valid choice" in client.post(f"/meetings/{visit.id}/capture/", data=form(who)).text
    sent = form(zhuang)
    for _ in range(2):
        client.post(f"/meetings/{visit.id}/capture/", data=sent)
    assert len(fetch(select(Kpi))) == len(fetch(select(KpiVersion))) == 1


def test_a_refused_entry_keeps_every_field(sign_in, alice, visit, zhuang, fetch):
    page = (
        sign_in(alice)
        .post(
            f"/meetings/{visit.id}/capture/",
            data=form(zhuang, words="", importance="5") | {"facets-target": "压到七天半"},
        )
        .text
    )
    assert "Write down what they said" in page
    assert "压到七天半" in page
    assert fetch(select(Kpi)) == []


def test_relayed_words_may_be_somebodys_who_was_not_there(sign_in, alice, save, visit, zhuang, fetch):
    boss = save(person(alice, "贺院长", at=zhuang.posts[0].organisation))
    sent = form(zhuang, source="relayed", told_by_id=str(zhuang.id), other_person_id=str(boss.id))
    sign_in(alice).post(f"/meetings/{visit.id}/capture/", data=sent)
    (kpi,) = fetch(select(Kpi))
    assert (kpi.person_id, kpi.told_by_id) == (boss.id, zhuang.id)


def test_a_draft_can_be_dropped_by_its_writer_only(sign_in, alice, bob, save, visit, fetch):
    draft = save(KpiDraft(id=uuid.uuid4(), workspace_id=alice.workspace_id, created_by_id=alice.id, meeting_id=visit.id, content={"words": [[str(uuid.uuid4()), "半句"]]}))  # fmt: skip
    sign_in(bob).post(f"/meetings/{visit.id}/capture/", data={"drop": str(draft.id)})
    assert len(fetch(select(KpiDraft))) == 1
    assert "半句" in sign_in(alice).get(f"/meetings/{visit.id}/capture/").text
    sign_in(alice).post(f"/meetings/{visit.id}/capture/", data={"drop": str(draft.id)})
    assert fetch(select(KpiDraft)) == []


def test_questions_are_marked_one_by_one_and_unmarked(sign_in, alice, visit, fetch):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    item = fetch(select(GuideItem).order_by(GuideItem.position))[0]
    address = f"/meetings/{visit.id}/guide/items/{item.id}/mark"
    assert client.post(address, data={"status": "asked", "item": "1"}).status_code == 302
    assert client.post(address, data={"status": "answered"}, headers={"X-Requested-With": "fetch"}).status_code == 204
    assert client.post(address, data={"status": "nonsense"}).status_code == 400
    assert fetch(select(GuideItem).where(GuideItem.id == item.id))[0].status is GuideItemStatus.ANSWERED
    page = client.get(f"/meetings/{visit.id}/capture/").text
    (form,) = re.findall(rf'action="{address}"(.*?)</form>', page, re.DOTALL)
    assert re.findall(r'name="status" value="(\w+)" aria-pressed="(\w+)"', form) == [
        ("asked", "false"),
        ("planned", "true"),
        ("skipped", "false"),
    ]
    client.post(address, data={"status": "planned"})
    assert fetch(select(GuideItem).where(GuideItem.id == item.id))[0].status is GuideItemStatus.PLANNED
