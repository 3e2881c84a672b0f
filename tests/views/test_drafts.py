"""The capture page's JSON calls: idempotent, guarded, sealed at rest, and never a redirect."""

import json
import threading
import uuid

import pytest
from sqlalchemy import select, text

from kpi_assistant.models import Kpi, KpiDraft, KpiVersion
from tests.views.kpi_cast import meeting, organisation, person

HEADERS = {"X-Requested-With": "fetch", "Origin": "http://localhost"}
WORDS = "老父亲在县里，一个月想回去两次"


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=organisation(alice)))


@pytest.fixture
def visit(save, alice, zhuang):
    return save(meeting(alice, zhuang))


@pytest.fixture
def content(zhuang):
    return {
        "person_id": str(zhuang.id), "layer": "life", "source": "stated", "words": WORDS, "observation": "",
        "importance": "4", "confidence": "firm", "facets-judge": "老伴",
    }  # fmt: skip


def address(visit, draft_id):
    return f"/meetings/{visit.id}/drafts/{draft_id}"


def test_it_keeps_a_draft_and_the_page_shows_it_again(sign_in, alice, visit, content, fetch):
    client, draft_id = sign_in(alice), uuid.uuid4()
    for revision in (1, 2):
        answer = client.put(address(visit, draft_id), json={"revision": revision, "content": content}, headers=HEADERS)
        assert (answer.status_code, answer.json["state"], answer.json["revision"]) == (200, "kept", revision)
    assert [draft.revision for draft in fetch(select(KpiDraft))] == [2]
    page = client.get(f"/meetings/{visit.id}/capture/").text
    assert WORDS in page
    assert f'value="{draft_id}"' in page


def test_it_hints_at_sensitive_facts_without_refusing_them(sign_in, alice, visit, content):
    answer = sign_in(alice).put(
        address(visit, uuid.uuid4()),
        json={"revision": 1, "content": content | {"words": "我老婆怀孕了，预产期十二月"}},
        headers=HEADERS,
    )
    assert answer.status_code == 200
    assert answer.json["hints"]


def test_the_same_request_again_changes_nothing_and_an_older_one_is_told_what_stands(
    sign_in, alice, visit, content, fetch
):
    client, draft_id = sign_in(alice), uuid.uuid4()

    def put(revision, words):
        sent = {"revision": revision, "content": content | {"words": words}}
        return client.put(address(visit, draft_id), json=sent, headers=HEADERS)

    assert put(3, "新").status_code == 200
    assert put(3, "新").status_code == 200
    for revision in (3, 2):
        answer = put(revision, "旧")
        assert (answer.status_code, answer.json) == (409, {"error": "newer", "revision": 3})
    assert fetch(select(KpiDraft))[0].content["words"] == "新"


