"""What is not said to everybody, or not before everybody: favours while we owe, where it hurts, those below."""

import re
from functools import lru_cache

from kpi_assistant.domain.guide_facts import MeetingFacts, PersonFacts
from kpi_assistant.domain.meeting_aim import Aim
from kpi_assistant.domain.question import Hears, Need, Question
from kpi_assistant.domain.seniority import leads_others
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Phase, RoleKind

_INTRODUCTION = re.compile(
    r"引荐|引见|牵(个|条|一下)?(头|线)|介绍(给|认识|一位|几位)|该(早点|提前|早)?(去)?(认识|请教|听听|找|问)[^，。？?]{0,4}(谁|哪)"
    r"|(找|向|跟)谁请教|[谁位]我?早?该(早点)?(认识|去请教|去听)|怎么找过去|(想|该)去?认识"
    r"|\bintroduc(e|tion)|\bin touch with\b|\bwhom? (else )?(should|could|would) (i|we)\b|\bshould (i|we) (get to )?(know|meet)\b"
    r"|\bshould have (met|known)\b|\bgo and (see|hear|ask)\b",
    re.IGNORECASE,
)
_WEAK_SPOT = re.compile(
    r"悬|怕|岔子|没底|问住|追问|背锅|板子|扛|走样|扯皮|难熬|难办|难看|难题|最难|头疼|卡[在住着壳]|走不动|推不动|返工|再干一遍"
    r"|两遍|重写|重来|退[回得]|漏|掉链子|差错|出了?事|失手|栽|砸|没[接看留做]住|投诉|质疑|拖|耽误|走得最晚|走得晚|睡不|半夜"
    r"|折腾|撑不住|顶不住|最缺|缺的|不放心|担心|说不清|对不上|吃亏|苦头|挨|选错|错了|收拾|推翻|坏得|掉线|一停|断供|搭进去|拧"
    r"|没人用|没用[上起]|不利索|交代|没办成|麻烦|费劲|费神|磨人|烦|不顺|顶着|凑合|干等|绕|惹|输不起|土办法|弯路|不好办|吃力|为难|心里打|最急|最不想|往坏里|白跑|头上|出了问题|停了线|算到|记到|坏了|不踏实|等不来|在等"
    r"|没照着|没亮|炸起来|最磨|少想一步|代价|找谁办|打架|写轻了|做了样子|叹气|调不出来|没法用|耗在|事后才知道|改得最多|走掉|现查"
    r"|最虚|说法|慢一个月|撒在|第二遍问|闹成|没写明白|差一点|没分寸|来回跑|翻来覆去|万一出了|满车间|一直这样|占您晚上"
    r"|\b(afraid|fears?|feared|worr(y|ies|ied)|dread|wrong|fail(s|ed|ure)?|stuck|weak|trouble|uneasy|unsure|blame[ds]?|mistakes?|slips?"
    r"|delay(s|ed)?|hardest|worst|complain(ts?|s)?|sent back|redo|twice|caught out|break(s|down)?|broke|outage|lose|lost|suffers?"
    r"|explain it|answer for|pinch(es)?|hurts?|short of|missing|worn|wast(es?|ed)|badly|at worst|least like|quarrels?|awake|least sure|drags?)\b",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"底下|手下|下属|部下|您带的|您下面|往下(传|布置)|派去干|班子|科里要是"
    r"|\b(below you|under you|beneath you|your (team|staff|people|subordinates|board)|who report to you)\b",
    re.IGNORECASE,
)
_FACE = re.compile(
    r"上面问起来|怎么答|找上门|跟谁交代|收的场|\bexplain it\b|\bat your door\b|\bhow did that end\b", re.IGNORECASE
)
"""Whom they would have to face is for two to talk about."""
WEAK_FACETS = frozenset({Facet.BASELINE, Facet.OBSTACLES, Facet.TRIED, Facet.CONSEQUENCE})
"""To name them is to say how far behind one is, or where it does not go well."""
_FOR_THE_TABLE = frozenset({Need.SEVERAL, Need.PURPOSE, Need.SUBJECT, Need.MATTER})
_PARTNERS = frozenset({RoleKind.INTEGRATOR, RoleKind.BID_AGENT, RoleKind.FEASIBILITY_CONSULTANT})
_CUSTOMERS = frozenset(
    {
        RoleKind.DECISION_MAKER,
        RoleKind.TECH_GATEKEEPER,
        RoleKind.PROCUREMENT,
        RoleKind.USER,
        RoleKind.JUNIOR_TECHNICIAN,
    }
)
"""What a partner earns or fears is not for those who pay for it."""


@lru_cache(maxsize=8192)
def _weak_in_bank(text: Text) -> bool:
    """Remembered of what the bank holds, never of a text with a customer's words filled in."""
    return _found(_WEAK_SPOT, text)


@lru_cache(maxsize=8192)
def _below_in_bank(text: Text) -> bool:
    return _found(_BELOW, text)


def is_tactful(question: Question, person: PersonFacts, facts: MeetingFacts) -> bool:
    """Whether tact lets this be asked of this person at this table (domain brief, sections 0 and 3).

    No favour while we owe them; nobody's people where they have none or where others listen; and before others
    nobody is asked where it hurts but the head of the table, in words made for a table. With the customer there a
    partner is asked for dates and handovers only.
    """
    if question.phase in (Phase.AGREEMENT, Phase.CLOSE):
        return True
    owed = question.needs in (Need.LATE_PROMISE, Need.DUE_PROMISE)
    if _is_partner_here(person, facts) and not (question.before_customer or question.is_what_else or owed):
        return False
    favour = question.sense == "whom-else" or question.hears is Hears.REFERRAL
    if owes(person, facts) and (favour or _found(_INTRODUCTION, question.text)):
        return False
    weak = bool(WEAK_FACETS.intersection(question.facets)) or _weak_in_bank(question.text)
    if weak and len(facts.people) > 1 and question.needs is not Need.LATE_PROMISE:
        made_for_it = question.for_several or question.needs in _FOR_THE_TABLE
        if not made_for_it or person is not facts.by_rank[0]:
            return False
    return _leads_here(person, facts) or not _below_in_bank(question.text)


def may_follow(text: Text, person: PersonFacts, facts: MeetingFacts) -> bool:
    """The same for a follow-up: to whoever sits at the head one may go on asking."""
    several = len(facts.people) > 1
    return not (
        (several and _found(_FACE, text))
        or (several and _found(_WEAK_SPOT, text) and person is not facts.by_rank[0])
        or (owes(person, facts) and _found(_INTRODUCTION, text))
        or (not _leads_here(person, facts) and _found(_BELOW, text))
    )


def _is_partner_here(person: PersonFacts, facts: MeetingFacts) -> bool:
    return person.role_kind in _PARTNERS and any(other.role_kind in _CUSTOMERS for other in facts.people)


def owes(person: PersonFacts, facts: MeetingFacts) -> bool:
    """Whether we have something to make good with this person before we ask for anything."""
    return Aim.APOLOGY in facts.aims or any(promise.is_late(facts.today) for promise in person.promises)


def _leads_here(person: PersonFacts, facts: MeetingFacts) -> bool:
    """Whether they may be asked about those who work for them: alone, and if somebody does."""
    return len(facts.people) == 1 and leads_others(person.title, person.role_kind)


def _found(pattern: re.Pattern[str], text: Text) -> bool:
    return bool(pattern.search(text.zh) or pattern.search(text.en))
