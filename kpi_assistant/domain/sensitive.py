"""Notices sensitive personal facts about to be stored, so that the page can offer the least fact that serves."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kpi_assistant.domain.home_words import SOMEBODY
from kpi_assistant.domain.vocabulary import Layer


class SensitiveKind(StrEnum):
    """What a fact is about (PIPL article 28, domain brief 7.1); how to put it instead is content."""

    HEALTH = "health"
    FAMILY = "family"
    FINANCE = "finance"
    RELIGION = "religion"
    MINOR = "minor"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class SensitiveHint:
    """One sensitive passage: ``start`` and ``end`` count characters of the text as typed."""

    kind: SensitiveKind
    start: int
    end: int


# At work a hospital speaks of patients and a bank of loans; only somebody's own life makes these words personal.
_OF_SOMEBODY = re.compile(
    r"(?:我|他|她|您|你)(?:自己|本人)?的?(?:家|爱人|老婆|老公|媳妇|妻子|丈夫|老伴|对象|妈|爸|父|母|老娘|老爹|奶奶|爷爷|岳|婆婆|公公"
    r"|孩子|娃|儿子|女儿|闺女|哥|姐|弟|妹|身体|身子)|(?:处|局|科|院|校|厂|行|主)(?:长|任)(?:的)?(?:爱人|老婆|老公|孩子|儿子|女儿|母亲|父亲)"
    r"|(?<!病人)(?<!患者)(?<!学生)(?<!群众)家里(?:有|添|老|人)|老(?:母亲|父亲|伴)|(?<!患者)(?<!病人)爱人|闺女"
    r"|\b(?:my|his|her)(?: own| late| older| younger| old)? (?:wife|husband|partner|mother|mum|mom|father|dad|parents?|son"
    r"|daughter|kids?|child(?:ren)?|boy|girl|lad|baby|brother|sister|family|health|doctor|back|knees?|heart)\b"
    r"|\b(?:i'm|i am|i was|i've been|she's|he's) (?:pregnant|ill|sick|off sick|in hospital|on medication)\b|"
    + "|".join(SOMEBODY),
    re.IGNORECASE,
)
_WORDS: dict[SensitiveKind, str] = {
    SensitiveKind.HEALTH: (
        r"怀孕|怀上|有喜|孕(?:期|妇|吐|检|晚|早)|预产期|待产|坐月子|月子|添丁|二胎|三胎|流产|保胎|产检|剖腹产|生(?:孩子|娃|宝宝)|要生了|快生了"
        r"|生病|得了?病|有病|病(?:了|重|倒|危|假|历|情)|住院|出院|手术(?!室|台|间|排|量|麻醉)|化疗|放疗|透析|癌|肿瘤|糖尿病|高血压|血压|血糖"
        r"|心脏病|心梗|脑梗|中风|瘫|抑郁|焦虑症|失眠|白血病|尿毒症|自闭|多动症|阿尔茨海默|老年痴呆|帕金森|陪床|陪护|骨折|摔[了断伤]|发烧|查出|身体(?:不好|不行|垮)|动了?个?手术|开刀|肝炎|颈椎|腰椎|腰突|吃药|服药|药(?!厂|企|店|剂科|品|学|监|房)|体检报告|确诊|复查|残疾"
        r"|\bpregnan(?:t|cy)\b|\bexpecting (?:a )?(?:baby|child|twins)\b|\b(?:baby|little one|newborn) (?:due|arriving|on the way)\b"
        r"|\bdue date\b|\bmaternity\b|\bmiscarr\w+|\bIVF\b|\bgiv(?:e|ing) birth\b|\bill(?:ness)?\b|\bsick(?:ness)?\b"
        r"|\bin hospital\b|\bsurgery\b|\boperation on (?:his|her|my)\b|\bmedication\b|\bmedicines?\b|\bchemo(?:therapy)?\b"
        r"|\bcancer\b|\btumou?r\b|\bdiabet\w+|\bblood pressure\b|\bheart attack\b|\bstroke\b|\bdepress(?:ed|ion)\b"
        r"|\banxiety disorder\b|\bbad back\b|\bslipped disc\b|\bdiagnos\w+|\bdisab(?:led|ility)\b|\bdementia\b|\bleuka?emia\b|\bautis\w+|\badhd\b|\balzheimer|\bparkinson|\bdialysis\b|\bhospice\b|\bepilep\w+|\bhospitali[sz]ed\b|\bintensive care\b"
    ),
    SensitiveKind.FAMILY: (
        r"离婚|离异|再婚|二婚|闹离|分居|相亲|未婚|单身|婚变|婚外|出轨|小三|家暴|领养|抚养权|过世|去世|走了以后"
        r"|\bdivorc\w+|\bseparated from (?:his|her|my)\b|\bcustody\b|\baffair\b|\bsplit up\b|\bwidow\w*|\bpassed away\b"
    ),
    SensitiveKind.FINANCE: (
        r"房贷|车贷|贷款|借钱|欠(?:钱|债|款)|还债|还贷|存款|工资卡|银行卡|卡号|收入|年薪|工资|炒股|股票|亏了|赌|破产|债务"
        r"|\bmortgage\b|\bloans?\b|\bin debt\b|\bdebts?\b|\bsalary\b|\bsavings\b|\bbank account\b|\bcredit card\b|\bgambl\w+"
        r"|\bbankrupt\w*"
    ),
    SensitiveKind.RELIGION: (
        r"信仰|信(?:佛|教|主|基督|天主|伊斯兰)|基督徒|佛教|道教|伊斯兰|穆斯林|天主教|做礼拜|拜佛|烧香|吃斋|居士|教徒|清真"
        r"|\breligio(?:n|us)\b|\bchurch(?:goer)?\b|\bmosque\b|\bmuslim\b|\bbuddhis[tm]\b|\bhindu\b|\bjewish\b|\bcatholic\b"
        r"|\bchristian\b|\bramadan\b|\bpray(?:s|ing|ers?)?\b|\bhis faith\b|\bher faith\b|\bmy faith\b"
    ),
    SensitiveKind.MINOR: (
        r"(?:孩子|儿子|女儿|闺女|娃|小孩|小子|丫头|老大|老二)[^。！？!?；;\n]{0,12}?(?:[0-9一二两三四五六七八九十]+(?:周)?岁|幼儿园|小学|初中|高中|中考|高考"
        r"|初[一二三]|高[一二三]|[一二三四五六]年级|学校|成绩|升学|上学|转学)"
        r"|(?:小升初|学区房)"
        r"|\b(?:son|daughter|kids?|child(?:ren)?|boy|girl|lad|little one)(?:'s)?\b[^.!?;\n]{0,40}?"
        r"\b(?:\d{1,2} years? old|aged? \d{1,2}|is \d{1,2}\b|nursery|kindergarten|(?:primary|secondary|high|middle|grammar)? ?school"
        r"|sixth form|year (?:\d{1,2}|one|two|three|four|five|six)|grade \d{1,2}|\w+ grade|exams?|GCSEs?|A-levels)\b"
    ),
}
_PERSONAL = {kind: re.compile(words, re.IGNORECASE) for kind, words in _WORDS.items()}
_ALWAYS = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|\d{16,19})(?!\d)|身份证号?码?[:：]?\s?\d{6,}")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")


def sensitive_rules() -> dict[str, Any]:
    """The same rules as patterns, for a phone that has no network: {"somebody", "always", "personal": {kind: pattern}}.

    Nothing in them is spelled differently in JavaScript.
    """
    return {
        "somebody": _OF_SOMEBODY.pattern,
        "always": _ALWAYS.pattern,
        "personal": {str(kind): words for kind, words in _WORDS.items()},
    }


def sensitive_hints(text: str, layer: Layer | None = None) -> tuple[SensitiveHint, ...]:
    """The sensitive passages of words or notes, in the order they stand.

    Under a life or mindset KPI every such word is about the person. Elsewhere (``layer`` work or None) only a
    sentence that speaks of somebody's own family or body counts, or a hospital could not write down its work.
    A number that looks like an identity card or a bank card is noticed everywhere.
    """
    hints = {SensitiveHint(SensitiveKind.IDENTITY, match.start(), match.end()) for match in _ALWAYS.finditer(text)}
    for sentence in _SENTENCE.finditer(text):
        if (layer is not None and layer.is_private) or _OF_SOMEBODY.search(sentence[0]):
            hints.update(
                SensitiveHint(kind, sentence.start() + match.start(), sentence.start() + match.end())
                for kind, pattern in _PERSONAL.items()
                for match in pattern.finditer(sentence[0])
            )
    return tuple(sorted(hints, key=lambda hint: (hint.start, hint.end, hint.kind)))
