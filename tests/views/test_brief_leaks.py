"""Withheld words are found wherever a seller put them: in a facet, an answer, on the paper or only in its attachment."""

import datetime as dt
import re
import uuid

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Facet, Layer, ReactionKind, ShareScope, Source, TouchKind
from kpi_assistant.models import (
    Brief,
    Capability,
    KpiDraft,
    KpiVersion,
    Organisation,
    Proof,
    Reaction,
    Touch,
)
from tests.views.answer_cast import PRIVATE_WORDS, SOON, facet, kpi, response
from tests.views.brief_cast import DO, NOTE, answered, brief_form, zhuang  # noqa: F401 - fixtures
from tests.views.kpi_cast import meeting, organisation, person
from tests.views.test_brief_refusals import reword

WORDS = "老系统的运维费已经拖了两年没有付清"
REFUSED = "Not released: withheld words stand in it"
INTERNAL = ShareScope.INTERNAL_ONLY


@pytest.fixture
def make(sign_in, alice, zhuang, fetch):
    """Try to make the customer edition; True when it was made."""

    def make(member=alice, **more):
        page = sign_in(member).post(f"/briefs/for/{zhuang.id}", data=brief_form(anyway="zh_CN", **more)).text
        is_made = bool(fetch(select(Brief)))
        assert is_made or REFUSED in page, page
        return "" if is_made else page

    return make


@pytest.mark.parametrize("slipped_in", ["life", "note", "name", "relayed"])
@pytest.mark.parametrize("into", [Facet.METRIC, Facet.BASELINE, Facet.DEADLINE])
def test_a_withheld_word_in_a_printed_facet_is_found(alice, zhuang, answered, save, fetch, make, slipped_in, into):
    save(person(alice, "贺庭山", at=fetch(select(Organisation))[0]))
    save(response(save(kpi(alice, zhuang, WORDS, source=Source.RELAYED)), say="x"))
    texts = {"life": f"她说{PRIVATE_WORDS}", "note": NOTE, "name": "贺庭山私下说做不到", "relayed": WORDS}
    told = [facet(into, texts[slipped_in]), facet(Facet.TARGET, "少加班")]
    asked = save(kpi(alice, zhuang, "我们每周要少加两次班才行", facets=told))
    save(response(asked, fetch(select(Capability))[0], fetch(select(Proof))[0], do=DO))
    excerpts = {"life": PRIVATE_WORDS[:8], "note": NOTE, "name": "贺庭山", "relayed": WORDS}
    assert f"<q>{excerpts[slipped_in]}" in make()


def test_the_facets_of_a_private_kpi_do_not_clear_themselves_in_a_printed_one(
    alice, zhuang, answered, save, fetch, make
):
    save(
        response(
            save(kpi(alice, zhuang, "另一句", Layer.LIFE, facets=[facet(Facet.TARGET, "每个周末回老家看母亲")])),
            say="x",
        )
    )
    told = [facet(Facet.TARGET, "每个周末回老家看母亲")]
    asked = save(kpi(alice, zhuang, "我们每周要少加两次班才行", facets=told))
    save(response(asked, fetch(select(Capability))[0], fetch(select(Proof))[0], do=DO))
    assert "每个周末回老家看母亲" in make()


def test_a_facet_said_with_the_printed_kpi_is_theirs(alice, zhuang, answered, save, fetch, make):
    """Also where somebody else spoke of the same number, and what is offered is called as they called it."""
    boss = save(person(alice, "贺庭山", at=fetch(select(Organisation))[0]))
    save(
        response(save(kpi(alice, boss, "想上勒索恢复与防篡改备份", facets=[facet(Facet.METRIC, "恢复时长")])), say="x")
    )
    told = [
        (Facet.METRIC, "恢复时长"),
        (Facet.BASELINE, "影像那边恢复要六个多小时"),
        (Facet.TARGET, "一小时以内能把门诊恢复起来"),
    ]
    told += [(Facet.OBSTACLES, "影像那边恢复要六个多小时，没有备用机柜")]
    asked = save(kpi(alice, zhuang, "门诊停不起，恢复要快。", facets=[facet(*each) for each in told]))
    save(response(asked, fetch(select(Capability))[0], fetch(select(Proof))[0], do=DO))
    assert make() == ""


def test_a_colleague_is_shown_the_facet_that_holds_what_is_not_theirs_to_read(
    alice, bob, zhuang, answered, save, fetch, make
):
    save(response(save(kpi(bob, zhuang, "女儿明年高考，这一年晚上都要早点到家", Layer.LIFE))))
    told = [facet(Facet.BASELINE, "这一年晚上都要早点到家"), facet(Facet.TARGET, "少加班")]
    asked = save(kpi(alice, zhuang, "我们每周要少加两次班才行", facets=told))
    save(response(asked, fetch(select(Capability))[0], fetch(select(Proof))[0], do=DO))
    page = make()
    assert "told in confidence, in: what is noted of its number or its day" in page
    assert "这一年晚上" not in page


