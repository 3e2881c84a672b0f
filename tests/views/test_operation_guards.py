"""Whose steps are taken: no other site's, no stranger's, nothing that is no batch; and words are sealed."""

import json
import resource
import uuid

import pytest
from sqlalchemy import delete, select, text, update

from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import (
    KpiDraft,
    Member,
    SignIn,
)
from tests.conftest import on_sqlite
from tests.views.kpi_cast import meeting, person
from tests.views.operation_cast import ADDRESS, HEADERS, KPIS, WORDS, fields, send, states, step, visit, zhuang  # noqa: F401 - fixtures


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
