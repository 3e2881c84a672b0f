"""A brief is refused, or pointed at, with a sentence: what is silent, withheld, in the other language or out of date."""

import re
import uuid

import pytest
from sqlalchemy import select, update

from kpi_assistant.domain.leak_places import LeakField
from kpi_assistant.domain.release import WithheldReason
from kpi_assistant.domain.vocabulary import Facet, Layer
from kpi_assistant.models import Brief, Capability, Kpi, Note, Promise, Proof, Response, Workspace
from kpi_assistant.printing import PrintingError, PrintingFault
from kpi_assistant.views.brief_words import LEAK_FIELDS, REASONS, printing_problem
from tests.views.answer_cast import (
    SOON,
    STATEMENT_EN,
    STATEMENT_ZH,
    WORDS,
    capability,
    facet,
    kpi,
    response,
)
from tests.views.brief_cast import DO, LATE, answered, brief_form, packed, shown, text_of, zhuang  # noqa: F401 - fixtures
from tests.views.kpi_cast import person


def test_what_half_a_step_is_refused_for_is_not_called_optional(sign_in, alice, zhuang, answered):
    page = sign_in(alice).get(f"/briefs/for/{zhuang.id}").text
    assert re.findall(r'for="steps-0-(what|on|who)">[^<]*(<span class="optional">)?', page) == [
        ("what", ""), ("on", ""), ("who", '<span class="optional">'),
    ]  # fmt: skip
    half = sign_in(alice).post(f"/briefs/for/{zhuang.id}", data=brief_form(**{"steps-0-on": ""})).text
    assert "Choose a day." in half


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


def test_every_reason_and_every_fault_has_its_words(app):
    assert set(REASONS) == set(WithheldReason)
    assert set(LEAK_FIELDS) == set(LeakField)
    with app.test_request_context():
        assert all(printing_problem(PrintingError(fault, "x")) for fault in PrintingFault)
