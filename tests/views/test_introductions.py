"""A KPI we cannot answer, answered by a person: proposed with reasons, promised, and what came of it."""

import datetime as dt

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import (
    Fit,
    Industry,
    IntroductionOutcome,
    Layer,
    PromiseKind,
    RoleKind,
    TieKind,
    TrustStage,
)
from kpi_assistant.models import Promise, Response, Tie
from tests.views.kpi_cast import organisation, person
from tests.views.test_maps import kpi

WORDS = "同一个模板改了六个单位的名字，可研评审当场念出来"


@pytest.fixture
def hospital(alice, save):
    return save(organisation(alice))


@pytest.fixture
def asked(alice, hospital, save):
    return save(kpi(alice, save(person(alice, "庄敏", hospital, stage=TrustStage.S2)), WORDS))


def expert(owner, save, name="秦越", stage=TrustStage.S3, industry=Industry.HEALTHCARE, **more):
    place = organisation(owner, f"{name}工作室")
    place.industry = industry
    who = person(owner, name, save(place), stage=stage, **more)
    who.posts[0].role_kind = RoleKind.EXPERT
    return save(who)


def test_it_proposes_who_fits_and_says_why(sign_in, alice, asked, save):
    save(person(alice, "姜禾", stage=TrustStage.S2, can_help_with="做过三十多个可研评审，会写可研报告"))
    expert(alice, save)
    page = sign_in(alice).get(f"/kpis/{asked.id}/introduce").text
    assert page.index("姜禾") < page.index("秦越")
    assert "Noted on them: “做过三十多个可研评审" in page
    assert "knows Healthcare" in page


def test_it_proposes_nobody_who_does_not_fit(sign_in, alice, asked, hospital, save):
    save(person(alice, "点头之交", stage=TrustStage.S1, can_help_with="可研评审"))
    save(person(alice, "同院的人", hospital, stage=TrustStage.S4, can_help_with="可研评审"))
    save(person(alice, "养花的人", stage=TrustStage.S4, can_help_with="兰花"))
    expert(alice, save, "别行专家", industry=Industry.FINANCE)
    page = sign_in(alice).get(f"/kpis/{asked.id}/introduce").text
    assert "Nobody on record fits." in page


def test_one_word_that_means_many_things_is_quoted_and_not_interpreted(sign_in, alice, hospital, save):
    who = save(person(alice, "庄敏", hospital, stage=TrustStage.S2))
    asked = save(kpi(alice, who, "安全那一章最磨人"))
    save(person(alice, "姜禾", stage=TrustStage.S4, can_help_with="最懂安全怎么写"))
    page = sign_in(alice).get(f"/kpis/{asked.id}/introduce").text
    assert "both mention 安全" in page
    # The thesaurus knows 安全 from accidents at work; nobody here spoke of any.
    assert "both are about" not in page


def test_whoever_is_promised_already_is_not_proposed_again(sign_in, alice, asked, save):
    helper = expert(alice, save)
    client = sign_in(alice)
    assert f'value="{helper.id}"' in client.get(f"/kpis/{asked.id}/introduce").text
    client.post(f"/kpis/{asked.id}/introduce", data={"helper_id": str(helper.id), "due_on": "2099-12-09"})
    assert f'value="{helper.id}"' not in client.get(f"/kpis/{asked.id}/introduce").text


def test_an_outcome_left_open_is_asked_for_beside_what_was_said(sign_in, alice, asked, save, fetch):
    helper = expert(alice, save)
    client = sign_in(alice)
    client.post(f"/kpis/{asked.id}/introduce", data={"helper_id": str(helper.id), "due_on": "2099-12-09"})
    (promise,) = fetch(select(Promise))
    page = client.post(f"/promises/{promise.id}/outcome", data={"outcome_note": "聊了两个钟头"}).text
    assert "Choose what came of it." in page
    assert "聊了两个钟头" in page
    assert WORDS in page
    assert fetch(select(Promise))[0].outcome is None


