"""The words that give a doubtful wording away, in Chinese and English: one regular expression to a kind of fault."""

from enum import StrEnum

from kpi_assistant.domain.tender_words import TENDER_HELP


class ClaimCode(StrEnum):
    """What is wrong with a wording; the explanation and a better wording are content."""

    GUARANTEE = "guarantee"
    UNPROVEN_NUMBER = "unproven_number"
    FORECAST_WITHOUT_RANGE = "forecast_without_range"
    FORECAST_WITHOUT_CONDITION = "forecast_without_condition"
    COMPETITOR = "competitor"
    OTHERS_WORDS = "others_words"
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
        return self in COMPLIANCE_WORDS


COMPLIANCE_WORDS: dict[ClaimCode, str] = {
    ClaimCode.GIFT: (
        r"礼品(?!登记|上交|公司|店|厂|行业|管理)|礼物|礼金|送礼|红包|购物卡|加油卡|提货卡|储值卡|消费卡|礼券|烟酒|茅台"
        r"|月饼|土特产|伴手礼"
        r"|(?:送|捎|带|拎|寄)(?:给)?(?:您|你|他|她|领导|主任|处长|院长|局长|科长)?(?:家)?[一两三几]?(?:台|瓶|箱|盒|条|张|部|块|份)?"
        r"(?:酒|烟|茶叶|平板|手机|手表|电脑|购物券|(?:京东|商场|超市|油)卡)"
        r"|\bgifts?\b(?! (?:shops?|register|policy|aid|stores?))|\bgift[- ]?cards?\b|\b(?:small|little|nice|christmas) presents?\b|\bvouchers?\b|\bhampers?\b|\bred (?:envelope|packet)s?\b"
    ),
    ClaimCode.KICKBACK: (
        r"返点|返利|返(?:您|你|他|她|给您)?[一两三四五六七八九十几\d]+个点|回扣|好处费|(?:给|留|有)[^，。；！？,.;!?\n]{0,6}好处(?!是|在于)"
        r"|(?:咨询费|服务费|项目款)走[^，。；！？,.;!?\n]{0,8}公司|辛苦费|感谢费|茶水费|居间费|私下(?:给|分|返)|意思意思"
        r"|\bkick[- ]?backs?\b|\bbrib(?:e|es|ed|ery|ing)\b|\bbackhanders?\b|\bsweeteners?\b|\bcash ?back\b"
        r"|\bin it for you\b|\b(?:commission|percent(?:age)?|per cent|cut|share)\b[a-z ]{0,12} for (?:you|him|her) ?(?:personally|privately)?(?=[.,;!?]|$)"
        r"|\bshare [a-z ]{0,20}with (?:you|him|her) (?:privately|personally)\b|\brebates?\b|\bfinder'?s fees?\b|\bunder the table\b"
    ),
    ClaimCode.HOSPITALITY: (
        r"(?<!文化)(?<!智慧)旅游(?!局|厅|委|行业|部门|平台|大数据|数据|集团|公司|企业|学院|管理|服务|系统|旺季|业)"
        r"|(?:带|陪|请)(?:您|你|他|她|领导|主任|处长|院长|局长)[^，。；！？,.;!?\n]{0,8}(?:玩|逛|转转|旅行|散散心|打(?:场|个)?(?:高尔夫|球|牌|麻将)|看(?:场)?(?:演唱会|球))"
        r"|安排(?:您|你|他|她|领导|主任|处长|院长|局长)[^，。；！？,.;!?\n]{0,6}(?:考察|旅行|休假|疗养)|顺便(?:转转|玩玩|逛逛|玩几天)"
        r"|(?:喝|吃)[^，。；！？,.;!?\n]{0,6}，?(?:我请|我们请|我买单|我们买单|算我们的)"
        r"|游玩|度假|出国考察|疗养|宴请|饭局|会所|高尔夫|唱歌|洗浴"
        r"|请(?:您|你|他|她|领导|客|家人|大家|处长|主任|院长|局长)[^，。；！？,.;!?\n]{0,4}(?:吃饭|吃顿|喝酒|聚餐|吃个饭)"
        r"|\b(?:dinner|drinks|lunch|the meal|the trip|the evening)(?: is| are|'s) on us\b"
        r"|\bweekend (?:at|in|away)\b[a-z ]{0,24}\bfor (?:you|him|her|them)\b|\bbanquets?\b|\bholidays? (?:for|on us)\b|\b(?:paid|free|family) (?:trip|holiday|travel)s?\b|\bjunkets?\b"
        r"|\bgolf\b|\ball[- ]expenses\b|\b(?:treat|take|invite) (?:you|him|her|them)(?: all)? (?:out )?(?:to|for) "
        r"(?:the |a |an |some )?(?:nice |lavish )?(?:\w+ )?(?:dinner|drinks|lunch|meal|show|match|final|game|concert|races)\b|\bhospitality (?:box|package)s?\b"
    ),
    ClaimCode.REIMBURSEMENT: (
        r"(?<!经费)(?<!费用)(?<!差旅费)(?<!医保)报销(?!周期|流程|系统|平台|单|进度|材料|时长|时间|效率|额度|难|慢|手续|管理|模块|一站|制度|比例|政策)"
        r"|(?:机票|车票|住宿|车费|路费|差旅费?|餐费|门票|费用)[^，。；！？,.;!?\n]{0,6}(?:我们(?:来)?(?:出|报|付|承担)|我出|我来报|算我们的|由我们(?:来)?(?:出|承担))"
        r"|发票[^。；！？;!?\n]{0,8}我们?(?:来)?报|\breceipts\b[^.;!?\n]{0,20}\bwe(?:'ll| will)? pay\b"
        r"|\breimburse(?:s|d|ment)? (?:you|your|him|his|her|them|their)\b"
        r"|\b(?:pay|cover) (?:for )?(?:your|his|her|their) (?:travel|flights?|hotel|expenses|trip)\b"
    ),
    ClaimCode.FAMILY_FAVOUR: (
        r"安排(?:个|份|一份|一个)?(?:工作|就业|实习|岗位)(?!计划|会|人员|组|日|时间|量|内容|进度|任务|餐|联系|机)"
        r"|介绍(?:个|一个)?(?:对象|女朋友|男朋友)|学位(?!论文|授予|点|证|办|委员会|评定)|择校|入学名额|挂号|加塞|加个号|专家号"
        r"|(?:孩子|儿子|女儿|闺女|爱人|老婆|老公|亲戚|家属|侄子|外甥)[^，。；！？,.;!?\n]{0,8}"
        r"(?:找个?(?:学校|工作|医院|大夫|医生|实习)|安排|介绍进|介绍个?工作|解决一下|打个?招呼)"
        r"|(?:父亲|母亲|爸|妈|老人|家里人|侄女|侄子)[^，。；！？,.;!?\n]{0,8}(?:找(?:个)?(?:专家|床位|大夫|医生)|加号|介绍个?工作|安排)"
        r"|找专家加号|加个?床位"
        r"|\b(?:job|internship|placement|school place)s? for (?:your|his|her|their) "
        r"(?:son|daughter|child|kids?|wife|husband|nephew|niece|family)\b"
        r"|\bget (?:your|his|her|their) (?:son|daughter|child|kids?|wife|husband|mother|father) (?:in|into|a|seen)\b"
        r"|\b(?:find|arrange|organi[sz]e)\b[a-z ]{0,12}\b(?:job|internship|place|bed|doctor)s? for (?:your|his|her|their) \w+"
        r"|\bjump the queue\b|\bpull (?:some )?strings\b"
    ),
    ClaimCode.LECTURE_FEE: (
        r"讲课费|授课费|(?:高额|丰厚)课酬|课酬(?:从优|高|另给|好说)|出场费|顾问费|专家费|(?:发|给)[^，。；！？,.;!?\n]{0,3}(?:津贴|车马费)"
        r"|\b(?:speaker|speaking|lecture|lecturing)(?:'s)? fees?\b|\bhonorari(?:um|a|ums)\b"
        r"|\b(?:consult(?:ancy|ing)|advisory) fees? (?:for|to) (?:you|him|her|your)\b"
    ),
    ClaimCode.TENDER_HELP: TENDER_HELP,
}

