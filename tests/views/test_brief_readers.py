"""Who reads which brief, and what stands in it for whom: private words only by consent, sealed at rest."""

import datetime as dt

from sqlalchemy import select, text, update

from kpi_assistant.database import get_session
from kpi_assistant.domain.vocabulary import Layer
from kpi_assistant.models import Brief, Kpi
from tests.views.answer_cast import (
    PRIVATE_WORDS,
    WORDS,
    kpi,
    response,
)
from tests.views.brief_cast import answered, brief_form, packed, print_waiting, shown, text_of, zhuang  # noqa: F401 - fixtures
from tests.views.kpi_cast import person


def test_the_internal_edition_holds_all_and_is_its_makers_alone(sign_in, alice, bob, zhuang, answered, fetch):
    client = sign_in(alice)
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form(edition="internal"))
    (brief,) = fetch(select(Brief))
    paper = text_of(client, brief)
    assert "老家" in paper
    assert "文竹" in paper
    mate = sign_in(bob)
    for path in ("", "/pdf", "/page"):
        assert mate.get(f"/briefs/{brief.id}{path}").status_code == 404
    assert "0001" not in shown(mate.get("/briefs/").text)
    assert "0001" in shown(client.get("/briefs/").text)


def test_a_team_mates_brief_holds_nothing_the_mate_may_not_read(sign_in, bob, zhuang, answered, fetch):
    client = sign_in(bob)
    assert "老家" not in client.get(f"/briefs/for/{zhuang.id}").text
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form(edition="internal"))
    (brief,) = fetch(select(Brief))
    paper = text_of(client, brief)
    assert packed(WORDS) in paper
    assert "老家" not in paper
    assert "文竹" not in paper


def test_what_was_withheld_is_shown_to_whom_may_read_it(sign_in, alice, bob, zhuang, answered, fetch):
    client = sign_in(alice)
    assert "life and mindset stay with us" in client.get(f"/briefs/for/{zhuang.id}").text
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    (brief,) = fetch(select(Brief))
    assert PRIVATE_WORDS in client.get(f"/briefs/{brief.id}").text
    page = sign_in(bob).get(f"/briefs/{brief.id}").text
    assert "0001" in page
    assert PRIVATE_WORDS not in page


def test_a_private_word_is_printed_only_by_dated_consent(sign_in, alice, zhuang, answered, save, fetch):
    consented = save(kpi(alice, zhuang, "想给院里留下点用得着的东西", Layer.MINDSET, share_scope="self_only",
                         consented_on=dt.date(2026, 10, 1)))  # fmt: skip
    save(response(consented, do="成果总结"))
    client = sign_in(alice)
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    (brief,) = fetch(select(Brief))
    paper = text_of(client, brief)
    assert packed("想给院里留下点用得着的东西") in paper
    assert "老家" not in paper


def test_what_is_marked_as_sensitive_is_in_no_paper_whatever_was_agreed(sign_in, alice, zhuang, answered, save, fetch):
    words = "住院那阵子想让副手多担一点"
    agreed = save(kpi(alice, zhuang, words, Layer.LIFE, share_scope="self_only", consented_on=dt.date(2026, 10, 1)))
    save(response(agreed, do="成果总结"))
    client = sign_in(alice)
    sent = {"scope-share_scope": "self_only", "scope-consented_on": "2026-10-01", "scope-is_sensitive": "y"}
    client.post(f"/kpis/{agreed.id}/scope", data=sent)
    client.post(f"/kpis/{agreed.id}/layer", data={"layer-layer": "work"})
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    (brief,) = fetch(select(Brief))
    assert packed(words) not in text_of(client, brief)
    assert "marked as sensitive" in client.get(f"/briefs/{brief.id}").text


def test_what_the_customer_let_us_print_for_them_is_not_shown_to_the_team(
    sign_in, alice, bob, vera, zhuang, answered, save, fetch
):
    """Their consent is to the paper; to the team a life or mindset KPI is shown by ``shared_at`` alone."""
    client = sign_in(alice)
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    words = "想给院里留下点用得着的东西"
    consented = save(kpi(alice, zhuang, words, Layer.MINDSET, share_scope="self_only",
                         consented_on=dt.date(2026, 10, 1)))  # fmt: skip
    save(response(consented, do="成果总结"))
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    openly, private = sorted(fetch(select(Brief)), key=lambda brief: brief.number)
    assert packed(words) in text_of(client, private)
    assert packed(words) in shown(client.get(f"/briefs/{private.id}").text)  # as what has changed
    for mate in (sign_in(bob), sign_in(vera)):
        for path in ("", "/page", "/pdf", "/pdf?paper=phone", "/reactions", "/status", "/logo"):
            assert mate.get(f"/briefs/{private.id}{path}").status_code == 404, path
        assert mate.get(f"/briefs/{openly.id}/page").status_code == 200
        for path in ("/briefs/", f"/people/{zhuang.id}", f"/briefs/{openly.id}", f"/briefs/{openly.id}/page"):
            page = mate.get(path).text
            assert str(private.id) not in page, path
            assert packed(words) not in shown(page), path
        assert str(openly.id) in mate.get("/briefs/").text
    # The next one for all to see is compared with the last one the mate may read.
    with client.application.app_context():
        get_session().execute(update(Kpi).where(Kpi.id == consented.id).values(consented_on=None))
        get_session().commit()
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    third = next(brief for brief in fetch(select(Brief)) if brief.number == 3)
    assert packed(words) in shown(client.get(f"/briefs/{third.id}").text)
    page = sign_in(bob).get(f"/briefs/{third.id}").text
    assert "It says the same as brief 0001" in page
    assert packed(words) not in shown(page)


def test_it_is_sealed_at_rest(sign_in, alice, app, zhuang, answered):
    sign_in(alice).post(f"/briefs/for/{zhuang.id}", data=brief_form())
    print_waiting(app)
    with app.extensions["database"].engine.connect() as connection:
        snapshot = connection.scalar(text("SELECT snapshot FROM brief"))
        pdf = connection.scalar(text("SELECT pdf FROM brief_paper WHERE paper = 'a4'"))
    assert "院长" not in snapshot
    assert "\\u9662" not in snapshot
    assert not bytes(pdf).startswith(b"%PDF")


def test_it_is_closed_to_strangers_and_viewers(sign_in, alice, charlie, vera, zhuang, answered, save, fetch):
    client = sign_in(alice)
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    (brief,) = fetch(select(Brief))
    stranger = sign_in(charlie)
    for path in ("", "/pdf", "/page"):
        assert stranger.get(f"/briefs/{brief.id}{path}").status_code == 404
    assert stranger.get(f"/briefs/for/{zhuang.id}").status_code == 404
    assert stranger.post(f"/briefs/for/{zhuang.id}", data=brief_form()).status_code == 404
    assert stranger.post(f"/briefs/for/{zhuang.id}/preview", data=brief_form()).status_code == 404
    theirs = save(person(charlie, "陌生人"))
    # The id of another team's brief is no way to read it or to write over it.
    assert stranger.post(f"/briefs/for/{theirs.id}", data=brief_form(id=str(brief.id))).status_code == 404
    assert "0001" not in shown(stranger.get("/briefs/").text)
    assert sign_in(vera).post(f"/briefs/for/{zhuang.id}", data=brief_form()).status_code == 403
    assert [row.id for row in fetch(select(Brief))] == [brief.id]
