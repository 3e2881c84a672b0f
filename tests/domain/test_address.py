"""People are called as they are called to their face."""

import pytest

from kpi_assistant.domain.address import address


@pytest.mark.parametrize(
    ("name", "title", "called"),
    [
        ("庄敏", "信息科主任", "庄主任"),
        ("贺怀川", "院长", "贺院长"),
        ("姚其昌", "可研咨询部主任工程师", "姚工"),
        ("秦守正", "副局长", "秦局长"),
        ("欧阳建国", "区教育局基础教育科科长（兼）", "欧阳科长"),
        ("冯岚", "招标代理部项目经理", "冯经理"),
        ("韩叔同", "外聘顾问、省信息化专家库成员", "韩老师"),
        ("戴维民", "安全科科员", "戴老师"),
        ("何平", "院长助理", "何助理"),
        ("戴维民", "", "戴老师"),
        ("马建国", "机修车间电工", "马师傅"),
        ("买买提·艾力江", "网络科工程师", "买买提·艾力江老师"),
        ("王主任", "", "王主任"),
        ("Marcus Tillery", "Plant buyer", "Marcus"),
        ("", "院长", ""),
    ],
)
def test_it_addresses_in_chinese(name: str, title: str, called: str) -> None:
    assert address(name, title, "zh_CN") == called


@pytest.mark.parametrize(
    ("name", "called"),
    [("Marcus Tillery", "Marcus"), ("Dr. Anna Lee", "Dr. Lee"), ("庄敏", "庄敏"), ("Prince", "Prince")],
)
def test_it_addresses_in_english(name: str, called: str) -> None:
    assert address(name, "院长", "en") == called


def test_a_professor_is_not_called_professor_alone() -> None:
    assert address("Professor Anders Lindqvist", "Chair, Nordic Maintenance Society", "en") == "Professor Lindqvist"
