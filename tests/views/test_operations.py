"""The steps phones send: each taken once, in whatever way it arrives, guarded, sealed at rest, never a redirect."""

import datetime as dt
import json
import resource
import threading
import uuid
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, text, update

from kpi_assistant.domain.vocabulary import Fit, GuideItemStatus, MemberRole, PromiseKind
from kpi_assistant.models import (
    AuditEntry,
    CaptureOperation,
    GuideItem,
    Kpi,
    KpiDraft,
    KpiVersion,
    Meeting,
    Member,
    Promise,
    Response,
    SignIn,
)
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from tests.conftest import on_sqlite
from tests.views.kpi_cast import meeting, organisation, person

ADDRESS = "/capture/operations"
HEADERS = {"X-Requested-With": "fetch", "Origin": "http://localhost"}
WORDS = "老父亲在县里，一个月想回去两次"
NOW = 1_790_000_000_000
KPIS = select(Kpi).options(*KPI_OPTIONS)


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=organisation(alice)))


@pytest.fixture
def visit(save, alice, zhuang):
    return save(meeting(alice, zhuang))


@pytest.fixture
def fields(zhuang):
    return {
        "person_id": str(zhuang.id), "layer": "life", "source": "stated", "words": WORDS, "observation": "",
        "importance": "4", "confidence": "firm", "facets-judge": "老伴",
    }  # fmt: skip


def step(kind, visit, target, value, **more):
    return {
        "id": str(uuid.uuid4()), "kind": kind, "meeting": str(visit.id), "target": str(target), "value": value,
        "bases": [], "at": NOW,
    } | more  # fmt: skip


def send(client, member, *steps, headers=HEADERS):
    return client.post(ADDRESS, json={"member": str(member.id), "sent_at": NOW, "operations": steps}, headers=headers)


def states(answer):
    return [one.get("reason", one["state"]) for one in answer.json["operations"].values()]


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
    promise = {"kind": "promise", "words": "带回去问", "due_on": "2026-12-01", "person_id": str(zhuang.id)}
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
        ("带回去问", "2026-12-01", visit.id)
    ]
    assert fetch(select(GuideItem).where(GuideItem.id == item.id))[0].status is GuideItemStatus.ANSWERED
    waited = utc_now() - fetch(select(Meeting))[0].confirmed_at
    assert dt.timedelta(minutes=59) < waited < dt.timedelta(minutes=62)


def test_we_cannot_yet_is_an_answer_with_a_promise_as_private_as_the_kpi(
    sign_in, alice, bob, visit, zhuang, fields, fetch
):
    client, entry = sign_in(alice), uuid.uuid4()
    promise = {"kind": "promise", "about": str(entry), "words": "周五前问清楚值班怎么排", "due_on": "2026-12-01"}
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
    promise = {"kind": "promise", "words": words, "due_on": "2026-12-01", "person_id": str(zhuang.id)}
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


def test_private_words_lie_sealed_in_every_table(app, sign_in, alice, visit, fields):
    client = sign_in(alice)
    send(client, alice, step("enter", visit, uuid.uuid4(), fields), step("type", visit, uuid.uuid4(), WORDS, field="words"))  # fmt: skip
    with app.extensions["database"].engine.connect() as connection:
        for table in ("kpi", "kpi_version", "kpi_facet", "kpi_draft", "audit_entry", "capture_operation"):
            raw = str(connection.execute(text(f"SELECT * FROM {table}")).all())
            assert WORDS not in raw, table
            assert json.dumps(WORDS)[1:-1] not in raw, table
            assert "老伴" not in raw, table


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Requested-With": "fetch", "Origin": "http://evil.example"},
        {"X-Requested-With": "fetch", "Origin": "null"},
        {"X-Requested-With": "fetch"},
        {"Origin": "http://localhost"},
        {},
    ],
)
def test_other_sites_are_refused(sign_in, alice, visit, fields, fetch, headers):
    answer = send(sign_in(alice), alice, step("enter", visit, uuid.uuid4(), fields), headers=headers)
    assert (answer.status_code, answer.json) == (403, {"error": "refused"})
    assert fetch(KPIS) == []


