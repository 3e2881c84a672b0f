"""The worked example of the domain brief, section 8.3, from the sample data: two readers, one record, no word between."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from kpi_assistant.database import act_as, get_session
from kpi_assistant.domain.vocabulary import Edition, Fit, KpiStatus, Layer, PromiseKind
from kpi_assistant.models import Brief, Kpi, Member, Person, Promise, Response
from kpi_assistant.services.briefs import frozen_edition
from kpi_assistant.services.demo import load_demo
from tests.views.brief_cast import brief_form, packed, text_of

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
HERS = ("核心系统恢复压到一小时以内", "影像那边恢复用了六个多小时", "我到现在拿不出一张清单")
HIS = ("三分钟讲清楚", "病人的东西")
PRIVATE = ("老家", "头一年我得把一件事做漂亮", "名声")
OTHERS = ("姚其昌", "卞小禾", "陆知远", "秦守正", "苏佩", "老张")


@pytest.fixture
def demo(app, alice):
    """The sample data as the demo loads it, with every open KPI of the two readers answered."""
    with app.app_context():
        session = get_session()
        act_as(session, alice.id, alice.workspace_id)
        member = session.get_one(Member, alice.id)
        member.locale = "zh_CN"
        load_demo(session, member, NOW)
        session.flush()
        people = {row.name: row for row in session.scalars(select(Person))}
        readers = [people["庄敏"], people["贺怀川"]]
        silent = session.scalars(
            select(Kpi).where(Kpi.person_id.in_([row.id for row in readers]), Kpi.status == KpiStatus.OPEN)
        )
        for kpi in silent.all():
            if kpi.response is None:
                session.add(_ask_again(member, kpi))
        session.commit()
    return {name: people[name] for name in ("庄敏", "贺怀川")}


def _ask_again(member, kpi):
    ids = {"workspace_id": member.workspace_id, "created_by_id": member.id}
    answer = Response(id=uuid.uuid4(), **ids, kpi=kpi, fit=Fit.NOT_YET,
                      wording=dict.fromkeys(("quote", "say", "do", "show", "expected", "condition", "needed"), ""))  # fmt: skip
    answer.promises = [
        Promise(id=uuid.uuid4(), **ids, person_id=kpi.person_id, kind=PromiseKind.ASK_AGAIN,
                text="下次当面再问一次", due_on=dt.date(2099, 1, 8))
    ]  # fmt: skip
    return answer


def made(client, fetch, person, **more):
    form = brief_form(**more)
    answer = client.post(f"/briefs/for/{person.id}", data=form)
    assert answer.status_code == 302, answer.text[answer.text.find("stop") : answer.text.find("stop") + 1500]
    (brief,) = fetch(select(Brief).where(Brief.id == uuid.UUID(form["id"])))
    return brief


def test_each_reader_gets_their_own_words_and_nobody_elses(sign_in, alice, demo, fetch):
    client = sign_in(alice)
    hers = made(client, fetch, demo["庄敏"])
    his = made(client, fetch, demo["贺怀川"])
    her_paper, his_paper = text_of(client, hers), text_of(client, his)
    assert all(packed(words) in her_paper for words in HERS)
    assert not any(packed(words) in his_paper for words in HERS)
    theirs = fetch(select(Kpi).where(Kpi.person_id == demo["贺怀川"].id, Kpi.layer == Layer.WORK))
    assert len(theirs) >= 2
    for words in (*PRIVATE, *OTHERS, "S1", "S2", "S3"):
        assert packed(words) not in her_paper, words
        assert packed(words) not in his_paper, words
    assert "贺怀川" not in her_paper
    assert "庄敏" not in his_paper
    assert "庄主任" not in his_paper


def test_they_stand_in_the_order_of_their_weight(sign_in, alice, demo, fetch):
    client = sign_in(alice)
    hers = frozen_edition(made(client, fetch, demo["庄敏"]))
    quotes = [answer.quote for answer in (*hers.answers, *hers.further)]
    places = [next(index for index, quote in enumerate(quotes) if words in quote) for words in HERS]
    assert places == sorted(places)
    assert not any("等级评审" in quote or "等级复评" in quote for quote in quotes)  # achieved, so not written any more
    his = frozen_edition(made(client, fetch, demo["贺怀川"]))
    assert "三分钟" in his.answers[0].quote
    assert len(his.answers) == 3


def test_the_internal_edition_holds_what_neither_reader_sees(sign_in, alice, demo, fetch):
    client = sign_in(alice)
    paper = text_of(client, made(client, fetch, demo["庄敏"], edition=Edition.INTERNAL.value))
    for words in ("老家", "头一年我得把一件事做漂亮", "贺怀川", "周五要报的表", "内部资料·含个人信息·不得外发"):
        assert packed(words) in paper, words
