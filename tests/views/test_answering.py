"""Working down the open KPIs of a person or a project: in order, onwards after each, with the coverage in sight."""

import datetime as dt
import uuid

import pytest
from sqlalchemy.orm import Session

from kpi_assistant.domain.brief import Addressee, BriefRecord, Sender
from kpi_assistant.domain.brief_internal import Coverage, coverage
from kpi_assistant.domain.vocabulary import Fit, KpiStatus, Layer, Source
from kpi_assistant.models import Kpi, Person, Project
from kpi_assistant.services.answering import coverage_of, open_kpis, open_order
from kpi_assistant.services.kpi_facts import kpi_facts
from kpi_assistant.services.responses import response_facts
from tests.views.answer_cast import PRIVATE_WORDS, answer_form, capability, kpi, proof, response
from tests.views.kpi_cast import NOON, meeting, person

TODAY = dt.date(2026, 11, 25)


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice))


@pytest.fixture
def three(save, alice, zhuang):
    """The heaviest first."""
    return [save(kpi(alice, zhuang, f"第{number}件要紧的事", importance=6 - number)) for number in (1, 2, 3)]


def test_saving_goes_on_to_the_next_without_an_answer(sign_in, alice, zhuang, three):
    client = sign_in(alice)
    first, second, third = (f"/responses/{row.id}" for row in three)
    assert client.get(f"/responses/next?person={zhuang.id}").location == first
    assert client.post(second, data=answer_form()).location == third
    # Round the end: what was passed over is not forgotten.
    assert client.post(third, data=answer_form()).location == first
    assert client.post(first, data=answer_form()).location == f"/responses/?person={zhuang.id}#answer-{three[0].id}"
    assert client.get(f"/responses/next?person={zhuang.id}").location == f"/responses/?person={zhuang.id}"


def test_one_may_go_back_and_leave_one_for_later(sign_in, alice, three):
    page = sign_in(alice).get(f"/responses/{three[1].id}").text
    assert "2 of 3 by weight" in page
    assert f'href="/responses/{three[0].id}" rel="prev"' in page
    assert f'href="/responses/{three[2].id}" rel="next"' in page


def test_a_projects_kpis_are_those_of_its_meetings(sign_in, alice, zhuang, three, save):
    deal = save(Project(id=uuid.uuid4(), workspace_id=alice.workspace_id, created_by_id=alice.id, name="新院区"))
    met = save(meeting(alice, zhuang, project_id=deal.id))
    other = save(person(alice, "姚工"))
    inside = [save(kpi(alice, who, f"会上说的{who.name}", meeting_id=met.id)) for who in (zhuang, other)]
    client = sign_in(alice)
    page = client.get(f"/responses/?project={deal.id}").text
    assert "2 KPIs" in page
    assert inside[0].words in page
    assert inside[1].words in page
    assert three[0].words not in page
    onwards = client.post(f"/responses/{inside[0].id}?project={deal.id}", data=answer_form()).location
    assert onwards == f"/responses/{inside[1].id}?project={deal.id}"


def test_the_coverage_is_in_sight_wherever_one_answers(sign_in, alice, zhuang, three, save):
    backup = save(capability(alice))
    save(response(three[0], backup, save(proof(backup))))
    save(response(three[1]))
    client = sign_in(alice)
    for address in (f"/responses/?person={zhuang.id}", f"/responses/{three[2].id}", f"/people/{zhuang.id}"):
        page = client.get(address).text
        for part in ("3 KPIs", "1 with proof", "1 not yet", "1 to answer"):
            assert part in page, (address, part)


