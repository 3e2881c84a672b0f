"""Where the boxes and lines of a drawing of people stand: rows of boxes, wrapped to the width of a phone or a laptop."""

import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpi_assistant.domain.vocabulary import RoleKind

BOX_HEIGHT, GAP, BETWEEN_ROWS, LABEL, MARGIN = 88.0, 14.0, 34.0, 30.0, 2.0
"""In the drawing's own units, which are CSS pixels at the width it is made for."""
PHONE, LAPTOP = (340.0, 2), (960.0, 5)
"""Width and boxes in a line."""
DEEPEST = 7

_LEVEL = {
    RoleKind.DECISION_MAKER: 4, RoleKind.TECH_GATEKEEPER: 3, RoleKind.PROCUREMENT: 3, RoleKind.JUNIOR_TECHNICIAN: 1,
}  # fmt: skip
USUAL_LEVEL = 2

Line = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float = BOX_HEIGHT

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """``boxes`` by person; ``labels`` are the heights of the rows' names, in the rows' order."""

    width: float
    height: float
    boxes: Mapping[uuid.UUID, Box]
    labels: tuple[float, ...]

    def path(self, line: Line) -> str:
        """An SVG path from one box to another: an arc over boxes of the same line, or down past those in between."""
        first, second = (self.boxes[person] for person in line)
        if first.y == second.y:
            top = first.y - GAP * 1.2  # its peak is three quarters of this: below the line of boxes above
            return (
                f"M{first.middle:.1f} {first.y:.1f}C{first.middle:.1f} {top:.1f} "
                f"{second.middle:.1f} {top:.1f} {second.middle:.1f} {second.y:.1f}"
            )
        upper, lower = (first, second) if first.y < second.y else (second, first)
        x, y = upper.middle, upper.bottom
        drawn = f"M{x:.1f} {y:.1f}"
        for boxes in self._lines_between(upper, lower):
            lane = _lane(boxes, x)
            drawn += _bend(x, y, lane, boxes[0].y) + f"V{boxes[0].bottom:.1f}"
            x, y = lane, boxes[0].bottom
        return drawn + _bend(x, y, lower.middle, lower.y)

    def _lines_between(self, upper: Box, lower: Box) -> list[list[Box]]:
        """The boxes between two, line by line from the top: nothing may run behind them."""
        lines: dict[float, list[Box]] = {}
        for box in self.boxes.values():
            if upper.y < box.y < lower.y:
                lines.setdefault(box.y, []).append(box)
        return [lines[y] for y in sorted(lines)]


def _lane(boxes: Sequence[Box], x: float) -> float:
    """Where a line of boxes can be passed, as near to ``x`` as there is room: beside a box, in the middle of a gap."""
    edges = (edge for box in boxes for edge in (box.x - GAP / 2, box.x + box.width + GAP / 2))
    free = [edge for edge in (x, *edges) if all(edge < box.x or edge > box.x + box.width for box in boxes)]
    return min((edge for edge in free if edge >= 0), key=lambda edge: abs(edge - x), default=x)


def _bend(x: float, y: float, to_x: float, to_y: float) -> str:
    half = (y + to_y) / 2
    return f"C{x:.1f} {half:.1f} {to_x:.1f} {half:.1f} {to_x:.1f} {to_y:.1f}"


def lay_out(rows: Sequence[Sequence[uuid.UUID]], size: tuple[float, int]) -> Layout:
    """Rows from top to bottom, each wrapped to the boxes that fit a line, the last line of a row in the middle."""
    width, columns = size
    box_width = (width - 2 * MARGIN - (columns - 1) * GAP) / columns
    boxes: dict[uuid.UUID, Box] = {}
    labels, y = [], MARGIN
    for row in rows:
        labels.append(y + LABEL * 0.4)  # an arc over the first line of boxes has its room below
        y += LABEL
        for start in range(0, len(row), columns):
            line = row[start : start + columns]
            x = (width - len(line) * box_width - (len(line) - 1) * GAP) / 2
            for person in line:
                boxes[person] = Box(x, y, box_width)
                x += box_width + GAP
            y += BOX_HEIGHT + GAP
        y += BETWEEN_ROWS - GAP
    return Layout(width, max(y - BETWEEN_ROWS + MARGIN, MARGIN), boxes, tuple(labels))


def levels(roles: Mapping[uuid.UUID, RoleKind], reports: Iterable[Line]) -> list[list[uuid.UUID]]:
    """People in rows, who decides at the top and the front line at the bottom, every boss above who reports to them.

    ``reports`` are (who reports, to whom); a ring of them cannot be drawn and is cut where it closes.
    """
    level = {person: _LEVEL.get(role, USUAL_LEVEL) for person, role in roles.items()}
    upwards = [line for line in reports if line[0] in level and line[1] in level]
    for _round in range(DEEPEST):
        for below, boss in upwards:
            level[boss] = min(max(level[boss], level[below] + 1), DEEPEST)
    return [
        [person for person in level if level[person] == height] for height in sorted(set(level.values()), reverse=True)
    ]


_NARROW, _SLIM, _WIDE = frozenset("ijlI .,:;'|!()[]·"), frozenset("frt-"), frozenset("mwMWG@%&")


def width_of(text: str) -> float:
    """About how wide a text is, in its type size: a Chinese character is one, Latin letters as in a wide typeface."""
    return sum(
        1.0 if unicodedata.east_asian_width(letter) in "WF"
        else 0.33 if letter in _NARROW
        else 0.42 if letter in _SLIM
        else 0.92 if letter in _WIDE
        else 0.7 if letter.isupper()
        else 0.62
        for letter in text
    )  # fmt: skip


def clip(text: str, most: float) -> str:
    """A text cut to about ``most`` times its type size."""
    if width_of(text) <= most:
        return text
    end = next(place for place in range(len(text), 0, -1) if place == 1 or width_of(text[:place]) + 1 <= most)
    return text[:end].rstrip() + "…"
