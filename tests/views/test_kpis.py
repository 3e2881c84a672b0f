"""Single KPIs: recorded, corrected, completed, moved and shared, never brushed aside and never shown to the wrong eyes."""

import datetime as dt
import re
import uuid

import pytest
from sqlalchemy import select, text

from kpi_assistant.domain.vocabulary import KpiStatus, Layer, Sensitivity, ShareScope, Source
from kpi_assistant.models import Kpi, KpiFacet, KpiStatusChange, KpiVersion
from tests.views.kpi_cast import organisation, person

WORDS = "年底前联网率必须进前十"


def form(**more):
    return {
        "id": str(uuid.uuid4()), "layer": "work", "source": "stated", "words": WORDS, "observation": "",
        "importance": "4", "confidence": "firm", "said_on": "2026-11-20",
    } | more  # fmt: skip


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=organisation(alice)))


@pytest.fixture
def record(sign_in, alice, zhuang, fetch):
    """Record a KPI as alice; gives its row."""

    def record(**more):
        values = form(person_id=str(zhuang.id), **more)
        response = sign_in(alice).post(f"/kpis/new?person={zhuang.id}", data=values)
        assert response.status_code == 302, response.text
        (kpi,) = fetch(select(Kpi).where(Kpi.id == uuid.UUID(values["id"])))
        return kpi

    return record


def shown_by(client, kpi):
    """What the page of a KPI says it showed."""
    return re.search(r'name="shown" type="hidden" value="([^"]+)"', client.get(f"/kpis/{kpi.id}").text)[1]


def test_it_records_a_work_kpi_with_the_post_and_the_strictest_fitting_scope(record, zhuang, fetch):
    kpi = record(**{"facets-deadline": "2026年12月31日", "facets-judge": "厅里"})
    assert (kpi.post_id, kpi.said_on) == (zhuang.posts[0].id, dt.date(2026, 11, 20))
    assert (kpi.share_scope, kpi.sensitivity) == (ShareScope.SELF_ONLY, Sensitivity.NORMAL)
    assert kpi.deadline_on == dt.date(2026, 12, 31)
    assert [version.text for version in fetch(select(KpiVersion))] == [WORDS]


def test_it_keeps_a_private_one_off_the_post_and_inside_the_team(record):
    kpi = record(layer="life")
    assert kpi.post_id is None
    assert (kpi.share_scope, kpi.sensitivity) == (ShareScope.INTERNAL_ONLY, Sensitivity.PRIVATE)


def test_it_writes_an_observation_where_it_can_never_be_quoted(record, fetch, sign_in, alice):
    kpi = record(source="observed", words="", observation="两次把话题引到分期")
    assert (kpi.source, kpi.observation) == (Source.OBSERVED, "两次把话题引到分期")
    assert fetch(select(KpiVersion)) == []
    page = sign_in(alice).get(f"/kpis/{kpi.id}").text
    assert "<blockquote" not in page
    assert 'class="observation"' in page


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"words": " "}, "Write down what they said"),
        ({"observation": "看到的"}, "save it as an entry of its own"),
        ({"source": "inferred"}, "Write down what you saw"),
        ({"source": "relayed"}, "Choose who told us."),
        ({"words": "字" * 50_001}, "longer than 50000"),
        ({"id": "x"}, "Please send it once more."),
        ({"layer": "nonsense"}, "Something needs another look"),
    ],
)
def test_it_refuses_what_does_not_fit_and_keeps_what_was_typed(sign_in, alice, zhuang, fetch, change, message):
    values = form(person_id=str(zhuang.id)) | {"facets-judge": "厅里的评审组"} | change
    page = sign_in(alice).post(f"/kpis/new?person={zhuang.id}", data=values)
    assert page.status_code == 200
    assert message in page.text
    assert "厅里的评审组" in page.text
    assert values["words"].strip() in page.text
    assert fetch(select(Kpi)) == []


def test_it_keeps_relayed_words_with_who_told_them(record, save, alice, zhuang, sign_in):
    yao = save(person(alice, "姚工", at=zhuang.posts[0].organisation))
    kpi = record(source="relayed", told_by_id=str(yao.id))
    assert (kpi.told_by_id, kpi.share_scope) == (yao.id, ShareScope.INTERNAL_ONLY)
    assert "relayed by 姚工" in sign_in(alice).get(f"/kpis/{kpi.id}").text


