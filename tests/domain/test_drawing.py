"""Drawings: every box in the frame, none on another, bosses above, and names that fit."""

import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.drawing import LAPTOP, PHONE, Box, clip, lay_out, levels, width_of
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


def points_of(path):
    """What a path of M, C (both absolute) and V passes through, twenty points to each of its bends."""
    (x, y), *_rest = [tuple(map(float, pair)) for pair in re.findall(r"M([\d.]+) ([\d.]+)", path)]
    found = []
    for command, numbers in re.findall(r"([CV])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        if command == "V":
            ends = [(x, y + (values[0] - y) * step / 20) for step in range(21)]
        else:
            (ax, ay, bx, by, cx, cy) = values
            ends = [
                (
                    (1 - t) ** 3 * x + 3 * (1 - t) ** 2 * t * ax + 3 * (1 - t) * t**2 * bx + t**3 * cx,
                    (1 - t) ** 3 * y + 3 * (1 - t) ** 2 * t * ay + 3 * (1 - t) * t**2 * by + t**3 * cy,
                )
                for t in (step / 20 for step in range(21))
            ]
        found += ends
        x, y = ends[-1]
    return found


def holds(box: Box, x: float, y: float) -> bool:
    return box.x < x < box.x + box.width and box.y < y < box.bottom


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
@given(
    sizes=st.lists(st.integers(1, 8), min_size=2, max_size=5), ends=st.tuples(st.integers(0, 39), st.integers(0, 39))
)
def test_no_line_runs_behind_a_box_and_each_ends_at_its_two(size, sizes, ends):
    """Else a line from a chief to an outsider seems to come from whoever stands between them."""
    people = iter([uuid.UUID(int=number) for number in range(100)])
    layout = lay_out([[next(people) for _ in range(number)] for number in sizes], size)
    boxes = list(layout.boxes)
    line = (boxes[ends[0] % len(boxes)], boxes[ends[1] % len(boxes)])
    if line[0] == line[1]:
        return
    points = points_of(layout.path(line))
    assert not [box for box in layout.boxes.values() for x, y in points if holds(box, x, y)]
    assert all(0 <= x <= layout.width for x, _y in points)
    first, second = (layout.boxes[person] for person in line)
    assert {round(points[0][0]), round(points[-1][0])} == {round(first.middle), round(second.middle)}


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
    assert clip("M", 0.1) == "M…"
    assert clip("Maren Colby-Fitzgerald", 8).endswith("…")


@given(st.text(st.sampled_from("庄敏Maren Wimill·2025年"), max_size=30), st.floats(2, 20))
def test_what_is_cut_fits_and_what_fits_is_not_cut(text, most):
    cut = clip(text, most)
    assert cut == text if width_of(text) <= most else width_of(cut) <= most