CLAIM_WORDS: dict[ClaimCode, str] = {
    ClaimCode.GUARANTEE: (
        r"(?<!质量)(?<!资金)保证(?!金|书|期|人|合同|体系)|担保|打包票|拍胸脯|包您?满意|保您[^，。；！？,.;!?\n]{0,2}(?:过|满意|成|拿)|立竿见影|不达标不收钱"
        r"|确保[^，。；！？,.;!?\n]{0,6}?(?:通过|过会|过审|中标|第一|达标|成功|没问题|不出事|零|前[一二三四五六七八九十\d]+)"
        r"|承诺(?:您|一次|一定|百分|绝对|按期|全部|必)[^，。；！？,.;!?\n]{0,6}?(?:通过|过会|过审|中标|达标|成功|完成|解决|验收)|包过|包中|必过|必中|稳过|稳赢|万无一失|绝对|永不"
        r"|(?:肯定|一定|必然|必定)(?:能|会|可以|让|是|得)?(?:您|你们?)?[^，。；！？,.;!?\n]{0,8}?"
        r"(?:第一|前[一二三四五六七八九十\d]+|通过|过会|过审|中标|赢|没问题|达标|成功|解决|做到|搞定)"
        r"|百分之?百|[1１][0０]{2} ?[%％](?:的)?(?:通过|成功|安全|没|无|可靠|满意)|零(?:风险|事故|故障|差错|泄露|投诉)"
        r"|(?:全国|全省|全球|国内|行业|业内|市场)(?:内)?(?:第一|唯一|领先|首家|最)|最(?:先进|领先|安全|可靠|便宜|好的(?!办法|做法|开始|时候|时机|结果))"
        r"|(?<!bank )(?<!performance )\bguarantee(?:s|d|ing)?\b|\b(?:100 ?%|one hundred per ?cent) (?:safe|secure|sure|"
        r"certain|success|reliable|guaranteed)\b|\b(?:fool|bullet)[- ]?proof\b|\brisk[- ]free\b|\bzero risk\b|\bfail-?safe\b"
        r"|\b(?:definitely|certainly|surely|bound to|sure to|certain to) (?:be |come )?(?:pass|win|first|succeed|work)\w*"
        r"|\b(?:cannot|can't|never|won't) (?:possibly )?(?:fail|go wrong|lose)\w*|\bwithout fail\b|\b(?:there is|without|have|with) no doubt\b|\bwithout (?:a |any )?doubt\b"
        r"|\b(?:we|i) (?:promise|assure you|swear|give you my word)\b[^.;!?\n]{0,12}?\b(?:you|it|that|they|the|a|zero|full)\b|\byou have my word\b"
        r"|\bnever (?:goes? down|breaks?|stops?|crash(?:es)?)\b|\bzero (?:downtime|incidents|complaints|defects)\b"
        r"|\b(?:the best|the only|number one|no\. ?1|unrivalled|unbeatable)\b(?: \w+){0,2} (?:in|on) (?:the|this) "
        r"(?:market|country|industry|world|region)\b"
    ),
    ClaimCode.COMPETITOR: (
        r"(?<!您的)(?<!你们的)(?<!客户的)(?:竞争对手|竞品|友商)"
        r"|(?:别家|别人家|对手|同行|其他(?:厂商|厂家|公司|供应商|几?家)|别的(?:厂商|厂家|公司|供应商)|他们家|那家)[^。；！？;!?\n]{0,12}"
        r"(?:不行|不如|差|落后|太贵|做不到|做不了|不靠谱|出过事|没法比|比不上|垃圾|骗|水平)"
        r"|(?:比|强过|好过)(?:别家|同行|其他|他们)|(?:以前|原来|现在|原先|您用|在用|他们|对方|那边)(?:用)?(?:的)?那套[^。；！？;!?\n]{0,8}(?:太|落后|不行|垃圾|过时)"
        r"|(?:隔壁|对面)那家[^。；！？;!?\n]{0,6}(?:不行|不靠谱|差|垃圾)"
        r"|(?<!your )(?<!customers' )\b(?:competitors?|rivals?|the competition)\b|\bunlike (?:other|our|most)\b"
        r"|\b(?:others|other (?:vendors|suppliers|firms)|nobody else|no one else)\b[^.;!?\n]{0,40}?"
        r"\b(?:can't|cannot|can|fail\w*|worse|inferior|unreliable|behind|outdated|expensive)\b"
        r"|\b(?:your|the) (?:current|present|old|existing) (?:system|supplier|vendor|set-?up|solution|software) (?:is|are|was) "
        r"(?:\w+ )?(?:outdated|obsolete|bad|poor|slow|a mess|no good|rubbish|unreliable)\b|\b(?:the )?others (?:overcharge|overpromise|fail|lie|cheat)\b"
        r"|\b(?:better|cheaper|faster|safer) than (?:other|others|any|the others|everyone)\b"
    ),
}
