"""A visit with a colleague: they see the questions given to them, and of these none that quotes what is not theirs to read."""

import uuid

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kpi_assistant.domain.vocabulary import Facet, Layer, Phase, TrustStage
from kpi_assistant.models import Guide, GuideItem, Kpi, Note, Promise
from kpi_assistant.models.base import utc_now
from tests.views.answer_cast import PRIVATE_WORDS, WORDS, facet, kpi, response
from tests.views.kpi_cast import NOON, meeting, organisation, person


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=organisation(alice), stage=TrustStage.S3))


@pytest.fixture
def visit(save, alice, zhuang):
    return save(meeting(alice, zhuang))


@pytest.fixture
def items(fetch):
    return lambda: fetch(select(GuideItem).order_by(GuideItem.position))


@pytest.fixture
def give(sign_in, alice, visit):
    client = sign_in(alice)

    def give(item, to):
        sent = {f"asker-{item.id}": str(to.id) if to else ""}
        return client.post(f"/meetings/{visit.id}/guide/items/{item.id}/give", data=sent, follow_redirects=True)

    return give


@pytest.fixture
def guide(sign_in, alice, visit, items):
    """Alice's guide is made; gives back its items."""
    sign_in(alice).post(f"/meetings/{visit.id}/guide/")
    return items()


def written(sign_in, alice, visit, zhuang, items, words):
    """Alice's own question with these words."""
    own = {"text": words, "phase": "deepen", "to_person_id": str(zhuang.id)}
    assert sign_in(alice).post(f"/meetings/{visit.id}/guide/questions", data=own).status_code == 302
    return next(item for item in items() if item.wording["text"]["zh"] == words)


def test_a_colleague_sees_what_is_given_to_them_and_nothing_else(sign_in, bob, charlie, visit, guide, give):
    given, other, *_rest = guide
    assert "bob asks" in give(given, bob).text
    page = sign_in(bob).get(f"/meetings/{visit.id}/guide/").text.replace("&#39;", "'")
    assert "For you to ask" in page
    assert "A colleague gives you 1 question to ask." in sign_in(bob).get(f"/meetings/{visit.id}").text
    assert given.wording["text"]["en"] in page
    assert other.wording["text"]["en"] not in page
    assert sign_in(charlie).get(f"/meetings/{visit.id}/guide/").status_code == 404
    give(given, None)
    assert "For you to ask" not in sign_in(bob).get(f"/meetings/{visit.id}/guide/").text


def test_what_was_given_stays_when_the_guide_is_made_again(sign_in, alice, bob, visit, guide, give, items):
    give(guide[2], bob)
    sign_in(alice).post(f"/meetings/{visit.id}/guide/", data={"minutes": "15"})
    assert {item.id: item.assigned_to_id for item in items()}[guide[2].id] == bob.id


def test_a_private_kpi_is_never_given_quoted_or_not(sign_in, alice, bob, save, zhuang, visit, give, items):
    private = save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE))
    client = sign_in(alice)
    client.post(f"/meetings/{visit.id}/guide/")
    quoting = next(item for item in items() if item.kpi_id == private.id)
    assert "it stays with you" in give(quoting, bob).text
    hidden = written(sign_in, alice, visit, zhuang, items, "您想周末能回去看一眼，值班怎么排您省心？")
    assert "it stays with you" in give(hidden, bob).text
    harmless = written(sign_in, alice, visit, zhuang, items, "值班表是谁来排的？")
    assert "it stays with you" not in give(harmless, bob).text
    assert [item.id for item in items() if item.assigned_to_id] == [harmless.id]
    page = sign_in(bob).get(f"/meetings/{visit.id}/guide/").text
    assert "值班表是谁来排的？" in page
    assert "回去看一眼" not in page


def test_what_asks_about_the_person_themselves_stays_with_who_knows_them(app, bob, guide, give, items):
    """A mindset question quotes nothing, and yet tells how near one has come."""
    with Session(app.extensions["database"].engine) as session:
        session.execute(update(GuideItem).where(GuideItem.id == guide[1].id).values(layer=Layer.MINDSET, kpi_id=None))
        session.commit()
    assert "it stays with you" in give(guide[1], bob).text
    assert not any(item.assigned_to_id for item in items())


