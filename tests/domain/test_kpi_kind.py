"""What is private is met with words that suit it."""

import pytest

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide_candidates import find_candidates, same_question
from kpi_assistant.domain.kpi_kind import KpiKind, fits, kind_of
from kpi_assistant.domain.vocabulary import Layer, TrustStage
from tests.domain.guide_cast import kpi, meeting, person

BANK = load_question_bank()


@pytest.mark.parametrize(
    ("words", "layer", "kind"),
    [
        ("我最恨的是出了事我最后一个知道。", Layer.MINDSET, KpiKind.GRIEVANCE),
        ("别把我们当修打印机的。", Layer.MINDSET, KpiKind.GRIEVANCE),
        ("我们干了不少，就是没人替我们说句话。", Layer.MINDSET, KpiKind.GRIEVANCE),
        ("我想写一本拿出来别人服气的。", Layer.MINDSET, KpiKind.WISH),
        ("我这点东西，总得有人接。", Layer.MINDSET, KpiKind.WISH),
        ("I want to leave something the young engineers will use.", Layer.MINDSET, KpiKind.WISH),
        ("岁数大了，不想再跑夜路。", Layer.LIFE, KpiKind.OWN_TIME),
        ("投产都在周六夜里，一年没过过周末。", Layer.LIFE, KpiKind.OUR_WORK),
        ("年底前必须进前十。", Layer.WORK, KpiKind.AIM),
        ("八个平台八套账号，领导要个数，我得一个个登进去抄。", Layer.WORK, None),
    ],
)
def test_it_tells_a_wish_from_a_grievance_and_our_work_from_their_hours(
    words: str, layer: Layer, kind: KpiKind | None
) -> None:
    assert kind_of(kpi(1, words, layer=layer)) is kind


@pytest.mark.parametrize(
    ("words", "layer", "unfit"),
    [
        ("我最恨的是出了事我最后一个知道。", Layer.MINDSET, {"mindset-kpi-2", "mindset-kpi-5"}),
        ("我想写一本拿出来别人服气的。", Layer.MINDSET, {"mindset-kpi-6"}),
        ("岁数大了，不想再跑夜路。", Layer.LIFE, {"life-2"}),
        ("投产都在周六夜里，一年没过过周末。", Layer.LIFE, {"life-3"}),
    ],
)
def test_no_wording_meets_the_wrong_kind(words: str, layer: Layer, unfit: set[str]) -> None:
    about = kpi(1, words, layer=layer)
    facts = meeting(person(stage=TrustStage.S3, kpis=(about,)), minutes=60)
    (candidate,) = [c for c in find_candidates(facts, BANK) if c.kpi is about]
    wordings = {question.id for question in same_question(candidate, facts, BANK)}
    assert len(wordings) >= 2
    assert not wordings & unfit
    assert fits(candidate.question.fits, about)
