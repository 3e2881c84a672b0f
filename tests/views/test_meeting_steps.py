"""A meeting's page and its read-back lead on: one button for what comes next, the rest as links."""

import re

import pytest

from kpi_assistant.domain.vocabulary import Fit
from kpi_assistant.models import Guide, Response
from tests.views.answer_cast import kpi
from tests.views.kpi_cast import NOON, meeting, organisation, person


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=organisation(alice)))


@pytest.fixture
def visit(save, alice, zhuang):
    """A meeting of weeks ago that nobody has marked as held."""
    return save(meeting(alice, zhuang, starts_at=NOON))


def steps(page):
    """What the page offers: each step with how it looks."""
    (part,) = re.findall(r'<div class="meeting-steps">(.*?)</div>', page, re.DOTALL)
    return re.findall(r'<(?:a|button) class="(button|link)"[^>]*>([^<]*)<', part)


def test_before_it_the_questions_come_first(sign_in, alice, save, zhuang):
    row = save(meeting(alice, zhuang))
    row.starts_at = row.starts_at.replace(year=2999)
    save(row)
    client = sign_in(alice)
    where = f"/meetings/{row.id}"
    assert steps(client.get(where).text) == [("button", "Prepare the questions"), ("link", "Write down what they say")]
    save(Guide(meeting_id=row.id, minutes=30, workspace_id=alice.workspace_id, created_by_id=alice.id))
    assert steps(client.get(where).text) == [("button", "See the questions"), ("link", "Write down what they say")]


def test_once_it_has_begun_their_words_come_first(sign_in, alice, visit):
    assert steps(sign_in(alice).get(f"/meetings/{visit.id}").text)[0] == ("button", "Write down what they say")


@pytest.mark.parametrize("page", ["", "/read-back"])
def test_once_they_confirmed_it_our_answers_come_next_and_then_the_brief(sign_in, alice, save, zhuang, visit, page):
    said = save(kpi(alice, zhuang, "影像恢复要快", meeting_id=visit.id))
    client = sign_in(alice)
    where = f"/meetings/{visit.id}{page}"
    if page:
        assert "meeting-steps" not in client.get(where).text, "nothing leads away while they listen"
    client.post(f"/meetings/{visit.id}/confirm")
    offered = steps(client.get(where).text)
    assert offered[0] == ("button", "Answer their KPIs")
    assert ("link", "Prepare a brief") in offered
    assert [look for look, _words in offered].count("button") == 1
    save(
        Response(
            kpi_id=said.id, fit=Fit.NOT_YET, wording={"say": "", "do": "", "show": ""},
            workspace_id=alice.workspace_id, created_by_id=alice.id,
        )
    )  # fmt: skip
    offered = steps(client.get(where).text)
    assert offered[0] == ("button", "Prepare a brief")
    assert ("link", "Note how they took it") in offered


def test_it_leads_to_the_one_whose_words_wait(sign_in, alice, save, zhuang):
    silent = save(person(alice, "姚工"))
    row = save(meeting(alice, silent, zhuang, ended_at=NOON))
    save(kpi(alice, zhuang, "影像恢复要快", meeting_id=row.id))
    page = sign_in(alice).get(f"/meetings/{row.id}").text
    assert f"/responses/?person={zhuang.id}" in page
    assert f"/responses/?person={silent.id}" not in page
