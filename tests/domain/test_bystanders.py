"""Another person's face in somebody's words: found, and cut without altering what is left."""

import pytest

from kpi_assistant.domain.brief import is_excerpt
from kpi_assistant.domain.bystanders import remarks_on_others, without_remarks


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("影像那边恢复用了六个多小时，院长当场脸就沉下来了。", "影像那边恢复用了六个多小时……"),
        ("他拍桌子骂人，出了事都是我的。我想稳。", "……出了事都是我的。我想稳。"),
        ("年底前必须进前十，前任太不靠谱，今年换我来。", "年底前必须进前十……今年换我来。"),
        ("The director was furious, imaging took six hours.", "…imaging took six hours."),
        ("Imaging took six hours, and my boss yelled at me.", "Imaging took six hours…"),
    ],
)
def test_the_half_sentence_goes_and_the_rest_stays_as_it_was(words: str, left: str) -> None:
    assert remarks_on_others(words)
    assert without_remarks(words) == left
    assert is_excerpt(left, words)


@pytest.mark.parametrize(
    "words",
    [
        "等级评审过不了我这个主任也别干了。",
        "院长给我的期限是明年六月底，演练他要亲自到场看。",
        "审批慢，看得懂的人不多。",
        "The board asks me where the money went.",
        "",
    ],
)
def test_what_tells_of_nobody_else_stays_whole(words: str) -> None:
    assert remarks_on_others(words) == ()
    assert without_remarks(words) == words


def test_where_nothing_else_was_said_nothing_is_left() -> None:
    assert without_remarks("老张背后说坏话。") == ""
