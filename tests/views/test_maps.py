"""Drawings and chains: what they show, and that nobody's private words show through."""

import datetime as dt
import re
import uuid

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import Layer, RoleKind, Source, TieKind, TouchKind, TrustStage
from kpi_assistant.models import Kpi, KpiVersion, Tie, Touch
from kpi_assistant.models.base import utc_now
from tests.views.kpi_cast import meeting, organisation, person

DOWNTIME, HOUR, DREAM = "核心停一小时，大厅就是上千人", "明年六月前恢复压到一小时内", "别让我一个人半夜扛"


def kpi(owner, who, words, layer=Layer.WORK, **more):
    row = Kpi(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, person_id=who.id, layer=layer,
        post_id=None if layer.is_private or not who.posts else who.posts[0].id, said_on=dt.date(2026, 11, 1), **more,
    )  # fmt: skip
    version = KpiVersion(number=1, created_by_id=owner.id)
    version.keep(words, private=layer.is_private)
    row.versions.append(version)
    return row


@pytest.fixture
def hospital(alice, save):
    return save(organisation(alice))


@pytest.fixture
def cast(alice, hospital, save):
    """The director, her head of IT who reports to her, and his technician."""
    director = save(person(alice, "贺怀川", hospital, stage=TrustStage.S1))
    head = save(person(alice, "庄敏", hospital, stage=TrustStage.S3))
    technician = save(person(alice, "姚一鸣", hospital, stage=TrustStage.S0))
    director.posts[0].role_kind = RoleKind.DECISION_MAKER
    technician.posts[0].role_kind = RoleKind.JUNIOR_TECHNICIAN
    save(director.posts[0], technician.posts[0])
    save(
        *(
            Tie(workspace_id=alice.workspace_id, from_person_id=a.id, to_person_id=b.id, kind=TieKind.REPORTS_TO)
            for a, b in ((head, director), (technician, head))
        )
    )
    return director, head, technician


def row_of(page, name):
    """The row of one person in the table below the drawing."""
    table = page.split("<tbody>")[1]
    return next(row for row in table.split("<tr>") if f">{name}<" in row)


def test_the_map_is_drawn_from_the_bottom_up_with_its_lines(sign_in, alice, hospital, cast):
    page = sign_in(alice).get(f"/organisations/{hospital.id}/map").text
    drawing = page.split('<svg class="map map-phone"')[1].split("</svg>")[0]
    heights = [float(re.search(rf'y="([\d.]+)">{who.name}<', drawing).group(1)) for who in cast]
    assert heights == sorted(heights)
    assert len(set(heights)) == 3
    assert drawing.count('class="map-line map-reports"') == 2
    assert page.count('<svg class="map ') == 2


def test_it_marks_hearsay_and_tells_the_same_in_the_table(sign_in, alice, hospital, cast, save):
    _director, head, technician = cast
    save(
        kpi(alice, head, HOUR),
        kpi(alice, technician, "他说活太多", source=Source.RELAYED, told_by_id=head.id),
        Touch(workspace_id=alice.workspace_id, person_id=head.id, kind=TouchKind.CALL, happened_at=utc_now()),
    )
    page = sign_in(alice).get(f"/organisations/{hospital.id}/map").text
    assert page.count("map-box map-hearsay") == 2, "once in each drawing"
    assert "hearsay only" in row_of(page, "姚一鸣")
    assert "own word" in row_of(page, "庄敏")
    assert "no word yet" in row_of(page, "贺怀川")


def test_a_teammates_private_word_makes_no_mark(sign_in, alice, bob, hospital, cast, save):
    head = cast[1]
    save(kpi(alice, head, DREAM, Layer.MINDSET))
    assert "own word" in row_of(sign_in(alice).get(f"/organisations/{hospital.id}/map").text, "庄敏")
    assert "no word yet" in row_of(sign_in(bob).get(f"/organisations/{hospital.id}/map").text, "庄敏")
    assert "no word yet" in row_of(sign_in(bob).get(f"/people/{head.id}/map").text, "庄敏")


