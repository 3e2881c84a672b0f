"""Proofs: entered, checked, archived, and closed to strangers."""

import datetime as dt

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import ProofKind
from kpi_assistant.models import Proof
from tests.views.answer_cast import capability, proof

FORM = {
    "kind": "figure", "statement_zh": "恢复由6小时降到38分钟", "statement_en": "", "whose_zh": "某三级医院", "whose_en": "", "industry": "healthcare",
    "measured_on": "2025-09-01", "how_measured_zh": "两次实演", "how_measured_en": "", "valid_until": "2027-09-01",
}  # fmt: skip


@pytest.fixture
def row(save, alice):
    return save(capability(alice))


def test_it_keeps_whose_when_and_how(sign_in, alice, row, fetch):
    sign_in(alice).post(f"/offering/{row.id}/proofs/new", data=FORM)
    (saved,) = fetch(select(Proof))
    assert (saved.kind, saved.whose_zh, saved.measured_on) == (ProofKind.FIGURE, "某三级医院", dt.date(2025, 9, 1))
    assert (saved.how_measured_zh, saved.valid_until) == ("两次实演", dt.date(2027, 9, 1))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"statement_zh": ""}, "Say what it shows in at least one language."),
        ({"valid_until": "2025-08-01"}, "This is before the day it was measured."),
    ],
)
def test_it_refuses_with_a_sentence_and_keeps_what_was_typed(sign_in, alice, row, fetch, change, problem):
    page = sign_in(alice).post(f"/offering/{row.id}/proofs/new", data=FORM | change).text
    assert problem in page
    assert "两次实演" in page
    assert fetch(select(Proof)) == []


def test_it_is_archived_and_brought_back(sign_in, alice, row, save, fetch):
    saved = save(proof(row))
    client = sign_in(alice)
    client.post(f"/proofs/{saved.id}/archive", data={"archived": "yes"})
    assert fetch(select(Proof))[0].archived_at is not None
    assert "1 archived proof" in client.get(f"/offering/{row.id}").text
    client.post(f"/proofs/{saved.id}/archive", data={"archived": "no"})
    assert fetch(select(Proof))[0].archived_at is None


def test_it_is_closed_to_strangers_and_viewers(sign_in, row, charlie, vera, save, fetch):
    saved = save(proof(row))
    stranger = sign_in(charlie)
    assert stranger.post(f"/offering/{row.id}/proofs/new", data=FORM).status_code == 404
    assert stranger.post(f"/proofs/{saved.id}/edit", data=FORM).status_code == 404
    assert stranger.post(f"/proofs/{saved.id}/archive").status_code == 404
    assert sign_in(vera).post(f"/proofs/{saved.id}/edit", data=FORM).status_code == 403
    assert [each.archived_at for each in fetch(select(Proof))] == [None]
