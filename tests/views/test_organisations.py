"""Organisations: entered, found, changed, and closed to strangers."""

from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Industry
from kpi_assistant.models import AuditEntry, Organisation

FORM = {"name": "霁州市第二人民医院", "industry": "healthcare", "level": "三级", "region": "霁州", "about": ""}


def test_it_saves_an_organisation_and_the_trail_names_who(sign_in, alice, fetch):
    response = sign_in(alice).post("/organisations/new", data=FORM)
    (organisation,) = fetch(select(Organisation))
    assert response.location == f"/organisations/{organisation.id}"
    assert (organisation.name, organisation.industry) == (FORM["name"], Industry.HEALTHCARE)
    (entry,) = fetch(select(AuditEntry))
    assert (entry.action, entry.entity, entry.member_id) == ("created", "organisation", alice.id)


def test_it_keeps_what_was_typed_when_the_name_is_missing(sign_in, alice, fetch):
    page = sign_in(alice).post("/organisations/new", data={**FORM, "name": " ", "region": "霁州新区"}).text
    assert "霁州新区" in page
    assert "Please fill this in." in page
    assert fetch(select(Organisation)) == []


def test_it_finds_by_part_of_the_name_and_by_pinyin_initials(sign_in, alice):
    client = sign_in(alice)
    client.post("/organisations/new", data=FORM)
    for query in ("第二人民", "jzsdermyy", "zsder", "霁州 医院"):
        assert FORM["name"] in client.get("/organisations/", query_string={"q": query}).text, query
    assert FORM["name"] not in client.get("/organisations/", query_string={"q": "三院"}).text


def test_it_is_the_teams_and_nobody_elses(sign_in, alice, bob, charlie, fetch):
    sign_in(alice).post("/organisations/new", data=FORM)
    (organisation,) = fetch(select(Organisation))
    assert FORM["name"] in sign_in(bob).get(f"/organisations/{organisation.id}").text
    stranger = sign_in(charlie)
    assert stranger.get(f"/organisations/{organisation.id}").status_code == 404
    assert stranger.post(f"/organisations/{organisation.id}/edit", data={**FORM, "name": "x"}).status_code == 404
    assert FORM["name"] not in stranger.get("/organisations/").text
    assert [row.name for row in fetch(select(Organisation))] == [FORM["name"]]


def test_a_viewer_may_look_and_not_change(sign_in, vera, fetch):
    client = sign_in(vera)
    assert client.get("/organisations/").status_code == 200
    assert client.post("/organisations/new", data=FORM).status_code == 403
    assert fetch(select(Organisation)) == []