def test_sixteen_copies_at_once_give_one_entry_and_no_draft(app, sign_in, alice, visit, content, fetch):
    draft_id = uuid.uuid4()
    clients = [sign_in(alice) for _ in range(16)]
    gate, answers = threading.Barrier(16), []

    def send(client, number):
        gate.wait()
        # Half of them finish the entry, half still keep it: in whatever order they come.
        call = client.post if number % 2 else client.put
        answers.append(call(address(visit, draft_id), json={"revision": 1, "content": content}, headers=HEADERS))

    threads = [threading.Thread(target=send, args=(client, number)) for number, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {200}
    assert [kpi.id for kpi in fetch(select(Kpi))] == [draft_id]
    assert [version.text for version in fetch(select(KpiVersion))] == [WORDS]
    assert fetch(select(KpiDraft)) == []


def test_entering_gives_the_finished_card_and_a_late_autosave_brings_nothing_back(
    sign_in, alice, visit, content, fetch
):
    client, draft_id = sign_in(alice), uuid.uuid4()
    client.put(address(visit, draft_id), json={"revision": 1, "content": content}, headers=HEADERS)
    answer = client.post(address(visit, draft_id), json={"revision": 2, "content": content}, headers=HEADERS)
    assert answer.json["state"] == "entered"
    assert WORDS in answer.json["html"]
    late = client.put(address(visit, draft_id), json={"revision": 3, "content": content}, headers=HEADERS)
    assert late.json["state"] == "entered"
    assert fetch(select(KpiDraft)) == []


def test_what_cannot_be_entered_says_why_and_stays_a_draft(sign_in, alice, visit, content, fetch):
    client, draft_id = sign_in(alice), uuid.uuid4()
    sent = {"revision": 1, "content": content | {"source": "relayed", "facets-judge": "字" * 300}}
    answer = client.post(address(visit, draft_id), json=sent, headers=HEADERS)
    assert answer.status_code == 422
    assert "Choose who told us." in answer.json["messages"]
    assert fetch(select(Kpi)) == []
    assert fetch(select(KpiDraft))[0].content["facets-judge"] == "字" * 300


def test_private_words_lie_sealed_in_every_table(app, sign_in, alice, visit, content):
    client, entered, kept = sign_in(alice), uuid.uuid4(), uuid.uuid4()
    client.post(address(visit, entered), json={"revision": 1, "content": content}, headers=HEADERS)
    client.put(address(visit, kept), json={"revision": 1, "content": content}, headers=HEADERS)
    with app.extensions["database"].engine.connect() as connection:
        for table in ("kpi", "kpi_version", "kpi_facet", "kpi_draft", "audit_entry"):
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
def test_other_sites_are_refused(sign_in, alice, visit, content, fetch, headers):
    client = sign_in(alice)
    for call in (client.put, client.post):
        answer = call(address(visit, uuid.uuid4()), json={"revision": 1, "content": content}, headers=headers)
        assert (answer.status_code, answer.json) == (403, {"error": "refused"})
    assert fetch(select(KpiDraft)) == []
    assert fetch(select(Kpi)) == []


def test_signed_out_answers_in_json_and_never_redirects(app, visit, content):
    answer = app.test_client().put(
        address(visit, uuid.uuid4()), json={"revision": 1, "content": content}, headers=HEADERS
    )
    assert (answer.status_code, answer.json) == (401, {"error": "signed_out"})


def test_strangers_teammates_and_viewers_get_their_answer_in_json(
    sign_in, alice, bob, vera, charlie, visit, content, fetch
):
    draft_id = uuid.uuid4()
    sent = {"revision": 1, "content": content}
    sign_in(alice).put(address(visit, draft_id), json=sent, headers=HEADERS)
    for who, code, error in ((charlie, 404, "not_found"), (bob, 404, "not_found"), (vera, 403, "refused")):
        client = sign_in(who)
        for call in (client.put, client.post):
            answer = call(address(visit, draft_id), json=sent, headers=HEADERS)
            assert (answer.status_code, answer.json) == (code, {"error": error}), who.name
    assert [draft.created_by_id for draft in fetch(select(KpiDraft))] == [alice.id]
    assert WORDS not in sign_in(bob).get(f"/meetings/{visit.id}/capture/").text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("nonsense", 400), ("[]", 400), ("{}", 400), ('{"revision": "1", "content": {}}', 400),
        ('{"revision": true, "content": {}}', 400), ('{"revision": -1, "content": {}}', 400),
        ('{"revision": 99999999999, "content": {}}', 400), ('{"revision": 1, "content": {"words": 5}}', 400),
        ('{"revision": 1, "content": {"words": "' + "x" * 100_001 + '"}}', 413),
        ('{"revision": 1, "content": {"words": "' + "x" * 3_000_000 + '"}}', 413),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused_in_json(sign_in, alice, visit, body, code):
    answer = sign_in(alice).put(
        address(visit, uuid.uuid4()), data=body, content_type="application/json", headers=HEADERS
    )
    assert answer.status_code == code
    assert answer.json["error"] in ("bad_request", "too_large")


def test_twenty_kilobytes_of_any_script_are_kept_letter_for_letter(sign_in, alice, visit, content, fetch):
    words = "年底前😀必须“进前十”<b>&amp;\u2028é" * 700
    sent = {"revision": 1, "content": content | {"words": words}}
    assert sign_in(alice).put(address(visit, uuid.uuid4()), json=sent, headers=HEADERS).status_code == 200
    assert fetch(select(KpiDraft))[0].content["words"] == words
