"""Who can open a door: chains with reasons, made of one's own team's ties and of nothing private."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest

from kpi_assistant.domain.vocabulary import Fit, Layer, TieKind, TieStrength, TouchKind, TrustStage
from kpi_assistant.models import Kpi, Promise, Response, Tie, Touch
from kpi_assistant.models.base import utc_now
from tests.views.kpi_cast import organisation, person

REMARK = "一起跑马拉松"


def tie(owner, first, second, kind=TieKind.CLASSMATE, **more):
    return Tie(
        workspace_id=owner.workspace_id, from_person_id=first.id, to_person_id=second.id, kind=kind, **more
    )  # fmt: skip


@pytest.fixture
def line(alice, save):
    """We know Bian (S3), Bian studied with Jiang, Jiang reports to Director He, whom we have not met."""
    bian = save(person(alice, "卞小禾", stage=TrustStage.S3))
    jiang = save(person(alice, "蒋宁", stage=TrustStage.S0))
    director = save(person(alice, "贺怀川", organisation(alice), stage=TrustStage.S0))
    save(
        tie(alice, bian, jiang, strength=TieStrength.STRONG, remark=REMARK),
        tie(alice, jiang, director, TieKind.REPORTS_TO),
        Touch(
            workspace_id=alice.workspace_id, person_id=bian.id, kind=TouchKind.CALL,
            happened_at=utc_now() - dt.timedelta(days=9),
        ),
    )  # fmt: skip
    return bian, jiang, director


def test_it_shows_the_chain_with_a_reason_for_every_step(sign_in, alice, line):
    page = sign_in(alice).get(f"/people/{line[2].id}/doors").text
    assert page.index("卞小禾") < page.index("Classmate of 蒋宁") < page.index("Reports to 贺怀川")
    assert "Trusted · last contact 9 days ago" in page
    assert "2 ties" in page


def test_days_are_counted_where_the_member_is(sign_in, alice, line, save):
    """Midnight in Shanghai is still yesterday in UTC."""
    zone = ZoneInfo("Asia/Shanghai")
    midnight = dt.datetime.combine(utc_now().astimezone(zone).date(), dt.time(), zone)
    save(Touch(workspace_id=alice.workspace_id, person_id=line[0].id, kind=TouchKind.CALL, happened_at=midnight))
    assert "Trusted · in contact today" in sign_in(alice).get(f"/people/{line[2].id}/doors").text


def test_a_teammate_sees_it_and_a_stranger_does_not(sign_in, bob, charlie, line):
    assert "卞小禾" in sign_in(bob).get(f"/people/{line[2].id}/doors").text
    assert sign_in(charlie).get(f"/people/{line[2].id}/doors").status_code == 404


def test_a_tie_of_another_team_opens_nothing(sign_in, alice, charlie, line, save):
    """Even a tie that names our person's id: the row is another workspace's."""
    _bian, _jiang, director = line
    spy = save(person(alice, "丁一", stage=TrustStage.S4))
    save(tie(charlie, spy, director, TieKind.FAMILY))
    assert "丁一" not in sign_in(alice).get(f"/people/{director.id}/doors").text


def test_a_promise_about_a_teammates_private_words_is_not_given_away(sign_in, alice, bob, line, save):
    bian = line[0]
    kpi = Kpi(
        id=uuid.uuid4(), workspace_id=alice.workspace_id, created_by_id=bob.id, person_id=bian.id,
        layer=Layer.MINDSET, said_on=dt.date(2026, 1, 1),
    )  # fmt: skip
    save(kpi)
    response = Response(workspace_id=alice.workspace_id, created_by_id=bob.id, kpi_id=kpi.id, fit=Fit.NOT_YET)
    save(response)
    save(
        Promise(
            workspace_id=alice.workspace_id, created_by_id=bob.id, person_id=bian.id, response_id=response.id,
            text="x", due_on=dt.date(2026, 1, 2),
        )
    )  # fmt: skip
    sentence = "We owe them a late promise"
    assert sentence in sign_in(bob).get(f"/people/{line[2].id}/doors").text
    assert sentence not in sign_in(alice).get(f"/people/{line[2].id}/doors").text


def test_somebody_at_the_same_place_is_a_door_that_is_called_what_it_is(sign_in, alice, save):
    hospital = save(organisation(alice))
    target = save(person(alice, "贺怀川", hospital, stage=TrustStage.S0))
    save(person(alice, "庄敏", hospital, stage=TrustStage.S2))
    page = sign_in(alice).get(f"/people/{target.id}/doors").text
    assert "Works where 贺怀川 works" in page


def test_without_a_way_it_asks_for_one_tie(sign_in, alice, save):
    target = save(person(alice, "贺怀川", stage=TrustStage.S0))
    assert "One tie is enough" in sign_in(alice).get(f"/people/{target.id}/doors").text
