"""What is typed in an answer and not saved: kept for its writer alone, checked as it is typed, and gone when saved."""

import pytest
from sqlalchemy import select, text

from kpi_assistant.domain.vocabulary import Layer
from kpi_assistant.models import Response, ResponseDraft
from tests.views.answer_cast import PRIVATE_WORDS, answer_form, capability, kpi, proof, response
from tests.views.kpi_cast import organisation, person

HEADERS = {"X-Requested-With": "fetch", "Origin": "http://localhost"}
BOSS = "办公会上我只给三分钟，讲不清楚就换下一个。"


@pytest.fixture
def hospital(save, alice):
    return save(organisation(alice))


@pytest.fixture
def zhuang(save, alice, hospital):
    return save(person(alice, at=hospital))


@pytest.fixture
def asked(save, alice, zhuang):
    return save(kpi(alice, zhuang))


def put(client, kpi_id, **fields):
    content = {name: texts if isinstance(texts, list) else [texts] for name, texts in answer_form(**fields).items()}
    return client.put(f"/responses/{kpi_id}/draft", json={"content": content}, headers=HEADERS)


def test_a_half_written_answer_is_there_again(sign_in, alice, asked, fetch):
    client = sign_in(alice)
    assert put(client, asked.id, say="写到一半", fit="partial").json["state"] == "kept"
    page = client.get(f"/responses/{asked.id}").text
    assert "写到一半" in page
    assert "not saved yet" in page
    assert "Begun, not saved yet" in client.get(f"/responses/?person={asked.person_id}").text
    assert fetch(select(Response)) == []


def test_saving_ends_the_draft_and_a_late_call_does_not_bring_it_back(sign_in, alice, asked, fetch):
    client = sign_in(alice)
    put(client, asked.id, say="写到一半")
    client.post(f"/responses/{asked.id}", data=answer_form(say="写完了"))
    assert fetch(select(ResponseDraft)) == []
    put(client, asked.id, say="写完了")
    assert fetch(select(ResponseDraft)) == []


def test_it_can_be_dropped(sign_in, alice, asked, fetch):
    client = sign_in(alice)
    put(client, asked.id, say="写到一半")
    page = client.post(f"/responses/{asked.id}", data={"drop": "yes"}, follow_redirects=True).text
    assert "写到一半" not in page
    assert fetch(select(ResponseDraft)) == []


def test_a_refused_form_is_kept_as_well(sign_in, alice, asked, fetch):
    client = sign_in(alice)
    client.post(f"/responses/{asked.id}", data=answer_form(fit="", show="一页纸的计时表"))
    assert "一页纸的计时表" in client.get(f"/responses/{asked.id}").text


def test_it_is_its_writers_alone_and_sealed(sign_in, alice, bob, app, asked):
    put(sign_in(alice), asked.id, say="夜里我们先处置")
    mate = sign_in(bob)
    assert "夜里我们先处置" not in mate.get(f"/responses/{asked.id}").text
    put(mate, asked.id, say="鲍勃写的")
    assert "夜里我们先处置" in sign_in(alice).get(f"/responses/{asked.id}").text
    with app.extensions["database"].engine.connect() as connection:
        stored = str(connection.execute(text("SELECT content FROM response_draft")).all())
    assert "处置" not in stored
    assert "\\u5904" not in stored


def test_what_was_saved_meanwhile_is_not_overwritten(sign_in, alice, bob, asked, fetch):
    writer = sign_in(alice)
    put(writer, asked.id, say="爱丽丝的说法")
    sign_in(bob).post(f"/responses/{asked.id}", data=answer_form(say="鲍勃的说法"))
    page = writer.get(f"/responses/{asked.id}").text
    assert "爱丽丝的说法" in page
    refused = writer.post(f"/responses/{asked.id}", data=answer_form(say="爱丽丝的说法")).text
    assert "鲍勃的说法" in refused
    assert fetch(select(Response))[0].wording["say"] == "鲍勃的说法"


def test_it_says_what_is_doubtful_and_how_to_say_it_better(sign_in, alice, asked):
    answer = put(sign_in(alice), asked.id, do="我们保证通过评审。", show="恢复用时降了七成。").json
    assert "A guarantee" in answer["advice"]["do"]
    assert 'data-better="我们争取通过评审。"' in answer["advice"]["do"]
    assert "A number without proof" in answer["advice"]["show"]
    assert answer["advice"]["needed"].strip() == ""