def test_an_own_question_is_shown_once_the_words_behind_it_are_shared_and_hidden_when_they_are_not(
    app, sign_in, alice, bob, save, zhuang, visit, give, items
):
    private = save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE, shared_at=utc_now()))
    item = written(sign_in, alice, visit, zhuang, items, "您想周末能回去看一眼，值班怎么排您省心？")
    give(item, bob)
    mate = sign_in(bob)
    assert "回去看一眼，值班" in mate.get(f"/meetings/{visit.id}/guide/").text
    with Session(app.extensions["database"].engine) as session:
        session.execute(update(Kpi).where(Kpi.id == private.id).values(shared_at=None))
        session.commit()
    assert "回去看一眼，值班" not in mate.get(f"/meetings/{visit.id}/guide/").text
    taken = mate.post(f"/meetings/{visit.id}/guide/given", data={"given": str(item.id)})
    assert taken.status_code == 404


def test_a_promise_that_answers_a_private_kpi_and_a_note_are_withheld_too(
    sign_in, alice, bob, save, zhuang, visit, give, items
):
    private = save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE))
    answer = save(response(private))
    save(
        Promise(
            workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=zhuang.id, response_id=answer.id,
            text="把割接避开她回老家的周末", due_on=NOON.date(),
        ),
        Note(workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=zhuang.id, text="她跟分管副院长不太对付"),
    )  # fmt: skip
    for words in ("割接避开她回老家的周末，行吗？", "听说跟分管副院长不太对付，怎么处？"):
        assert "it stays with you" in give(written(sign_in, alice, visit, zhuang, items, words), bob).text


@pytest.mark.parametrize("kept_as", ["facet", "remark", "answer"])
def test_what_we_wrote_beside_private_words_is_withheld_like_them(
    sign_in, alice, bob, save, zhuang, visit, give, items, kept_as
):
    words = "就怕分管副院长又改主意"
    more = {"facet": {"facets": [facet(Facet.OBSTACLES, words)]}, "remark": {"remark": words}}.get(kept_as, {})
    private = save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE, **more))
    if kept_as == "answer":
        save(response(private, say=words))
    item = written(sign_in, alice, visit, zhuang, items, f"听说{words}，怎么处？")
    assert "it stays with you" in give(item, bob).text


def test_words_without_an_author_are_withheld_as_well(app, sign_in, alice, bob, save, zhuang, visit, give, items):
    orphan = save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE))
    with Session(app.extensions["database"].engine) as session:
        session.execute(update(Kpi).where(Kpi.id == orphan.id).values(created_by_id=None))
        session.commit()
    item = written(sign_in, alice, visit, zhuang, items, "您想周末能回去看一眼，值班怎么排您省心？")
    assert "it stays with you" in give(item, bob).text


def test_a_work_kpi_is_the_teams_and_may_be_quoted(sign_in, alice, bob, save, zhuang, visit, give, items):
    open_kpi = save(kpi(alice, zhuang, WORDS))
    sign_in(alice).post(f"/meetings/{visit.id}/guide/")
    quoting = next(item for item in items() if item.kpi_id == open_kpi.id)
    assert "bob asks" in give(quoting, bob).text
    assert quoting.wording["text"]["en"][:30] in sign_in(bob).get(f"/meetings/{visit.id}/guide/").text.replace(
        "&#39;", "'"
    ).replace("&#34;", '"')


def test_a_colleague_takes_it_into_their_own_guide(sign_in, alice, bob, visit, guide, give, fetch):
    given = next(item for item in guide if item.phase is Phase.OPEN)
    give(given, bob)
    mate = sign_in(bob)
    assert mate.post(f"/meetings/{visit.id}/guide/given", data={"given": str(guide[0].id)}).status_code == 404
    mate.post(f"/meetings/{visit.id}/guide/given", data={"given": str(given.id)})
    mate.post(f"/meetings/{visit.id}/guide/given", data={"given": str(given.id)})
    (own,) = fetch(select(GuideItem).join(Guide).where(Guide.created_by_id == bob.id))
    assert (own.wording, own.pinned, own.assigned_to_id) == (given.wording, True, None)
    assert "in your guide" in mate.get(f"/meetings/{visit.id}/guide/").text


def test_it_is_given_to_colleagues_alone(sign_in, alice, vera, charlie, visit, guide, items):
    client = sign_in(alice)
    for whom in (str(vera.id), str(charlie.id), str(alice.id), str(uuid.uuid4()), "nonsense"):
        sent = {f"asker-{guide[0].id}": whom}
        assert client.post(f"/meetings/{visit.id}/guide/items/{guide[0].id}/give", data=sent).status_code == 404
    assert not any(item.assigned_to_id for item in items())
