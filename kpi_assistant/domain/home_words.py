"""The words for one's own people and what befalls them, as patterns that Python and JavaScript read alike.

A hospital, a school or a court speaks of families as its trade ("病人的爱人来投诉"): hence kin counts only where it begins a
clause, as people speak of their own, and in a clause that does not go on about patients, parents or systems.
"""

_START = r"(?:^|[，。！？；、,;:：!?\s])"
_END = r"(?![a-z])"
REST = "[^。！？!?；;\\n]"
"""What a sentence goes on with."""

KIN = (
    "(?:(?:大|小|老|亲|前)?(?:老婆|老公|爱人|媳妇儿?|妻子|丈夫|老伴儿?|未婚妻|女朋友|男朋友|对象(?=怀|住院|病|生病|要生)|丈母娘|老丈人|岳父母|岳母|岳父|婆婆|公公|公婆"
    "|爸妈|父母(?!官)|老人家?(?=住院|病|摔|走了|瘫|糊涂)|老妈|老爸|老娘|老爹|老母亲|老父亲|母亲(?!节)|父亲(?!节)|妈妈?(?!祖)|爸爸?|爷爷|奶奶|姥姥|姥爷|外公|外婆"
    "|儿子|女儿|闺女|丫头|姑娘(?!们)|孩子(?![们王气])|小孩(?!子?们)|娃娃?(?!哈|机)|宝宝|双胞胎|孙子|孙女|外孙女?|儿媳妇?|女婿"
    "|哥哥|姐姐|弟弟|妹妹|大哥|大姐|小舅子|侄子|侄女|外甥女?))"
)
_WHOSE = "(?:(?:这|那)(?:阵子|段时间|几天|半年|两年)|今年|去年|明年|下个?月|下周|昨天|前天|昨晚|最近|现在|刚|就是|因为|主要是|不瞒您说|实话说|说实话|我们?(?:自己)?|咱们?|家里|[他她])?(?:家)?的?"
_TRADE = "(?:病人|患者|家属|家长|科室|病区|病房|床位|病案|病历|门诊|就诊|挂号|缴费|护士|医保|系统|平台|流程|窗口|数据|接口|学生|老师|班主任|员工|客户|用户|顾客|案件|当事人|档案|登记|机房|网络|设备|项目上线|会员|订单|门店|销量|款式)"
BEFALLS = (
    "(?:住院|住进|住了院|进了?(?:ICU|重症)|手术|开刀|化疗|放疗|透析|陪床|陪护|看病|生病|病了|病倒|病重|病危|大病|重病|癌|肿瘤|白血病|尿毒症|中风|脑梗|心梗|瘫|摔(?:了|断|伤)|骨折|车祸"
    "|自闭|多动症|抑郁|焦虑|失眠|老年痴呆|阿尔茨海默|帕金森|糖尿病|高血压|心脏|颈椎|腰椎|腰(?:疼|不好|不行)|身体(?:不好|不行|差|垮)|不舒服|发烧|复查|确诊|查出|体检|残疾|康复"
    "|怀孕|怀上|怀了|预产期|待产|要生|快生|生了|坐月子|月子|产检|保胎|流产|二胎|三胎|满月|断奶|喂奶"
    "|离婚|离了|闹离|分居|再婚|结婚|过世|去世|走了|没了|出事|住养老院|没人(?:管|带|照顾)"
    "|中考|高考|小升初|考研|升学|上(?:小学|初中|高中|大学|幼儿园|学)|初[一二三]|高[一二三]|幼儿园|转学|休学|厌学|叛逆|家长会|放学|接送|辅导|写作业|出国|留学|生日)"
)
_SELF = "(?:我(?![们院局司科厂校部区县市省方国行])|陪|早点?(?:下班|回)|多在家|想在家|在家|回去|回趟?家|回老家|照顾|照看|接送|请假|走不开|两地|异地|团聚)"

