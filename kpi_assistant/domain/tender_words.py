"""A hand in a tender: writing or shaping what bids are measured by, or knowing it before it is published.

To ask which criteria were published is everyone's right ("find out which scoring criteria apply"), so that the criteria
are named is no fault: what is done with them is. Python and the phone's JavaScript read the same expression.
"""

_GAP = r"[^，。；！？,.;!?\n]"
_CRITERIA = "(?:评分|评标|打分)的?(?:办法|标准|细则|规则|指标|权重|分值|条款|表|项)"
# What we write about published criteria is our own bid: 评分标准逐条响应表.
_ANY_CRITERIA = _CRITERIA + "(?!的?(?:逐|对照|响应|解读|应答|自评|自查|要求|学习|培训|说明|里?(?:哪|什么|有)|怎|谁|是))"
_DRAFT = "代写|撰写|改写|编写|起草|草拟|拟定?|制定|制订|设计|编制|修改|调整|改|写"
_MAKE = f"{_DRAFT}|优化|完善|(?<!确)(?<!一)定(?!位|时|期|下)|做(?!成?好?准备)|出(?!来|具|席)"
_ASKING = "问|查|了解|清|看|听|确认|核对|学|哪|什么|怎|谁"
_TOWARDS = f"(?:(?!{_ASKING}){_GAP})"
_US = "我们|我方|咱们"
# What somebody else writes is not our doing. Spelled out, for a look back has a fixed length.
_OTHERS = (
    "谁", "谁来", "谁在", "时候", "何时", "哪天", "怎么", "怎样", "如何", "对方", "贵方", "贵院", "甲方", "院方", "校方", "厂方", "业主", "客户",
    "代理", "代理来", "公司", "机构", "中心", "专家", "他们", "他们在", "您", "你们", "自己", "自行", "填", "按", "有没有",
)  # fmt: skip
_BY_US = "".join(f"(?<!{each})" for each in _OTHERS)

_EN_GAP = r"[^.,;!?\n]"
_EN_CRITERIA = r"(?:scoring|award|evaluation|assessment|marking)[- ](?:criteri(?:a|on)|scheme|method|model|matrix|sheet|rules|weight(?:ing)?s?)\b"
_EN_DRAFT = (
    r"\b(?:(?:co-?|ghost-?|re)?writ|draft|shap|influenc|tailor|steer|design|adjust|amend|edit|tweak|bend|skew|tilt|chang|reword|word"
    r"|defin|prepar|suggest|propos|set)t?(?:e|ing)?\b"
)
_EN_ASKING = (
    r"\b(?:which|what|whether|how|who|ask|find|understand|explain|read|questions?|about|call|meeting|out|down|up|against|under|per|on|meet"
    r"|for|according|answers?|response|reply|bid|offer|proposal|copy)\b"
)
_EN_TOWARDS = f"(?:(?!{_EN_ASKING}){_EN_GAP})"
_EN_OTHERS = (
    "who", "who will", "who may", "will they", "do they", "how they", "when they", "they", "they will", "you", "you will", "people", "agency", "agent",
    "buyer", "buyers", "department", "committee", "hospital", "board", "experts",
)  # fmt: skip
_EN_BY_US = "".join(rf"(?<!\b{each} )" for each in _EN_OTHERS)

