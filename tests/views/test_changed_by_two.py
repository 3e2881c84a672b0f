"""What two of the team change at the same time: neither page wipes what the other one saved."""

import re

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Facet
from kpi_assistant.models import Kpi, KpiFacet
from tests.objects import make_one_of_each
from tests.views.forms_on_pages import read_forms

THEIRS = "Somebody changed this while you were writing"


@pytest.fixture
def ids(save, alice):
    return {name: str(one) for name, one in make_one_of_each(save, alice).items()}


@pytest.fixture
def opened(sign_in, ids):
    """Open a KPI's page as a member; ``change(name=text)`` sends its facets as the page held them, with these typed."""

    def opened(member):
        client = sign_in(member)
        return opened_page(client, client.get(f"/kpis/{ids['kpi_id']}").text)

    def opened_page(client, page):
        (form,) = [form for form in read_forms(page, "") if form.action.endswith("/facets")]
        held = dict(form.fields)
        # The reader of forms types into what is empty; here nobody has typed yet.
        for name in [*re.findall(r'name="(facets-\w+)"[^>]* value=""', page), "remark"]:
            held[name] = ""

        def change(**typed):
            answer = client.post(form.action, data=held | typed)
            return (answer, opened_page(client, answer.text)) if answer.status_code == 200 else (answer, None)

        return change

    return opened


@pytest.fixture
def known(fetch):
    return lambda: {row.facet: row.text for row in fetch(select(KpiFacet))}


def test_what_was_left_as_shown_stays_as_a_colleague_saved_it_meanwhile(opened, alice, bob, known, fetch):
    hers, his = opened(alice), opened(bob)
    his(**{"facets-judge": "院长办公会", "facets-consequence": "要换人", "importance": "2", "remark": "他很急"})
    answer, _page = hers(**{"facets-obstacles": "机柜不够"})
    assert answer.status_code == 302
    assert known().items() >= {
        Facet.JUDGE: "院长办公会", Facet.CONSEQUENCE: "要换人", Facet.OBSTACLES: "机柜不够",
    }.items()  # fmt: skip
    assert fetch(select(Kpi.importance)) == [2]
    assert fetch(select(Kpi.remark)) == ["他很急"]


def test_what_both_changed_is_shown_twice_and_written_only_when_one_has_chosen(opened, alice, bob, known):
    hers, his = opened(alice), opened(bob)
    his(**{"facets-judge": "院长办公会", "facets-tried": "买过一套"})
    answer, again = hers(**{"facets-judge": "分管副院长", "facets-obstacles": "机柜不够"})
    assert answer.status_code == 200
    assert THEIRS in answer.text
    for words in ("院长办公会", "分管副院长", "机柜不够", "买过一套"):
        assert words in answer.text
    assert known()[Facet.JUDGE] == "院长办公会"
    assert Facet.OBSTACLES not in known()
    answer, _page = again()
    assert answer.status_code == 302
    assert known().items() >= {
        Facet.JUDGE: "分管副院长", Facet.OBSTACLES: "机柜不够", Facet.TRIED: "买过一套",
    }.items()  # fmt: skip


def test_what_one_has_emptied_and_the_other_changed_asks_as_well(opened, alice, bob, known):
    opened(alice)(**{"facets-judge": "厅里"})
    hers, his = opened(alice), opened(bob)
    his(**{"facets-judge": ""})
    answer, _page = hers(**{"facets-judge": "厅里和局里"})
    assert THEIRS in answer.text
    assert Facet.JUDGE not in known()


def test_both_writing_the_same_is_no_quarrel(opened, alice, bob, known):
    hers, his = opened(alice), opened(bob)
    his(**{"facets-judge": "厅里"})
    answer, _page = hers(**{"facets-judge": "厅里"})
    assert answer.status_code == 302
    assert known()[Facet.JUDGE] == "厅里"


def test_an_empty_field_of_a_page_that_says_not_what_it_showed_wipes_nothing(sign_in, alice, ids, opened, known):
    opened(alice)(**{"facets-judge": "厅里"})
    address = f"/kpis/{ids['kpi_id']}/facets"
    sign_in(alice).post(
        address, data={"facets-judge": "", "facets-tried": "买过", "importance": "3", "confidence": "firm"}
    )
    assert known().items() >= {Facet.JUDGE: "厅里", Facet.TRIED: "买过"}.items()