def test_what_is_only_attached_is_found_at_once_too(alice, zhuang, answered, save, fetch, make):
    """Where the day is known the paper prints it, and their own wording of it goes along in the data."""
    told = [facet(Facet.DEADLINE, NOTE), facet(Facet.TARGET, "少加班")]
    asked = save(kpi(alice, zhuang, "我们每周要少加两次班才行", facets=told, deadline_on=SOON))
    save(response(asked, fetch(select(Capability))[0], fetch(select(Proof))[0], do=DO))
    assert f"<q>{NOTE}" in make()


def earlier_version(alice, zhuang, save, fetch):
    row = kpi(alice, zhuang, WORDS, share_scope=INTERNAL)
    again = KpiVersion(number=2, created_by_id=alice.id)
    again.keep("运维费的事再议", private=False)
    row.versions.append(again)
    save(response(save(row), say="x"))


def remark(alice, zhuang, save, fetch):
    save(response(save(kpi(alice, zhuang, "今年先把账理清楚", share_scope=INTERNAL, remark=WORDS)), say="x"))


def reaction(alice, zhuang, save, fetch):
    boss = save(person(alice, "贺庭山", at=fetch(select(Organisation))[0]))
    answer = save(response(save(kpi(alice, boss, "外泄零容忍出一次就是事故")), say="x"))
    ids = {"workspace_id": alice.workspace_id, "created_by_id": alice.id, "response_id": answer.id}
    save(Reaction(**ids, kind=ReactionKind.DOUBTFUL, words=WORDS, happened_on=dt.date(2026, 9, 3)))


def touch(alice, zhuang, save, fetch):
    ids = {"workspace_id": alice.workspace_id, "created_by_id": alice.id, "person_id": zhuang.id}
    save(Touch(**ids, kind=TouchKind.CALL, happened_at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC), remark=WORDS))


def begun_entry(alice, zhuang, save, fetch, layer="life", words=WORDS):
    ids = {"workspace_id": alice.workspace_id, "created_by_id": alice.id, "meeting_id": save(meeting(alice, zhuang)).id}
    save(KpiDraft(id=uuid.uuid4(), **ids, content={"layer": [["1", layer]], "words": [["2", words]]}))


def begun_facet(alice, zhuang, save, fetch):
    ids = {"workspace_id": alice.workspace_id, "created_by_id": alice.id, "meeting_id": save(meeting(alice, zhuang)).id}
    content = {"layer": [["1", "mindset"]], "facets-consequence": [["2", WORDS], ["3", "再说"]]}
    save(KpiDraft(id=uuid.uuid4(), **ids, content=content))


def far_kpi(alice, zhuang, save, fetch, scope=INTERNAL, name="远山青"):
    far = save(person(alice, name, at=save(organisation(alice, f"{name}的医院"))))
    save(response(save(kpi(alice, far, WORDS, share_scope=scope)), say="x"))


PLACES = [earlier_version, remark, reaction, touch, begun_entry, begun_facet, far_kpi]


@pytest.mark.parametrize("kept_as", PLACES, ids=lambda each: each.__name__)
def test_what_is_kept_to_ourselves_is_found_in_an_answer(alice, zhuang, answered, save, app, fetch, make, kept_as):
    kept_as(alice, zhuang, save, fetch)
    reword(app, fetch, answered, do=f"考虑到{WORDS[2:13]}，先做摸底")
    assert re.search(f"<q>{WORDS[2:6]}", make())
    reword(app, fetch, answered, do=DO)
    assert make() == ""


def test_an_unfinished_confidence_of_a_colleague_is_stopped_and_not_shown(
    alice, bob, zhuang, answered, save, app, fetch, make
):
    begun_entry(bob, zhuang, save, fetch)
    reword(app, fetch, answered, do=f"考虑到{WORDS}，先做摸底")
    page = make()
    assert "Something a colleague was told in confidence, in: what we do" in page
    assert WORDS[2:13] not in page


def test_what_may_be_told_to_anyone_is_no_secret(alice, zhuang, answered, save, app, fetch, make):
    far_kpi(alice, zhuang, save, fetch, ShareScope.PUBLIC_OK)
    reword(app, fetch, answered, do=f"考虑到{WORDS}，先做摸底")
    assert make() == ""


def test_what_three_people_far_away_say_alike_is_common_speech(alice, zhuang, answered, save, app, fetch, make):
    reword(app, fetch, answered, do=f"考虑到{WORDS}，先做摸底")
    for name in ("远山青", "方远志"):
        far_kpi(alice, zhuang, save, fetch, name=name)
    assert make()
    far_kpi(alice, zhuang, save, fetch, name="康远明")
    assert make() == ""