def test_the_surroundings_show_who_is_above_beside_and_below(sign_in, alice, cast, save):
    _director, head, _technician = cast
    friend = save(person(alice, "卞小禾"))
    save(Tie(workspace_id=alice.workspace_id, from_person_id=friend.id, to_person_id=head.id, kind=TieKind.CLASSMATE))
    page = sign_in(alice).get(f"/people/{head.id}/map").text
    drawing = page.split('<svg class="map map-laptop"')[1].split("</svg>")[0]
    order = [
        float(re.search(rf'y="([\d.]+)">{name}<', drawing).group(1)) for name in ("贺怀川", "庄敏", "卞小禾", "姚一鸣")
    ]
    assert order == sorted(order)
    assert len(set(order)) == 4


def test_markup_in_a_name_is_shown_and_never_run(sign_in, alice, hospital, save):
    save(person(alice, "<script>x</script>", hospital))
    page = sign_in(alice).get(f"/organisations/{hospital.id}/map").text
    assert "<script>x" not in page
    assert "&lt;script&gt;" in page


def link(client, kpi_row, origin):
    return client.post(f"/kpis/{kpi_row.id}/origin", data={"origin_id": str(origin.id) if origin else ""})


def test_a_kpi_is_linked_to_the_boss_it_comes_from_and_unlinked(sign_in, alice, hospital, cast, save, fetch):
    director, head, _technician = cast
    top, mine = save(kpi(alice, director, DOWNTIME)), save(kpi(alice, head, HOUR))
    client = sign_in(alice)
    assert DOWNTIME in client.get(f"/kpis/{mine.id}/origin").text
    link(client, mine, top)
    assert fetch(select(Kpi.derived_from_id).where(Kpi.id == mine.id)) == [top.id]
    page = client.get(f"/organisations/{hospital.id}/map").text
    assert page.index(DOWNTIME) < page.index(HOUR)
    assert "kpi-step-1" in page
    link(client, mine, None)
    assert fetch(select(Kpi.derived_from_id).where(Kpi.id == mine.id)) == [None]


def test_a_chain_cannot_go_round(sign_in, alice, cast, save, fetch):
    director, head, _technician = cast
    top, mine = save(kpi(alice, director, DOWNTIME)), save(kpi(alice, head, HOUR))
    client = sign_in(alice)
    link(client, mine, top)
    assert "a chain cannot go round" in link(client, top, mine).text
    assert "a chain cannot go round" in link(client, top, top).text
    assert HOUR not in client.get(f"/kpis/{top.id}/origin").text.split("<form")[1]
    assert fetch(select(Kpi.derived_from_id).where(Kpi.id == top.id)) == [None]


def test_words_one_may_not_read_cannot_be_linked_to_or_seen_in_a_chain(
    sign_in, alice, bob, charlie, hospital, cast, save, fetch
):
    director, head, technician = cast
    mine = save(kpi(alice, head, HOUR))
    private = save(kpi(bob, director, "怕下届换人", Layer.MINDSET))
    foreign = save(kpi(charlie, save(person(charlie, "外人", save(organisation(charlie)))), "别人的话"))
    client = sign_in(alice)
    for origin in (private, foreign):
        assert link(client, mine, origin).status_code == 404
    assert fetch(select(Kpi.derived_from_id).where(Kpi.id == mine.id)) == [None]
    save(kpi(bob, technician, DREAM, Layer.MINDSET, derived_from_id=mine.id))
    assert DREAM in sign_in(bob).get(f"/organisations/{hospital.id}/map").text
    page = client.get(f"/organisations/{hospital.id}/map").text
    assert DREAM not in page
    assert HOUR not in page, "a chain whose only link is hidden is no chain"


def test_preparing_for_one_shows_their_own_cell_and_nobody_elses_words(sign_in, alice, bob, cast, save):
    director, head, technician = cast
    top = save(kpi(alice, director, DOWNTIME))
    mine = save(kpi(alice, head, HOUR, derived_from_id=top.id))
    save(kpi(bob, technician, DREAM, Layer.MINDSET, derived_from_id=mine.id))
    planned = save(meeting(alice, head))
    page = sign_in(alice).get(f"/meetings/{planned.id}/guide/", follow_redirects=True).text
    cell = page.split('class="section chain-cells"')[1].split("</section>")[0]
    assert HOUR in cell
    assert "laid down by 贺怀川" in cell
    assert DOWNTIME not in page
    assert "姚一鸣" not in cell, "a teammate's private KPI is not even named"