def test_it_never_takes_a_person_of_another_team(sign_in, alice, charlie, save, zhuang, fetch):
    foreign = save(person(charlie, "外人", at=organisation(charlie)))
    client = sign_in(alice)
    assert client.post(f"/kpis/new?person={foreign.id}", data=form()).status_code == 404
    values = form(person_id=str(zhuang.id), source="relayed", told_by_id=str(foreign.id))
    assert client.post(f"/kpis/new?person={zhuang.id}", data=values).status_code == 200
    assert fetch(select(Kpi)) == []


def test_it_gives_back_the_entry_that_stands_when_the_form_is_sent_twice(record, fetch):
    kpi_id = str(uuid.uuid4())
    record(id=kpi_id)
    record(id=kpi_id, words="另一句")
    assert [version.text for version in fetch(select(KpiVersion))] == [WORDS]


def test_it_refuses_an_id_that_is_somebody_elses(record, sign_in, bob, charlie, save, zhuang, fetch):
    kpi = record(layer="life")
    stranger = save(person(charlie, "外人", at=organisation(charlie)))
    for who, about in ((bob, zhuang), (charlie, stranger)):
        values = form(id=str(kpi.id), person_id=str(about.id), words="抢来的")
        assert sign_in(who).post(f"/kpis/new?person={about.id}", data=values).status_code == 404
    assert [row.text for row in fetch(select(KpiVersion))] == [WORDS]


def test_a_form_keeps_the_line_ends_that_were_typed(record, sign_in, alice, fetch):
    """Browsers send CR LF for every line end; the words of a phone come with LF, and are the same words."""
    kpi = record(words="第一行\r\n第二行", **{"facets-tried": "试过甲\r\n试过乙"})
    sign_in(alice).post(f"/kpis/{kpi.id}/correct", data={"correction-words": "第一行\r\n第二行"})
    assert [version.text for version in fetch(select(KpiVersion))] == ["第一行\n第二行"]
    assert [facet.text for facet in fetch(select(KpiFacet))] == ["试过甲\n试过乙"]
    sign_in(alice).post(f"/kpis/{kpi.id}/correct", data={"correction-words": "第一行\r\n改过的"})
    assert "第一行\n改过的" in [version.text for version in fetch(select(KpiVersion))]


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(record, sign_in, alice, fetch):
    kpi = record()
    client = sign_in(alice)
    client.post(f"/kpis/{kpi.id}/correct", data={"correction-words": "年底前必须进前八"})
    client.post(f"/kpis/{kpi.id}/correct", data={"correction-words": "年底前必须进前八"})
    versions = fetch(select(KpiVersion).order_by(KpiVersion.number))
    assert [version.text for version in versions] == [WORDS, "年底前必须进前八"]
    page = client.get(f"/kpis/{kpi.id}").text
    assert WORDS in page
    assert "年底前必须进前八" in page


def test_every_status_can_be_taken_back_and_nothing_can_be_deleted(record, sign_in, alice, fetch, app):
    kpi = record()
    client = sign_in(alice)
    for status in ("mistaken", "open", "met"):
        client.post(f"/kpis/{kpi.id}/status", data={"status-status": status, "status-remark": "电话里说的"})
    assert fetch(select(Kpi))[0].status is KpiStatus.MET
    changes = fetch(select(KpiStatusChange).order_by(KpiStatusChange.changed_at))
    assert [(row.status, row.changed_by_id) for row in changes] == [
        (KpiStatus.MISTAKEN, alice.id), (KpiStatus.OPEN, alice.id), (KpiStatus.MET, alice.id),
    ]  # fmt: skip
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("kpis.")]
    assert not any("delete" in rule or "remove" in rule for rule in rules)


