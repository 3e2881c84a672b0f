"""The capture page as a plain form: everything works without JavaScript."""

import re
import uuid

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import GuideItemStatus
from kpi_assistant.models import GuideItem, Kpi, KpiDraft, KpiVersion
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
    client.post(address, data={"status": "answered"})
    assert fetch(select(GuideItem).where(GuideItem.id == item.id))[0].status is GuideItemStatus.PLANNED