TENDER_HELP = "|".join(
    (
        # The papers of a tender, written for the customer.
        rf"(?:代写|帮(?:您|你|忙)?写|替(?:您|你|他|她)写){_GAP}{{0,6}}(?:标书|招标|论文|参数)",
        rf"(?:替|帮)(?:您|你|他|她|客户|甲方|代理){_TOWARDS}{{0,6}}(?:起草|设计|拟|(?<!确)(?<!一)定(?!位|时|期|下)){_GAP}{{0,4}}(?:参数|标书|招标|需求)",
        rf"(?:需求|招标|技术)(?:文件|书|参数){_GAP}{{0,4}}(?:我们|我方|我)(?:替|帮|来)(?:您|你)?(?:起草|写|拟)|参数按我们",
        r"\bwrit(?:e|ing) (?:the|your) (?:tender|bid (?:spec|document)|specification)(?! (?:response|reply|answer))[a-z ]{0,20}",
        r"\bso that only we (?:fit|qualify|can)\b",
        # The criteria: written by us or with our help, made to suit us, or a draft of them.
        rf"(?:帮|替|代(?!理|表)|给|为|{_US}){_TOWARDS}{{0,6}}(?:{_MAKE}){_TOWARDS}{{0,6}}{_ANY_CRITERIA}",
        rf"{_BY_US}(?:{_DRAFT})(?!的){_TOWARDS}{{0,8}}{_ANY_CRITERIA}",
        rf"{_CRITERIA}{_GAP}{{0,6}}(?:{_US}|我来|帮|替){_TOWARDS}{{0,3}}(?:{_MAKE})(?!{_GAP}{{0,4}}(?:投标|应标|响应|应答|方案|材料|自评|对照|准备))",
        rf"{_CRITERIA}(?:给.{{1,2}})?(?:{_DRAFT}|做)(?:好|出来|一下|一版|一改|完|成)",
        rf"{_CRITERIA}{_GAP}{{0,4}}(?:(?:按照?|参照|照|围绕|贴着)着?(?:{_US})|(?:往|向|朝|为)(?:{_US})|倾斜|偏向|有利于我|对我们有利)",
        rf"(?:影响|左右|引导|干预|操纵|运作|插手|参与(?:制定|编制|起草|设计)){_GAP}{{0,6}}(?:评分|评标)",
        rf"(?:写|加|放|塞|列|埋)(?:进|到|入|在){_GAP}{{0,4}}{_CRITERIA}|{_CRITERIA}[里中上]{_GAP}{{0,4}}(?:加上|加一|写上|放上|塞|埋|体现我们|突出我们)",
        rf"{_CRITERIA}的?(?:样稿|初稿|草稿|草案|建议稿|参考稿)|(?:给|发|送|提供)(?:(?!公开|公布|官方|财政部){_GAP}){{0,8}}{_CRITERIA}的?(?:模板|范本)",
        rf"(?:\bhelp|\bassist|\badvis){_EN_TOWARDS}{{0,24}}{_EN_DRAFT}{_EN_TOWARDS}{{0,24}}\b{_EN_CRITERIA}",
        rf"{_EN_BY_US}{_EN_DRAFT}{_EN_TOWARDS}{{0,24}}\b{_EN_CRITERIA}(?! (?:response|checklist|ask|require|want|need))",
        rf"\b(?:put|get|slip|work|build|add|sneak|insert)[a-z]*\b{_EN_TOWARDS}{{0,30}}\b(?:in|into|to) (?:the |your |their )?{_EN_CRITERIA}",
        rf"\b{_EN_CRITERIA}{_EN_GAP}{{0,24}}\b(?:in our favou?r|(?:favou?r|suit|fit)s? us|our way|around (?:us|our)|towards? us)\b",
        rf"\b(?:draft|sample|template|wording|input|say|hand)s? (?:of|for|in|on|into|to) (?:the |your |their )?{_EN_CRITERIA}",
        # What is not public, and what bidders may not do together.
        rf"(?:提前|事先|私下|偷偷|悄悄){_GAP}{{0,6}}(?:拿|要|透露|打听|泄|弄到|搞到|看到|知道){_GAP}{{0,6}}(?:评分|评标)|{_CRITERIA}(?:提前|事先|私下)(?:透|泄|给)|(?:未公开|没公开|没公布|内部)的?(?:评分|评标)",
        rf"(?<!公布的)(?<!公开的)标底(?!公布|公开|是否)|控标|陪标|串标|围标|量身定制{_GAP}{{0,4}}参数",
        rf"\b(?:unpublished|confidential|inside|secret|leaked)\b[a-z ]{{0,12}} {_EN_CRITERIA}",
        rf"\b{_EN_CRITERIA}{_EN_GAP}{{0,24}}(?:\bbefore (?:they|it|the tender)(?:'s| is| are)? (?:out|published|released)\b|(?<!published )\b(?:in advance|beforehand)\b)",
        r"\b(?:tell|send|show|let) us (?:see )?the other (?:bids|offers|prices)\b|\bbid[- ]rigging\b|\brig the (?:bid|tender)\b",
    )
)
