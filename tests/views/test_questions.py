"""The question bank: one's own beside and over the shipped one, hidden, shared, and taking part in guides."""

import re

import pytest
from sqlalchemy import select, text

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.vocabulary import Phase
from kpi_assistant.models import GuideItem, HiddenQuestion, OwnQuestion
from tests.views.kpi_cast import meeting, organisation, person

WORDS = "上一次联调，哪一步返工最多？"


def form(**more):
    """What a browser sends for a question."""
    return {
        "text_zh": WORDS, "text_en": "", "phase": "consequence", "layer": "work", "minutes": "3", "lowest_stage": "S0",
        "listen_for_zh": "返工的次数", "follow_ups_zh": "谁发现的？\n后来怎么补的？",
    } | more  # fmt: skip


@pytest.fixture
def visit(save, alice):
    return save(meeting(alice, save(person(alice, at=organisation(alice)))))


@pytest.fixture
def items(fetch):
    return lambda: fetch(select(GuideItem).order_by(GuideItem.position))


def of_phase(phase):
    return [one for one in load_question_bank().questions if one.phase is phase]


def hide_all(client, phase):
    for question in of_phase(phase):
        client.post("/questions/hide", data={"question": question.id})


def test_a_new_question_is_listed_sealed_and_comes_into_a_guide(app, sign_in, alice, visit, items):
    client = sign_in(alice)
    hide_all(client, Phase.CONSEQUENCE)
    assert client.post("/questions/new", data=form()).status_code == 302
    assert WORDS in client.get("/questions/?whose=own").text
    client.post(f"/meetings/{visit.id}/guide/")
    (mine,) = (item for item in items() if item.phase is Phase.CONSEQUENCE)
    assert mine.wording["text"] == {"zh": WORDS, "en": WORDS}
    assert [one["zh"] for one in mine.wording["follow_ups"]] == ["谁发现的？", "后来怎么补的？"]
    assert mine.wording["why"]["en"] == "A question of your own bank."
    assert mine.question_id.startswith("own-")
    with app.extensions["database"].engine.connect() as connection:
        assert WORDS[:6] not in str(connection.execute(text("SELECT wording FROM own_question")).all())


def test_a_shipped_question_is_worded_anew_and_the_shipped_one_stays_underneath(sign_in, alice, bob, fetch):
    client, shipped = sign_in(alice), of_phase(Phase.OPEN)[0]
    page = client.get(f"/questions/reword?question={shipped.id}").text
    assert shipped.text.zh in page
    for words in ("您这边最近最挂心的是哪一件？", "您最近最挂心的是哪一件？"):
        client.post(f"/questions/reword?question={shipped.id}", data=form(text_zh=words, phase="open"))
    (row,) = fetch(select(OwnQuestion))
    assert (row.replaces, row.wording["text"]["zh"]) == (shipped.id, "您最近最挂心的是哪一件？")
    listed = client.get("/questions/?q=最挂心的是哪一件").text
    assert "My wording" in listed
    assert "1 question<" in listed
    assert load_question_bank().find(shipped.id) is shipped
    assert "0 questions" in sign_in(bob).get("/questions/?q=最挂心的是哪一件").text
    assert shipped.text.en in client.get(f"/questions/{row.id}/delete").text.replace("&#39;", "'")
    client.post(f"/questions/{row.id}/delete")
    assert fetch(select(OwnQuestion)) == []


def test_what_one_hides_is_hidden_for_oneself_alone(sign_in, alice, bob, visit, items, fetch):
    client, mate = sign_in(alice), sign_in(bob)
    hide_all(client, Phase.CONSEQUENCE)
    client.post("/questions/hide", data={"question": of_phase(Phase.CONSEQUENCE)[0].id})
    assert len(fetch(select(HiddenQuestion))) == len(of_phase(Phase.CONSEQUENCE))
    client.post(f"/meetings/{visit.id}/guide/")
    assert Phase.CONSEQUENCE not in {item.phase for item in items()}
    mate.post(f"/meetings/{visit.id}/guide/")
    assert Phase.CONSEQUENCE in {item.phase for item in items()}
    first = of_phase(Phase.CONSEQUENCE)[0]
    assert first.id in client.get("/questions/?whose=hidden").text
    client.post("/questions/hide", data={"question": first.id, "undo": "1"})
    assert first.id not in fetch(select(HiddenQuestion.question_id))
    assert client.post("/questions/hide", data={"question": "nonsense"}).status_code == 400


