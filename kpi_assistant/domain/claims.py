"""Checks our own wording: what we may not claim, what we cannot prove, and what we must not offer anybody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ClaimCode(StrEnum):
    """What is wrong with a wording; the explanation and a better wording are content."""

    GUARANTEE = "guarantee"
    UNPROVEN_NUMBER = "unproven_number"
    FORECAST_WITHOUT_RANGE = "forecast_without_range"
    FORECAST_WITHOUT_CONDITION = "forecast_without_condition"
    COMPETITOR = "competitor"
    GIFT = "gift"
    KICKBACK = "kickback"
    HOSPITALITY = "hospitality"
    REIMBURSEMENT = "reimbursement"
    FAMILY_FAVOUR = "family_favour"
    LECTURE_FEE = "lecture_fee"
    TENDER_HELP = "tender_help"

    @property
    def is_compliance(self) -> bool:
        """Compliance words must be reworded before a promise is saved; the others are advice (domain brief, 7.2)."""
        return self in _COMPLIANCE


@dataclass(frozen=True, slots=True)
class ClaimFlag:
    """One doubtful passage: ``start`` and ``end`` count characters of the text as typed."""

    code: ClaimCode
    start: int
    end: int


_COMPLIANCE_WORDS: dict[ClaimCode, str] = {
    ClaimCode.GIFT: (
        r"礼品(?!登记|上交|公司|店|厂|行业|管理)|礼物|礼金|送礼|红包|购物卡|加油卡|提货卡|储值卡|消费卡|礼券|烟酒|茅台"
        r"|月饼|土特产|伴手礼"
        r"|\bgifts?\b|\bgift[- ]?cards?\b|\bvouchers?\b|\bhampers?\b|\bred (?:envelope|packet)s?\b"
    ),
    ClaimCode.KICKBACK: (
        r"返点|返利|回扣|好处费|辛苦费|感谢费|茶水费|居间费|私下(?:给|分|返)|意思意思"
        r"|\bkick[- ]?backs?\b|\bbrib(?:e|es|ed|ery|ing)\b|\bbackhanders?\b|\bsweeteners?\b|\bcash ?back\b"
        r"|\brebates?\b|\bfinder'?s fees?\b|\bunder the table\b"
    ),
    ClaimCode.HOSPITALITY: (
        r"(?<!文化)(?<!智慧)旅游(?!局|厅|委|行业|部门|平台|大数据|数据|集团|公司|企业|学院|管理|服务|系统|旺季|业)"
        r"|游玩|度假|出国考察|疗养|宴请|饭局|会所|高尔夫|唱歌|洗浴"
        r"|请(?:您|你|他|她|领导|客|家人|大家|处长|主任|院长|局长)[^，。；！？,.;!?\n]{0,4}(?:吃饭|吃顿|喝酒|聚餐|吃个饭)"
        r"|\bbanquets?\b|\bholidays? (?:for|on us)\b|\b(?:paid|free|family) (?:trip|holiday|travel)s?\b|\bjunkets?\b"
        r"|\bgolf\b|\ball[- ]expenses\b|\b(?:treat|take|invite) (?:you|him|her|them)(?: all)? (?:out )?(?:to|for) "
        r"(?:a |an |some )?(?:nice |lavish )?(?:dinner|drinks|lunch|meal|show|match)\b|\bhospitality (?:box|package)s?\b"
    ),
    ClaimCode.REIMBURSEMENT: (
        r"(?<!经费)(?<!费用)(?<!差旅费)(?<!医保)报销(?!周期|流程|系统|平台|单|进度|材料|时长|时间|效率|额度|难|慢|手续|管理|模块|一站|制度|比例|政策)"
        r"|\breimburse(?:s|d|ment)? (?:you|your|him|his|her|them|their)\b"
        r"|\b(?:pay|cover) (?:for )?(?:your|his|her|their) (?:travel|flights?|hotel|expenses|trip)\b"
    ),
    ClaimCode.FAMILY_FAVOUR: (
        r"安排(?:个|份|一份|一个)?(?:工作|就业|实习|岗位)(?!计划|会|人员|组|日|时间|量|内容|进度|任务|餐|联系|机)"
        r"|介绍(?:个|一个)?(?:对象|女朋友|男朋友)|学位(?!论文|授予|点|证|办|委员会|评定)|择校|入学名额|挂号|加塞|加个号|专家号"
        r"|(?:孩子|儿子|女儿|闺女|爱人|老婆|老公|亲戚|家属|侄子|外甥)[^，。；！？,.;!?\n]{0,8}"
        r"(?:找个?(?:学校|工作|医院|大夫|医生)|安排|介绍进|解决一下|打个?招呼)"
        r"|\b(?:job|internship|placement|school place)s? for (?:your|his|her|their) "
        r"(?:son|daughter|child|kids?|wife|husband|nephew|niece|family)\b"
        r"|\bget (?:your|his|her|their) (?:son|daughter|child|kids?|wife|husband|mother|father) (?:in|into|a|seen)\b"
        r"|\bjump the queue\b|\bpull (?:some )?strings\b"
    ),
    ClaimCode.LECTURE_FEE: (
        r"讲课费|授课费|高额课酬|出场费|顾问费"
        r"|\b(?:speaker|speaking|lecture|lecturing)(?:'s)? fees?\b|\bhonorari(?:um|a|ums)\b"
    ),
    ClaimCode.TENDER_HELP: (
        r"(?:代写|帮(?:您|你|忙)?写|替(?:您|你)写)[^，。；！？,.;!?\n]{0,6}(?:标书|招标|评分|论文|参数)"
        r"|评分办法|评分标准|评标办法|标底|控标|陪标|串标|围标|量身定制[^，。；！？,.;!?\n]{0,4}参数"
        r"|\bwrit(?:e|ing) (?:the|your) (?:tender|bid (?:spec|document)|specification|scoring)[a-z ]{0,20}"
        r"|\bscoring (?:criteria|scheme|method)\b|\bbid[- ]rigging\b|\brig the (?:bid|tender)\b"
    ),
}
_COMPLIANCE = frozenset(_COMPLIANCE_WORDS)

_OTHER_WORDS: dict[ClaimCode, str] = {
    ClaimCode.GUARANTEE: (
        r"(?<!质量)(?<!资金)保证(?!金|书|期|人|合同|体系)|担保|打包票|拍胸脯|包过|包中|必过|必中|稳过|稳赢|万无一失|绝对|永不"
        r"|(?:肯定|一定|必然|必定)(?:能|会|可以|让|是|得)?(?:您|你们?)?[^，。；！？,.;!?\n]{0,6}?"
        r"(?:第一|通过|过会|过审|中标|赢|没问题|达标|成功|解决|做到|搞定)"
        r"|百分之?百|[1１][0０]{2} ?[%％](?:的)?(?:通过|成功|安全|没|无|可靠|满意)|零(?:风险|事故|故障|差错|泄露|投诉)"
        r"|(?:全国|全省|全球|国内|行业|业内|市场)(?:内)?(?:第一|唯一|领先|首家|最)|最(?:先进|领先|安全|可靠|便宜|好的)"
        r"|(?<!bank )(?<!performance )\bguarantee(?:s|d|ing)?\b|\b(?:100 ?%|one hundred per ?cent) (?:safe|secure|sure|"
        r"certain|success|reliable|guaranteed)\b|\b(?:fool|bullet)[- ]?proof\b|\brisk[- ]free\b|\bzero risk\b|\bfail-?safe\b"
        r"|\b(?:definitely|certainly|surely|bound to|sure to|certain to) (?:be |come )?(?:pass|win|first|succeed|work)\w*"
        r"|\b(?:cannot|can't|never|won't) (?:possibly )?(?:fail|go wrong|lose)\w*|\bwithout fail\b|\bno doubt\b"
        r"|\b(?:the best|the only|number one|no\. ?1|unrivalled|unbeatable)\b(?: \w+){0,2} (?:in|on) (?:the|this) "
        r"(?:market|country|industry|world|region)\b"
    ),
    ClaimCode.COMPETITOR: (
        r"(?<!您的)(?<!你们的)(?<!客户的)(?:竞争对手|竞品|友商)"
        r"|(?:别家|别人家|对手|同行|其他(?:厂商|厂家|公司|供应商|几?家)|别的(?:厂商|厂家|公司|供应商)|他们家|那家)[^。；！？;!?\n]{0,12}"
        r"(?:不行|不如|差|落后|太贵|做不到|做不了|不靠谱|出过事|没法比|比不上|垃圾|骗|水平)"
        r"|(?:比|强过|好过)(?:别家|同行|其他|他们)|(?:以前|原来|现在|原先)(?:的)?那套[^。；！？;!?\n]{0,8}(?:太|落后|不行|垃圾|过时)"
        r"|(?<!your )(?<!customers' )\b(?:competitors?|rivals?|the competition)\b|\bunlike (?:other|our|most)\b"
        r"|\b(?:others|other (?:vendors|suppliers|firms)|nobody else|no one else)\b[^.;!?\n]{0,40}?"
        r"\b(?:can't|cannot|can|fail\w*|worse|inferior|unreliable|behind|outdated|expensive)\b"
        r"|\b(?:better|cheaper|faster|safer) than (?:other|others|any|the others|everyone)\b"
    ),
}
_PATTERNS = {
    code: re.compile(words, re.IGNORECASE)  # compiled together would be one group per code and no clearer
    for code, words in (_COMPLIANCE_WORDS | _OTHER_WORDS).items()
}

_DENIED_ZH = re.compile(
    r"(?:不(?!仅|但|只|光|过)|没(?!问题)|无(?!不|论)|未|勿|别(?!家|人|的)|禁|拒|杜绝|避免|谢绝)[^，。；！？,.;!?\n]{0,5}$"
)
_DENIED_EN = re.compile(
    r"\b(?:not|no|never|cannot|nor|without|avoid|refuse|decline|\w+n't)\b[^,.;!?\n]{0,24}$", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_ZH_NUMERAL = "[一二两三四五六七八九十百千万半]"
_NUMBER = r"(?<![\d.,])\d[\d,]{0,20}(?:\.\d{1,9})?"  # bounded, or a long run of digits is read again from every digit
_MEASURE = re.compile(
    rf"(?P<n>{_NUMBER}) ?(?P<unit>[%％‰]|个?百分点|倍|成(?![为本果立员交熟功都])|秒|分钟|个?小时|个?钟头|天|个?工作日|周(?!年)|个月"
    r"|(?:百|千)?[万亿]?元|万|亿|TB|ms|x(?![a-z])|per ?cent|percent(?:age)?|times|fold|seconds?|minutes?|mins?|hours?"
    rf"|days?|weeks?|months?|million|billion|k\b)|(?P<money>[¥￥$€£]) ?(?P<m>{_NUMBER})"
    rf"|百分之(?P<p>{_ZH_NUMERAL}+)|(?P<z>{_ZH_NUMERAL}+)(?:成(?![为本果立员交熟功都])|倍|分钟|个?小时|个?钟头)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?P<n>{_NUMBER}) ?(?:家|例|个|次|人|户|所|台|套|条|项|起|座|路|hospitals?|customers?|clients?|firms?|sites?|users?"
    r"|cases?|systems?|schools?|plants?|banks?)",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"在用|已用|用户|服务过?了?|累计|降|减|提高|提升|升到|缩短|压到|压减|覆盖|案例|实测|平均|通过率|成功率|拦下"
    r"|\b(?:in use|use it|served|total|cut|reduc\w+|fell|down|up|rais\w+|average|measured|saved|improv\w+|pass(?:ed)? rate)\b",
    re.IGNORECASE,
)
_INTENTION = re.compile(
    r"计划|打算|准备|愿意|目标|争取|试点|摸底|尚无|还没有?测|未测|给您|发您|交给|送到|到场|陪您|您说|您要|您提|您定"
    r"|\b(?:plan|intend|aim|propose|pilot|would like|offer to|not (?:yet )?measured|send|bring|deliver|hand over"
    r"|you (?:said|told|asked|want|need)|your (?:target|goal|deadline))\w*",
    re.IGNORECASE,
)
_FORECAST = re.compile(
    r"预计|预期|估计|有望|大概能|大约能|可望|能(?:降|提|压|缩|升|减)|可以?(?:降|提高|压|缩|减)"
    r"|\b(?:expect\w*|forecast\w*|estimat\w*|should (?:fall|drop|rise|reach|take)|likely to|will (?:cut|reduce|raise|save))\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"{_NUMBER}[^，。,;；\n]{{0,5}}?(?:到|至|~|～|-|–|—|\bto\b|\band\b) ?{_NUMBER}|\bbetween\b", re.IGNORECASE
)
_FROM_TO = re.compile(r"由|从(?!不)|\bfrom\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"前提|条件|如果|只要|假如|取决|在您|需要您|配合|\b(?:if|provided|given|assuming|depend\w*|as long as|once|subject to)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[「『“\"]([^「」『』“”\"]{1,500})[」』”\"]")
_ZH_VALUES = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 0.5}
_ZH_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}


def check_claims(text: str, *, proofs: Iterable[str] = (), their_words: Iterable[str] = ()) -> tuple[ClaimFlag, ...]:
    """The doubtful passages of a wording of ours, in either language, in the order they stand.

    ``proofs`` are the statements of the live proofs attached: a number that stands in one of them is proven.
    ``their_words`` are what the customer said and the facets: their numbers are theirs to give, and a quotation
    from them is not our claim. What is denied ("我们不承诺…", "we cannot guarantee…") is not flagged.
    """
    said = tuple(their_words)
    ours = _without_quotations(text, said)
    flags = [
        ClaimFlag(code, match.start(), match.end())
        for code, pattern in _PATTERNS.items()
        for match in pattern.finditer(ours)
        if not _is_denied(ours, match.start())
    ]
    known = numbers_in(" ".join((*proofs, *said)))
    for sentence in _SENTENCE.finditer(ours):
        flags.extend(_doubtful_numbers(sentence, known))
    return tuple(sorted(set(flags), key=lambda flag: (flag.start, flag.end, flag.code)))


def compliance_flags(text: str) -> tuple[ClaimFlag, ...]:
    """Only what must not be offered or promised to anybody (domain brief, 7.2): for promises and next steps."""
    return tuple(flag for flag in check_claims(text) if flag.code.is_compliance)


def numbers_in(text: str) -> frozenset[float]:
    """The values of all numbers in a text, Chinese numerals among them."""
    arabic = {_arabic(number) for number in re.findall(_NUMBER, text)}
    chinese = {_chinese(number) for number in re.findall(f"{_ZH_NUMERAL}+", text)}
    return frozenset(arabic | chinese)


def _without_quotations(text: str, said: tuple[str, ...]) -> str:
    """The text with what it quotes from the customer blanked out, every character still in its place."""

    def blank(match: re.Match[str]) -> str:
        parts = [part for part in re.split(r"…+|\.{3,}", match[1].strip()) if part.strip()]
        is_theirs = bool(parts) and all(any(part.strip("，。 ") in words for words in said) for part in parts)
        return " " * len(match[0]) if is_theirs else match[0]

    return _QUOTED.sub(blank, text)


def _is_denied(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    return _DENIED_ZH.search(before) is not None or _DENIED_EN.search(before) is not None


def _doubtful_numbers(sentence: re.Match[str], known: frozenset[float]) -> list[ClaimFlag]:
    words, offset = sentence[0], sentence.start()
    found = list(_MEASURE.finditer(words))
    if _RECORD.search(words):
        taken = {match.start() for match in found}
        found += [match for match in _COUNT.finditer(words) if match.start() not in taken]
    unknown = [m for m in found if _value(m) not in known and not _is_denied(words, m.start())]
    if not unknown:
        return []
    forecast = _FORECAST.search(words)
    if forecast and not _FROM_TO.search(words[: unknown[0].start()]):
        span = (offset + unknown[0].start(), offset + unknown[-1].end())
        missing = []
        if not _RANGE.search(words):
            missing.append(ClaimFlag(ClaimCode.FORECAST_WITHOUT_RANGE, *span))
        if not _CONDITION.search(words):
            missing.append(ClaimFlag(ClaimCode.FORECAST_WITHOUT_CONDITION, *span))
        return missing
    if _INTENTION.search(words):
        return []
    return [ClaimFlag(ClaimCode.UNPROVEN_NUMBER, offset + m.start(), offset + m.end()) for m in unknown]


def _value(match: re.Match[str]) -> float:
    named = match.groupdict()
    digits = named.get("n") or named.get("m")
    return _arabic(digits) if digits else _chinese(named.get("p") or named.get("z") or "")


def _arabic(digits: str) -> float:
    return float(digits.replace(",", "")[:30])


def _chinese(numeral: str) -> float:
    """The value of a Chinese numeral up to 万; parts that make no sense simply add up."""
    total = section = 0.0
    for character in numeral[:12]:
        if character in _ZH_TENS:
            total += (section or 1) * _ZH_TENS[character]
            section = 0
        else:
            section = _ZH_VALUES[character]
    return total + section
