"""How to call somebody to their face: 庄主任, 姚工, 戴老师, Marcus."""

import re

_COMPOUND_SURNAMES = frozenset(
    (
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "端木",
        "夏侯",
        "轩辕",
        "长孙",
        "宇文",
        "南宫",
        "司空",
        "百里",
        "东郭",
        "独孤",
        "澹台",
        "闻人",
        "钟离",
    )
)
# The end of a title and what is said aloud; longer endings are tried first.
_SPOKEN = {
    "总工程师": "总工", "主任工程师": "工", "工程师": "工", "技术员": "工", "董事长": "董",
    "总经理": "总", "总裁": "总", "首席信息官": "总", "首席技术官": "总", "CIO": "总",
    "CTO": "总", "CEO": "总", "总监": "总", "主任医师": "主任", "主任护师": "主任",
    "医师": "医生", "医生": "医生", "护士长": "护士长", "院长": "院长", "校长": "校长",
    "局长": "局长", "厅长": "厅长", "处长": "处长", "科长": "科长", "股长": "股长",
    "主任": "主任", "书记": "书记", "行长": "行长", "厂长": "厂长", "所长": "所长",
    "部长": "部长", "区长": "区长", "市长": "市长", "县长": "县长", "镇长": "镇长",
    "会长": "会长", "秘书长": "秘书长", "理事长": "理事长", "支队长": "支队", "大队长": "大队",
    "政委": "政委", "队长": "队长", "班长": "班长", "组长": "组长", "班组长": "班长",
    "车间主任": "主任", "经理": "经理", "主管": "主管", "教授": "教授", "研究员": "老师",
    "讲师": "老师", "教师": "老师", "老师": "老师", "专家": "老师", "顾问": "老师", "评委": "老师", "警官": "警官",
    "民警": "警官", "会计师": "会计", "总": "总", "法官": "法官", "律师": "律师", "记者": "记者", "秘书": "秘书",
    "助理": "助理", "干事": "干事", "会计": "会计", "护士": "护士", "药师": "药师", "技师": "师傅", "技工": "师傅",
    "电工": "师傅", "焊工": "师傅", "钳工": "师傅", "操作工": "师傅", "维修工": "师傅", "司机": "师傅", "师傅": "师傅",
    "教练": "教练", "工段长": "工段长", "村长": "村长", "乡长": "乡长", "司长": "司长", "台长": "台长", "社长": "社长",
    "馆长": "馆长", "站长": "站长", "店长": "店长", "总监理": "总监", "总工": "总工", "高工": "工", "主席": "主席",
}  # fmt: skip
_ANYBODY = "老师"
"""What anybody may be called whose office has no form of its own: never the bare name to somebody's face."""
_ENDINGS = sorted(_SPOKEN, key=len, reverse=True)
_CALLED = frozenset(_SPOKEN.values()) - {"工", "总", "董"} | {_ANYBODY}
"""A name that ends so was written down as they are called."""
_CJK = re.compile(r"[\u3400-\u9fff]")
_HONORIFICS = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "sir", "dame"})


def address(name: str, title: str, locale: str) -> str:
    """The polite form of a name for that locale.

    Chinese: surname and spoken title, the "deputy" left out as is the custom, 老师 where the title has no spoken form;
    of a long name (of another people) nothing is cut off. English: the first name, or honorific and surname where the
    name carries one. A Chinese name keeps its form in English.
    """
    name = " ".join(name.split())
    if not _CJK.search(name):
        return _western(name)
    if locale.lower().startswith("en") or len(name) < 2 or any(name.endswith(said) for said in _CALLED):
        return name
    spoken = _spoken_title(title) or _ANYBODY
    if len(name) > 4:
        return name + (spoken if len(spoken) > 1 else _ANYBODY)
    surname = name[:2] if name[:2] in _COMPOUND_SURNAMES and len(name) > 2 else name[0]
    return surname + spoken


def _western(name: str) -> str:
    words = name.split()
    if len(words) > 1 and words[0].rstrip(".").lower() in _HONORIFICS:
        return f"{words[0]} {words[-1]}"
    return words[0] if words else name


def _spoken_title(title: str) -> str:
    # "科长（兼信息中心主任）" and "院长、书记": the first part that ends in an office is the one people use.
    for part in re.split(r"[、，,/·（()）;；|\s]+", title):
        for ending in _ENDINGS:
            if part.endswith(ending):
                return _SPOKEN[ending]
    return ""
