"""The small picture of a number that moves: where it stands, where it should go, what may be expected."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from kpi_assistant.domain.brief_customer import Measure
from kpi_assistant.domain.quantity import Movement, movement, quantity
from kpi_assistant.printing.typography import plain, spaced, width_in_ems

WIDTH, HEIGHT = 300.0, 37.0
LEFT, RIGHT = 1.0, 294.0
LINE = 20.0
"""Units of the drawing, a point on A4; LINE is the height the amounts stand at."""
SIZE = 7.6
LONGEST_AMOUNT = 11.0
"""Ems of an amount that stand beside its mark as they were said; of a longer one the number and unit alone do."""
APART = 5.0
"""Room between two words."""
INK, SOFT, PALE = "#12455a", "#5d6872", "#c3ccd2"
HATCH = 3.4


def picture(measure: Measure | None, expected: str, words: tuple[str, str, str]) -> Markup:
    """Inline SVG for a measure, or nothing when its numbers cannot be compared.

    ``words`` name the baseline, the target and the expected range. Shapes tell them apart, so that grey print does
    too; the title says all of it to whoever does not see it.
    """
    if measure is None:
        return Markup()
    drawn = movement(measure.baseline, measure.target, expected)
    if drawn is None:
        return Markup()
    told = [(words[0], measure.baseline)]
    if drawn.target is not None:
        told.append((words[1], measure.target))
    if drawn.expected is not None:
        told.append((words[2], expected))
    title = escape(" · ".join(f"{word} {plain(value)}" for word, value in told))
    labelled = (_amount(words[0], measure.baseline), _amount(words[1], measure.target), _amount(words[2], expected))
    return Markup(  # noqa: S704 - numbers of ours and escaped words
        f'<svg class="picture" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'font-family="Noto Sans SC" font-size="{SIZE:g}"><title>{title}</title>{_shapes(drawn, labelled)}</svg>'
    )


def _amount(word: str, value: str) -> str:
    """The word and the amount that stand at a mark."""
    said = plain(value)
    if width_in_ems(said) > LONGEST_AMOUNT:
        found = quantity(said)
        said = found.words if found else ""
    return f"{word} {said}".strip()


@dataclass(slots=True)
class _Label:
    """Words over the line; ``left`` is where they begin."""

    words: str
    left: float
    colour: str
    is_bold: bool

    @property
    def width(self) -> float:
        return width_in_ems(self.words) * SIZE

    @property
    def right(self) -> float:
        return self.left + self.width


def _x(share: float) -> float:
    return LEFT + share * (RIGHT - LEFT)


def _shapes(drawn: Movement, words: tuple[str, str, str]) -> str:
    start = _x(drawn.baseline)
    shapes = [
        f'<path d="M{LEFT:g} {LINE:g}H{RIGHT:g}" stroke="{PALE}" stroke-width="1.4"/>'
        f'<path d="M{LEFT:g} {LINE - 3:g}v6" stroke="{PALE}" stroke-width="1.4"/>'
    ]
    goal = None if drawn.target is None else _x(drawn.target)
    if goal is not None:
        shapes.append(f'<path d="M{start:.1f} {LINE:g}H{goal:.1f}" stroke="{INK}" stroke-width="2.2"/>')
    band = None if drawn.expected is None else (_x(drawn.expected[0]), _x(drawn.expected[1]))
    if band is not None:
        shapes.append(_band(*band, words[2]))
    if min(each for each in (start, goal, band[0] if band else None) if each is not None) > 4 * SIZE:
        shapes.append(f'<text x="0" y="{LINE + 12:g}" fill="{SOFT}">0</text>')
    shapes.append(f'<circle cx="{start:.1f}" cy="{LINE:g}" r="4" fill="#ffffff" stroke="{INK}" stroke-width="1.6"/>')
    labels = [_over(start, words[0], SOFT, is_bold=False)]
    if goal is not None:
        shapes.append(f'<circle cx="{goal:.1f}" cy="{LINE:g}" r="4.6" fill="{INK}"/>')
        labels.append(_over(goal, words[1], INK, is_bold=True))
    return "".join(shapes) + "".join(map(_text, _spread(labels)))


def _band(low: float, high: float, word: str) -> str:
    """The expected range as a hatched band below the line: it shows on a grey printer as well."""
    high = max(high, low + 4)
    top, bottom = LINE + 7, LINE + 12
    x, strokes = low, []
    while x < high:
        end = min(x + 5, high)
        strokes.append(f"M{x:.1f} {bottom:g}L{end:.1f} {bottom - (end - x):.1f}")
        x += HATCH
    has_room = high + APART + width_in_ems(word) * SIZE < WIDTH
    side, anchor = (high + APART, "start") if has_room else (low - APART, "end")
    return (
        f'<path d="{"".join(strokes)}" stroke="{INK}" stroke-width=".8"/>'
        f'<path d="M{low:.1f} {top:g}H{high:.1f}V{bottom:g}H{low:.1f}Z" fill="none" stroke="{INK}" stroke-width=".9"/>'
        f'<text x="{side:.1f}" y="{bottom:g}" text-anchor="{anchor}" fill="{INK}">{escape(spaced(word))}</text>'
    )


def _over(x: float, words: str, colour: str, *, is_bold: bool) -> _Label:
    """Words in the middle over their mark, kept on the drawing."""
    label = _Label(words, 0.0, colour, is_bold)
    label.left = min(max(x - label.width / 2, 0.0), WIDTH - label.width)
    return label


def _spread(labels: list[_Label]) -> list[_Label]:
    """The same labels moved apart until none stands on another."""
    if len(labels) < 2:
        return labels
    first, second = sorted(labels, key=lambda label: label.left)
    overlap = first.right + APART - second.left
    if overlap > 0:
        to_left = min(overlap / 2, first.left)
        first.left -= to_left
        second.left = min(second.left + overlap - to_left, WIDTH - second.width)
        first.left = max(min(first.left, second.left - APART - first.width), 0.0)
    return [first, second]


def _text(label: _Label) -> str:
    weight = ' font-weight="700"' if label.is_bold else ""
    return f'<text x="{label.left:.1f}" y="{LINE - 8.5:g}" fill="{label.colour}"{weight}>{escape(spaced(label.words))}</text>'
