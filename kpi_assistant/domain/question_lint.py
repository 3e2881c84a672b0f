"The red flags of a question: what would close a mouth, push, pry or tire (domain brief, section 4.4)."

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.vocabulary import Phase

LONGEST_ZH = 45
"""Characters, punctuation included; a number or a Latin word counts as one."""
LONGEST_EN = 25
"""Words."""


class RedFlagKind(StrEnum):
    LEADING = "leading"
    DOUBLE_BARRELLED = "double_barrelled"
    CLOSED = "closed"
    PITCHING = "pitching"
    INTERROGATING = "interrogating"
    PRIVATE = "private"
    PRYING = "prying"
    BELITTLING = "belittling"
    DISMISSING = "dismissing"
    TOO_LONG = "too_long"
    VAGUE = "vague"
    NOT_AT_FIRST = "not_at_first"
    ""
    "Fine later, not at a first meeting: the budget, who decides, what they want for themselves, the last supplier."
    ""


@dataclass(frozen=True, slots=True)
class RedFlag:
    """What is wrong, and where: ``text[start:end]`` is ``span``."""

    kind: RedFlagKind
    span: str
    start: int
    end: int


def _one_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_ZH = {
    RedFlagKind.LEADING: _one_of(
        "是不是(也)?觉得", "难道", "您不觉得", "您不认为", "对吧", "是吧", "不是吗",
        "(肯定|一定)[^，。？?]{0,10}吧", "吧[？?]"
    ),
    RedFlagKind.PITCHING: _one_of(
        "我们的[^，。？?]{0,14}(可以|能)", "(如果|要是)有(一个|个|一套|一种|套)[^。？?]{0,20}能",
        "我们(公司|平台|产品|方案|系统|软件)"
    ),
    RedFlagKind.INTERROGATING: _one_of("(为什么|为啥|为何).*?(为什么|为啥|为何)", "为什么(没|不)"),
    RedFlagKind.PRIVATE: _one_of(
        "爱人", "老婆", "老公", "妻子", "丈夫", "孩子", "小孩", "身体", "收入", "工资", "存款", "奖金", "怀孕",
        "结婚", "离婚",
        "住院", "生病", "宗教", "信教", "房贷", "您家", "家里", "年龄", "多大岁数",
        "太太", "您夫人", "您先生", "儿子", "女儿", "闺女", "您对象", "(要|生)(个)?(二胎|三胎)", "您[^，。？?]{0,3}单身",
        "(高考|中考)(考(了|得)|多少分)", "年薪", "月薪", "薪水", "薪资", "积蓄",
        "您[^，。？?]{0,6}(拿|挣|赚)多少(钱)?(呢)?(?=[，。？?]|$)",
        "您(的|最近|现在|平时)?(血压|血糖|血脂|尿酸|心脏|颈椎)(?!科|内|外|中心|病|数据|监测|系统)", "您(得|生|患)(过|了)?什么病",
        "信佛", "拜佛", "信(什么|哪个|哪门)教", "信基督", "您(的|有什么)?信仰",
    ),
    RedFlagKind.PRYING: _one_of(
        "标底", "底价", "评分", "专家(都)?(是|有)(谁|哪)", "专家名单",
        "(竞争对手|对手|别家)[^，。？?]{0,6}(报价|价格|多少)",
        "领导[^，。？?]{0,4}(喜欢|喜好|爱好|偏好)", "内幕", "警力", "布控", "谁要(提|升|调)", "哪个同事",
        "(评委|评审|专家|评标委员|评审委员|委员会)(会|组)?(里)?(都|一共)?(是|有|请|请了)?(谁|哪几位|哪些人|哪几个人)(呢|啊)?(?=[，。？?]|$)",
        "(家|公司|友商|同行)[^，。？?]{0,4}(报价|出价|报)(了|是)?(多少|几)(钱|万)?(呢)?(?=[，。？?]|$)",
        "(控制价|最高限价|拦标价)(大概|准备|打算|会|要|想|是|定|在|到|卡)*(多少|哪(?!一?[步环])|什么(位置|数|价|水平))",
        "([局院处科厅校市区县部所]长|主任|书记|老板|一把手)[^，。？?您你]{0,4}(喜欢|喜好|爱好|偏好)",
        "下一任", "接班人", "提拔", "扶正", "谁(会|能|可能|有望)(被)?(升(?!级)|调走|上位|接任)", "人事任免",
        "(谁(?!家)|哪(个|位|几个)人)[^，。？?]{0,6}(拖后腿|不干活|不干事|最懒|偷懒|能力(最)?差|最差|最弱|靠不住|不称职|混日子)",
        "(手下|下属|部下|同事|搭档)[^，。？?]{0,6}(毛病|缺点|短处|拖后腿)", "(没|未)(对外)?(公开|公布)的",
        "涉密[^，。？?]{0,6}(内容|写了|里面|有哪些|有什么|是什么|看看)",
    ),
    RedFlagKind.BELITTLING: _one_of("都不行", "太落后", "太差", "不靠谱", "过时", "淘汰的", "瞎搞"),
    RedFlagKind.DISMISSING: _one_of(
        "(还有|有)(什么)?(别的|其他的?)吗", "别的吗", "有没有(什么)?(别的|其他|其它)",
        "放一边", "先不管", "解决不了"),
    RedFlagKind.VAGUE: _one_of("有(什么|哪些|啥)(需求|痛点|问题|困难)", "(需求|痛点)(是|有)(什么|哪些)", "痛点"),
    RedFlagKind.NOT_AT_FIRST: _one_of(
        "预算", "谁(来|最后|最终|能)*(拍板|说了算|做主)", "您(自己)?图(的是|个)?(什么|啥)", "您个人(图|想要)",
        "上一家", "(之前|原来|原先|以前)那家"
    ),
}  # fmt: skip
_EN = {
    RedFlagKind.LEADING: _one_of(
        r"\bdon't you\b", r"\bwouldn't (you|it)\b", r"\bisn't it\b", r"\baren't you\b", r",\s*right\?",
        r"\bsurely\b",
        r"\bobviously\b", r"\byou must (be|feel|find)\b", r"\bwould you agree\b",
    ),
    RedFlagKind.PITCHING: _one_of(
        r"\bour (product|platform|solution|system|service|tool|software)s?\b",
        r"\bwhat if (there (was|were)|you had) an?\b",
        r"\bimagine an?\b", r"\bif (there was|there were|you had) an? (tool|platform|system|solution)\b",
    ),
    RedFlagKind.INTERROGATING: _one_of(r"\bwhy\b.*\bwhy\b", r"\bwhy (didn't|don't|haven't|hasn't|not)\b"),
    RedFlagKind.PRIVATE: _one_of(
        r"\byour (wife|husband|partner|spouse|kids?|child(ren)?|family|health|salary|income|bonus|religion|marriage|age)\b",
        r"\bpregnan", r"\bmortgage\b", r"\bat home\b",
        r"\byour (son|daughter|baby|parents|boyfriend|girlfriend|savings|faith|church|illness|blood pressure)\b",
        r"\b(son|daughter|child)'s (school|marks|grades|exams?)\b",
        r"\bdo you (earn|take home)\b", r"\bhow much (are you|do you get) paid\b", r"\bdo you make (an?|per|each) (month|year)\b",
        r"\bare you (married|single|divorced|religious)\b", r"\bdo you (have|want) (any )?(kids|children)\b", r"\bbelieve in god\b",
    ),
    RedFlagKind.PRYING: _one_of(
        r"\bscoring\b", r"\breserve price\b", r"\bwho is on the (panel|committee)\b", r"\bpanel members?\b",
        r"\b(competitor|rival)s?('s)? (price|quote|bid|offer)", r"\bwhat does your boss like\b",
        r"\binside information\b", r"\bunpublished\b",
        r"\bwho (sits|is|are|will be|serves) on the ([\w-]+ )?(panel|committee|jury)\b",
        r"\bwho (is|are) the (evaluators?|assessors?|judges?|experts?)\b",
        r"\bwhat (did|have|will) (they|the others?|(the )?(other|rival|competing) \w+) (quoted?|bid|charged?)\b",
        r"\b(ceiling|maximum) price\b", r"\b(director|boss|chief|head|mayor)('s)? (hobb(y|ies)|tastes?)\b",
        r"\bwho (will|is going to|might) (be|get) promoted\b", r"\bthe next (director|chief|head|boss|mayor|dean)\b", r"'s successor\b",
        r"\bwho (on|in|of) your (team|people|staff)\b[^?]{0,12}\b(weak|weakest|lazy|laziest|worst)\b",
        r"\b(colleague|subordinate|team)s?'?s? (weakness(es)?|faults?|shortcomings?)\b",
        r"\b(what|show)\b[^?]{0,20}\bclassified\b(?! as)",
    ),
    RedFlagKind.BELITTLING: _one_of(r"\boutdated\b", r"\buseless\b", r"\bterrible\b", r"\bobsolete\b", r"\bno good\b"),
    RedFlagKind.DISMISSING: _one_of(r"\bany(thing else| other (issues|concerns|problems|points|things|questions|needs))\b", r"\b(put|set) (that|this|it) aside\b", r"\bpark (that|this|it)\b"),
    RedFlagKind.VAGUE: _one_of(r"\bpain points?\b", r"\bwhat are your needs\b", r"\bany needs\b", r"\byour challenges\b"),
    RedFlagKind.NOT_AT_FIRST: _one_of(
        r"\bbudget\b", r"\bwho (decides|signs off|makes the decision)(?! (it|this|that)('s| is) done)",
        r"\bdecision.?maker",
        r"\b(previous|last|old) (vendor|supplier)\b", r"\bwhat do you (personally|yourself) (want|get)\b",
    ),
}  # fmt: skip
_ZH_CLOSED = _one_of(
    "是否",
    "有没有",
    "能不能",
    "是不是",
    "可不可以",
    "要不要",
    "会不会",
    "行不行",
    "好不好",
    "[能可]否",
    "方不方便",
    "愿不愿意",
    "需不需要",
    "想不想",
    "吗(?=[？?]|$)",
    "(?<![什怎这那多要])么(?=[？?])",
)
_ZH_OR_NOT = re.compile(r"([\u3400-\u9fff])不\1(?=[？?]|$)")
"""急不急？ is answered with yes or no; 您看哪一处就知道顺不顺？ is not."""
_EN_AUXILIARY = (
    "(?:is|are|was|were|do|does|did|can|could|would|will|have|has|had|should|may|might|isn't|aren't|don't|doesn't)"
)
_EN_CLOSED = re.compile(
    rf"(?:^|,\s*|\band )({_EN_AUXILIARY} "
    rf"(?:you|it|there|that|this|these|those|they|he|she|we|your|the|any|anyone|somebody|someone|i)\b[^?]*)$"
    rf"|^({_EN_AUXILIARY} [^?]*)$",
    re.IGNORECASE,
)
_ZH_DOUBLE = _one_of("以及", "和[^，。？?]{0,12}(分别|各)", "各(是|有|占)?多少", "还有[^，。？?]{1,20}吗")
_EN_DOUBLE = _one_of(r"\band (what|how|who|when|where|which|why)\b", r"\brespectively\b")
# "这几件" and "几位" count nothing and ask nothing.
# Nor does "几套系统各管各的": so many of something that the sentence goes on to speak of.
_ZH_ASKING = re.compile(
    r"谁|什么|哪|怎么|怎样|多少|(?<![这那十早的好])几(?![乎近位家件]|[套个条处张份台种类级拨摊][\u3400-\u9fff]{2})|为啥|多久|如何"
)
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,'’-]*")
_QUOTED = re.compile(r"「[^」]*」|『[^』]*』|“[^”]*”|\"[^\"]*\"")
_SENTENCE = re.compile(r"[^。！!？?；;\n]+[。！!？?；;\n]*")
_EN_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")


