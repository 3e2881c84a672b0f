"""What customers made of our answers: noted in their words, counted at the proof."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Edition, Layer, ReactionKind, ShareScope, Source
from kpi_assistant.models import Brief, Person, Reaction
from kpi_assistant.models.base import utc_now
from tests.views.answer_cast import PRIVATE_WORDS, capability, kpi, proof, response
from tests.views.kpi_cast import meeting, person

FORM = {"kind": "doubtful", "words": "那是别家的数，我们影像库大得多", "happened_on": "2026-11-20"}


@pytest.fixture
def answered(save, alice):
    zhuang = save(person(alice))
    backup = save(capability(alice))
    return save(response(save(kpi(alice, zhuang)), backup, save(proof(backup))))


def test_it_stands_at_the_answer_and_counts_at_the_proof(sign_in, alice, answered, fetch):
    client = sign_in(alice)
    page = client.post(f"/responses/{answered.id}/reactions/new", data=FORM, follow_redirects=True).text
    assert FORM["words"] in page
    later = FORM | {"kind": "accepted", "words": "", "happened_on": "2026-11-24"}
    client.post(f"/responses/{answered.id}/reactions/new", data=later)
    assert {row.kind for row in fetch(select(Reaction))} == {ReactionKind.DOUBTFUL, ReactionKind.ACCEPTED}
    (link,) = answered.chosen_capabilities
    page = client.get(f"/offering/{link.capability_id}").text
    assert "convinced 1" in page
    assert "doubted 1" in page


def test_sent_twice_it_is_one(sign_in, alice, answered, fetch):
    client = sign_in(alice)
    for _ in range(2):
        client.post(f"/responses/{answered.id}/reactions/new", data=FORM)
    assert len(fetch(select(Reaction))) == 1


def test_it_asks_how_they_took_it_and_keeps_their_words(sign_in, alice, answered, fetch):
    page = sign_in(alice).post(f"/responses/{answered.id}/reactions/new", data={**FORM, "kind": ""}).text
    assert "Choose how they took it." in page
    assert FORM["words"] in page
    assert fetch(select(Reaction)) == []


def test_it_is_closed_where_the_kpi_is(sign_in, alice, bob, charlie, vera, answered, save, fetch):
    wish = save(kpi(alice, save(person(alice, "姚工")), PRIVATE_WORDS, Layer.LIFE))
    private = save(response(wish))
    assert sign_in(bob).post(f"/responses/{private.id}/reactions/new", data=FORM).status_code == 404
    assert sign_in(charlie).post(f"/responses/{answered.id}/reactions/new", data=FORM).status_code == 404
    assert sign_in(vera).post(f"/responses/{answered.id}/reactions/new", data=FORM).status_code == 403
    assert fetch(select(Reaction)) == []


def brief_of(owner, zhuang, withheld=()):
    return Brief(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, number=7, edition=Edition.CUSTOMER,
        locale="zh_CN", person_id=zhuang.id, made_on=dt.date(2026, 11, 20),
        snapshot={"edition": {}, "withheld": list(withheld)}, created_at=utc_now(),
    )  # fmt: skip


def test_one_page_holds_all_answers_of_a_brief_and_none_it_withheld(sign_in, alice, save):
    zhuang = save(person(alice))
    presented, kept_out, outdated, silent = (
        save(kpi(alice, zhuang, words)) for words in ("恢复要快", "只对我们说的", "证据过期的", "还没回应的")
    )
    backup = save(capability(alice))
    for row in (presented, kept_out, outdated):
        save(response(row, backup))
    brief = save(brief_of(alice, zhuang, [[str(kept_out.id), "not_cleared"], [str(outdated.id), "outdated_proof"]]))
    later = save(kpi(alice, zhuang, "后来才回应的"))
    save(response(later, backup))
    page = sign_in(alice).get(f"/briefs/{brief.id}/reactions").text
    assert "恢复要快" in page
    assert "证据过期的" in page
    for words in ("只对我们说的", "还没回应的", "后来才回应的"):
        assert words not in page
    everything = sign_in(alice).get(f"/people/{zhuang.id}/reactions").text
    assert "后来才回应的" in everything
    assert silent.words not in everything


def test_a_tap_and_the_words_after_it_are_one_reaction_and_can_be_taken_back(sign_in, alice, answered, fetch):
    client = sign_in(alice)
    call = {"X-Requested-With": "fetch"}
    address = f"/responses/{answered.id}/reactions/new"
    assert client.post(address, data=FORM | {"words": ""}, headers=call).json == {"state": "noted"}
    client.post(address, data=FORM, headers=call)
    client.post(address, data=FORM | {"kind": "refused"}, headers=call)
    ((kind, words),) = [(row.kind, row.words) for row in fetch(select(Reaction))]
    assert (kind, words) == (ReactionKind.REFUSED, FORM["words"])
    assert client.post(address, data=FORM | {"kind": ""}, headers=call).status_code == 422
    client.post(address, data={"happened_on": FORM["happened_on"], "undo": "yes"})
    assert fetch(select(Reaction)) == []


def test_what_a_teammate_noted_stays_theirs(sign_in, alice, bob, answered, fetch):
    for who, kind in ((alice, "doubtful"), (bob, "accepted")):
        sign_in(who).post(f"/responses/{answered.id}/reactions/new", data=FORM | {"kind": kind})
    assert {row.kind for row in fetch(select(Reaction))} == {ReactionKind.DOUBTFUL, ReactionKind.ACCEPTED}


def test_saving_leads_back_to_the_page_it_was_noted_on(sign_in, alice, answered, save, fetch):
    client = sign_in(alice)
    zhuang = fetch(select(Person))[0]
    brief = save(brief_of(alice, zhuang))
    address = f"/responses/{answered.id}/reactions/new"
    place = f"#answer-{answered.kpi_id}"
    assert client.post(f"{address}?brief={brief.id}", data=FORM).location == f"/briefs/{brief.id}/reactions{place}"
    assert client.post(f"{address}?all=1", data=FORM).location == f"/people/{zhuang.id}/reactions{place}"


def test_a_doubt_comes_back_in_the_next_guide(sign_in, alice, answered, save, fetch):
    client = sign_in(alice)
    client.post(f"/responses/{answered.id}/reactions/new", data=FORM)
    again = save(meeting(alice, fetch(select(Person))[0]))
    page = client.post(f"/meetings/{again.id}/guide/", follow_redirects=True).text
    assert "leaves you uneasy" in page or "before you relied on it" in page


def test_the_pages_are_closed_to_strangers_and_hide_what_is_private(sign_in, alice, bob, charlie, save):
    zhuang = save(person(alice))
    leave = {"share_scope": ShareScope.SELF_ONLY, "consented_on": dt.date(2026, 9, 2)}
    wish = save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE, **leave))
    save(response(wish, save(capability(alice)), say="夜里先处置"))
    brief = save(brief_of(alice, zhuang))
    for address in (f"/people/{zhuang.id}/reactions", f"/briefs/{brief.id}/reactions"):
        assert sign_in(charlie).get(address).status_code == 404
        page = sign_in(bob).get(address).text
        assert "老家" not in page
        assert "夜里先处置" not in page
        assert "老家" in sign_in(alice).get(address).text


def test_nobody_is_asked_how_they_took_what_they_never_heard(sign_in, alice, answered, save, fetch):
    """A "not yet", a private wish without leave, and what somebody else told us about them."""
    zhuang = fetch(select(Person))[0]
    backup = save(capability(alice, name_zh="值守", name_en="On-call"))
    unheard = {
        "还做不到的": save(response(save(kpi(alice, zhuang, "还做不到的")))),
        PRIVATE_WORDS: save(response(save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE)), backup)),
        "别人转述的": save(response(save(kpi(alice, zhuang, "别人转述的", source=Source.RELAYED)), backup)),
    }
    client = sign_in(alice)
    page = client.get(f"/people/{zhuang.id}/reactions").text
    answers = client.get(f"/responses/?person={zhuang.id}").text
    assert f"/responses/{answered.id}/reactions/new" in answers
    for words, answer in unheard.items():
        assert words not in page
        assert f"/responses/{answer.id}/reactions/new" not in answers
    # What was noted all the same stays in sight.
    save(Reaction(workspace_id=alice.workspace_id, created_by_id=alice.id, response_id=unheard["还做不到的"].id,
                  kind=ReactionKind.DOUBTFUL, happened_on=dt.date(2026, 11, 20)))  # fmt: skip
    assert "还做不到的" in client.get(f"/people/{zhuang.id}/reactions").text
