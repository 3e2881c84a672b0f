"""Briefs: refused while anything is silent, made once, frozen, and without one withheld word."""

import datetime as dt
import re
import threading
import time
import uuid
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, text, update

from kpi_assistant.database import get_session
from kpi_assistant.domain.leak_places import LeakField
from kpi_assistant.domain.release import WithheldReason
from kpi_assistant.domain.vocabulary import Edition, Facet, Layer, ShareScope
from kpi_assistant.jobs import print_frozen
from kpi_assistant.models import Brief, Capability, Kpi, Member, Note, Promise, Proof, Response, Workspace
from kpi_assistant.models.base import utc_now
from kpi_assistant.printing import PrintingError, PrintingFault, pdf_text
from kpi_assistant.services.briefs import frozen_edition, lock_numbers
from kpi_assistant.services.print_jobs import waiting_jobs
from kpi_assistant.views.brief_words import LEAK_FIELDS, REASONS, printing_problem
from tests.views.answer_cast import (
    PRIVATE_WORDS,
    SOON,
    STATEMENT_EN,
    STATEMENT_ZH,
    WORDS,
    capability,
    facet,
    kpi,
    proof,
    response,
)
from tests.views.kpi_cast import meeting, organisation, person

NOTE = "办公室里养了一盆文竹，凡事留底"
DO = "先给影像库分级，再按剧本真恢复一次"


def brief_form(**more):
    return {
        "id": str(uuid.uuid4()), "edition": "customer", "locale": "zh_CN", "project_id": "",
        "steps-0-what": "夜间再恢复一次，出实测表", "steps-0-who": "我方两人", "steps-0-on": str(SOON),
    } | more  # fmt: skip


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=save(organisation(alice))))


@pytest.fixture
def answered(save, alice, zhuang):
    """A work KPI with a proven answer, a life KPI answered "not yet", and a private note."""
    backup = save(capability(alice))
    asked = save(kpi(alice, zhuang, facets=[facet(Facet.METRIC, "恢复时长"), facet(Facet.TARGET, "1小时以内")]))
    wish = save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE))
    save(response(asked, backup, save(proof(backup)), do=DO, say="这句只当面说给主任听"))
    save(response(wish, say="避开她回家的周末"))
    save(Note(workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=zhuang.id, text=NOTE))
    return asked


def packed(words):
    """Letters only: paper breaks lines where it likes."""
    return "".join(filter(str.isalnum, words))


def shown(page):
    """What a page shows, without its tags."""
    return packed(re.sub("<[^>]+>", "", page))


def print_waiting(app):
    """What the worker beside the server does."""
    with app.app_context():
        waiting = waiting_jobs(get_session(), utc_now())
        get_session().rollback()
    for brief_id in waiting:
        with app.app_context():
            print_frozen(brief_id)


def text_of(client, brief):
    print_waiting(client.application)
    answer = client.get(f"/briefs/{brief.id}/pdf")
    assert answer.mimetype == "application/pdf"
    return packed(pdf_text(answer.data))


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


def test_an_answer_in_the_other_language_is_pointed_out_before_the_brief_is_made(
    sign_in, alice, zhuang, answered, fetch
):
    client = sign_in(alice)
    english = brief_form(locale="en", **{"steps-0-what": "Restore once more at night"})
    page = client.post(f"/briefs/for/{zhuang.id}", data=english).text
    assert fetch(select(Brief)) == []
    assert "Not written in English" in page
    assert f"/responses/{answered.id}" in page[page.index("Not written in English") :]
    assert "what we do" in page[page.index("Not written in English") :]
    # Seen once, it is the maker's to decide; seen for another language, it is not.
    assert client.post(f"/briefs/for/{zhuang.id}", data=english | {"anyway": "zh_CN"}).status_code == 200
    assert client.post(f"/briefs/for/{zhuang.id}", data=english | {"anyway": "en"}).status_code == 302
    (brief,) = fetch(select(Brief))
    paper = text_of(client, brief)
    assert packed(WORDS) in paper  # their words in their own language
    assert packed(STATEMENT_EN) in paper  # the proof in the brief's
    assert packed(STATEMENT_ZH) not in paper


