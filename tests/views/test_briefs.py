"""Briefs: refused while anything is silent, made once, frozen, and without one withheld word."""

import datetime as dt
import re
import threading
import time
import uuid
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, update

from kpi_assistant.domain.vocabulary import Edition, Layer, ShareScope
from kpi_assistant.models import Brief, Capability, Kpi, Member, Promise, Response, Workspace
from kpi_assistant.services.briefs import frozen_edition, lock_numbers
from tests.views.answer_cast import (
    SOON,
    STATEMENT_EN,
    STATEMENT_ZH,
    WORDS,
    kpi,
    response,
)
from tests.views.brief_cast import DO, LATE, answered, brief_form, packed, print_waiting, shown, text_of, zhuang  # noqa: F401 - fixtures
from tests.views.kpi_cast import meeting


@pytest.mark.parametrize(("locale", "statement"), [("zh_CN", STATEMENT_ZH), ("en", STATEMENT_EN)])
def test_the_paper_holds_their_words_and_the_proof_and_nothing_private(
    sign_in, alice, zhuang, answered, fetch, locale, statement
):
    client = sign_in(alice)
    form = brief_form(locale=locale, anyway=locale)
    assert client.post(f"/briefs/for/{zhuang.id}", data=form).location == f"/briefs/{form['id']}"
    (brief,) = fetch(select(Brief))
    assert (brief.number, brief.edition, brief.locale, brief.person_id) == (1, Edition.CUSTOMER, locale, zhuang.id)
    paper = text_of(client, brief)
    for there in (WORDS, statement, DO, "0001"):
        assert packed(there) in paper, there
    for private in ("老家", "周末", "文竹", "当面说", "S1"):
        assert private not in paper, private


def test_more_than_sixty_are_made_in_parts(sign_in, alice, zhuang, answered, save, fetch):
    for number in range(61):
        save(response(save(kpi(alice, zhuang, f"第{number}件事也要办好。", importance=1))))
    client = sign_in(alice)
    page = client.get(f"/briefs/for/{zhuang.id}").text
    assert "Part 1: KPIs 1 to 60" in page
    assert "Part 2: KPIs 61 to 62" in page
    for part in (1, 2):
        assert client.post(f"/briefs/for/{zhuang.id}", data=brief_form(part=part)).status_code == 302
    counts = [frozen_edition(brief).count for brief in fetch(select(Brief).order_by(Brief.number))]
    assert counts == [60, 2]


def test_it_proposes_what_we_promised_for_the_work_as_the_next_step(sign_in, alice, zhuang, answered, save, fetch):
    (work,) = fetch(select(Response).join(Kpi).where(Kpi.layer == Layer.WORK))
    (life,) = fetch(select(Response).join(Kpi).where(Kpi.layer == Layer.LIFE))
    ids = {"workspace_id": alice.workspace_id, "created_by_id": alice.id, "person_id": zhuang.id}
    sooner = {"text": "周末前先避开她回家的日子", "due_on": SOON, "response_id": life.id}
    later = {"text": "把实测数交给主任", "due_on": SOON + dt.timedelta(days=4), "response_id": work.id}
    save(Promise(id=uuid.uuid4(), **ids, **sooner), Promise(id=uuid.uuid4(), **ids, **later))
    page = sign_in(alice).get(f"/briefs/for/{zhuang.id}").text
    assert 'value="把实测数交给主任"' in page
    assert f'value="{later["due_on"]}"' in page
    assert "周末前先避开" not in page  # about a life KPI: not for this paper


QUIET = 0.4
"""Seconds without a statement after which a request has read what it reads and waits for its turn to write."""


@contextmanager
def while_it_is_made(app, client, person):
    """Make a brief while somebody else holds the numbers: what is done inside is saved before the brief gets its own.

    Gives the session that holds them; the answer of the request is put into the list.
    """
    database, answers, said = app.extensions["database"], [], []
    here = threading.get_ident()

    def note(_connection, _cursor, statement, *_more):
        if threading.get_ident() != here:
            said.append((time.monotonic(), statement))

    beside = threading.Thread(target=lambda: answers.append(client.post(f"/briefs/for/{person.id}", data=brief_form())))
    event.listen(database.engine, "after_cursor_execute", note)
    try:
        with database.new_session() as holding:
            lock_numbers(holding, person.workspace_id)
            beside.start()
            until = time.monotonic() + 60
            while time.monotonic() < until and not (
                any("FROM kpi" in statement for _at, statement in said) and time.monotonic() - said[-1][0] > QUIET
            ):
                time.sleep(0.05)
            assert answers == []  # all that takes time is done; only its number is still to come
            yield holding, answers
            holding.commit()
        beside.join()
    finally:
        event.remove(database.engine, "after_cursor_execute", note)