def test_it_is_promised_and_becomes_the_answer(sign_in, alice, asked, save, fetch):
    helper = expert(alice, save)
    client = sign_in(alice)
    client.post(f"/kpis/{asked.id}/introduce", data={"helper_id": str(helper.id), "due_on": "2099-12-09"})
    (promise,) = fetch(select(Promise))
    (response,) = fetch(select(Response))
    assert (promise.kind, promise.other_person_id, promise.due_on) == (
        PromiseKind.INTRODUCE, helper.id, dt.date(2099, 12, 9),
    )  # fmt: skip
    assert (promise.text, promise.response_id, response.fit) == ("Introduce 秦越 to 庄敏", response.id, Fit.NOT_YET)
    assert "秦越" in client.get(f"/people/{asked.person_id}").text


def test_what_came_of_it_keeps_the_promise_and_makes_them_acquainted(sign_in, alice, asked, save, fetch):
    helper = expert(alice, save)
    client = sign_in(alice)
    client.post(f"/kpis/{asked.id}/introduce", data={"helper_id": str(helper.id), "due_on": "2099-12-09"})
    (promise,) = fetch(select(Promise))
    client.post(f"/promises/{promise.id}/outcome", data={"outcome": "helped", "outcome_note": "聊了两个钟头"})
    (after,) = fetch(select(Promise))
    assert (after.outcome, after.outcome_note, after.kept_on is not None) == (
        IntroductionOutcome.HELPED, "聊了两个钟头", True,
    )  # fmt: skip
    assert [(tie.from_person_id, tie.to_person_id, tie.kind) for tie in fetch(select(Tie))] == [
        (helper.id, asked.person_id, TieKind.ACQUAINTED)
    ]
    assert "聊了两个钟头" in client.get(f"/kpis/{asked.id}/introduce").text
    client.post(f"/promises/{promise.id}/outcome", data={"outcome": "promised", "outcome_note": ""})
    assert fetch(select(Promise))[0].kept_on is None


def test_a_private_kpi_and_its_introduction_are_the_authors_alone(sign_in, alice, bob, hospital, save, fetch):
    who = save(person(alice, "庄敏", hospital))
    private = save(kpi(alice, who, "想写一本拿出来别人服气的可研", Layer.MINDSET))
    helper = expert(alice, save)
    sign_in(alice).post(f"/kpis/{private.id}/introduce", data={"helper_id": str(helper.id), "due_on": "2099-12-09"})
    (promise,) = fetch(select(Promise))
    other = sign_in(bob)
    assert other.get(f"/kpis/{private.id}/introduce").status_code == 404
    assert other.get(f"/promises/{promise.id}/outcome").status_code == 404
    assert "Introduce 秦越" not in other.get(f"/people/{who.id}").text


def test_a_foreign_helper_is_refused(sign_in, alice, charlie, asked, save, fetch):
    foreign = save(person(charlie, "外人"))
    response = sign_in(alice).post(
        f"/kpis/{asked.id}/introduce", data={"helper_id": str(foreign.id), "due_on": "2099-12-09"}
    )
    assert response.status_code == 404
    assert fetch(select(Promise)) == []


def test_somebody_one_thinks_of_oneself_is_found_by_name_and_promised(sign_in, alice, bob, charlie, asked, save, fetch):
    friend = save(person(alice, "钱伯", stage=TrustStage.S1))
    save(person(charlie, "钱家别人"))
    for reader in (alice, bob):
        page = sign_in(reader).get(f"/kpis/{asked.id}/introduce?q=钱").text
        assert "钱伯" in page
        assert "钱家别人" not in page
    assert "钱伯" not in sign_in(alice).get(f"/kpis/{asked.id}/introduce").text
    assert "Nothing matches “赵”" in sign_in(alice).get(f"/kpis/{asked.id}/introduce?q=赵").text
    data = {"helper_id": str(friend.id), "due_on": "2099-12-09"}
    sign_in(alice).post(f"/kpis/{asked.id}/introduce?q=钱", data=data)
    (promise,) = fetch(select(Promise))
    assert (promise.other_person_id, promise.kind, promise.due_on) == (
        friend.id, PromiseKind.INTRODUCE, dt.date(2099, 12, 9),
    )  # fmt: skip


def test_nobody_is_introduced_to_themselves(sign_in, alice, asked, fetch):
    page = sign_in(alice).get(f"/kpis/{asked.id}/introduce?q=庄").text
    assert f'name="helper_id" value="{asked.person_id}"' not in page
    data = {"helper_id": str(asked.person_id), "due_on": "2099-12-09"}
    assert sign_in(alice).post(f"/kpis/{asked.id}/introduce", data=data).status_code == 400
    assert fetch(select(Promise)) == []
