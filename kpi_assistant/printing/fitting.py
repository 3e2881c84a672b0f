"""How full the pages of a layout are, and the scale at which a short document fits best."""

from collections.abc import Callable, Sequence
from typing import Any

from weasyprint.formatting_structure import boxes

A4 = (210.0, 297.0)
MOST_WHITE = 0.2
"""Share of a page before the last that may stay empty under a card that did not fit."""
LEAST_INK = 0.3
"""Share of the last page below which it is hardly one."""


def best_fit(laid_out: Callable[[float], Any], scales: Sequence[float]) -> tuple[Any, float]:
    """The layout and its scale: the first that leaves no page half empty, else that with the fewest and fullest pages.

    Laying out costs as much as all the rest, so a document that is good as it stands is laid out once.
    """
    tried = []
    for scale in scales:
        document = laid_out(scale)
        if len(scales) == 1:
            return document, scale
        fill = filled(document)
        if is_good(fill):
            return document, scale
        tried.append((len(fill), min(fill[:-1], default=1.0), document, scale))
    _, _, document, scale = min(tried, key=lambda each: (each[0], -round(each[1], 1), -each[3]))
    return document, scale


def is_good(fill: list[float]) -> bool:
    """Whether every page but the last is nearly full, and the last is worth its paper."""
    return all(each >= 1 - MOST_WHITE for each in fill[:-1]) and (len(fill) == 1 or fill[-1] >= LEAST_INK)


def filled(document: Any) -> list[float]:
    """Of each page, the share of its height down to the last line of text."""
    return [_filled(page._page_box) for page in document.pages]


def _filled(page: Any) -> float:
    root = page.children[0]
    lines = (each for each in root.descendants() if isinstance(each, boxes.LineBox))
    bottom = max((line.position_y + line.height for line in lines), default=page.content_box_y())
    return float((bottom - page.content_box_y()) / page.height)