def test_it_is_the_authors_alone_until_shared_and_only_theirs_to_change(
    sign_in, alice, bob, charlie, fetch, visit, items
):
    client, mate, stranger = sign_in(alice), sign_in(bob), sign_in(charlie)
    client.post("/questions/new", data=form())
    (row,) = fetch(select(OwnQuestion))
    assert WORDS not in mate.get("/questions/").text
    client.post(f"/questions/{row.id}/share")
    listed = mate.get("/questions/?whose=shared").text
    assert WORDS in listed
    assert "from alice" in listed
    assert WORDS not in stranger.get("/questions/?whose=shared").text
    for address in (f"/questions/{row.id}/edit", f"/questions/{row.id}/delete", f"/questions/{row.id}/share"):
        assert mate.post(address, data=form()).status_code == 404
        assert stranger.post(address, data=form()).status_code == 404
    hide_all(mate, Phase.CONSEQUENCE)
    mate.post(f"/meetings/{visit.id}/guide/")
    assert f"own-{row.id}" in {item.question_id for item in items()}
    mate.post("/questions/hide", data={"question": f"own-{row.id}"})
    mate.post(f"/meetings/{visit.id}/guide/")
    assert f"own-{row.id}" not in {item.question_id for item in items()}
    client.post(f"/questions/{row.id}/share", data={"undo": "1"})
    assert WORDS not in mate.get("/questions/?whose=shared").text


def test_the_list_narrows_by_words_and_tags(sign_in, alice):
    client = sign_in(alice)
    for address, fits in [
        ("phase=close", lambda one: one.phase is Phase.CLOSE),
        ("role=bid_agent", lambda one: "bid_agent" in one.role_kinds),
        ("industry=healthcare", lambda one: "healthcare" in one.industries),
        ("layer=mindset", lambda one: one.layer == "mindset"),
        ("role=expert&phase=deepen", lambda one: "expert" in one.role_kinds and one.phase is Phase.DEEPEN),
    ]:
        count = int(re.search(r"bank-count\">(\d+) question", client.get(f"/questions/?{address}").text)[1])
        assert count == sum(map(fits, load_question_bank().questions)) > 0, address
    assert "No question is like that." in client.get("/questions/?q=zzzz").text
    assert client.get("/questions/?phase=nonsense").status_code == 200


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"text_zh": "评分的专家名单是谁定的？"}, "No stage allows it"),
        ({"text_zh": "", "text_en": "How much does your wife earn?"}, "private life"),
        ({"text_zh": "", "text_en": ""}, "one language at least"),
        ({"text_zh": "上次答应的{promise}到了吗，还缺什么？"}, "{promise}"),
        ({"follow_ups_zh": "谁发现的？\n您爱人怎么说？"}, "private life"),
        ({"follow_ups_en": "Who noticed?\nWho sits on the panel?"}, "No stage allows it"),
        ({"minutes": "0"}, "Between 1 and 20"),
        ({"industries": ["nonsense"]}, ""),
    ],
)
def test_what_cannot_be_asked_is_refused_and_stays_in_the_box(sign_in, alice, fetch, more, complaint):
    answer = sign_in(alice).post("/questions/new", data=form(listen_for_zh="别丢了这句", **more))
    assert answer.status_code == 200
    assert complaint in answer.text
    assert "别丢了这句" in answer.text
    assert fetch(select(OwnQuestion)) == []


def test_braces_are_listed_and_spoken_as_typed(sign_in, alice, visit, items, fetch):
    client = sign_in(alice)
    hide_all(client, Phase.CONSEQUENCE)
    client.post("/questions/new", data=form(text_zh="{name}，哪一步最费时间？", follow_ups_zh="{0.__class__} {{7*7}}"))
    client.post("/questions/new", data=form(text_zh="{name}，{oops 那一步怎么走？"))
    listed = client.get("/questions/?whose=own").text
    assert "[name]，哪一步最费时间？" in listed
    assert "[name]，{oops 那一步怎么走？" in listed
    for row in fetch(select(OwnQuestion)):
        if "oops" in row.wording["text"]["zh"]:
            client.post(f"/questions/{row.id}/delete")
    assert client.post(f"/meetings/{visit.id}/guide/").status_code == 302
    (mine,) = (item for item in items() if item.question_id.startswith("own-"))
    assert mine.wording["text"]["zh"] == "庄主任，哪一步最费时间？"
    assert mine.wording["follow_ups"][0]["zh"] == "{0.__class__} {{7*7}}"


def test_it_is_judged_while_it_is_typed(sign_in, alice):
    answer = sign_in(alice).post("/questions/check", data={"text": "您对现在的系统满意吗？", "phase": "open"}).json
    assert [flag["better"] for flag in answer["flags"]] == ["现在的系统，哪一处您最想改？"]
