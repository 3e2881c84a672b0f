"""Answers to KPIs: proposed with reasons, checked, honest about "not yet", private where the KPI is."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Fit, PromiseKind
from kpi_assistant.models import AuditEntry, Promise, Response, ResponseCapability, ResponseProof
from kpi_assistant.models.base import utc_now
from tests.views.answer_cast import (
    SOON,
    STATEMENT_EN,
    answer_form,
    capability,
    kpi,
    proof,
)
from tests.views.kpi_cast import meeting, person
from tests.views.response_cast import NOT_YET, asked, backup, figure, zhuang  # noqa: F401 - fixtures


def test_it_keeps_the_answer_with_its_capability_and_proof(sign_in, alice, asked, backup, figure, zhuang, fetch):
    client = sign_in(alice)
    form = answer_form(capability_ids=[backup.id], proof_ids=[figure.id], needed="两个周末窗口")
    answer = client.post(f"/responses/{asked.id}", data=form)
    assert answer.location == f"/responses/?person={zhuang.id}#answer-{asked.id}"
    (saved,) = fetch(select(Response))
    assert (saved.kpi_id, saved.fit, saved.wording["needed"]) == (asked.id, Fit.DIRECT, "两个周末窗口")
    assert [row.capability_id for row in fetch(select(ResponseCapability))] == [backup.id]
    assert [row.proof_id for row in fetch(select(ResponseProof))] == [figure.id]
    page = client.get(f"/responses/?person={zhuang.id}").text
    assert "1 KPI" in page
    assert "1 with proof" in page
    assert STATEMENT_EN in page


def test_it_proposes_with_reasons_and_offers_starters_in_their_words(sign_in, alice, asked, backup, figure):
    page = sign_in(alice).get(f"/responses/{asked.id}").text
    assert backup.name_en in page
    assert 'class="reasons"' in page
    assert "You said" in page
    assert "1小时以内" in page


def test_it_says_plainly_that_nothing_fits(sign_in, alice, zhuang, backup, save):
    wish = save(kpi(alice, zhuang, "食堂的菜能不能换个花样"))
    page = sign_in(alice).get(f"/responses/{wish.id}").text
    assert "Nothing we offer fits this" in page
    assert "1 other capability" in page


def test_a_starter_is_put_in_without_saving(sign_in, alice, asked, backup, fetch):
    page = sign_in(alice).post(f"/responses/{asked.id}", data=answer_form(say="", use="say")).text
    assert "〔what〕" in page.split("</textarea>")[0]
    assert fetch(select(Response)) == []


@pytest.mark.parametrize(
    "expected", ["从 6 到 1", "6 小时到 1 小时", "1 到 2 小时", "from 6 to 1", "2026 年 12 月 5 日到 3 台"]
)
def test_a_movement_is_no_turned_range(sign_in, alice, asked, fetch, expected):
    page = sign_in(alice).post(f"/responses/{asked.id}", data=answer_form(expected=expected, condition="先分级"))
    assert "A range begins" not in page.text


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"fit": ""}, "Choose how far we can answer it."),
        ({"do": ""}, "Choose a capability, or write below what we do."),
        ({"say": "您说「恢复」。〔做什么〕"}, "Still to be filled in: 〔做什么〕"),
        ({"expected": "1到2小时"}, "A forecast without its condition"),
        ({"expected": "2 到 1", "condition": "先分级"}, "A range begins with the smaller figure."),
        ({"quote": "院长给我的期限是后年"}, "Only their own words"),
        ({"promise_text": "发实测报告"}, "Choose the day it is due."),
        ({"promise_due_on": str(SOON)}, "Say what is due that day."),
        (NOT_YET | {"promise_kind": "deliver"}, "needs a way on"),
        (NOT_YET | {"promise_kind": ""}, "needs a way on"),
        (NOT_YET | {"promise_text": ""}, "needs a way on"),
        (NOT_YET | {"promise_due_on": ""}, "Choose the day it is due."),
        (NOT_YET | {"promise_due_on": "2020-01-01"}, "This day has passed. Choose today or a later day."),
        ({"do": "保证通过测评"}, "A guarantee"),
        ({"needed": "给您报销差旅"}, "Paying their expenses"),
        ({"promise_text": "送两张购物卡", "promise_due_on": str(SOON)}, "A gift"),
    ],
)
def test_it_refuses_with_a_sentence_and_keeps_what_was_typed(sign_in, alice, asked, fetch, change, problem):
    page = sign_in(alice).post(f"/responses/{asked.id}", data=answer_form(show="一页纸的计时表") | change).text
    assert problem in page
    assert "一页纸的计时表" in page
    assert fetch(select(Response)) == fetch(select(Promise)) == []


def test_a_refused_compliance_word_leaves_its_rule_and_not_the_word(sign_in, alice, asked, fetch):
    sign_in(alice).post(f"/responses/{asked.id}", data=answer_form(promise_text="送购物卡", promise_due_on=str(SOON)))
    (entry,) = fetch(select(AuditEntry).where(AuditEntry.action == "refused"))
    assert (entry.fields, entry.member_id) == (["gift"], alice.id)


def test_not_yet_makes_its_promise(sign_in, alice, asked, zhuang, fetch):
    client = sign_in(alice)
    client.post(f"/responses/{asked.id}", data=answer_form(**NOT_YET))
    (promise,) = fetch(select(Promise))
    assert (promise.person_id, promise.kind, promise.due_on) == (zhuang.id, PromiseKind.FIND_OUT, SOON)
    assert "1 not yet" in client.get(f"/responses/?person={zhuang.id}").text


def test_an_open_promise_is_changed_and_never_blanked(sign_in, alice, asked, fetch):
    client = sign_in(alice)
    client.post(f"/responses/{asked.id}", data=answer_form(**NOT_YET))
    seen = fetch(select(Response))[0].updated_at.isoformat()
    page = client.post(f"/responses/{asked.id}", data=answer_form(seen=seen)).text
    assert "Mark it as kept or give it up" in page
    client.post(f"/responses/{asked.id}", data=answer_form(**NOT_YET | {"seen": seen, "promise_text": "带上备份专家"}))
    assert [row.text for row in fetch(select(Promise))] == ["带上备份专家"]


def test_it_takes_two_capabilities_and_not_three(sign_in, alice, asked, save, fetch):
    rows = [save(capability(alice, name_en=f"Capability {number}")) for number in range(3)]
    client = sign_in(alice)
    page = client.post(f"/responses/{asked.id}", data=answer_form(capability_ids=[row.id for row in rows])).text
    assert "Choose two at most." in page
    assert fetch(select(Response)) == []
    client.post(f"/responses/{asked.id}", data=answer_form(capability_ids=[row.id for row in rows[:2]]))
    assert len(fetch(select(ResponseCapability))) == 2


def test_it_refuses_capabilities_and_proofs_of_another_team(sign_in, alice, charlie, asked, save, fetch):
    foreign = save(capability(charlie))
    cited = save(proof(foreign))
    client = sign_in(alice)
    for field, row in (("capability_ids", foreign), ("proof_ids", cited), ("capability_ids", alice)):
        client.post(f"/responses/{asked.id}", data=answer_form(**{field: [row.id]}))
    assert fetch(select(Response)) == []


def test_a_struck_proposal_is_not_made_again_and_can_be_taken_back(sign_in, alice, asked, backup, fetch):
    client = sign_in(alice)
    assert "Not this" in client.get(f"/responses/{asked.id}").text
    page = client.post(f"/responses/{asked.id}", data=answer_form(strike=backup.id, say="写到一半")).text
    assert "写到一半" in page
    assert "is not proposed for this any more" in page
    assert "Not this" not in client.get(f"/responses/{asked.id}").text
    assert fetch(select(Response)) == []
    client.post(f"/responses/{asked.id}", data=answer_form(restore=backup.id))
    assert "Not this" in client.get(f"/responses/{asked.id}").text


def test_without_proof_it_says_that_an_intention_prints(sign_in, alice, asked, backup):
    page = (
        sign_in(alice)
        .post(f"/responses/{asked.id}", data=answer_form(capability_ids=[backup.id]), follow_redirects=True)
        .text
    )
    assert "it prints as an intention" in page


def test_a_number_without_proof_is_pointed_out_beside_the_field(sign_in, alice, asked, backup, figure, fetch):
    form = answer_form(capability_ids=[backup.id], proof_ids=[figure.id], do="恢复用时降低了70%。")
    client = sign_in(alice)
    listed = client.post(f"/responses/{asked.id}", data=form, follow_redirects=True).text
    assert len(fetch(select(Response))) == 1
    assert "deserve another look" in listed
    assert f'href="/responses/{asked.id}">Look at it again' in listed
    assert "A number without proof" in client.get(f"/responses/{asked.id}").text
    proven = form | {"do": "38分钟恢复。", "seen": fetch(select(Response))[0].updated_at.isoformat()}
    assert "deserve another look" not in client.post(f"/responses/{asked.id}", data=proven, follow_redirects=True).text
    assert "A number without proof" not in client.get(f"/responses/{asked.id}").text


def test_two_people_answering_at_once_lose_nothing(sign_in, alice, bob, asked, fetch):
    sign_in(bob).post(f"/responses/{asked.id}", data=answer_form(say="鲍勃的说法"))
    page = sign_in(alice).post(f"/responses/{asked.id}", data=answer_form(say="爱丽丝的说法")).text
    assert "鲍勃的说法" in page
    assert "爱丽丝的说法" in page
    assert fetch(select(Response))[0].wording["say"] == "鲍勃的说法"


@pytest.mark.parametrize("form", [NOT_YET, {}])
def test_a_double_tap_is_one_answer(sign_in, alice, asked, fetch, form):
    client = sign_in(alice)
    codes = [client.post(f"/responses/{asked.id}", data=answer_form(**form)).status_code for _ in range(2)]
    assert codes == [302, 302]
    assert len(fetch(select(Response))) == 1
    assert len(fetch(select(Promise))) == (1 if form else 0)


def test_an_introduction_names_somebody_of_ones_own_circle(sign_in, alice, charlie, asked, save, fetch):
    expert = save(person(alice, "卞小禾"))
    stranger = save(person(charlie, "别人家的人"))
    client = sign_in(alice)
    page = client.get(f"/responses/{asked.id}").text
    assert "卞小禾" in page
    assert "别人家的人" not in page
    way = NOT_YET | {"promise_kind": "introduce", "promise_text": ""}
    refused = client.post(f"/responses/{asked.id}", data=answer_form(**way, promise_other_id=stranger.id)).text
    assert "别人家的人" not in refused
    assert fetch(select(Promise)) == []
    client.post(f"/responses/{asked.id}", data=answer_form(**way, promise_other_id=expert.id))
    (promise,) = fetch(select(Promise))
    assert (promise.kind, promise.other_person_id, promise.text) == (
        PromiseKind.INTRODUCE,
        expert.id,
        "Introduce 卞小禾",
    )


def test_one_tap_not_yet_comes_dated_and_saves_as_it_stands(sign_in, alice, asked, zhuang, save, fetch):
    client = sign_in(alice)
    page = client.get(f"/responses/{asked.id}?begin=ask_again").text
    (due,) = re.findall(r'name="promise_due_on"[^>]* value="([\d-]+)"', page)
    assert dt.date.fromisoformat(due) == alice.day_of(utc_now()) + dt.timedelta(days=14)
    planned = save(meeting(alice, zhuang, starts_at=utc_now() + dt.timedelta(days=5)))
    page = client.get(f"/responses/{asked.id}?begin=ask_again").text
    (due,) = re.findall(r'name="promise_due_on"[^>]* value="([\d-]+)"', page)
    assert dt.date.fromisoformat(due) == alice.day_of(planned.starts_at)
    sent = NOT_YET | {"promise_kind": "ask_again", "promise_text": "当面再听您细说", "promise_due_on": due}
    assert client.post(f"/responses/{asked.id}", data=answer_form(**sent)).status_code == 302
    ((on,),) = [(row.due_on,) for row in fetch(select(Promise))]
    assert on.isoformat() == due
