"""What a meeting is for, read from the words somebody wrote as its purpose."""

import re
from enum import StrEnum
from functools import lru_cache


class Aim(StrEnum):
    """The kinds of meeting that open, go on and close in ways of their own, the most telling first."""

    APOLOGY = "apology"
    ACCEPTANCE = "acceptance"
    AFTER_DEMO = "after_demo"
    CHASE = "chase"
    HANDOVER = "handover"
    MEAL = "meal"
    GREETING = "greeting"
    ADVICE = "advice"
    BASELINE = "baseline"
    PROPOSAL = "proposal"
    RETURN_VISIT = "return_visit"

    @property
    def is_light(self) -> bool:
        """No time for figures: people sit together to eat or to wish each other well."""
        return self in (Aim.MEAL, Aim.GREETING)

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
    Aim.MEAL: r"吃(个|顿)?饭|午饭|晚饭|早饭|便饭|午餐|晚餐|饭桌|喝(个|杯)?(茶|咖啡)"
    r"|\blunch|\bdinner\b|\bbreakfast\b|\bcoffee\b|\bover (a )?(tea|meal)\b|\bbite\b",
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
