"""Which words call for the least fact that serves."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.sensitive import SensitiveKind, sensitive_hints
from kpi_assistant.domain.vocabulary import Layer

SAMPLE = Path(__file__).parents[2] / "kpi_assistant/content/sample"


def kinds(text: str, layer: Layer | None = None) -> set[SensitiveKind]:
    return {hint.kind for hint in sensitive_hints(text, layer)}


@pytest.mark.parametrize("name", ["demo-zh.json", "demo-en.json"])
def test_it_notices_the_birth_and_the_childs_school_year_in_the_demo_and_nothing_else(name: str) -> None:
    kpis = json.loads((SAMPLE / name).read_text(encoding="utf-8"))["kpis"]
    noticed = {k["id"] for k in kpis if sensitive_hints(k["verbatim"] or k["observation"], Layer(k["layer"]))}
    assert noticed == {"K13", "K22"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我爱人怀孕了", SensitiveKind.HEALTH),
        ("我妈下月手术，得陪床", SensitiveKind.HEALTH),
        ("老父亲住院了", SensitiveKind.HEALTH),
        ("My wife is pregnant", SensitiveKind.HEALTH),
        ("She's off sick, my mother has cancer", SensitiveKind.HEALTH),
        ("他家里有事，刚离婚", SensitiveKind.FAMILY),
        ("我家房贷刚上", SensitiveKind.FINANCE),
        ("他爱人信佛", SensitiveKind.RELIGION),
        ("我女儿今年八岁", SensitiveKind.MINOR),
        ("my son starts primary school", SensitiveKind.MINOR),
    ],
)
def test_it_notices_what_is_said_of_ones_own_family(text: str, kind: SensitiveKind) -> None:
    assert kind in kinds(text, Layer.WORK)


@pytest.mark.parametrize(
    "text",
    [
        "病人的东西不能从我这儿流出去",
        "手术室排班全靠手抄，病历质控退回来一大堆",
        "住院部周转不开，平均住院日压不到七天半",
        "不良贷款迁徙率今年不能再升",
        "小学放学那二十分钟校门口黑压压一片",
        "教育局要三个年级的成绩数据",
        "药房断供，药品追溯接不上",
        "宗教事务局的系统要过等保",
        "Patients wait nine hours for surgery",
        "Loan approvals take eleven days",
        "Every school in the district has its own exams",
    ],
)
def test_it_lets_hospitals_banks_and_schools_speak_of_their_work(text: str) -> None:
    assert kinds(text, Layer.WORK) == set()
    assert kinds(text) == set()


@pytest.mark.parametrize("text", ["通宵赶稿，颈椎受不了", "房贷刚上，值班补贴挺要紧", "bad back from the night shifts"])
def test_it_takes_private_layers_as_personal_throughout(text: str) -> None:
    assert kinds(text, Layer.LIFE)
    assert not kinds(text, Layer.WORK)


def test_it_does_not_carry_a_family_from_one_sentence_into_the_next() -> None:
    assert kinds("我妈在老家。医院的手术排不过来，贷款也没批。", Layer.WORK) == set()


def test_it_notices_an_identity_number_anywhere() -> None:
    assert kinds("11010519491231002X", Layer.WORK) == {SensitiveKind.IDENTITY}
    assert kinds("设备编号 20261231", Layer.WORK) == set()


@given(st.text(max_size=300), st.sampled_from([None, *Layer]))
def test_it_takes_any_text_and_its_spans_lie_within(text: str, layer: Layer | None) -> None:
    for hint in sensitive_hints("我爱人" + text + "住院", layer):
        assert 0 <= hint.start < hint.end <= len(text) + 5


@pytest.mark.parametrize("piece", ["病", "孩子", "我的", "1", "my son "])
def test_it_reads_a_hundred_thousand_characters_of_anything(piece: str) -> None:
    sensitive_hints(piece * (100_000 // len(piece)), Layer.LIFE)
