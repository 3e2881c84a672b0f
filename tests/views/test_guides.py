"""A guide: made from what is known, changed by hand, its maker's alone."""

import datetime as dt
import html
import re
import uuid

import pytest
from sqlalchemy import String, select, text

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.question import Need
from kpi_assistant.domain.vocabulary import Facet, KpiStatus, Layer, Phase, Source
from kpi_assistant.models import AuditEntry, Guide, GuideItem, Meeting, Promise
from tests.views.answer_cast import facet, kpi
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
    assert made[0].wording["text"]["en"][:20] in html.unescape(page)
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


def test_other_minutes_keep_what_was_chosen_and_make_the_rest_anew(sign_in, alice, visit, items, fetch):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    pinned = items()[1]
    client.post(f"/meetings/{visit.id}/guide/items/{pinned.id}/change", data={"action": "pin"})
    half_an_hour = len(items())
    page = client.post(f"/meetings/{visit.id}/guide/", data={"minutes": "30", "quick": "60"}, follow_redirects=True)
    assert len(items()) > half_an_hour
    assert sum(item.minutes for item in items()) <= 60
    assert 'value="60"' in page.text
    client.post(f"/meetings/{visit.id}/guide/", data={"minutes": "15"})
    assert len(items()) < half_an_hour
    assert pinned.id in {item.id for item in items()}
    assert fetch(select(Meeting.minutes)) == [15]
    refused = client.post(f"/meetings/{visit.id}/guide/", data={"minutes": "4", "text": "卡在哪一步？"})
    assert "Between 5 and 480 minutes." in refused.text
    assert "卡在哪一步？" in refused.text
    assert fetch(select(Meeting.minutes)) == [15]


def test_what_was_taken_out_stays_out_until_it_is_put_back_as_it_was(sign_in, alice, visit, items, fetch):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    gone = next(item for item in items() if item.phase is Phase.OPEN)
    client.post(f"/meetings/{visit.id}/guide/items/{gone.id}/change", data={"action": "remove"})
    client.post(f"/meetings/{visit.id}/guide/")
    assert gone.question_id not in {item.question_id for item in items()}
    (entry,) = (one for one in fetch(select(Guide))[0].left_out if one["item"])
    client.post(f"/meetings/{visit.id}/guide/left-out", data={"left": entry["id"]})
    back = next(item for item in items() if item.question_id == gone.question_id)
    assert (back.wording, back.facets, back.to_person_id) == (gone.wording, gone.facets, gone.to_person_id)
    assert back.pinned
    assert entry["id"] not in {one["id"] for one in fetch(select(Guide))[0].left_out}


def test_what_is_taken_out_leaves_a_line_where_it_stood_and_goes_back_there(sign_in, alice, visit, items, fetch):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    before = [item.wording["text"]["en"] for item in items()]
    for place in (0, 4, len(before) - 1):
        gone = items()[place]
        answer = client.post(f"/meetings/{visit.id}/guide/items/{gone.id}/change", data={"action": "remove"})
        assert answer.location.endswith("#taken")
        page = client.get(answer.location).text
        (entry,) = (one for one in fetch(select(Guide))[0].left_out if one["item"])
        line = page.index('id="taken"')
        assert entry["id"] in page[line : page.index("</li>", line)]
        assert page.count('data-item="', 0, line) == place
        client.post(f"/meetings/{visit.id}/guide/left-out", data={"left": entry["id"]})
        assert [item.wording["text"]["en"] for item in items()] == before


def test_who_takes_out_an_opening_a_round_or_the_close_gets_another(sign_in, alice, visit, items):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    rounds = {question.id for question in load_question_bank().questions if question.is_what_else}
    first = items()
    gone = {first[0].question_id, first[-1].question_id, *(i.question_id for i in first if i.question_id in rounds)}
    for item in first:
        if item.question_id in gone:
            client.post(f"/meetings/{visit.id}/guide/items/{item.id}/change", data={"action": "remove"})
    client.post(f"/meetings/{visit.id}/guide/")
    again = items()
    assert (again[0].phase, again[-1].phase) == (Phase.AGREEMENT, Phase.CLOSE)
    assert sum(i.question_id in rounds for i in again) == sum(i.question_id in rounds for i in first)
    assert not gone & {item.question_id for item in again}