def test_whoever_comes_second_waits_with_reading_done_and_gets_the_next_number(
    sign_in, alice, zhuang, answered, app, fetch
):
    client = sign_in(alice)
    with while_it_is_made(app, client, zhuang) as (holding, answers):
        holding.execute(update(Workspace).values(last_brief_number=5))
    assert [answer.status_code for answer in answers] == [302]
    (brief,) = fetch(select(Brief))
    assert (brief.number, brief.created_by_id) == (6, alice.id)
    assert "0006" in shown(client.get(f"/briefs/{brief.id}/page").text)
    assert fetch(select(Workspace.last_brief_number).where(Workspace.id == alice.workspace_id)) == [6]


def test_leave_taken_back_while_it_is_made_is_not_passed_over(sign_in, alice, zhuang, answered, app, fetch):
    with while_it_is_made(app, sign_in(alice), zhuang) as (holding, answers):
        holding.execute(update(Kpi).where(Kpi.id == answered.id).values(share_scope=ShareScope.INTERNAL_ONLY))
    (page,) = (answer.text for answer in answers)
    assert "A KPI was changed while the brief was being made." in page
    assert "夜间再恢复一次" in page
    assert fetch(select(Brief)) == []


def test_a_kpi_entered_while_it_is_made_is_not_left_silent(sign_in, alice, bob, zhuang, answered, app, fetch):
    heard = "周报能不能少写两份"
    with while_it_is_made(app, sign_in(alice), zhuang) as (holding, answers):
        holding.add(kpi(bob, zhuang, heard))
    (page,) = (answer.text for answer in answers)
    assert "A KPI was changed while the brief was being made." in page
    assert heard in page
    assert fetch(select(Brief)) == []


def test_what_its_maker_may_not_read_does_not_hold_it_up(sign_in, alice, bob, zhuang, answered, app, fetch):
    with while_it_is_made(app, sign_in(alice), zhuang) as (holding, answers):
        holding.add(kpi(bob, zhuang, "孩子明年高考", Layer.LIFE))
    assert [answer.status_code for answer in answers] == [302]


def test_what_we_owe_the_reader_is_said_first_and_no_day_that_has_passed_is_printed(
    sign_in, alice, zhuang, answered, save, fetch
):
    owed = save(
        Promise(
            workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=zhuang.id,
            response_id=fetch(select(Response.id).where(Response.kpi_id == answered.id))[0],
            text="把差距表送到您桌上", due_on=LATE,
        )
    )  # fmt: skip
    client = sign_in(alice)
    for page in (client.get(f"/briefs/for/{zhuang.id}"), client.post(f"/briefs/for/{zhuang.id}", data=brief_form())):
        assert "1 promise to them is overdue" in page.text
        assert "把差距表送到您桌上" in page.text
        assert f"/promises/{owed.id}/postpone" in page.text
        assert f"/promises/{owed.id}/keep" in page.text
    assert fetch(select(Brief)) == []
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form(anyway="zh_CN"))
    (brief,) = fetch(select(Brief))
    paper = text_of(client, brief)
    assert packed("把差距表送到您桌上") in paper
    assert "2020年" not in paper
    client.post(f"/promises/{owed.id}/postpone", data={"due_on": str(SOON)})
    assert "overdue" not in client.get(f"/briefs/for/{zhuang.id}").text
    assert client.post(f"/briefs/for/{zhuang.id}", data=brief_form()).status_code == 302