def lint_question(
    text: str,
    locale: str,
    *,
    phase: Phase | None = None,
    first_meeting: bool = False,
    they_mentioned_it: bool = False,
    own_names: Iterable[str] = (),
) -> tuple[RedFlag, ...]:
    """The red flags of one question, in the order they occur; an empty tuple is a good question.

    What stands between quotation marks is the customer's and is not judged. ``phase`` close is for confirming, so
    yes/no and several steps in one breath are allowed there; an opening agreement and a close may be several
    sentences. With
    ``they_mentioned_it`` a private matter was brought up by the person. ``own_names`` are our company's and products'.
    """
    english = locale.lower().startswith("en")
    masked = _QUOTED.sub(lambda match: "□" * len(match.group()), text)
    patterns = _EN if english else _ZH
    flags = [
        _flag(kind, text, match.start(), match.end())
        for kind, pattern in patterns.items()
        if (kind is not RedFlagKind.NOT_AT_FIRST or first_meeting)
        and (kind is not RedFlagKind.PRIVATE or not they_mentioned_it)
        for match in pattern.finditer(masked)
    ]
    for name in own_names:
        if name.strip():
            found = masked.lower().find(name.strip().lower())
            if found >= 0:
                flags.append(_flag(RedFlagKind.PITCHING, text, found, found + len(name.strip())))
    if phase is not Phase.CLOSE:
        flags += _closed(text, masked, english)
        flags += _double(text, masked, english)
    flags += _too_long(text, english, by_sentence=phase in (Phase.AGREEMENT, Phase.CLOSE))
    return tuple(sorted(set(flags), key=lambda flag: (flag.start, flag.end, flag.kind)))