def test_a_next_step_in_the_other_language_is_pointed_out_too(sign_in, alice, zhuang, answered, app, fetch):
    reword(app, fetch, answered, do="Tier the archive first, then restore it by the script.")
    page = sign_in(alice).post(f"/briefs/for/{zhuang.id}", data=brief_form(locale="en")).text
    assert "Not written in English" in page
    assert "夜间再恢复一次" in page[page.index("Not written in English") : page.index("<form")]


def test_a_quotation_with_somebody_elses_face_is_pointed_out_and_cut_with_one_tap(
    sign_in, alice, zhuang, answered, save, fetch
):
    heard = save(kpi(alice, zhuang, "影像那边恢复用了六个多小时，院长当场脸就沉下来了。"))
    save(response(heard, save(capability(alice, name_zh="值守", name_en="On-call")), do=DO))
    client = sign_in(alice)
    page = client.post(f"/briefs/for/{zhuang.id}", data=brief_form()).text
    assert "Their words tell of somebody else" in page
    assert fetch(select(Brief)) == []
    cut = f"/responses/{heard.id}?begin=cut"
    assert cut in page
    form = client.get(cut).text
    assert "影像那边恢复用了六个多小时……</textarea>" in form


def test_it_is_refused_while_an_open_kpi_is_silent(sign_in, alice, zhuang, answered, save, fetch):
    silent = save(kpi(alice, zhuang, "周报能不能少写两份"))
    client = sign_in(alice)
    page = client.post(f"/briefs/for/{zhuang.id}", data=brief_form()).text
    assert "1 open KPI has no answer yet" in page
    assert f"/responses/{silent.id}?begin=ask_again" in page
    ready = client.get(f"/responses/{silent.id}?begin=ask_again").text
    assert re.search(r'<input[^>]*checked[^>]*value="not_yet"', ready)
    assert "Hear more about it from you in person" in ready
    assert "夜间再恢复一次" in page
    assert fetch(select(Brief)) == []
    assert fetch(select(Workspace.last_brief_number).where(Workspace.id == alice.workspace_id)) == [0]


def test_it_is_refused_when_a_withheld_word_slipped_into_ours(sign_in, alice, zhuang, answered, save, app, fetch):
    with app.extensions["database"].engine.begin() as connection:
        row = fetch(select(Response).where(Response.kpi_id == answered.id))[0]
        wording = {**row.wording, "do": "避开那几天，她说就想周末能回去看一眼"}
        connection.execute(update(Response).where(Response.id == row.id).values(wording=wording))
    page = sign_in(alice).post(f"/briefs/for/{zhuang.id}", data=brief_form()).text
    assert "Not released: withheld words stand in it" in page
    assert "就想周末能回去" in page
    assert fetch(select(Brief)) == []


def reword(app, fetch, of, **wording):
    with app.extensions["database"].engine.begin() as connection:
        row = fetch(select(Response).where(Response.kpi_id == of.id))[0]
        connection.execute(update(Response).where(Response.id == row.id).values(wording={**row.wording, **wording}))


@pytest.mark.parametrize("kept_as", ["kpi", "facet", "note", "kpi of somebody far away"])
def test_a_colleagues_private_sentence_is_stopped_and_not_shown(
    sign_in, alice, bob, zhuang, answered, save, app, fetch, kept_as
):
    words = "女儿明年高考，这一年晚上都要早点到家"
    if kept_as == "note":
        save(Note(workspace_id=bob.workspace_id, created_by_id=bob.id, person_id=zhuang.id, text=words))
    else:
        of = save(person(bob, "远处的人")) if kept_as.endswith("away") else zhuang
        told = [facet(Facet.OBSTACLES, words)] if kept_as == "facet" else []
        save(response(save(kpi(bob, of, "另一句话说得不一样" if told else words, Layer.LIFE, facets=told))))
    reword(app, fetch, answered, do="割接都放在白天，因为这一年晚上都要早点到家")
    page = sign_in(alice).post(f"/briefs/for/{zhuang.id}", data=brief_form()).text
    assert "Not released: withheld words stand in it" in page
    assert "Something a colleague was told in confidence, in: what we do" in page
    assert packed(WORDS)[:20] in shown(page)
    assert "这一年晚上" not in page
    assert fetch(select(Brief)) == []
    reword(app, fetch, answered, do=DO)
    step = brief_form() | {"steps-0-what": "到场演练，这一年晚上都要早点到家"}
    assert (
        "told in confidence, in: a next step below" in sign_in(alice).post(f"/briefs/for/{zhuang.id}", data=step).text
    )
    # Their keeper may read what stands there, and is shown it.
    reword(app, fetch, answered, do="割接都放在白天，因为这一年晚上都要早点到家")
    page = sign_in(bob).post(f"/briefs/for/{zhuang.id}", data=brief_form()).text
    assert "Not released: withheld words stand in it" in page
    assert re.search("<q>[^<]*这一年晚上", page)
    assert "told in confidence" not in page
    assert fetch(select(Brief)) == []