def test_it_follows_the_order_they_confirmed_last(sign_in, alice, zhuang, answered, save, fetch):
    def met(confirmed_on=None):
        confirmed_at = dt.datetime(2026, 9, confirmed_on, tzinfo=dt.UTC) if confirmed_on else None
        return save(meeting(alice, zhuang, confirmed_at=confirmed_at))

    def said(at, words, rank, importance):
        save(response(save(kpi(alice, zhuang, words, importance=importance, rank=rank, meeting_id=at.id))))

    said(met(confirmed_on=2), "确认过两回里早的那回，排第一。", 1, 5)
    said(met(), "读过但没有确认，排第一。", 1, 4)
    last = met(confirmed_on=9)
    said(last, "最后确认的那回，排第二。", 2, 5)
    said(last, "最后确认的那回，排第一。", 1, 1)
    client = sign_in(alice)
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    edition = frozen_edition(fetch(select(Brief))[0])
    assert [answer.quote for answer in (*edition.answers, *edition.further)] == [
        "最后确认的那回，排第一。", "最后确认的那回，排第二。", "确认过两回里早的那回，排第一。", WORDS, "读过但没有确认，排第一。",
    ]  # fmt: skip
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form(edition="internal"))
    internal = frozen_edition(fetch(select(Brief).where(Brief.edition == Edition.INTERNAL))[0])
    assert internal.kpis[0].quote == "最后确认的那回，排第一。"


def test_a_double_tap_makes_one_brief_and_the_next_gets_the_next_number(sign_in, alice, zhuang, answered, fetch):
    client = sign_in(alice)
    form = brief_form()
    locations = {client.post(f"/briefs/for/{zhuang.id}", data=form).location for _ in range(2)}
    assert locations == {f"/briefs/{form['id']}"}
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    assert sorted(brief.number for brief in fetch(select(Brief))) == [1, 2]


def test_it_stays_as_it_was_printed(sign_in, alice, zhuang, answered, app, fetch):
    client = sign_in(alice)
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    (brief,) = fetch(select(Brief))
    before = text_of(client, brief)
    with app.extensions["database"].engine.begin() as connection:
        connection.execute(update(Capability).values(name_zh="改了名字"))
    assert text_of(client, brief) == before
    assert packed(WORDS) in shown(client.get(f"/briefs/{brief.id}/page").text)


def test_it_downloads_under_a_name_that_says_what_it_is(sign_in, alice, zhuang, answered, fetch):
    client = sign_in(alice)
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    (brief,) = fetch(select(Brief))
    print_waiting(client.application)
    disposition = client.get(f"/briefs/{brief.id}/pdf").headers["Content-Disposition"]
    assert disposition.startswith('inline; filename="brief-0001.pdf"; ')
    assert disposition.endswith("filename*=UTF-8''%E7%AE%80%E6%8A%A50001-%E5%BA%84%E6%95%8F.pdf")


def test_the_preview_is_the_same_page_and_keeps_nothing(sign_in, alice, zhuang, answered, fetch):
    client = sign_in(alice)
    answer = client.post(f"/briefs/for/{zhuang.id}/preview", data=brief_form())
    page = shown(answer.text)
    assert packed(WORDS) in page
    assert packed(STATEMENT_ZH) in page
    assert "老家" not in page
    assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
    assert client.get("/briefs/preview.css").mimetype == "text/css"
    assert "style=" not in answer.text
    assert "<script" not in answer.text
    assert fetch(select(Brief)) == []


def test_the_page_of_a_brief_leads_back_to_it(sign_in, alice, zhuang, answered, fetch):
    client = sign_in(alice)
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    (brief,) = fetch(select(Brief))
    page = client.get(f"/briefs/{brief.id}/page").text
    way_back = re.search(r'<nav class="way-back" lang="en"><a href="([^"]+)">([^<]+)<', page)
    assert way_back.groups() == (f"/briefs/{brief.id}", "Brief 0001 for 庄敏")
    assert page.index("way-back") < page.index("<main"), "it is no part of the paper"
    preview = client.post(f"/briefs/for/{zhuang.id}/preview", data=brief_form()).text
    assert "way-back" not in preview, "the preview stands in a tab of its own"


def test_the_sender_stands_on_it_as_in_the_settings(sign_in, alice, app, zhuang, answered, fetch):
    with app.extensions["database"].engine.begin() as connection:
        connection.execute(update(Member).where(Member.id == alice.id).values(sender_phone="0571-8888"))
    client = sign_in(alice)
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    assert packed("0571-8888") in text_of(client, fetch(select(Brief))[0])