def _flag(kind: RedFlagKind, text: str, start: int, end: int) -> RedFlag:
    return RedFlag(kind, text[start:end], start, end)


def _sentences(masked: str, english: bool) -> Iterator[re.Match[str]]:
    return (_EN_SENTENCE if english else _SENTENCE).finditer(masked)


def _closed(text: str, masked: str, english: bool) -> Iterator[RedFlag]:
    for sentence in _sentences(masked, english):
        if not english:
            yield from (
                _flag(RedFlagKind.CLOSED, text, sentence.start() + hit.start(), sentence.start() + hit.end())
                for hit in _ZH_CLOSED.finditer(sentence.group())
            )
            either = _ZH_OR_NOT.search(sentence.group())
            if either and not _ZH_ASKING.search(sentence.group()):
                yield _flag(
                    RedFlagKind.CLOSED, text, sentence.start() + either.start(), sentence.start() + either.end()
                )
        elif sentence.group().rstrip().endswith("?"):
            hit = _EN_CLOSED.search(sentence.group().rstrip(" ?").lstrip())
            if hit:
                closed = hit.group(1) or hit.group(2)
                start = masked.index(closed, sentence.start())
                yield _flag(RedFlagKind.CLOSED, text, start, start + len(closed))


def _double(text: str, masked: str, english: bool) -> Iterator[RedFlag]:
    marks = [match.start() for match in re.finditer(r"[？?]+", masked)]
    if len(marks) > 1:
        yield _flag(RedFlagKind.DOUBLE_BARRELLED, text, marks[0], len(text.rstrip()))
        return
    for sentence in _sentences(masked, english):
        if sentence.group().rstrip()[-1:] not in ("？", "?"):
            continue
        hit = (_EN_DOUBLE if english else _ZH_DOUBLE).search(sentence.group())
        if hit:
            yield _flag(
                RedFlagKind.DOUBLE_BARRELLED, text, sentence.start() + hit.start(), sentence.start() + hit.end()
            )
        elif not english and sum(bool(_ZH_ASKING.search(part)) for part in re.split("[，、]", sentence.group())) > 1:
            yield _flag(RedFlagKind.DOUBLE_BARRELLED, text, sentence.start(), sentence.end())


def _too_long(text: str, english: bool, by_sentence: bool) -> Iterator[RedFlag]:
    spans = [(m.start(), m.end()) for m in _sentences(text, english)] if by_sentence else [(0, len(text))]
    for start, end in spans:
        size = len(text[start:end].split()) if english else _zh_size(text[start:end])
        if size > (LONGEST_EN if english else LONGEST_ZH):
            yield _flag(RedFlagKind.TOO_LONG, text, start, end)


def _zh_size(text: str) -> int:
    """Characters as Chinese counts them: a number or a Latin word is one."""
    return len("".join(_LATIN.sub("x", text).split()))