def test_a_number_gives_way_to_the_proof_that_is_attached(sign_in, alice, asked, save):
    backup = save(capability(alice))
    figure = save(proof(backup))
    more = {"capability_ids": [str(backup.id)], "proof_ids": [str(figure.id)]}
    answer = put(sign_in(alice), asked.id, do="恢复用时降了七成。", **more).json
    assert f'data-better="{figure.statement_zh}。"' in answer["advice"]["do"]


def test_without_javascript_one_tap_takes_the_better_wording(sign_in, alice, asked, fetch):
    form = answer_form(do="我们保证通过评审。", take="do:guarantee")
    page = sign_in(alice).post(f"/responses/{asked.id}", data=form).text
    assert "我们争取通过评审。" in page
    assert "A guarantee" not in page
    assert fetch(select(Response)) == []


def test_it_warns_of_other_peoples_words_but_only_of_those_one_may_read(sign_in, alice, bob, asked, hospital, save):
    boss = save(person(alice, "贺院长", at=hospital))
    save(kpi(alice, boss, BOSS))
    save(kpi(bob, boss, PRIVATE_WORDS, Layer.LIFE))
    client = sign_in(alice)
    assert (
        "Somebody else" in put(client, asked.id, say="办公会上我只给三分钟，讲不清楚就换下一个").json["advice"]["say"]
    )
    # What bob keeps to himself must not be told by the silence or the noise of a warning.
    assert put(client, asked.id, say=PRIVATE_WORDS).json["advice"]["say"].strip() == ""
    assert "Somebody else" in put(sign_in(bob), asked.id, say=PRIVATE_WORDS).json["advice"]["say"]


def test_it_warns_of_their_own_private_words_in_what_is_printed(sign_in, alice, asked, zhuang, save):
    save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE))
    assert "Somebody else" in put(sign_in(alice), asked.id, do=f"知道{PRIVATE_WORDS}").json["advice"]["do"]


def test_it_shows_how_the_answer_prints(sign_in, alice, asked, zhuang, save):
    backup = save(capability(alice))
    figure = save(proof(backup))
    client = sign_in(alice)
    chosen = {"capability_ids": [str(backup.id)]}
    undated = put(client, asked.id, **chosen).json["prints"]
    assert "An intention, not a claim" in undated
    assert "No date yet" in undated
    dated = put(client, asked.id, promise_text="发实测数", promise_due_on="2099-12-05", **chosen).json["prints"]
    assert "5 Dec 2099" in dated
    proven = put(client, asked.id, proof_ids=[str(figure.id)], **chosen).json["prints"]
    assert "With proof" in proven
    assert figure.statement_en in proven
    wish = save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE))
    private = put(client, wish.id).json["prints"]
    assert "not printed for them" in private
    assert "老家" not in private


def test_it_takes_nothing_but_a_form(sign_in, alice, asked, fetch):
    client = sign_in(alice)
    for content in (None, [], {"say": "x"}, {"say": [1]}, {"say": ["\0"]}):
        assert client.put(f"/responses/{asked.id}/draft", json={"content": content}, headers=HEADERS).status_code == 400
    assert put(client, asked.id, say="x" * 100_001).status_code == 413
    assert client.put(f"/responses/{asked.id}/draft", json={"content": {}}).status_code == 403
    assert fetch(select(ResponseDraft)) == []


def test_strangers_and_viewers_keep_nothing(sign_in, charlie, vera, asked, fetch):
    assert put(sign_in(charlie), asked.id).status_code == 404
    assert put(sign_in(vera), asked.id).status_code == 403
    assert fetch(select(ResponseDraft)) == []


def test_a_proof_says_where_it_convinced(sign_in, alice, asked, save):
    backup = save(capability(alice))
    answer = save(response(asked, backup, save(proof(backup))))
    client = sign_in(alice)
    told = {"kind": "doubtful", "words": "那是别家的数", "happened_on": "2026-11-20"}
    client.post(f"/responses/{answer.id}/reactions/new", data=told)
    page = client.get(f"/offering/{backup.id}").text
    assert "doubted 1" in page
    assert "庄敏" in page
    assert "那是别家的数" in page
    assert "doubted 1" in client.get(f"/responses/{asked.id}").text
