"""The steps phones send: each taken once, in whatever way it arrives, guarded, sealed at rest, never a redirect."""

import datetime as dt
import json
import threading
import uuid
from zoneinfo import ZoneInfo

from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Fit, GuideItemStatus, PromiseKind
from kpi_assistant.models import (
    AuditEntry,
    CaptureOperation,
    GuideItem,
    Kpi,
    KpiDraft,
    KpiVersion,
    Meeting,
    Promise,
    Response,
    Touch,
)
from kpi_assistant.models.base import utc_now
from tests.views.kpi_cast import meeting, person
from tests.views.operation_cast import KPIS, NOW, WORDS, fields, send, states, step, visit, zhuang  # noqa: F401 - fixtures


def test_words_of_a_meeting_yet_to_come_are_dated_by_the_phones_own_day(sign_in, alice, save, zhuang, fields, fetch):
    planned = save(meeting(alice, zhuang, starts_at=utc_now() + dt.timedelta(days=3)))
    waited = step("enter", planned, uuid.uuid4(), fields | {"confidence": ""}, at=NOW - 86_400_000)
    assert states(send(sign_in(alice), alice, waited)) == ["saved"]
    (kpi,) = fetch(select(Kpi))
    yesterday = utc_now().astimezone(ZoneInfo(alice.time_zone)).date() - dt.timedelta(days=1)
    assert (kpi.said_on, kpi.confidence) == (yesterday, "firm")


def test_typing_is_kept_and_shown_again_until_it_is_entered(sign_in, alice, visit, fields, fetch):
    client, entry = sign_in(alice), uuid.uuid4()
    first = step("type", visit, entry, "老父亲", field="words")
    second = step("type", visit, entry, WORDS, field="words", bases=[first["id"]])
    assert states(send(client, alice, first)) == ["saved"]
    assert states(send(client, alice, second)) == ["saved"]
    assert fetch(select(KpiDraft))[0].fields == {"words": WORDS}
    assert WORDS in client.get(f"/meetings/{visit.id}/capture/").text
    assert states(send(client, alice, step("enter", visit, entry, fields, bases=[second["id"]]))) == ["saved"]
    (kpi,) = fetch(KPIS)
    assert (kpi.id, kpi.meeting_id, kpi.layer, kpi.importance) == (entry, visit.id, "life", 4)
    assert [version.text for version in fetch(select(KpiVersion))] == [WORDS]
    assert fetch(select(KpiDraft)) == []


def test_a_batch_in_any_order_sent_any_number_of_times_gives_one_entry(sign_in, alice, visit, fields, fetch):
    client, entry = sign_in(alice), uuid.uuid4()
    first = step("type", visit, entry, "老父", field="words")
    second = step("type", visit, entry, "老父亲", field="words", bases=[first["id"]])
    last = step("enter", visit, entry, fields, bases=[second["id"], first["id"]])
    for batch in ([last], [second], [first], [last, first], [first, second, last]):
        assert set(states(send(client, alice, *batch))) == {"saved"}
    assert [version.text for version in fetch(select(KpiVersion))] == [WORDS]
    assert fetch(select(KpiDraft)) == []
    assert len(fetch(select(CaptureOperation))) == 3