LIFE_ZH = (
    # My wife is in hospital; our son has autism: somebody's own, and what befell them.
    f"{_START}{_WHOSE}{KIN}(?!的?{_TRADE})(?!{REST}{{0,40}}{_TRADE}){REST}{{0,12}}{BEFALLS}",
    # My wife has been cross with me since I began to work late: somebody's own, and oneself beside them.
    f"{_START}{_WHOSE}{KIN}(?!的?{_TRADE})(?!{REST}{{0,40}}{_TRADE}){REST}{{0,24}}{_SELF}",
    # Of oneself; a surgeon operates and diagnoses, hence not of these alone.
    "我(?:自己|也|这|最近|去年|今年|上个?月|刚|天天|晚上|白天|得|要|要去|去|都|还|在|正|可能|身体){0,4}(?:怀孕|怀上|离婚(?![案官登诉纠律])|离了婚|抑郁|失眠|住了?院(?![部处楼总医系信])|陪床|陪护|化疗|放疗|透析"
    "|动了?个?手术|做完手术|开了?刀|要生了|生二胎|坐月子|查出(?:来|了|个)*(?:癌|瘤|结节|肿瘤|糖尿病|高血压)|得了?(?:癌|抑郁|糖尿病)|戒酒|戒烟|相亲|分居)",
    f"{_START}(?:怀孕了|怀上了|刚离婚|离婚了|要当[爸妈]了?|快生了)",
    f"家里(?:有人|有病人|有老人|有孩子|老人|出了?点?事|走不开|没人){REST}{{0,10}}(?:{BEFALLS}|照顾|走不开|出了?点?事|没人)",
)

_KIN_EN = (
    "(?:wife|husband|fianc[eé]e?|girlfriend|boyfriend|mother|father|mum|mummy|mom|dad|daddy|parents|folks|in-laws|(?:mother|father|son|daughter|brother|sister)-in-law"
    "|grand(?:mother|father|ma|pa|parents|son|daughter|kids|children)|gran|granny|nan|grandad|granddad|kids?|child(?:ren)?|sons?|daughters?|twins|toddler|baby|newborn|little one|boys?|girls?"
    "|step(?:son|daughter|mother|father)|sister(?!(?:['’]s)? (?:compan|firm|site|plant|ship|hospital|brand))|brother(?!s? (?:compan|firm|printer))|aunt|uncle|nephew|niece|family)"
)
_BEFALLS_EN = (
    "(?:in hospital|hospitali[sz]ed|surgery|operation|chemo(?:therapy)?|radiotherapy|dialysis|cancer|tumou?r|leuk(?:a)?emia|stroke|heart attack|dementia|alzheimer['’]?s?|parkinson['’]?s?|autis\\w+|adhd|depress\\w+|anxiety"
    "|diabet\\w+|asthma|epilep\\w+|disab\\w+|ill(?:ness)?|sick|unwell|poorly|dying|died|passed away|funeral|hospice|care home|nursing home|intensive care|pregnan\\w+|expecting|due in|maternity|miscarr\\w+|ivf"
    "|divorc\\w+|separated|left me|getting married|wedding|exams?|gcses?|a-levels?|finals|school run|starts school|bedtime|nursery|custody)"
)
LIFE_EN = (
    f"(?:^|[^a-z])my (?:own |little |old |eldest |youngest |older |younger |late |elderly )?{_KIN_EN}{_END}",
    f"(?:^|[^a-z])our (?:own |little |eldest |youngest )?(?:sons?|daughters?|twins|toddler|baby|newborn){_END}(?!s? (?:compan|brand|range|line))",
    f"{_START}(?:the )?{_KIN_EN}(?:['’]s| is| was| has| had| have| are| just| got)(?: [a-z'’]+){{0,5}} {_BEFALLS_EN}{_END}",
    f"(?:^|[^a-z])(?:I['’]m|I am|I was|I['’]ve been|I have been|I have|I['’]ve got|I had)(?: just| been| got| had| having| getting| going through| recently| a| my)* (?:pregnan\\w+|divorc\\w+|separated|depress(?:ed|ion)"
    f"|in hospital|(?:breast |lung |bowel |prostate |skin )?cancer|chemo(?:therapy)?|diabetes|a stroke|heart attack|miscarriage|ill|off sick|diagnosed with){_END}",
    f"(?:^|[^a-z])my (?:divorce|chemo(?:therapy)?|surgery|pregnancy|diagnosis|depression|cancer|maternity leave|paternity leave|wedding){_END}",
)

SOMEBODY = (
    f"{_START}{_WHOSE}{KIN}(?!的?{_TRADE})(?!{REST}{{0,40}}{_TRADE})",
    *LIFE_ZH[2:],
    *LIFE_EN,
)
"""Where a sentence speaks of somebody's own family or body."""
