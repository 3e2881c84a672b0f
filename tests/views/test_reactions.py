"""What customers made of our answers: noted in their words, counted at the proof."""

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Layer, ReactionKind
from kpi_assistant.models import Reaction
from tests.views.answer_cast import PRIVATE_WORDS, capability, kpi, proof, response
from tests.views.kpi_cast import person

FORM = {"kind": "doubtful", "words": "那是别家的数，我们影像库大得多", "happened_on": "2026-11-20"}


@pytest.fixture
def answered(save, alice):
    zhuang = save(person(alice))
    backup = save(capability(alice))
    return save(response(save(kpi(alice, zhuang)), backup, save(proof(backup))))


def test_it_stands_at_the_answer_and_counts_at_the_proof(sign_in, alice, answered, fetch):
    client = sign_in(alice)
    page = client.post(f"/responses/{answered.id}/reactions/new", data=FORM, follow_redirects=True).text
    assert FORM["words"] in page
    client.post(f"/responses/{answered.id}/reactions/new", data={**FORM, "kind": "accepted", "words": ""})
    assert {row.kind for row in fetch(select(Reaction))} == {ReactionKind.DOUBTFUL, ReactionKind.ACCEPTED}
    (link,) = answered.chosen_capabilities
    page = client.get(f"/offering/{link.capability_id}").text
    assert "convinced 1" in page
    assert "doubted 1" in page


def test_sent_twice_it_is_one(sign_in, alice, answered, fetch):
    client = sign_in(alice)
    for _ in range(2):
        client.post(f"/responses/{answered.id}/reactions/new", data=FORM)
    assert len(fetch(select(Reaction))) == 1


def test_it_asks_how_they_took_it_and_keeps_their_words(sign_in, alice, answered, fetch):
    page = sign_in(alice).post(f"/responses/{answered.id}/reactions/new", data={**FORM, "kind": ""}).text
    assert "Choose how they took it." in page
    assert FORM["words"] in page
    assert fetch(select(Reaction)) == []


def test_it_is_closed_where_the_kpi_is(sign_in, alice, bob, charlie, vera, answered, save, fetch):
    wish = save(kpi(alice, save(person(alice, "姚工")), PRIVATE_WORDS, Layer.LIFE))
    private = save(response(wish))
    assert sign_in(bob).post(f"/responses/{private.id}/reactions/new", data=FORM).status_code == 404
    assert sign_in(charlie).post(f"/responses/{answered.id}/reactions/new", data=FORM).status_code == 404
    assert sign_in(vera).post(f"/responses/{answered.id}/reactions/new", data=FORM).status_code == 403
    assert fetch(select(Reaction)) == []
