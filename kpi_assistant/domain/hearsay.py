"""Finds where a wording of ours names a competitor, or tells one person what another said or thinks."""

import re
from collections.abc import Iterable

Span = tuple[int, int]

_TITLES = (
    r"(?:院长|局长|处长|科长|厅长|市长|区长|县长|校长|厂长|行长|所长|部长|董事长|书记|主任|主席|总监|经理|老板|领导|上级|老总|秘书长|工程师"
    r"|同事|下属|手下|同志们?|老师|专家|护士|医生|采购|财务|审计)"
)
_SOMEBODY = (
    rf"(?:(?:您|你|贵院|贵局|贵司|贵单位|咱们?)?(?:那位|这位|的)?[\u4e00-\u9fff]{{0,2}}{_TITLES}|老[\u4e00-\u9fff]|小[\u4e00-\u9fff]"
    r"|[\u4e00-\u9fff](?:局|处|科|总|工|院)|(?<!其)(?:他们|她们|他|她)|有人|别人|大家|底下人?|上面|某某)"
)
_SAYS = (
    r"(?:也|都|就|还|已经|一直|昨天|上次|上回|之前|前几天|私下|亲口|当面|跟我们?|和我们?|对我们?|给我们?|悄悄){0,3}"
    r"(?:说(?!明|法|服|到底|实话|不定|了算)|讲(?!解|义|座|课|究|台)|提过|提到|觉得|认为|表示(?!层)|透露|告诉|反映(?!在|出)|抱怨|吐槽|嫌|点过头|答应|同意|支持|想要|担心|有意见|不满)"
)
_ZH = re.compile(_SOMEBODY + _SAYS)
_EN_SAYS = (
    r"(?:(?:also|already|just|has|have|had|really|privately|once) ){0,3}"
    r"(?:said|says|told (?:me|us)|tells (?:me|us)|thinks?|thought|feels?|felt|mentioned|agrees?|agreed|complain(?:s|ed)|wants?|worries|worried|confided|admitted)\b"
)
_EN = re.compile(
    r"\b(?:(?:your|the|one of your) (?:boss|director|chief|head|manager|deputy|colleagues?|team|dean|principal|engineers?|buyer|nurses?|doctors?"
    r"|board|predecessor|staff|cfo|cio|ceo)|he|she|somebody|someone|people|everybody|everyone) " + _EN_SAYS,
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:请|让|等|问|听|由|给)[^，。；！？,.;!?\n]{0,3}$|\b(?:ask|let|whether|if|when|what|once|until)\s+$",
    re.IGNORECASE,
)

_ASKING = re.compile("[请让等问听由给]")
"""The same where what stands before a title was read as a part of it."""


def told_by_others(text: str, names: Iterable[str] = ()) -> list[Span]:
    """Where somebody else is said to have said, thought or wanted something; ``names`` are people around the reader.

    A question or a wish ("请主任说…", "ask whether she thinks…") tells nothing.
    """
    found = [match.span() for pattern in (_ZH, _EN) for match in pattern.finditer(text) if not _is_asked(text, match)]
    for name in {name for name in names if len(name.strip()) >= 2}:
        says = _EN_SAYS if name.isascii() else _SAYS
        gap = r"\s+" if name.isascii() else r"\s*"
        named = re.compile(rf"{re.escape(name)}[\u4e00-\u9fff]{{0,3}}?{gap}{says}", re.IGNORECASE)
        found += [match.span() for match in named.finditer(text) if not _is_asked(text, match)]
    return _merged(found)


def names_of(text: str, competitors: Iterable[str]) -> list[Span]:
    """Where one of the competitors stands, whole words only where they are written in Latin letters."""
    found: list[Span] = []
    for name in {each.strip() for each in competitors if len(each.strip()) >= 2}:
        edge = (r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])") if name.isascii() else ("", "")
        found += [match.span() for match in re.finditer(edge[0] + re.escape(name) + edge[1], text, re.IGNORECASE)]
    return _merged(found)


def _is_asked(text: str, match: re.Match[str]) -> bool:
    return (
        _ASKING.match(match[0]) is not None
        or _ASKED.search(text[max(0, match.start() - 12) : match.start()]) is not None
    )


def _merged(spans: list[Span]) -> list[Span]:
    """The same without what lies inside or across another: the earliest, longest one stands for them."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
