"""The page of an answer: what it folds, lists, finds and points at, and whom it is closed to."""

import re
import uuid

from sqlalchemy import select, text

from kpi_assistant.domain.vocabulary import Industry, Layer
from kpi_assistant.models import Response
from tests.views.answer_cast import (
    PRIVATE_WORDS,
    WORDS,
    answer_form,
    capability,
    kpi,
    proof,
    response,
)
from tests.views.kpi_cast import person
from tests.views.response_cast import NOT_YET, asked, backup, zhuang  # noqa: F401 - fixtures


def test_with_many_capabilities_the_others_are_found_by_name(sign_in, alice, asked, save):
    for number in range(30):
        save(
            capability(
                alice,
                name_en=f"Thing {number:02}",
                name_zh=f"东西{number:02}",
                search_text=f"thing {number:02}",
                description_zh="",
                description_en="",
                limits_zh="",
                limits_en="",
            )
        )
    client = sign_in(alice)
    page = client.get(f"/responses/{asked.id}").text
    assert "10 more: look for them by name." in page
    page = client.post(f"/responses/{asked.id}", data=answer_form(capability_query="thing 29", find="capability")).text
    assert "Thing 29" in page
    assert "Thing 03" not in page


def test_a_person_to_introduce_is_found_by_name(sign_in, alice, asked, save):
    for number in range(45):
        save(person(alice, f"熟人{number:02}"))
    save(person(alice, "章远"))
    client = sign_in(alice)
    assert "章远" not in client.get(f"/responses/{asked.id}").text
    form = answer_form(introduce_query="章", find="person", say="写到一半")
    page = client.post(f"/responses/{asked.id}", data=form).text
    assert "章远" in page
    assert "写到一半" in page


def test_own_industry_comes_first_among_the_proofs(sign_in, alice, asked, backup, save):
    save(proof(backup, statement_en="A bank did it", industry=Industry.FINANCE))
    save(proof(backup, statement_en="A hospital did it"))
    page = sign_in(alice).get(f"/responses/{asked.id}").text
    assert page.index("A hospital did it") < page.index("A bank did it")


def test_a_private_one_is_its_authors_alone(sign_in, alice, bob, zhuang, save, fetch):
    wish = save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE))
    sign_in(alice).post(f"/responses/{wish.id}", data=answer_form(**NOT_YET | {"say": "夜里我们先处置"}))
    mate = sign_in(bob)
    assert mate.get(f"/responses/{wish.id}").status_code == 404
    assert mate.post(f"/responses/{wish.id}", data=answer_form()).status_code == 404
    listed = (
        mate.get(f"/responses/?person={zhuang.id}").text + mate.get("/responses/").text + mate.get("/promises/").text
    )
    assert "老家" not in listed
    assert "先处置" not in listed
    assert NOT_YET["promise_text"] not in listed
    assert "夜里我们先处置" in sign_in(alice).get(f"/responses/?person={zhuang.id}").text


def test_its_wording_is_sealed_at_rest(sign_in, alice, app, asked, fetch):
    sign_in(alice).post(f"/responses/{asked.id}", data=answer_form(**NOT_YET | {"say": "夜里我们先处置"}))
    with app.extensions["database"].engine.connect() as connection:
        stored = str(connection.execute(text("SELECT wording FROM response")).all())
        stored += str(connection.execute(text("SELECT text FROM promise")).all())
    assert "处置" not in stored
    assert "\\u5904" not in stored
    assert "数据量" not in stored


def test_it_is_closed_to_strangers_and_viewers(sign_in, asked, zhuang, charlie, vera, fetch):
    stranger = sign_in(charlie)
    assert stranger.get(f"/responses/{asked.id}").status_code == 404
    assert stranger.post(f"/responses/{asked.id}", data=answer_form()).status_code == 404
    assert stranger.get(f"/responses/?person={zhuang.id}").status_code == 404
    assert WORDS not in stranger.get("/responses/").text
    assert sign_in(vera).post(f"/responses/{asked.id}", data=answer_form()).status_code == 403
    # A page for writing tells a viewer apart neither what is there nor what is not.
    for row_id in (asked.id, uuid.uuid4()):
        assert sign_in(vera).get(f"/responses/{row_id}").status_code == 403
    assert fetch(select(Response)) == []


def test_the_heaviest_comes_first_with_the_parts_of_its_weight(sign_in, alice, zhuang, asked, save):
    light = save(kpi(alice, zhuang, "周报能不能少写两份", importance=2))
    save(response(light))
    page = sign_in(alice).get(f"/responses/?person={zhuang.id}").text
    assert page.index(WORDS) < page.index("周报能不能少写两份")
    assert "weight 0.40" in page
    assert "matters to them 2 of 5" in page
    assert "2 KPIs" in page
    assert "1 not yet" in page
    assert "1 to answer" in page


def test_what_is_wrong_is_listed_at_the_top_with_a_way_to_each_field(sign_in, alice, asked):
    page = sign_in(alice).post(f"/responses/{asked.id}", data=answer_form(**(NOT_YET | {"promise_due_on": ""}))).text
    problems = page[page.index('class="problems"') :]
    problems = problems[: problems.index("</ul>")]
    assert 'href="#promise_due_on"' in problems
    assert "Choose the day it is due." in problems
    assert 'id="promise_due_on"' in page


def test_what_may_be_demanded_is_not_called_optional(sign_in, alice, asked):
    page = sign_in(alice).get(f"/responses/{asked.id}").text
    for name in ("promise_due_on", "promise_text", "condition"):
        (label,) = re.findall(rf'<label for="{name}">(.*?)</label>', page)
        assert "optional" not in label
    assert "optional" in re.findall(r'<label for="say">(.*?)</label>', page)[0]


def test_a_not_yet_folds_what_it_does_not_need_and_nothing_that_was_written(sign_in, alice, asked, save):
    save(response(asked, do="先分级"))
    page = sign_in(alice).get(f"/responses/{asked.id}").text
    folded = re.findall(r"<(?:fieldset|div)[^>]*only-claims[^>]*>", page)
    assert len(folded) == 2  # the capabilities and what to expect; what we do was written


def test_the_check_points_at_competitors_of_ours_and_at_what_others_said(sign_in, alice, bob, asked, zhuang, save):
    client = sign_in(alice)
    assert client.post("/offering/competitors", data={"competitors": "磐石云\n\n 磐石云 \n老对头"}).status_code == 302
    assert "磐石云\n老对头" in sign_in(bob).get("/offering/competitors").text
    for words, what in (
        ("比磐石云省一半人手。", "磐石云"),
        ("奇安信做不了这个。", "奇安信"),
        ("贺院长也说过太慢。", "贺院长也说"),
    ):
        page = client.post(f"/responses/{asked.id}", data=answer_form(do=words, fit="direct")).text
        page += client.get(f"/responses/{asked.id}").text
        assert what in page[page.index("advice") :]


def test_the_places_lead_to_the_answers(sign_in, alice):
    page = sign_in(alice).get("/").text
    assert page.count('href="/responses/"') == 2  # the side bar, and "More" on a phone
