"""Finds where somebody's words tell of another person's face, temper or worth: that half sentence is not printed."""

import re

_ELLIPSIS = {True: "……", False: "…"}
_HAN = re.compile(r"[\u3400-\u9fff]")
_CLAUSE = re.compile(r"(?:[^，,、；;：:。.！!？?\n…]|(?<=\d)[.,:](?=\d))+")
_SOMEBODY = re.compile(
    r"(?<!我这个)(?<!我这)(?<!我当)(?:院长|局长|处长|科长|厅长|市长|区长|县长|校长|厂长|行长|所长|部长|董事长|书记|主任|主席"
    r"|总监|经理|老板|领导|上头|上级|老总|秘书长|同事|前任|下属|手下|[\u4e00-\u9fff](?:局|处|总|工|院)(?=[\u4e00-\u9fff])"
    r"|老[张王李刘陈杨赵黄周吴徐孙胡朱高林何郭马罗]|他|她|那(?:个|位)?人|人家|隔壁(?:科|处|办|局))"
    r"|\b(?:he|she|they|him|her|(?:my|our|the) (?:boss|director|chief|manager|predecessor|deputy|colleague|ceo|cfo|cio"
    r"|chair(?:man|woman)?|minister))\b",
    re.IGNORECASE,
)
_FACE = re.compile(
    r"脸|发火|脾气|拍桌|拍了桌|骂|训(?:了|我|人|话)|瞪|黑着|不高兴|不耐烦|生气|急眼|急了|火了|嫌|看不上|瞧不起|看不起|不懂"
    r"|外行|糊涂|没水平|没本事|能力(?:差|不行)|不行|偏心|抢功|推卸|甩锅|小气|记仇|笑话|阴阳怪气|不地道|不靠谱|靠不住|懒|混日子"
    r"|拍马|背后说|背地里|坏话|告状|穿小鞋"
    r"|\b(?:face|furious|angry|anger|temper|yell(?:ed|s)?|shout(?:ed|s)?|scream(?:ed|s)?|snap(?:ped|s)|sneer\w*"
    r"|blam(?:ed|es)|useless|clueless|incompetent|lazy|stupid|idiot|petty|bull(?:y|ied|ies)|scowl\w*|glar(?:ed|es)"
    r"|laughed at|behind my back|hopeless|doesn't (?:get|understand))\b",
    re.IGNORECASE,
)


def remarks_on_others(words: str) -> tuple[str, ...]:
    """The clauses that tell how another person looked, lost their temper or is thought of (domain brief, 8.2)."""
    return tuple(clause[0].strip() for clause in _CLAUSE.finditer(words) if _is_remark(clause[0]))


def without_remarks(words: str) -> str:
    """The words with these clauses left out at an ellipsis, the rest unaltered; empty when nothing is left."""
    ellipsis = _ELLIPSIS[_HAN.search(words) is not None]
    clauses = [(each.start(), each.end(), _is_remark(each[0])) for each in _CLAUSE.finditer(words) if each[0].strip()]
    runs: list[list[int]] = []
    is_open = False
    for start, end, is_remark in clauses:
        if is_remark:
            is_open = False
        elif is_open:
            runs[-1][1] = end
        else:
            runs.append([start, end])
            is_open = True
    if not any(is_remark for _, _, is_remark in clauses):
        return words
    if not runs:
        return ""
    lead, tail = (ellipsis if clauses[place][2] else "" for place in (0, -1))
    last = words[runs[-1][0] : runs[-1][1] if tail else None].strip()
    pieces = [words[start:end].strip() for start, end in runs[:-1]]
    return lead + ellipsis.join([*pieces, last]) + tail


def _is_remark(clause: str) -> bool:
    return _SOMEBODY.search(clause) is not None and _FACE.search(clause) is not None
