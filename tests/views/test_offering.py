"""The offering: capabilities in both languages, what customers say, archive and back."""

import datetime as dt
import re

from sqlalchemy import select

from kpi_assistant.models import Capability, Saying
from tests.views.answer_cast import STATEMENT_EN, capability, proof

FORM = {
    "name_zh": "告警托管值守", "name_en": "Managed alert watch", "description_zh": "夜间先处置再报告", "description_en": "",
    "limits_zh": "", "limits_en": "", "sayings_zh": "半夜电话又响了\n\n人手不够", "sayings_en": "The phone rings at midnight",
}  # fmt: skip


def test_it_pairs_what_customers_say_by_line_and_finds_by_it(sign_in, alice, fetch):
    client = sign_in(alice)
    client.post("/offering/new", data=FORM)
    assert [(row.zh, row.en) for row in fetch(select(Saying).order_by(Saying.position))] == [
        ("半夜电话又响了", "The phone rings at midnight"), ("人手不够", ""),
    ]  # fmt: skip
    for query in ("半夜电话", "midnight", "gjtgzs"):
        assert "Managed alert watch" in client.get("/offering/", query_string={"q": query}).text, query
    assert "Managed alert watch" not in client.get("/offering/", query_string={"q": "打印机"}).text


def test_it_says_what_is_missing_in_one_language(sign_in, alice, fetch):
    client = sign_in(alice)
    client.post("/offering/new", data=FORM)
    (row,) = fetch(select(Capability))
    page = client.get(f"/offering/{row.id}").text
    assert page.count("Not written in English yet") == 1
    assert "English missing" in page
    assert "1 more line in Chinese is wanted." in page
    assert "2 more lines in English are wanted." in page


def test_it_asks_for_a_name_and_keeps_what_was_typed(sign_in, alice, fetch):
    page = sign_in(alice).post("/offering/new", data={**FORM, "name_zh": "", "name_en": " "}).text
    assert "Give it a name in at least one language." in page
    assert "夜间先处置再报告" in page
    assert "半夜电话又响了" in page
    assert fetch(select(Capability)) == []


def test_it_shows_the_form_again_as_it_was_saved(sign_in, alice, fetch):
    client = sign_in(alice)
    client.post("/offering/new", data=FORM)
    (row,) = fetch(select(Capability))
    client.post(f"/offering/{row.id}/edit", data={**FORM, "name_en": "Night watch"})
    (row,) = fetch(select(Capability))
    assert row.name_en == "Night watch"
    assert "人手不够" in client.get(f"/offering/{row.id}/edit").text


def test_an_archived_one_is_folded_away_and_comes_back(sign_in, alice, save, fetch):
    row = save(capability(alice))
    client = sign_in(alice)
    page = client.post(f"/offering/{row.id}/archive", data={"archived": "yes"}, follow_redirects=True).text
    assert "Undo" in page
    assert row.name_en not in client.get("/offering/").text
    assert row.name_en in client.get("/offering/?archived=").text
    client.post(f"/offering/{row.id}/archive", data={"archived": "no"})
    assert row.name_en in client.get("/offering/").text


def test_it_points_out_an_outdated_proof(sign_in, alice, save):
    row = save(capability(alice))
    save(proof(row, valid_until=dt.date(2026, 1, 31)))
    client = sign_in(alice)
    page = client.get(f"/offering/{row.id}").text
    assert "Outdated" in page
    assert "It could be cited until" in page
    assert "No live proof" in client.get("/offering/").text


def test_it_belongs_to_the_team(sign_in, alice, bob, vera, charlie, save, fetch):
    row = save(capability(alice))
    save(proof(row))
    assert STATEMENT_EN in sign_in(bob).get(f"/offering/{row.id}").text
    stranger = sign_in(charlie)
    assert stranger.get(f"/offering/{row.id}").status_code == 404
    assert stranger.get(f"/offering/{row.id}/edit").status_code == 404
    assert stranger.post(f"/offering/{row.id}/archive").status_code == 404
    assert stranger.post(f"/offering/{row.id}/edit", data=FORM).status_code == 404
    assert row.name_en not in stranger.get("/offering/").text
    assert sign_in(vera).post(f"/offering/{row.id}/archive").status_code == 403
    assert [each.archived_at for each in fetch(select(Capability))] == [None]


def test_it_asks_for_lines_once_a_capability_is_entered_and_keeps_the_chosen(sign_in, alice, fetch):
    client = sign_in(alice)
    page = client.post("/offering/new", data={**FORM, "sayings_zh": "", "sayings_en": ""}, follow_redirects=True).text
    assert "Customers would say" in page
    (row,) = fetch(select(Capability))
    offered = re.findall(r'name="concept" value="([\w.]+)"', page)
    assert len(offered) >= 3
    client.post(f"/offering/{row.id}/sayings", data={"concept": [*offered[:2], "no_such_concept"]})
    kept = fetch(select(Saying).order_by(Saying.position))
    assert len(kept) == 2
    assert all(bool(line.zh) != bool(line.en) for line in kept)
    again = client.get(f"/offering/{row.id}/sayings").text
    assert all(f'value="{concept}"' not in again for concept in offered[:2])


def test_it_finds_the_capability_by_a_line_that_was_kept(sign_in, alice, save, fetch):
    row = save(capability(alice))
    client = sign_in(alice)
    offered = re.findall(r'name="concept" value="([\w.]+)"', client.get(f"/offering/{row.id}/sayings").text)
    client.post(f"/offering/{row.id}/sayings", data={"concept": offered[0]})
    line = fetch(select(Saying).order_by(Saying.position.desc()))[0]
    assert row.name_en in client.get("/offering/", query_string={"q": line.zh}).text


def test_it_adds_nothing_when_nothing_is_chosen(sign_in, alice, save, fetch):
    row = save(capability(alice))
    page = sign_in(alice).post(f"/offering/{row.id}/sayings", follow_redirects=True).text
    assert "No line was chosen." in page
    assert len(fetch(select(Saying))) == 1