def test_sixteen_copies_at_once_give_one_entry(sign_in, alice, visit, fields, fetch):
    entry = uuid.uuid4()
    typed = step("type", visit, entry, "老父", field="words")
    entered = step("enter", visit, entry, fields, bases=[typed["id"]])
    clients = [sign_in(alice) for _ in range(16)]
    gate, answers = threading.Barrier(16), []

    def copy(client):
        gate.wait()
        answers.append(send(client, alice, typed, entered))

    threads = [threading.Thread(target=copy, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 16
    assert {state for answer in answers for state in states(answer)} == {"saved"}
    assert [version.text for version in fetch(select(KpiVersion))] == [WORDS]
    assert fetch(select(KpiDraft)) == []


def test_an_importance_is_none_until_it_is_said_and_can_be_taken_back(sign_in, alice, visit, fields, fetch):
    client, entry = sign_in(alice), uuid.uuid4()
    tapped = step("type", visit, entry, "5", field="importance")
    let_go = step("type", visit, entry, "", field="importance", bases=[tapped["id"]])
    unsaid = {name: value for name, value in fields.items() if name != "importance"}
    answer = send(client, alice, tapped, let_go, step("enter", visit, entry, unsaid, bases=[let_go["id"]]))
    assert set(states(answer)) == {"saved"}
    assert fetch(select(Kpi.importance)) == [None]
    for value, state, kept in (("4", "saved", 4), ("6", "malformed", 4), ("", "saved", None)):
        assert states(send(client, alice, step("set", visit, entry, value, field="importance"))) == [state]
        assert fetch(select(Kpi.importance)) == [kept]


def test_other_fields_merge_and_the_same_field_keeps_both_texts(sign_in, alice, visit, fields, fetch):
    phone, laptop, entry = sign_in(alice), sign_in(alice), uuid.uuid4()
    evil = '"><img src=x onerror=alert(1)>{{7*7}}'
    send(phone, alice, step("type", visit, entry, "手机上写的", field="words"))
    other = step("type", visit, entry, evil, field="words")
    answer = send(laptop, alice, other, step("type", visit, entry, "厅里", field="facets-judge"))
    assert [(one["field"], [text for _, text in one["texts"]]) for one in answer.json["several"]] == [
        ("words", ["手机上写的", evil])
    ]
    entered = step("enter", visit, entry, fields | {"words": evil, "facets-judge": ""}, bases=[other["id"]])
    assert states(send(laptop, alice, entered)) == ["saved"]
    (kpi,) = fetch(KPIS)
    assert [version.text for version in kpi.versions] == ["手机上写的", evil]
    assert [facet.text for facet in kpi.facets] == ["厅里"]
    page = phone.get(f"/kpis/{kpi.id}").text
    assert "手机上写的" in page
    assert "<img src=x" not in page
    assert "<img src=x" not in phone.get(f"/meetings/{visit.id}/capture/").text


def test_what_another_device_entered_meanwhile_is_not_lost(sign_in, alice, visit, fields, fetch):
    client, entry = sign_in(alice), uuid.uuid4()
    send(client, alice, step("enter", visit, entry, fields))
    again = step("enter", visit, entry, fields | {"words": "两次都赶不上", "facets-judge": "孩子"})
    assert states(send(client, alice, again)) == ["saved"]
    (kpi,) = fetch(KPIS)
    assert [version.text for version in kpi.versions] == [WORDS, "两次都赶不上"]
    assert [facet.text for facet in kpi.facets] == ["老伴 / 孩子"]
    assert states(send(client, alice, step("type", visit, entry, "还没完", field="words"))) == ["entered"]


def test_a_facet_grows_with_its_own_text_and_keeps_that_of_others(sign_in, alice, visit, fields, fetch):
    client, entry = sign_in(alice), uuid.uuid4()
    send(client, alice, step("enter", visit, entry, fields))
    for was, now in (("老伴", "老伴和孩子"), ("老伴", "邻居")):
        answer = send(client, alice, step("set", visit, entry, now, field="facets-judge", was=was))
        assert states(answer) == ["saved"]
    assert [facet.text for kpi in fetch(KPIS) for facet in kpi.facets] == ["老伴和孩子 / 邻居"]


def test_what_cannot_be_entered_says_why_and_harms_nothing_around_it(
    sign_in, alice, charlie, save, visit, fields, fetch
):
    client, foreign = sign_in(alice), save(person(charlie, "外人"))
    steps = [
        step("enter", visit, uuid.uuid4(), fields | {"source": "relayed"}),
        step("enter", visit, uuid.uuid4(), fields | {"words": " "}),
        step("enter", visit, uuid.uuid4(), fields | {"observation": "也写了"}),
        step("enter", visit, uuid.uuid4(), fields | {"person_id": str(foreign.id)}),
        step("enter", visit, uuid.uuid4(), fields | {"layer": "nonsense"}),
        step("enter", visit, uuid.uuid4(), fields | {"words": "字" * 50_001}),
        step("sing", visit, uuid.uuid4(), ""),
        step("enter", visit, uuid.uuid4(), fields),
    ]
    answer = send(client, alice, *steps)
    assert [answer.json["operations"][one["id"]].get("reason", "saved") for one in steps] == [
        "no_teller", "no_words", "two_boxes", "not_found", "malformed", "too_long", "malformed", "saved",
    ]  # fmt: skip
    assert len(fetch(KPIS)) == 1


def test_corrections_promises_marks_order_and_confirmation(sign_in, alice, visit, zhuang, fields, fetch):
    client, first, second = sign_in(alice), uuid.uuid4(), uuid.uuid4()
    client.post(f"/meetings/{visit.id}/guide/")
    item = fetch(select(GuideItem).order_by(GuideItem.position))[0]
    send(client, alice, step("enter", visit, first, fields), step("enter", visit, second, fields | {"words": "第二件"}))
    correction = {"kind": "correction", "corrects": str(first), "words": "老父亲在县里，一月两次"}
    promise = {"kind": "promise", "words": "带回去问", "due_on": "2099-12-01", "person_id": str(zhuang.id)}
    steps = [
        step("enter", visit, uuid.uuid4(), correction),
        step("enter", visit, uuid.uuid4(), promise),
        step("enter", visit, uuid.uuid4(), promise | {"due_on": "bald"}),
        step("mark", visit, item.id, "answered"),
        step("rank", visit, visit.id, [str(second), str(first)]),
        step("confirm", visit, visit.id, "yes", at=NOW - 3_600_000),
    ]
    for _ in range(2):
        answer = send(client, alice, *steps)
        assert [answer.json["operations"][one["id"]].get("reason", "saved") for one in steps] == [
            "saved", "saved", "no_day", "saved", "saved", "saved",
        ]  # fmt: skip
    kpis = {kpi.id: kpi for kpi in fetch(KPIS)}
    assert [version.text for version in kpis[first].versions] == [WORDS, "老父亲在县里，一月两次"]
    assert (kpis[second].rank, kpis[first].rank) == (1, 2)
    assert [(row.text, str(row.due_on), row.meeting_id) for row in fetch(select(Promise))] == [
        ("带回去问", "2099-12-01", visit.id)
    ]
    assert fetch(select(GuideItem).where(GuideItem.id == item.id))[0].status is GuideItemStatus.ANSWERED
    waited = utc_now() - fetch(select(Meeting))[0].confirmed_at
    assert dt.timedelta(minutes=59) < waited < dt.timedelta(minutes=62)
    # Who agreed was there: the meeting is held, with one contact, and stays so when that is taken back.
    send(client, alice, step("confirm", visit, visit.id, "no"))
    (held,) = fetch(select(Meeting))
    assert (held.confirmed_at, held.ended_at is not None) == (None, True)
    assert [touch.person_id for touch in fetch(select(Touch))] == [zhuang.id]


def test_a_promise_for_a_day_that_was_over_when_it_was_made_is_refused(sign_in, alice, visit, zhuang, fetch):
    """By the wait on the phone, not by its clock: what was promised for the same day and came a day late is taken."""
    here = utc_now().astimezone(ZoneInfo(alice.time_zone))
    made = NOW - 86_400_000
    promise = {"kind": "promise", "words": "带回去问", "person_id": str(zhuang.id)}
    days = [(NOW, -1), (NOW, 0), (made, -2), (made, -1)]
    steps = [
        step("enter", visit, uuid.uuid4(), promise | {"due_on": str((here + dt.timedelta(days=by)).date())}, at=at)
        for at, by in days
    ]
    outcomes = send(sign_in(alice), alice, *steps).json["operations"]
    assert [outcomes[one["id"]].get("reason", "saved") for one in steps] == ["day_over", "saved", "day_over", "saved"]
    assert len(fetch(select(Promise))) == 2


def test_we_cannot_yet_is_an_answer_with_a_promise_as_private_as_the_kpi(
    sign_in, alice, bob, visit, zhuang, fields, fetch
):
    client, entry = sign_in(alice), uuid.uuid4()
    promise = {"kind": "promise", "about": str(entry), "words": "周五前问清楚值班怎么排", "due_on": "2099-12-01"}
    answer = send(client, alice, step("enter", visit, entry, fields), step("enter", visit, uuid.uuid4(), promise))
    assert states(answer) == ["saved", "saved"]
    (response,) = fetch(select(Response))
    (row,) = fetch(select(Promise))
    assert (response.kpi_id, response.fit) == (entry, Fit.NOT_YET)
    assert (row.response_id, row.person_id, row.kind) == (response.id, zhuang.id, PromiseKind.FIND_OUT)
    assert "周五前问清楚" in client.get("/promises/").text
    assert "周五前问清楚" not in sign_in(bob).get("/promises/").text


def test_a_promise_of_something_of_value_is_refused_and_noted_and_harms_nothing_around_it(
    sign_in, alice, visit, zhuang, fields, fetch
):
    entry, words = uuid.uuid4(), "中秋给他送两张购物卡"
    promise = {"kind": "promise", "words": words, "due_on": "2099-12-01", "person_id": str(zhuang.id)}
    steps = [
        step("enter", visit, uuid.uuid4(), promise),
        step("enter", visit, uuid.uuid4(), promise | {"words": "长" * 501}),
        step("enter", visit, entry, fields),
    ]
    outcomes = send(sign_in(alice), alice, *steps).json["operations"]
    assert [outcomes[one["id"]].get("reason", "saved") for one in steps] == ["wording", "too_long", "saved"]
    assert fetch(select(Promise)) == []
    assert [kpi.id for kpi in fetch(KPIS)] == [entry]
    (noted,) = fetch(select(AuditEntry).where(AuditEntry.action == "refused"))
    assert noted.entity_id == zhuang.id
    assert words not in str(noted.fields)


def test_order_is_that_of_the_steps_whatever_the_clock_says(sign_in, alice, visit, fields, fetch):
    day = 86_400_000
    steps = [
        step("enter", visit, uuid.uuid4(), fields | {"words": f"第{number}句"}, at=NOW + at)
        for number, at in enumerate((day, -day, 5 * day, 0))
    ]
    send(sign_in(alice), alice, *steps)
    assert [kpi.words for kpi in fetch(KPIS.order_by(Kpi.created_at))] == ["第0句", "第1句", "第2句", "第3句"]


def test_twenty_kilobytes_of_any_script_are_kept_letter_for_letter(sign_in, alice, visit, fields, fetch):
    words = "  年底前😀必须“进前十”<b>&amp;\u2028é\n" * 700
    entered = step("enter", visit, uuid.uuid4(), fields | {"words": words, "facets-target": words})
    assert states(send(sign_in(alice), alice, entered)) == ["saved"]
    (kpi,) = fetch(KPIS)
    assert kpi.words == words
    assert words in [facet.text for facet in kpi.facets]


def test_half_a_character_and_nul_do_not_stop_the_rest(sign_in, alice, visit, fields, fetch):
    half = json.loads('"half \\ud83d and \\u0000 and \\ud83d\\ude00"')
    assert states(send(sign_in(alice), alice, step("enter", visit, uuid.uuid4(), fields | {"words": half}))) == [
        "saved"
    ]
    assert fetch(KPIS)[0].words == "half \ufffd and \ufffd and 😀"
