"""The small picture of a number that moves: where it stands, where it should go, what may be expected."""

from markupsafe import Markup, escape

from kpi_assistant.domain.brief_customer import Measure
from kpi_assistant.domain.quantity import Movement, movement
from kpi_assistant.printing.typography import plain

WIDTH, HEIGHT = 300.0, 36.0
LEFT, RIGHT = 1.0, 294.0
LINE = 20.0
"""Units of the drawing, a point on A4; LINE is the height the amounts stand at."""
NEAR = 42.0
"""Two marks nearer than this push their words apart."""
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
    return Markup(  # noqa: S704 - numbers of ours and escaped words
        f'<svg class="picture" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'font-family="Noto Sans SC" font-size="7.4"><title>{title}</title>{_shapes(drawn, words)}</svg>'
    )


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
    if drawn.expected is not None:
        shapes.append(_band(_x(drawn.expected[0]), _x(drawn.expected[1]), words[2]))
    shapes.append(f'<circle cx="{start:.1f}" cy="{LINE:g}" r="4" fill="#ffffff" stroke="{INK}" stroke-width="1.6"/>')
    if goal is not None:
        shapes.append(f'<circle cx="{goal:.1f}" cy="{LINE:g}" r="4.6" fill="{INK}"/>')
    is_near = goal is not None and abs(goal - start) < NEAR
    shapes.append(_label(start, words[0], SOFT, push=0 if not is_near or goal is None else start - goal))
    if goal is not None:
        shapes.append(_label(goal, words[1], INK, push=goal - start if is_near else 0, bold=True))
    return "".join(shapes)


def _band(low: float, high: float, word: str) -> str:
    """The expected range as a hatched band below the line: it shows on a grey printer as well."""
    high = max(high, low + 4)
    top, bottom = LINE + 7, LINE + 12
    x, strokes = low, []
    while x < high:
        end = min(x + 5, high)
        strokes.append(f"M{x:.1f} {bottom:g}L{end:.1f} {bottom - (end - x):.1f}")
        x += HATCH
    middle = (low + high) / 2
    side, anchor = (high + 5, "start") if middle < WIDTH * 0.7 else (low - 5, "end")
    return (
        f'<path d="{"".join(strokes)}" stroke="{INK}" stroke-width=".8"/>'
        f'<path d="M{low:.1f} {top:g}H{high:.1f}V{bottom:g}H{low:.1f}Z" fill="none" stroke="{INK}" stroke-width=".9"/>'
        f'<text x="{side:.1f}" y="{bottom:g}" text-anchor="{anchor}" fill="{INK}">{escape(word)}</text>'
    )


def _label(x: float, word: str, colour: str, *, push: float, bold: bool = False) -> str:
    """A word over its mark, kept on the page and pushed off a near neighbour."""
    anchor = "start" if push > 0 else "end" if push < 0 else "middle"
    if x < NEAR:
        anchor, x = "start", min(x, x - 4 if push <= 0 else x)
    elif x > WIDTH - NEAR:
        anchor, x = "end", x + 4
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{max(x, 0):.1f}" y="{LINE - 9:g}" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{escape(word)}</text>"
    )