@pytest.fixture
def elsewhere(alice, save):
    """``elsewhere(words, ...)`` has somebody in the same kind of post in another hospital say each of the words."""

    def elsewhere(*words, **more):
        for number, said in enumerate(words):
            peer = save(person(alice, f"同行{number}", at=organisation(alice, name=f"医院{number}")))
            row = kpi(alice, peer, said, **more)
            row.post_id = peer.posts[0].id
            save(row)

    return elsewhere


def test_what_peers_elsewhere_speak_of_is_asked_about_without_their_words(sign_in, alice, save, items, elsewhere):
    said = ("半夜电话响个不停，周末也被叫回来往院里跑", "夜里老被叫回来，电话接到手软")
    elsewhere(*said)
    who = save(person(alice, at=organisation(alice, name="霁州二院")))
    visit = save(meeting(alice, who))
    sign_in(alice).post(f"/meetings/{visit.id}/guide/")
    (asked,) = [item for item in items() if item.question_id.startswith("peers-")]
    assert "「夜里周末被叫」" in asked.wording["text"]["zh"]
    shown = str(asked.wording)
    assert not any(word in shown for word in ("往院里跑", "接到手软", "同行0", "医院0"))


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (("半夜电话响个不停，周末也被叫回来往院里跑",), {}),
        (("半夜电话响个不停，周末也被叫回来往院里跑", "夜里老被叫回来，电话接到手软"), {"source": Source.RELAYED}),
        (("我妈在老家，家里的难处没人搭把手", "家里的难处一桩接一桩"), {"layer": Layer.LIFE}),
    ],
)  # fmt: skip
def test_of_one_peer_or_of_hearsay_or_of_home_nothing_is_asked(sign_in, alice, save, items, elsewhere, words, more):
    elsewhere(*words, **more)
    who = save(person(alice, at=organisation(alice, name="霁州二院")))
    visit = save(meeting(alice, who))
    sign_in(alice).post(f"/meetings/{visit.id}/guide/")
    assert items()
    assert not [item for item in items() if item.question_id.startswith("peers-")]


def test_a_question_the_rules_left_out_goes_in_with_one_tap(sign_in, alice, visit, items, fetch):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    entry = fetch(select(Guide))[0].left_out[0]
    assert entry["text"]["en"] in client.get(f"/meetings/{visit.id}/guide/").text.replace("&#39;", "'")
    client.post(f"/meetings/{visit.id}/guide/left-out", data={"left": entry["id"]})
    put_in = next(item for item in items() if item.question_id == entry["wanted"]["question_id"])
    assert put_in.wording["text"] == entry["text"]
    assert put_in.wording["follow_ups"]
    answer = client.post(f"/meetings/{visit.id}/guide/left-out", data={"left": entry["id"]}, follow_redirects=True)
    assert "does not fit any more" in answer.text


def test_what_is_owned_up_to_alone_has_no_button_to_put_it_in_at_a_table(sign_in, alice, save, fetch):
    where = save(organisation(alice))
    head, engineer = (save(person(alice, name, at=where)) for name in ("贺怀川", "庄敏"))
    promise = Promise(
        id=uuid.uuid4(), workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=engineer.id,
        text="整理一份公开造价依据目录", due_on=dt.date(2026, 1, 15),
    )  # fmt: skip
    save(promise)
    visit = save(meeting(alice, head, engineer))
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    alone, *others = fetch(select(Guide))[0].left_out
    assert "庄主任" in alone["why"]["zh"]
    page = client.get(f"/meetings/{visit.id}/guide/").text
    assert html.unescape(page).count(alone["why"]["en"]) == 1
    assert f'value="{alone["id"]}"' not in page
    assert all(f'value="{one["id"]}"' in page for one in others)
    answer = client.post(f"/meetings/{visit.id}/guide/left-out", data={"left": alone["id"]}, follow_redirects=True)
    assert "does not fit any more" in answer.text


