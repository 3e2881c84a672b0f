"""Projects: entered, found, with their meetings and briefs, closed and opened again."""

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Edition
from kpi_assistant.models import Brief, Project
from tests.views.kpi_cast import NOON, meeting, organisation, person

FORM = {"name": "新院区网络安全", "organisation_id": "", "about": "二期机房，明年上半年招标"}


@pytest.fixture
def project(alice, save):
    return save(Project(workspace_id=alice.workspace_id, created_by_id=alice.id, name=FORM["name"]))


def test_it_saves_a_project_of_an_organisation(sign_in, alice, save, fetch):
    hospital = save(organisation(alice))
    client = sign_in(alice)
    response = client.post("/projects/new", data={**FORM, "organisation_id": str(hospital.id)})
    (project,) = fetch(select(Project))
    assert response.location == f"/projects/{project.id}"
    assert project.organisation_id == hospital.id
    assert FORM["name"] in client.get(f"/organisations/{hospital.id}").text
    client.get("/projects/")  # the message that names it is read
    assert FORM["name"] in client.get("/projects/", query_string={"q": "第二人民"}).text
    assert FORM["name"] in client.get("/projects/", query_string={"q": "xyq"}).text
    assert FORM["name"] not in client.get("/projects/", query_string={"q": "学校"}).text


def test_the_address_may_name_the_organisation(sign_in, alice, charlie, save):
    hospital, foreign = save(organisation(alice)), save(organisation(charlie, "别人的医院"))
    client = sign_in(alice)
    assert f'<option selected value="{hospital.id}">' in client.get(f"/projects/new?organisation={hospital.id}").text
    assert client.get(f"/projects/new?organisation={foreign.id}").status_code == 404
    assert client.get("/projects/new?organisation=x").status_code == 200


def test_it_keeps_what_was_typed_when_the_name_is_missing(sign_in, alice, fetch):
    page = sign_in(alice).post("/projects/new", data={**FORM, "name": ""}).text
    assert FORM["about"] in page
    assert fetch(select(Project)) == []


def test_a_foreign_organisation_is_refused(sign_in, alice, charlie, save, fetch):
    foreign = save(organisation(charlie, "别人的医院"))
    page = sign_in(alice).post("/projects/new", data={**FORM, "organisation_id": str(foreign.id)})
    assert page.status_code == 200
    assert fetch(select(Project)) == []


def test_it_shows_its_meetings_and_the_briefs_one_may_read(sign_in, alice, bob, save, project):
    who = save(person(alice))
    save(meeting(alice, who, project_id=project.id, purpose="谈机房分期"))
    for number, edition in ((1, Edition.CUSTOMER), (2, Edition.INTERNAL)):
        save(
            Brief(
                workspace_id=alice.workspace_id, created_by_id=alice.id, number=number, edition=edition, locale="zh_CN",
                person_id=who.id, project_id=project.id, made_on=NOON.date(), snapshot={},
            )
        )  # fmt: skip
    own, other = (sign_in(member).get(f"/projects/{project.id}").text for member in (alice, bob))
    assert "谈机房分期" in own
    assert "No. 2" in own
    assert "No. 1" in other
    assert "No. 2" not in other


def test_it_is_closed_and_opened_again(sign_in, alice, fetch, project):
    client = sign_in(alice)
    client.post(f"/projects/{project.id}/close")
    client.get("/people/")
    assert FORM["name"] not in client.get("/projects/").text
    assert FORM["name"] in client.get("/projects/?closed=1").text
    client.post(f"/projects/{project.id}/reopen")
    assert [row.is_closed for row in fetch(select(Project))] == [False]


def test_strangers_and_viewers_change_nothing(sign_in, bob, vera, charlie, fetch, project):
    assert sign_in(bob).get(f"/projects/{project.id}").status_code == 200
    assert sign_in(charlie).get(f"/projects/{project.id}").status_code == 404
    assert FORM["name"] not in sign_in(charlie).get("/projects/").text
    for member, status in ((charlie, 404), (vera, 403)):
        for path in ("edit", "close", "reopen"):
            assert sign_in(member).post(f"/projects/{project.id}/{path}", data=FORM).status_code == status
    assert [row.is_closed for row in fetch(select(Project))] == [False]
