"""Numbers are drawn only where they were told and can be compared."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.quantity import Movement, Quantity, movement, quantity


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("6小时以上", Quantity(360, 360, "time")),
        ("6小时以上（2026年4月演习）", Quantity(360, 360, "time")),
        ("影像库分级后，恢复用时预计 1 至 2 小时", Quantity(60, 120, "time")),
        ("17 vendors in two batches, about 5 to 7 weeks", Quantity(50400, 70560, "time")),
        ("under 1 hour", Quantity(60, 60, "time")),
        ("69%(29/42)", Quantity(69, 69, "%")),
        ("九成五是 95%", Quantity(95, 95, "%")),
        ("26/37", Quantity(26, 26, "/37")),
        ("去年2次", Quantity(2, 2, "次")),
        ("2,000+", Quantity(2000, 2000, "")),
        ("0", Quantity(0, 0, "")),
        ("2027-06-30", None),
        ("12月5日实测后才敢定", None),
        ("今年累计停机3次共4小时", None),
        ("全部达标", None),
        ("", None),
    ],
)
def test_it_reads_an_amount_or_admits_there_is_none(text: str, amount: Quantity | None) -> None:
    found = quantity(text)
    assert (replace(found, words="") if found else None) == amount
    assert found is None or (found.words and found.words in text)


@pytest.mark.parametrize(
    ("told", "drawn"),
    [
        (("6小时以上", "1小时以内", "预计 1 至 2 小时"), Movement(1, 1 / 6, (1 / 6, 1 / 3))),
        (("90 分钟", "1小时", ""), Movement(1, 2 / 3, None)),
        (("26/37", "37/37", ""), Movement(26 / 37, 1, None)),
        (("去年2次", "0", ""), Movement(1, 0, None)),
        (("6 小时", "3 次", ""), None),
        (("6 小时", "6 小时", ""), None),
        (("", "1 小时", ""), None),
        (("0", "0", ""), None),
    ],
)
def test_it_draws_amounts_of_one_kind_only(told: tuple[str, str, str], drawn: Movement | None) -> None:
    assert movement(*told) == drawn


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_it_stays_on_its_line_whatever_is_typed(baseline: str, target: str, expected: str) -> None:
    drawn = movement(baseline, target, expected)
    if drawn is not None:
        points = [drawn.baseline, *([drawn.target] if drawn.target is not None else []), *(drawn.expected or ())]
        assert all(0 <= point <= 1 for point in points)