def test_a_question_is_swapped_for_one_of_the_same_purpose(sign_in, alice, visit, items):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    old = next(item for item in items() if item.phase is Phase.CONSEQUENCE)
    answer = client.post(f"/meetings/{visit.id}/guide/items/{old.id}/change", data={"action": "swap"})
    page = client.get(answer.location).text
    choices = re.findall(r'name="choice" value="([^"]+)"', page)
    assert len(choices) > 1
    assert page.count('class="item-why"') == len(choices) + 1
    assert client.post(answer.location, data={"choice": choices[1]}).status_code == 302
    new = items()[old.position]
    assert f"{new.question_id}:" in choices[1]
    assert (new.phase, new.minutes, new.starred, new.pinned) == (old.phase, old.minutes, old.starred, True)
    assert old.id not in {item.id for item in items()}
    assert "You swapped it for another." in client.get(f"/meetings/{visit.id}/guide/").text
    assert client.post(answer.location, data={"choice": choices[1]}).status_code == 404


def test_an_order_moves_what_it_names_and_nothing_else(sign_in, alice, visit, items):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    first, second, third, *rest = [item.id for item in items()]
    sent = {"item": [str(third), str(first), str(uuid.uuid4()), "nonsense"]}
    assert client.post(f"/meetings/{visit.id}/guide/order", data=sent).status_code == 204
    assert [item.id for item in items()] == [third, second, first, *rest]
    assert [item.position for item in items()] == list(range(len(rest) + 3))


def test_what_is_typed_and_not_added_is_kept_by_every_button(sign_in, alice, visit, items, fetch):
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/", data={"text": "上次联调卡在哪一步？", "phase": "deepen"})
    page = client.get(f"/meetings/{visit.id}/guide/").text
    assert "上次联调卡在哪一步？" in page
    assert '<option selected value="deepen">' in page
    for action in ("pin", "down", "swap", "remove"):
        words = f"{action}：下一步谁来定？"
        url = f"/meetings/{visit.id}/guide/items/{items()[0].id}/change"
        client.post(url, data={"action": action, "text": words, "phase": "open"})
        assert words in client.get(f"/meetings/{visit.id}/guide/").text
    assert fetch(select(AuditEntry).where(AuditEntry.fields.cast(String).contains("unsent"))) == []
    person_id = str(visit.attendances[0].person_id)
    own = {"text": "上次联调卡在哪一步？", "phase": "deepen", "to_person_id": person_id}
    client.post(f"/meetings/{visit.id}/guide/questions", data=own)
    assert fetch(select(Guide.unsent)) == [None]


def test_a_question_is_judged_while_it_is_typed_and_kept(sign_in, alice, bob, visit, fetch):
    client = sign_in(alice)
    sent = {"text": "您是不是觉得现在的系统太慢？", "phase": "open", "to_person_id": ""}
    answer = client.post(f"/meetings/{visit.id}/guide/check", data=sent).json
    wrong = {flag["wrong"] for flag in answer["flags"]}
    assert any("puts the answer into their mouth" in words for words in wrong)
    assert "现在的系统用到现在，哪一步最费时间？" in {flag["better"] for flag in answer["flags"]}
    assert sent["text"] in client.get(f"/meetings/{visit.id}/guide/").text
    assert sent["text"] not in sign_in(bob).get(f"/meetings/{visit.id}/guide/").text
    assert client.post(f"/meetings/{visit.id}/guide/check", data={"text": "卡在哪一步？"}).json == {"flags": []}


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


def test_what_was_said_and_is_met_is_not_asked_again(sign_in, alice, save, items):
    who = save(person(alice, at=organisation(alice)))
    visit = save(meeting(alice, who, minutes=90))
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    general = {q.id for q in load_question_bank().questions if q.needs is Need.FIRST and q.facets}
    assert general & {item.question_id for item in items()}
    met = kpi(alice, who, "等级复评上下班前把报告送到院长桌上。", status=KpiStatus.MET)
    met.facets.extend(facet(each, "记下了") for each in Facet)
    save(met)
    client.post(f"/meetings/{visit.id}/guide/")
    assert not general & {item.question_id for item in items()}
    assert not any(item.kpi_id == met.id for item in items())
    assert "等级复评" not in client.get(f"/meetings/{visit.id}/guide/").text
