"""What two of the team, or two taps of one, change at the same moment is changed once, on both databases."""

import uuid

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import GuideItemStatus
from kpi_assistant.models import Guide, GuideItem, KpiFacet, KpiStatusChange, KpiVersion, Touch
from tests.objects import make_one_of_each
from tests.views.taps import COPIES, count, tap, tap_each


@pytest.fixture
def ids(save, alice):
    return {name: str(one) for name, one in make_one_of_each(save, alice).items()}


def test_a_meeting_finished_twice_at_once_is_one_contact_with_each(sign_in, alice, bob, ids, fetch):
    """Two of the team may do it, or one with two taps."""
    clients = [sign_in(who) for who in (alice, bob, alice, bob)]
    tap(clients, f"/meetings/{ids['meeting_id']}/finish", {"next_step": "寄方案"})
    touches = fetch(select(Touch).where(Touch.meeting_id == uuid.UUID(ids["meeting_id"])))
    assert [str(touch.person_id) for touch in touches] == [ids["person_id"]]


CHANGES = {
    "correct": ({"correction-words": "影像恢复用了七个小时。"}, KpiVersion, 2),
    "facets": (
        {"facets-judge": "厅里", "facets-target": "一小时", "importance": "4", "confidence": "firm", "remark": ""},
        KpiFacet,
        3,
    ),
    "status": ({"status-status": "met", "status-remark": "验收了"}, KpiStatusChange, 1),
}
"""For each change of a KPI: what is typed, the rows it leaves, and how many there are afterwards; a facet not sent stays."""


@pytest.mark.parametrize("change", CHANGES)
def test_a_kpi_changed_twice_at_once_is_changed_once(sign_in, alice, bob, ids, fetch, change):
    sent, entity, rows = CHANGES[change]
    tap([sign_in(who) for who in (alice, bob, alice, bob)], f"/kpis/{ids['kpi_id']}/{change}", sent)
    assert count(fetch, entity) == rows


@pytest.fixture
def guide(sign_in, alice, ids, fetch):
    """A fresh guide: where it is, and its questions."""
    address = f"/meetings/{ids['meeting_id']}/guide"
    sign_in(alice).post(f"{address}/")
    (row,) = fetch(
        select(Guide).where(Guide.meeting_id == uuid.UUID(ids["meeting_id"]), Guide.created_by_id == alice.id)
    )
    return address, fetch(select(GuideItem).where(GuideItem.guide_id == row.id).order_by(GuideItem.position))


def test_questions_taken_out_at_once_can_all_be_put_back(sign_in, alice, guide, fetch):
    address, items = guide
    gone = items[:COPIES]
    tap_each([(sign_in(alice), f"{address}/items/{item.id}/change", {"action": "remove"}) for item in gone])
    (row,) = fetch(select(Guide).where(Guide.id == items[0].guide_id))
    kept = [entry["text"] for entry in row.left_out if entry["item"]]
    assert sorted(text["zh"] for text in kept) == sorted(item.wording["text"]["zh"] for item in gone)


@pytest.mark.parametrize(
    ("deed", "sent"), [("mark", {"status": "asked"}), ("change", {"action": "pin"})], ids=["mark", "pin"]
)
def test_a_question_marked_or_pinned_twice_at_once_stays_so(sign_in, alice, guide, fetch, deed, sent):
    address, items = guide
    tap([sign_in(alice) for _ in range(COPIES)], f"{address}/items/{items[0].id}/{deed}", sent)
    (row,) = fetch(select(GuideItem).where(GuideItem.id == items[0].id))
    assert row.status is GuideItemStatus.ASKED if deed == "mark" else row.pinned