def test_signed_out_answers_in_json_and_never_redirects(app, alice, visit, fields):
    answer = send(app.test_client(), alice, step("enter", visit, uuid.uuid4(), fields))
    assert (answer.status_code, answer.json) == (401, {"error": "signed_out"})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (delete(SignIn), 401),
        (update(Member).values(active=False), 401),
        (update(Member).values(fs_uniquifier=uuid.uuid4().hex), 401),
        (update(Member).values(must_choose_password=True), 401),
        (update(Member).values(role=MemberRole.VIEWER), 403),
    ],
    ids=["signed out elsewhere", "removed", "password changed", "password seen by others", "may only look"],
)
def test_nothing_is_taken_from_whoever_may_no_longer_write(app, sign_in, alice, visit, fetch, change, code):
    client, typed = sign_in(alice), step("type", visit, uuid.uuid4(), WORDS, field="words")
    assert states(send(client, alice, typed)) == ["saved"]
    with app.extensions["database"].new_session() as session:
        mine = SignIn.member_id == alice.id if change.is_delete else Member.id == alice.id
        session.execute(change.where(mine).execution_options(synchronize_session=False))
        session.commit()
    answers = [
        send(client, alice, step("type", visit, uuid.uuid4(), WORDS, field="words")),
        client.post(ADDRESS, data="no batch", content_type="application/json", headers=HEADERS),
    ]
    assert [answer.status_code for answer in answers] == [code] * 2
    assert answers[0].json == {"error": {401: "signed_out", 403: "refused"}[code]}
    assert len(fetch(select(KpiDraft))) == 1


def test_strangers_teammates_and_viewers_change_nothing_of_hers(
    sign_in, alice, bob, vera, charlie, visit, fields, fetch
):
    entry = uuid.uuid4()
    typed = step("type", visit, entry, WORDS, field="words")
    send(sign_in(alice), alice, typed)
    assert states(send(sign_in(charlie), charlie, step("enter", visit, entry, fields))) == ["not_found"]
    assert states(send(sign_in(bob), bob, step("enter", visit, entry, fields))) == ["not_found"]
    assert states(send(sign_in(bob), bob, step("type", visit, entry, "改", field="words"))) == ["not_found"]
    assert states(send(sign_in(bob), bob, typed)) == ["not_found"]
    send(sign_in(bob), bob, step("drop", visit, entry, None))
    assert send(sign_in(vera), vera, step("type", visit, entry, "", field="words")).status_code == 403
    # What alice typed on a phone where bob is signed in now waits for alice.
    assert send(sign_in(bob), alice, step("enter", visit, uuid.uuid4(), fields)).status_code == 409
    assert [draft.fields for draft in fetch(select(KpiDraft))] == [{"words": WORDS}]
    assert fetch(KPIS) == []
    assert WORDS not in sign_in(bob).get(f"/meetings/{visit.id}/capture/").text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("nonsense", 400), ("[]", 400), ("{}", 400), ('{"sent_at": 1, "operations": [7]}', 400),
        ('{"sent_at": true, "operations": []}', 400), ('{"member": 5, "sent_at": 1, "operations": []}', 400),
        ('{"member": "MEMBER", "sent_at": 1, "operations": [7]}', 400),
        ('{"member": "MEMBER", "sent_at": 1, "operations": [{"id": 5}]}', 400),
        ('{"member": "MEMBER", "sent_at": 1, "operations": [' + ",".join(["{}"] * 201) + "]}", 413),
        ('{"x": "' + "x" * 3_000_000 + '"}', 413),
    ],
)  # fmt: skip
def test_what_is_no_batch_is_refused_in_json(sign_in, alice, body, code):
    answer = sign_in(alice).post(
        ADDRESS, data=body.replace("MEMBER", str(alice.id)), content_type="application/json", headers=HEADERS
    )
    assert answer.status_code == code
    assert answer.json["error"] in ("bad_request", "too_large")


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


def test_an_offline_phone_cannot_bring_back_what_was_erased(sign_in, alice, visit, zhuang, fields, save, fetch):
    client = sign_in(alice)
    other = save(meeting(alice, save(person(alice, "卞小禾"))))
    assert client.post(f"/people/{zhuang.id}/erase", data={"name": zhuang.name}).status_code == 302
    typed = step("type", visit, uuid.uuid4(), WORDS, field="words")
    late = (typed, step("enter", visit, uuid.uuid4(), fields), step("enter", other, uuid.uuid4(), fields))
    assert states(send(client, alice, *late)) == ["not_found"] * 3
    assert fetch(KPIS) == []
    assert fetch(select(KpiDraft)) == []


@on_sqlite  # the disk of a PostgreSQL server is not ours to fill
def test_a_full_disk_is_answered_clearly_and_recovers_by_itself(sign_in, alice, visit, fields, fetch):
    client, entered = sign_in(alice), step("enter", visit, uuid.uuid4(), fields)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limits[1]))
    try:
        answers = [send(client, alice, entered), send(client, alice, step("type", visit, uuid.uuid4(), "半句", field="words"))]  # fmt: skip
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [(answer.status_code, answer.json) for answer in answers] == [(503, {"error": "storage"})] * 2
    assert fetch(KPIS) == []
    assert states(send(client, alice, entered)) == ["saved"]
    assert len(fetch(KPIS)) == 1
