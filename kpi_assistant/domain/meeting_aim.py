"""What a meeting is for, read from the words somebody wrote as its purpose."""

import re
from enum import StrEnum
from functools import lru_cache

from kpi_assistant.domain.text import Text


class Aim(StrEnum):
    """The kinds of meeting that open, go on and close in ways of their own, the most telling first."""

    APOLOGY = "apology"
    ACCEPTANCE = "acceptance"
    AFTER_DEMO = "after_demo"
    CHASE = "chase"
    HANDOVER = "handover"
    MEAL = "meal"
    DRINK = "drink"
    GREETING = "greeting"
    ADVICE = "advice"
    BASELINE = "baseline"
    PROPOSAL = "proposal"
    RETURN_VISIT = "return_visit"

    @property
    def is_light(self) -> bool:
        """No time for figures: people sit together over a meal or a cup, or to wish each other well."""
        return self in (Aim.MEAL, Aim.DRINK, Aim.GREETING)

    @property
    def is_about_people(self) -> bool:
        return self.is_light or self is Aim.ADVICE


_WORDS = {
    Aim.APOLOGY: r"道歉|致歉|赔不是|赔个不是|赔罪|认错|赔礼|\bapolog|\bmake amends|\bput (it|things|that) right|\bsay sorry",
    Aim.ACCEPTANCE: r"验收|终验|初验|交付确认|\bacceptance\b|\bsign-?off\b|\bhand-?over of the system|\bgo-?live\b",
    Aim.AFTER_DEMO: r"(演示|试用|试点|参观|考察)(完|过|之|以)?(后|完|回来|反馈)|看(完|过)演示"
    r"|\b(after|following|since) (the |our |last \w+'s )?(demo|trial|pilot|site visit)|\b(demo|trial|pilot) (feedback|debrief)",
    Aim.CHASE: r"催|要个?(准信|说法|回音)|\bchas(e|ing)\b|\bnudg(e|ing)\b|\bhurry\b|\bget (an answer|a decision)",
    Aim.HANDOVER: r"交接|接手|接任|接替|换(我|人|同事)(来|跟|对接)|\bhand(ing)?[ -]?over\b|\btak(e|ing) over\b|\bsuccess(or|ion)\b",
    Aim.MEAL: r"吃(个|顿)?饭|午饭|晚饭|早饭|便饭|午餐|晚餐|饭桌"
    r"|\blunch|\bdinner\b|\bbreakfast\b|\bover (a )?meal\b|\bbite\b",
    Aim.DRINK: r"喝(个|杯|点)?(茶|咖啡)|咖啡馆|茶馆|\bcoffee\b|\bover (a )?(cup of )?tea\b|\bcup of tea\b",
    Aim.GREETING: r"拜年|拜个(早|晚)年|过节|节前|节后|问候|叙旧|恭喜|祝贺|道喜|\bgreet|\bnew year|\bholiday|\bcongratulat|\bsay hello\b|\bcatch(ing)? up\b",
    Aim.ADVICE: r"请教|讨教|取经|求教|指点|\badvice\b|\bpick \w+('s)? brains?\b|\blearn from\b|\bask (for )?\w+ (opinion|view)",
    Aim.BASELINE: r"摸底|摸(一)?摸|调研|了解(一下)?(现状|情况)|\bdiscovery\b|\bfact[- ]finding\b|\bbaseline\b|\bstock-?tak|\bfind(ing)? out (where|how)",
    Aim.PROPOSAL: r"汇报|讲(一下|讲)?方案|过(一)?下?方案|交流方案|\bpropos|\bpresent(ing|ation)?\b|\bpitch\b|\bwalk \w+ through\b",
    Aim.RETURN_VISIT: r"回访|复访|跟进|再去(一趟|看看)|\bfollow(ing)?[- ]?up\b|\breturn visit\b|\bcheck(ing)? in\b|\bsecond (short )?(call|visit|meeting)\b",
}
_PATTERNS = {aim: re.compile(words, re.IGNORECASE) for aim, words in _WORDS.items()}
_NOT = re.compile(r"(不|别|没|非|\bnot( to)?|\bno|\bnever|\bwithout)\s*(是|来|去|为了?|想|打算)?\s*$", re.IGNORECASE)
"""What stands before a word that is meant as its opposite: 不催, not to chase."""


@lru_cache(maxsize=256)
def aims_of(purpose: str) -> tuple[Aim, ...]:
    """The aims named in a purpose in Chinese or English, the most telling first; empty when none is."""
    return tuple(
        aim
        for aim, pattern in _PATTERNS.items()
        if any(not _NOT.search(purpose[: match.start()]) for match in pattern.finditer(purpose))
    )


_BEFORE_SUBJECT = re.compile(
    r"^(一起|先|再|来|去|就|把)?(对一?[遍下对]|过一?[遍下]|碰一?[下碰]|商量(一下|商量)?|聊(一下|聊)|谈(一下|谈)?|看(一下|看)?"
    r"|讨论(一下)?|研究(一下)?|定(一下)?|落实|推进|准备|筹备|确认|安排)?"
)
_SUBJECT_ZH = re.compile(
    r"[A-Za-z0-9\u3400-\u9fff]{1,8}(演练|演习|切换|割接|上线|迁移|改造|搬迁|升级|招标|采购|建设|一期|二期|三期|检查|评审|评级"
    r"|测评|整改|培训|试点|对接|接入|互认|开诊|开工|投产|巡检|值守|重保|备份|平台|机房|工程)"
)
_SUBJECT_EN = re.compile(
    r"\b(?:the|our)\s+((?:[a-z]+[- ]){0,3}(?:drill|exercise|rehearsal|migration|cut-?over|relocation|tender|audit|inspection"
    r"|upgrade|roll-?out|launch|renovation|training|pilot|switch-?over|back-?up))\b",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(r"[和跟与同你我他她们请]|一起")


def subject_of(purpose: str) -> Text | None:
    """The matter a purpose names, as one says it aloud ("夜间恢复演练", "the recovery drill"); None where none is found.

    In the language the purpose is not written in it is spoken of as "this".
    """
    chinese = _SUBJECT_ZH.match(_BEFORE_SUBJECT.sub("", purpose.strip(), count=1))
    if chinese and not _NO_SUBJECT.search(chinese.group()):
        return Text(zh=chinese.group(), en="this")
    english = _SUBJECT_EN.search(purpose)
    return Text(zh="这件事", en=f"the {english.group(1)}") if english else None
