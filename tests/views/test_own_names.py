"""A question that says the name of our firm or our offering sells, and is told so as it is typed."""

import pytest

from kpi_assistant.models import Capability
from tests.views.kpi_cast import meeting, organisation, person

ASKED = {
    "firm": "用衡屿信安的人来守夜，您最看重哪一点？",
    "offering": "告警托管值守这块，您最看重哪一点？",
    "in English": "What would Managed alert watch change for you?",
}


@pytest.fixture
def named(save, team, alice):
    team.name = "衡屿信安科技有限公司（虚构）"
    save(team)
    owner = {"workspace_id": alice.workspace_id, "created_by_id": alice.id}
    save(Capability(name_zh="告警托管值守", name_en="Managed alert watch", **owner))
    return alice


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_the_bank_and_the_guide_tell_it_sells(sign_in, named, save, asked):
    client = sign_in(named)
    visit = save(meeting(named, save(person(named, at=organisation(named)))))
    for url in ("/questions/check", f"/meetings/{visit.id}/guide/check"):
        flags = client.post(url, data={"text": asked, "phase": "open"}).json["flags"]
        assert any(flag["wrong"] == "It sells. Ask how they do it now." for flag in flags), url
    to = str(visit.attendances[0].person_id)
    client.post(f"/meetings/{visit.id}/guide/questions", data={"text": asked, "phase": "open", "to_person_id": to})
    assert "It sells. Ask how they do it now." in client.get(f"/meetings/{visit.id}/guide/").text


def test_another_teams_names_are_everyday_words_here(sign_in, named, charlie):
    client = sign_in(charlie)
    for asked in ASKED.values():
        flags = client.post("/questions/check", data={"text": asked, "phase": "open"}).json["flags"]
        assert not any(flag["wrong"].startswith("It sells") for flag in flags)


def test_what_is_never_asked_comes_with_what_may_be(sign_in, alice):
    client = sign_in(alice)
    asked = {"text": "这回的评委是哪几位？", "phase": "open"}
    (flag,) = client.post("/questions/check", data=asked).json["flags"]
    assert flag["better"] == "评审会上，专家最爱问住人的是哪几条？"
    (flag,) = client.post("/questions/check", data={"text": "您血压高不高？", "phase": "open"}).json["flags"]
    assert flag["better"] == ""