def test_it_completes_facets_and_counts_them(record, sign_in, alice, fetch):
    kpi = record()
    client = sign_in(alice)
    values = {
        "facets-target": "前十",
        "facets-deadline": "明年六月底",
        "importance": "5",
        "confidence": "leaning",
        "remark": "他很急",
    }
    assert client.post(f"/kpis/{kpi.id}/facets", data=values).status_code == 302
    (row,) = fetch(select(Kpi))
    assert (row.importance, row.remark, row.deadline_on) == (5, "他很急", dt.date(2027, 6, 30))
    assert "2 of 8 known" in client.get(f"/kpis/{kpi.id}").text
    client.post(f"/kpis/{kpi.id}/facets", data=values | {"facets-deadline": "", "shown": shown_by(client, kpi)})
    assert fetch(select(Kpi))[0].deadline_on is None


def test_how_much_it_matters_stays_open_until_somebody_says_so(record, sign_in, alice, zhuang, fetch):
    open_one = record(words="没说有多要紧", importance="")
    assert open_one.importance is None
    record(words="要紧的", importance="4")
    record(words="不太要紧的", importance="2")
    client = sign_in(alice)
    assert re.search(r'checked[^>]* value=""', client.get(f"/kpis/new?person={zhuang.id}").text)
    shown = client.get(f"/kpis/{open_one.id}").text
    assert "of 5" not in shown
    assert re.search(r'name="importance"[^>]* value=""|checked[^>]*name="importance"[^>]*value=""', shown)
    page = client.get(f"/people/{zhuang.id}").text
    assert page.index("要紧的") < page.index("没说有多要紧") < page.index("不太要紧的")
    client.post(f"/kpis/{open_one.id}/facets", data={"importance": "5", "confidence": "firm", "remark": ""})
    assert fetch(select(Kpi.importance).where(Kpi.id == open_one.id)) == [5]
    unsaid = {"importance": "", "confidence": "firm", "remark": "", "shown": shown_by(client, open_one)}
    client.post(f"/kpis/{open_one.id}/facets", data=unsaid)
    assert fetch(select(Kpi.importance).where(Kpi.id == open_one.id)) == [None]
    client.post(f"/kpis/{open_one.id}/facets", data={"importance": "6", "confidence": "firm", "remark": ""})
    assert fetch(select(Kpi.importance).where(Kpi.id == open_one.id)) == [None]


def test_changing_the_layer_moves_every_version_and_facet_into_the_sealed_columns_and_back(record, sign_in, alice, app):
    kpi = record(**{"facets-judge": "老伴说了算"})
    client = sign_in(alice)
    client.post(f"/kpis/{kpi.id}/correct", data={"correction-words": "第二遍说的话"})
    client.post(f"/kpis/{kpi.id}/layer", data={"layer-layer": "life"})
    with app.extensions["database"].engine.connect() as connection:
        raw = str(
            connection.execute(
                text("SELECT plain, sealed FROM kpi_version UNION ALL SELECT plain, sealed FROM kpi_facet")
            ).all()
        )
    for words in (WORDS, "第二遍说的话", "老伴说了算"):
        assert words not in raw
        assert words in client.get(f"/kpis/{kpi.id}").text
    client.post(f"/kpis/{kpi.id}/layer", data={"layer-layer": "work"})
    with app.extensions["database"].engine.connect() as connection:
        plain = connection.execute(text("SELECT plain FROM kpi_version ORDER BY number")).scalars().all()
    assert plain == [WORDS, "第二遍说的话"]


def test_a_private_one_is_its_authors_alone_until_shared_and_again_when_taken_back(record, sign_in, alice, bob, fetch):
    kpi = record(layer="mindset")
    mate = sign_in(bob)
    posts = {
        "correct": {"correction-words": "x"}, "facets": {"importance": "1", "confidence": "weak"},
        "status": {"status-status": "met"}, "layer": {"layer-layer": "work"}, "share": {"shared": "yes"},
        "scope": {"scope-share_scope": "public_ok", "scope-consented_on": "2026-11-20"},
    }  # fmt: skip
    assert mate.get(f"/kpis/{kpi.id}").status_code == 404
    for action, values in posts.items():
        assert mate.post(f"/kpis/{kpi.id}/{action}", data=values).status_code == 404, action
    owner = sign_in(alice)
    owner.post(f"/kpis/{kpi.id}/share", data={"shared": "yes"})
    assert WORDS in mate.get(f"/kpis/{kpi.id}").text
    for action in ("layer", "share", "scope"):
        assert mate.post(f"/kpis/{kpi.id}/{action}", data=posts[action]).status_code == 404, action
    owner.post(f"/kpis/{kpi.id}/share", data={"shared": "no"})
    assert mate.get(f"/kpis/{kpi.id}").status_code == 404
    (row,) = fetch(select(Kpi))
    assert (row.layer, row.share_scope, row.status) == (Layer.MINDSET, ShareScope.INTERNAL_ONLY, KpiStatus.OPEN)


