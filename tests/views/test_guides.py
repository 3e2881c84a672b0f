"""A guide: made from what is known, changed by hand, its maker's alone."""

import pytest
from sqlalchemy import select, text

from kpi_assistant.models import Guide, GuideItem
from tests.views.kpi_cast import meeting, organisation, person


@pytest.fixture
def visit(save, alice):
    return save(meeting(alice, save(person(alice, at=organisation(alice)))))


@pytest.fixture
def items(fetch):
    return lambda: fetch(select(GuideItem).order_by(GuideItem.position))


def test_it_makes_questions_that_say_why_and_fit_the_minutes(sign_in, alice, visit, items, fetch):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    made = items()
    assert 6 <= len(made) <= 14
    assert sum(item.minutes for item in made) <= visit.minutes
    assert all(item.wording["why"]["zh"] and item.wording["why"]["en"] for item in made)
    assert [item.position for item in made] == list(range(len(made)))
    page = client.get(f"/meetings/{visit.id}/guide/").text
    assert made[0].wording["text"]["en"][:20] in page
    assert len(fetch(select(Guide))) == 1


def test_making_it_again_keeps_what_was_pinned_written_and_asked(sign_in, alice, visit, items):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    pinned, asked = items()[1], items()[2]
    client.post(f"/meetings/{visit.id}/guide/items/{pinned.id}/change", data={"action": "pin"})
    client.post(f"/meetings/{visit.id}/guide/items/{asked.id}/mark", data={"status": "asked"})
    person_id = str(visit.attendances[0].person_id)
    own = {"text": "上次联调卡在哪一步？", "phase": "deepen", "to_person_id": person_id}
    assert client.post(f"/meetings/{visit.id}/guide/questions", data=own).status_code == 302
    client.post(f"/meetings/{visit.id}/guide/")
    after = items()
    assert {pinned.id, asked.id} <= {item.id for item in after}
    assert "上次联调卡在哪一步？" in [item.wording["text"]["zh"] for item in after]
    texts = [item.wording["text"]["zh"] for item in after]
    assert len(texts) == len(set(texts))


def test_questions_move_and_go_and_what_went_is_still_readable(sign_in, alice, visit, items):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    first, second, *_rest = items()

    def change(item, action):
        return client.post(f"/meetings/{visit.id}/guide/items/{item.id}/change", data={"action": action}).status_code

    assert change(second, "up") == 302
    assert [item.id for item in items()[:2]] == [second.id, first.id]
    change(second, "up")
    assert items()[0].id == second.id
    change(second, "remove")
    assert second.id not in {item.id for item in items()}
    page = client.get(f"/meetings/{visit.id}/guide/").text
    assert "You took it out." in page
    assert change(first, "nonsense") == 400


def test_a_flawed_question_is_taken_with_a_word_and_a_forbidden_one_is_not(sign_in, alice, visit, items):
    client = sign_in(alice)
    person_id = str(visit.attendances[0].person_id)

    def add(words):
        data = {"text": words, "phase": "open", "to_person_id": person_id}
        return client.post(f"/meetings/{visit.id}/guide/questions", data=data)

    assert add("您是不是觉得现在的系统太慢？").status_code == 302
    assert "puts the answer into their mouth" in client.get(f"/meetings/{visit.id}/guide/").text
    refused = add("评分的专家名单是谁定的？")
    assert "No stage allows it" in refused.text
    assert "评分的专家名单是谁定的？" in refused.text
    assert len(items()) == 1


def test_it_is_its_makers_alone_and_sealed(app, sign_in, alice, bob, visit, items):
    client, mate = sign_in(alice), sign_in(bob)
    client.post(f"/meetings/{visit.id}/guide/")
    item = items()[0]
    assert mate.post(f"/meetings/{visit.id}/guide/items/{item.id}/change", data={"action": "remove"}).status_code == 404
    assert mate.post(f"/meetings/{visit.id}/guide/items/{item.id}/mark", data={"status": "asked"}).status_code == 404
    assert item.wording["text"]["en"] not in mate.get(f"/meetings/{visit.id}/guide/").text
    with app.extensions["database"].engine.connect() as connection:
        raw = str(connection.execute(text("SELECT wording FROM guide_item")).all())
    assert item.wording["text"]["zh"][:6] not in raw
    mate.post(f"/meetings/{visit.id}/guide/")
    assert len({row.guide_id for row in items()}) == 2