def test_it_counts_as_the_rules_do_and_only_what_one_may_read(app, alice, bob, charlie, zhuang, three, save):
    backup = save(capability(alice))
    outdated = save(proof(backup, valid_until=TODAY - dt.timedelta(days=1)))
    archived = save(proof(backup, archived_at=dt.datetime.now(dt.UTC)))
    save(response(three[0], backup, save(proof(backup, valid_until=TODAY))))
    save(response(three[1], backup, outdated))
    save(response(save(kpi(alice, zhuang, "第四件")), backup, archived))
    save(response(save(kpi(alice, zhuang, "办成了的", status=KpiStatus.MET)), backup))
    save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE))
    with Session(app.extensions["database"].engine) as session:
        about = session.get_one(Person, zhuang.id)
        assert (
            coverage_of(session, alice, about, TODAY) == Coverage(5, 1, 2, 0, 2) == _by_the_rules(session, alice, about)
        )
        assert coverage_of(session, bob, about, TODAY) == Coverage(4, 1, 2, 0, 1) == _by_the_rules(session, bob, about)
        assert coverage_of(session, charlie, about, TODAY).total == 0


def test_the_short_order_is_that_of_the_whole_kpis(app, alice, zhuang, three, save):
    for number in range(20):
        save(
            kpi(
                alice,
                zhuang,
                f"另一件{number}",
                importance=1 + number % 5,
                said_on=dt.date(2026, 1, 1 + number),
                deadline_on=dt.date(2026, 12, 31) if number % 3 else None,
                source=Source.STATED if number % 2 else Source.OBSERVED,
            )
        )
    save(response(three[1]))
    confirmed = save(meeting(alice, zhuang, confirmed_at=NOON))
    for rank in (2, 1):
        save(kpi(alice, zhuang, f"他排第{rank}", importance=1, rank=rank, meeting_id=confirmed.id))
    with Session(app.extensions["database"].engine) as session:
        about = session.get_one(Person, zhuang.id)
        order = open_order(session, alice, about, TODAY)
        rows = open_kpis(session, alice, about, TODAY)
        assert list(order) == [row.id for row in rows]
        assert [row.words for row in rows[:2]] == ["他排第1", "他排第2"]
        assert [kpi_id for kpi_id, is_answered in order.items() if is_answered] == [three[1].id]


def test_the_place_of_what_they_ranked_is_theirs(sign_in, alice, zhuang, three, save):
    confirmed = save(meeting(alice, zhuang, confirmed_at=NOON))
    first = save(kpi(alice, zhuang, "他自己排第一", importance=None, rank=1, meeting_id=confirmed.id))
    client = sign_in(alice)
    page = client.get(f"/responses/?person={zhuang.id}").text
    assert page.count("they ranked it number 1 themselves, how much it matters was not said") == 1
    assert page.index("他自己排第一") < page.index("第1件要紧的事")
    assert "they ranked it" in client.get(f"/responses/{first.id}").text
    assert "they ranked it" not in client.get(f"/responses/{three[0].id}").text


def _by_the_rules(session, member, about):
    rows: list[Kpi] = open_kpis(session, member, about, TODAY)
    return coverage(
        BriefRecord(
            today=TODAY,
            number="",
            sender=Sender("", ""),
            addressee=Addressee(about.id, about.name),
            kpis=tuple(map(kpi_facts, rows)),
            responses=tuple(response_facts(row.response) for row in rows if row.response is not None),
        )
    )


def test_strangers_find_nobody_to_answer(sign_in, charlie, zhuang, three):
    client = sign_in(charlie)
    for address in (f"/responses/next?person={zhuang.id}", f"/responses/?person={zhuang.id}", "/responses/?project=x"):
        assert client.get(address).status_code == 404


def test_a_settled_kpi_can_still_be_answered_and_leads_on(sign_in, alice, zhuang, three, save):
    settled = save(kpi(alice, zhuang, "早先的一件", status=KpiStatus.STALE))
    client = sign_in(alice)
    assert "by weight" not in client.get(f"/responses/{settled.id}").text
    assert client.post(f"/responses/{settled.id}", data=answer_form(fit=Fit.PARTIAL)).location.endswith(
        str(three[0].id)
    )