def test_what_we_promised_in_private_is_stopped_though_its_maker_may_read_it(
    sign_in, alice, zhuang, answered, save, app, fetch
):
    (wish,) = fetch(select(Response).join(Kpi).where(Kpi.layer == Layer.LIFE))
    save(
        Promise(
            id=uuid.uuid4(), workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=zhuang.id,
            response_id=wish.id, text="周末的割接一律不叫她到场", due_on=SOON,
        )
    )  # fmt: skip
    reword(app, fetch, answered, do="按剧本恢复，周末的割接一律不叫她到场")
    page = sign_in(alice).post(f"/briefs/for/{zhuang.id}", data=brief_form()).text
    assert "Not released: withheld words stand in it" in page
    assert fetch(select(Brief)) == []


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


def test_it_is_refused_in_a_language_that_is_not_written(sign_in, alice, zhuang, answered, app, fetch):
    with app.extensions["database"].engine.begin() as connection:
        connection.execute(update(Capability).values(description_en=""))
        connection.execute(update(Proof).values(how_measured_zh="两次实演，院方计时"))
    client = sign_in(alice)
    refused = client.post(f"/briefs/for/{zhuang.id}", data=brief_form(locale="en")).text
    assert "Not written in this language yet" in refused
    (cited,) = fetch(select(Proof))
    for address, label in (
        (f"/offering/{cited.capability_id}/edit#description_en", "What we do, in English"),
        (f"/proofs/{cited.id}/edit#how_measured_en", "How it was measured, in English"),
    ):
        assert re.search(f'href="{address}">{label}</a>', refused), address
        assert f'id="{address.split("#")[1]}"' in client.get(address).text
    assert "in Chinese</a>" not in refused
    assert fetch(select(Brief)) == []
    assert client.post(f"/briefs/for/{zhuang.id}", data=brief_form()).status_code == 302


LATE = dt.date(2020, 12, 5)


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


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"steps-0-on": str(LATE)}, "This day has passed."),
        ({"steps-0-what": "", "steps-0-on": ""}, "A brief ends with a next step"),
        ({"steps-0-on": ""}, "Choose a day."),
        ({"steps-0-what": "", "steps-1-what": "x", "steps-1-on": str(SOON)}, "Say what happens."),
        ({"steps-0-what": "请处长去度假村疗养"}, "Better:"),
        ({"id": "x"}, "Open the form again"),
    ],
)
def test_it_refuses_with_a_sentence_and_keeps_what_was_typed(sign_in, alice, zhuang, answered, fetch, change, problem):
    page = sign_in(alice).post(f"/briefs/for/{zhuang.id}", data=brief_form() | change).text
    assert problem in page
    assert "我方两人" in page
    assert fetch(select(Brief)) == []


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


def test_every_reason_and_every_fault_has_its_words(app):
    assert set(REASONS) == set(WithheldReason)
    assert set(LEAK_FIELDS) == set(LeakField)
    with app.test_request_context():
        assert all(printing_problem(PrintingError(fault, "x")) for fault in PrintingFault)


def test_the_sender_stands_on_it_as_in_the_settings(sign_in, alice, app, zhuang, answered, fetch):
    with app.extensions["database"].engine.begin() as connection:
        connection.execute(update(Member).where(Member.id == alice.id).values(sender_phone="0571-8888"))
    client = sign_in(alice)
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    assert packed("0571-8888") in text_of(client, fetch(select(Brief))[0])
