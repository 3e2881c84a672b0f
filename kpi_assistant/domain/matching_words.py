"""Which words of a text tell something: how much each term counts, and what two texts visibly share."""

import itertools
from collections.abc import Container, Sequence

from kpi_assistant.domain.search_terms import is_han, typed_units, units

_UNIGRAM, _PAIR, _PAIR_WITH_FILLER, _WORD = 0.12, 1.0, 0.15, 1.0

_FILLER = frozenset(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用"
    "第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感"
    "您咱吗呢吧啊呀哪谁几每再才真点家月号今明早晚三四五六七八九十百千万件条份张块边完让叫做弄跟比等像应该另外各自今"
)
_PARTICLES = frozenset("的一是了我不在他有这个上们来到你说着就那和要她出也得里后会可下过么之好都您咱吗呢吧啊呀再才真")
_TALK = (
    "今年 去年 明年 现在 以后 以前 时候 一个 一次 一天 我们 你们 他们 咱们 自己 别人 大家 这个 那个 什么 怎么 为什 因为 所以 但是 就是 还是 已经"
    " 可以 不能 没有 不是 知道 觉得 事情 东西 问题 工作 单位 系统 客户 情况 最近 一直 每天 每年 每次 每月 上面 下面 里面 一下 一点 起来 出来"
    " 领导 主任 处长 院长 局长 时间 需要 进行 支持 提供 实现 管理 服务 平台 方案 数据 自动 统一 各类 全部 完成 使用 通过 平均 减少 下降 提升"
)
_PAIRS_OF_TALK = frozenset(_TALK.split())
_ENGLISH_FILLER = frozenset(
    units(
        "a about after again all already also always am an and another any anything are aren't as ask at away back be because"
        " been before being best better between big both but by can can't cannot come could couldn't day did didn't do does"
        " doesn't don't down each else end enough even ever every everybody everyone everything far few find first for from"
        " full get give go god good half happen hard has hasn't have haven't he he'd he'll he's her here him himself his how"
        " i i'd i'll i'm i've if in into is isn't it it's its itself just keep know large last let like little long look lot"
        " main make many may me mean might mind more most much must my need never new next no nobody none nor not nothing"
        " now of off old on once one only or other our ours out over own part people place put quite rather real really"
        " right round said same say see seem send set she she'd she's should side since so some somebody someone something"
        " soon start stay still such sure take tell than that that's the their them then there there's these they they'd"
        " they'll they're they've thing think this those though through to too try turn under until up upon us use very want"
        " was wasn't way we we'd we'll we're we've week well were weren't what what's when where whether which while who"
        " who's whole whom whose why will with without won't word work would wouldn't year yes yet you you'd you'll you're"
        " you've your per two three four five six seven eight nine ten hundred thousand today tomorrow month"
    )
)


def term_weights(sequence: Sequence[str]) -> dict[str, float]:
    """The terms of a text given as its units, each with how much it tells (0 left out, 1 for a telling word).

    A single Chinese character tells little, a pair a word; what everybody says all the time tells nothing.
    """
    weights: dict[str, float] = {}
    for unit in sequence:
        if is_han(unit):
            if unit not in _FILLER:
                weights[unit] = _UNIGRAM
        elif unit not in _ENGLISH_FILLER and len(unit) > 1 and not unit[0].isdigit():
            weights[unit] = _WORD
    for first, second in itertools.pairwise(sequence):
        if is_han(first) and is_han(second):
            pair = first + second
            fillers = (first in _FILLER) + (second in _FILLER)
            if pair not in _PAIRS_OF_TALK and fillers < 2:
                weights[pair] = _PAIR_WITH_FILLER if fillers else _PAIR
    return weights


class HeardWords:
    """A text read once, to be compared with many others."""

    def __init__(self, text: str) -> None:
        self._typed = typed_units(text)
        self._telling = term_weights([unit for _, unit in self._typed])

    def in_common(self, terms: Container[str], most: int = 5) -> tuple[str, ...]:
        """The words as typed that are among the telling terms of another text; neighbours are joined."""
        found: dict[str, None] = {}
        run = ""
        for (word, unit), following in itertools.zip_longest(self._typed, [unit for _, unit in self._typed[1:]]):
            if is_han(unit):
                pair = unit + (following or "")
                shares = following is not None and is_han(following) and pair in self._telling and pair in terms
                run = (run or unit) + following if shares and following else _end_run(run, found)
            else:
                run = _end_run(run, found)
                if unit in self._telling and unit in terms:
                    found[word] = None
        _end_run(run, found)
        return tuple(found)[:most]


def longest_echo(said: Sequence[str], line: Sequence[str]) -> int:
    """How many units of a line were said one after another, 0 when those are not enough to be no accident.

    That takes three Chinese characters or two words that tell something: 中等生, "overnight call".
    """
    longest = 0
    for begin in range(len(line)):
        for start in range(len(said)):
            length = 0
            while (
                begin + length < len(line)
                and start + length < len(said)
                and line[begin + length] == said[start + length]
            ):
                length += 1
            if length > longest and _tells(line[begin : begin + length]):
                longest = length
    return longest


def _tells(run: Sequence[str]) -> bool:
    han = sum(is_han(unit) and unit not in _PARTICLES for unit in run)
    words = sum(not is_han(unit) and unit not in _ENGLISH_FILLER for unit in run)
    return han >= 3 or words >= 2 or (han >= 2 and words >= 1)


def _end_run(run: str, found: dict[str, None]) -> str:
    """Keep a run without the filler at its ends, which bound it to its neighbours in that one sentence."""
    word = run.strip("".join(_FILLER))
    if run:
        found[word if len(word) > 1 else run] = None
    return ""
