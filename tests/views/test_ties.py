"""Ties: found, entered from either end, said in words, and removed after asking."""

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import TieKind, TieStrength
from kpi_assistant.models import Person, Tie
from tests.views.kpi_cast import organisation, person

FORM = {"query": "", "new_person": "", "kind": "reports_to.out", "strength": "strong", "remark": "直接上下级"}


@pytest.fixture
def two(alice, save):
    hospital = save(organisation(alice))
    return save(person(alice, "严树", hospital)), save(person(alice, "庄敏", hospital))


def test_it_enters_a_tie_and_says_it_from_both_ends(sign_in, alice, two, fetch):
    one, other = two
    client = sign_in(alice)
    client.post(f"/people/{one.id}/ties/new", data={**FORM, "person_id": str(other.id)})
    (tie,) = fetch(select(Tie))
    assert (tie.from_person_id, tie.to_person_id, tie.kind, tie.strength) == (
        one.id, other.id, TieKind.REPORTS_TO, TieStrength.STRONG,
    )  # fmt: skip
    assert f'Reports to <a href="/people/{other.id}">庄敏</a>' in client.get(f"/people/{one.id}").text
    assert f'<a href="/people/{one.id}">严树</a> reports to them' in client.get(f"/people/{other.id}").text


def test_the_inward_reading_turns_the_tie_round(sign_in, alice, two, fetch):
    one, other = two
    data = {**FORM, "kind": "introduced_us_to.in", "person_id": str(other.id)}
    sign_in(alice).post(f"/people/{one.id}/ties/new", data=data)
    (tie,) = fetch(select(Tie))
    assert (tie.from_person_id, tie.to_person_id) == (other.id, one.id)


def test_the_same_tie_is_kept_once_from_whichever_end_it_is_entered(sign_in, alice, two, fetch):
    one, other = two
    client = sign_in(alice)
    client.post(f"/people/{one.id}/ties/new", data={**FORM, "kind": "classmate.out", "person_id": str(other.id)})
    client.post(f"/people/{other.id}/ties/new", data={**FORM, "kind": "classmate.out", "person_id": str(one.id),
                                                      "remark": "同一届"})  # fmt: skip
    assert [tie.remark for tie in fetch(select(Tie))] == ["同一届"]


def test_finding_changes_nothing_and_keeps_what_was_typed(sign_in, alice, two, fetch):
    one, _ = two
    page = (
        sign_in(alice)
        .post(f"/people/{one.id}/ties/new", data={**FORM, "query": "zm", "find": "1", "kind": "family.out"})
        .text
    )
    assert "庄敏" in page or "Nobody matches" in page
    assert 'value="直接上下级"' in page
    assert '<option selected value="family.out">' in page
    assert fetch(select(Tie)) == []


def test_the_picker_finds_by_name(sign_in, alice, two):
    one, other = two
    page = sign_in(alice).post(f"/people/{one.id}/ties/new", data={**FORM, "query": "庄", "find": "1"}).text
    assert str(other.id) in page
    page = sign_in(alice).post(f"/people/{one.id}/ties/new", data={**FORM, "query": "李", "find": "1"}).text
    assert str(other.id) not in page
    assert "Nobody matches “李”" in page


def test_who_was_chosen_stays_chosen_while_looking_for_others(sign_in, alice, two):
    one, other = two
    data = {**FORM, "query": "李", "find": "1", "person_id": str(other.id)}
    page = sign_in(alice).post(f"/people/{one.id}/ties/new", data=data).text
    assert f'checked id="person_id-0" name="person_id" type="radio" value="{other.id}"' in page


def test_a_new_name_enters_a_new_person(sign_in, alice, two, fetch):
    one, _ = two
    sign_in(alice).post(
        f"/people/{one.id}/ties/new", data={**FORM, "new_person": "卞文", "kind": "introduced_us_to.out"}
    )
    (new,) = fetch(select(Person).where(Person.name == "卞文"))
    assert new.met_through == "严树"
    assert [tie.to_person_id for tie in fetch(select(Tie))] == [new.id]


@pytest.mark.parametrize("new_person", ["", "卞文"])
def test_nobody_or_two_at_once_are_refused(sign_in, alice, two, fetch, new_person):
    one, other = two
    chosen = {"person_id": str(other.id)} if new_person else {}
    page = sign_in(alice).post(f"/people/{one.id}/ties/new", data={**FORM, "new_person": new_person, **chosen}).text
    assert ("not both" if new_person else "Choose a person, or name somebody new.") in page
    assert "直接上下级" in page
    assert fetch(select(Tie)) == []


def test_a_foreign_person_and_oneself_are_refused(sign_in, alice, charlie, two, save, fetch):
    one, _ = two
    foreign = save(person(charlie, "别人"))
    for wrong in (foreign.id, one.id, "x"):
        response = sign_in(alice).post(f"/people/{one.id}/ties/new", data={**FORM, "person_id": str(wrong)})
        assert response.status_code == 200
        assert "别人" not in response.text
    assert fetch(select(Tie)) == []


def test_removing_asks_first_and_keeps_both_people(sign_in, alice, two, save, fetch):
    one, other = two
    tie = save(Tie(workspace_id=alice.workspace_id, from_person_id=one.id, to_person_id=other.id, kind="classmate"))
    client = sign_in(alice)
    path = f"/people/{one.id}/ties/{tie.id}/delete"
    assert "Classmate of" in client.get(path).text
    assert len(fetch(select(Tie))) == 1
    client.post(path)
    assert fetch(select(Tie)) == []
    assert len(fetch(select(Person))) == 2


def test_strangers_and_viewers_change_nothing(sign_in, alice, vera, charlie, two, save, fetch):
    one, other = two
    third = save(person(alice, "贺怀川"))
    tie = save(Tie(workspace_id=alice.workspace_id, from_person_id=one.id, to_person_id=other.id, kind="classmate"))
    path = f"/people/{one.id}/ties/{tie.id}/delete"
    for member, status in ((charlie, 404), (vera, 403)):
        client = sign_in(member)
        assert client.post(path).status_code == status
        data = {**FORM, "person_id": str(other.id)}
        assert client.post(f"/people/{one.id}/ties/new", data=data).status_code == status
    assert sign_in(alice).post(f"/people/{third.id}/ties/{tie.id}/delete").status_code == 404
    assert len(fetch(select(Tie))) == 1
