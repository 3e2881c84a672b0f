"""Drawings: every box in the frame, none on another, bosses above, and names that fit."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.drawing import LAPTOP, PHONE, clip, lay_out, levels
from kpi_assistant.domain.vocabulary import RoleKind

PEOPLE = [uuid.UUID(int=number) for number in range(30)]


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
@given(sizes=st.lists(st.integers(1, 8), max_size=5))
def test_boxes_stand_in_the_frame_and_never_on_one_another(size, sizes):
    people = iter([uuid.UUID(int=number) for number in range(100)])
    rows = [[next(people) for _ in range(number)] for number in sizes]
    layout = lay_out(rows, size)
    boxes = list(layout.boxes.values())
    assert len(boxes) == sum(sizes)
    assert len(layout.labels) == len(rows)
    for place, box in enumerate(boxes):
        assert box.x >= 0
        assert box.x + box.width <= layout.width + 0.01
        assert box.bottom <= layout.height
        for other in boxes[:place]:
            apart = box.x >= other.x + other.width or other.x >= box.x + box.width
            assert apart or box.y >= other.bottom or other.y >= box.bottom


def test_a_box_on_a_phone_is_wide_enough_to_tap_and_to_read():
    (box,) = lay_out([[PEOPLE[0]]], PHONE).boxes.values()
    assert box.width >= 150
    assert box.height >= 44


roles = st.dictionaries(st.sampled_from(PEOPLE[:8]), st.sampled_from(RoleKind), min_size=1)


@given(roles, st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1])))
def test_every_boss_stands_above_who_reports_to_them(held, pairs):
    """Without rings (a lower number reports to a higher one) and up to the height that can be drawn."""
    reports = [(PEOPLE[a], PEOPLE[b]) for a, b in pairs if b - a == 1]
    rows = levels(held, reports)
    height = {person: -place for place, row in enumerate(rows) for person in row}
    assert sorted(height) == sorted(held)
    for below, boss in reports:
        if below in height and boss in height:
            assert height[boss] > height[below] or height[boss] == 0


def test_a_ring_of_reports_is_cut_and_drawn():
    one, two = PEOPLE[:2]
    rows = levels({one: RoleKind.USER, two: RoleKind.USER}, [(one, two), (two, one)])
    assert sorted(person for row in rows for person in row) == [one, two]


def test_who_decides_is_at_the_top_and_the_front_line_at_the_bottom():
    held = {PEOPLE[0]: RoleKind.JUNIOR_TECHNICIAN, PEOPLE[1]: RoleKind.DECISION_MAKER, PEOPLE[2]: RoleKind.USER}
    assert levels(held, []) == [[PEOPLE[1]], [PEOPLE[2]], [PEOPLE[0]]]


def test_long_names_are_cut_by_their_width():
    assert clip("庄敏", 4) == "庄敏"
    assert clip("霁州市第二人民医院", 5) == "霁州市第…"
    assert clip("Maren Colby", 8) == "Maren Colby"
    assert clip("Maren Colby-Fitzgerald", 8).endswith("…")
