"""Where the boxes and lines of a drawing of people stand: rows of boxes, wrapped to the width of a phone or a laptop."""

import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpi_assistant.domain.vocabulary import RoleKind

BOX_HEIGHT, GAP, BETWEEN_ROWS, LABEL, MARGIN = 88.0, 14.0, 40.0, 22.0, 2.0
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
        """An SVG path from one box to another: straight down or up, or an arc over boxes of the same line."""
        first, second = (self.boxes[person] for person in line)
        if first.y == second.y:
            top = first.y - BETWEEN_ROWS * 0.6
            return (
                f"M{first.middle:.1f} {first.y:.1f}C{first.middle:.1f} {top:.1f} "
                f"{second.middle:.1f} {top:.1f} {second.middle:.1f} {second.y:.1f}"
            )
        upper, lower = (first, second) if first.y < second.y else (second, first)
        half = (upper.bottom + lower.y) / 2
        return (
            f"M{upper.middle:.1f} {upper.bottom:.1f}C{upper.middle:.1f} {half:.1f} "
            f"{lower.middle:.1f} {half:.1f} {lower.middle:.1f} {lower.y:.1f}"
        )


def lay_out(rows: Sequence[Sequence[uuid.UUID]], size: tuple[float, int]) -> Layout:
    """Rows from top to bottom, each wrapped to the boxes that fit a line, the last line of a row in the middle."""
    width, columns = size
    box_width = (width - 2 * MARGIN - (columns - 1) * GAP) / columns
    boxes: dict[uuid.UUID, Box] = {}
    labels, y = [], MARGIN
    for row in rows:
        labels.append(y + LABEL * 0.6)
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


def clip(text: str, most: float) -> str:
    """A text cut to about ``most`` times its type size: a Chinese character is one wide, a Latin letter about half."""
    used = 0.0
    for place, letter in enumerate(text):
        used += 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.56
        if used > most:
            return text[: max(place - 1, 1)] + "…"
    return text