def test_a_private_one_leaves_the_team_only_with_a_dated_consent(record, sign_in, alice, fetch):
    kpi = record(layer="life")
    client = sign_in(alice)
    page = client.post(f"/kpis/{kpi.id}/scope", data={"scope-share_scope": "self_only"}).text
    assert "Ask them first" in page
    assert fetch(select(Kpi))[0].share_scope is ShareScope.INTERNAL_ONLY
    client.post(f"/kpis/{kpi.id}/scope", data={"scope-share_scope": "self_only", "scope-consented_on": "2026-11-21"})
    (row,) = fetch(select(Kpi))
    assert (row.share_scope, row.consented_on) == (ShareScope.SELF_ONLY, dt.date(2026, 11, 21))


@pytest.mark.parametrize("layer", ["work", "life"])
def test_it_is_marked_as_sensitive_and_stays_so_in_another_layer(record, sign_in, alice, fetch, layer):
    kpi = record(layer=layer)
    client = sign_in(alice)
    ordinary = kpi.sensitivity
    sent = {"scope-share_scope": "self_only", "scope-consented_on": "2026-11-21", "scope-is_sensitive": "y"}
    assert client.post(f"/kpis/{kpi.id}/scope", data=sent).status_code == 302
    assert fetch(select(Kpi.sensitivity)) == [Sensitivity.SENSITIVE]
    page = client.get(f"/kpis/{kpi.id}").text
    assert re.search('<input[^>]*checked[^>]*name="scope-is_sensitive"', page)
    assert "marked as sensitive" in page
    for into in ("mindset", "work", "life", layer):
        client.post(f"/kpis/{kpi.id}/layer", data={"layer-layer": into})
        assert fetch(select(Kpi.sensitivity)) == [Sensitivity.SENSITIVE], into
    client.post(f"/kpis/{kpi.id}/scope", data={"scope-share_scope": "internal_only"})
    assert fetch(select(Kpi.sensitivity)) == [ordinary]
    assert "marked as sensitive" not in client.get(f"/kpis/{kpi.id}").text


def test_what_is_sensitive_is_its_authors_to_say_of_a_private_one(record, sign_in, alice, bob, fetch):
    kpi = record(layer="life")
    sign_in(alice).post(f"/kpis/{kpi.id}/share", data={"shared": "yes"})
    sent = {"scope-share_scope": "internal_only", "scope-is_sensitive": "y"}
    assert sign_in(bob).post(f"/kpis/{kpi.id}/scope", data=sent).status_code == 404
    assert fetch(select(Kpi.sensitivity)) == [Sensitivity.PRIVATE]


def test_a_teammate_works_on_it_and_a_stranger_and_a_viewer_cannot(record, sign_in, bob, vera, charlie, fetch):
    kpi = record()
    assert sign_in(bob).post(f"/kpis/{kpi.id}/status", data={"status-status": "met"}).status_code == 302
    assert sign_in(charlie).get(f"/kpis/{kpi.id}").status_code == 404
    assert sign_in(charlie).post(f"/kpis/{kpi.id}/status", data={"status-status": "open"}).status_code == 404
    assert sign_in(vera).get(f"/kpis/{kpi.id}").status_code == 200
    assert sign_in(vera).post(f"/kpis/{kpi.id}/status", data={"status-status": "open"}).status_code == 403
    assert fetch(select(Kpi))[0].status is KpiStatus.MET


def test_it_shows_markup_in_their_words_literally(record, sign_in, alice):
    kpi = record(words='"><img src=x onerror=alert(1)>{{7*7}}')
    page = sign_in(alice).get(f"/kpis/{kpi.id}").text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;{{7*7}}" in page
