"""A better wording for a question with a red flag, made from the question itself where its shape allows it."""

import re

from kpi_assistant.domain.question_lint import RedFlag, RedFlagKind, lint_question

_TRIM = " ，。、；：？！?!,.;:"
_SECOND = re.compile(
    r"(?<=[？?])|以及|、(?=谁|什么|哪|怎|多少)|[，,]?\s*(?:还有|另外|and also\b|and (?=what|who|how|when|which))"
)
"""Where a second question begins."""
_ZH_SHAPES = (
    (RedFlagKind.INTERROGATING, re.compile(r"为什么(?P<what>没|不)(?P<rest>[^，。？?]{1,20})"), "{what}{rest}，当时是怎么考虑的？"),
    (RedFlagKind.CLOSED, re.compile(r"(?:有没有|有无)(?P<rest>[^，。？?]{2,18}?)的?(?:问题|困难|需求|情况)"), "{rest}这块，您最不放心的是什么？"),
    (RedFlagKind.CLOSED, re.compile(r"(?:能不能|能否|可不可以|可以)(?P<rest>[^，。？?]{2,18}?)吗?[？?]?$"), "要是{rest}，得先过哪几关？"),
    (RedFlagKind.CLOSED, re.compile(r"(?P<rest>[^，。？?]{2,16}?)(?:是否|是不是|有没有)[^，。？?]{1,18}[？?]?$"), "{rest}现在是什么情形？"),
    (RedFlagKind.CLOSED, re.compile(r"(?:您|你)?(?:对)?(?P<rest>[^，。？?]{2,14}?)(?:满意|放心|清楚|顺利)吗[？?]?$"), "{rest}，哪一处您最想改？"),
    (RedFlagKind.LEADING, re.compile(r"(?:是不是(?:也)?觉得|您不觉得|您不认为|难道)(?P<rest>[^，。？?]{2,14}?)(?:太|很|不)[^，。？?]*"), "{rest}用到现在，哪一步最费时间？"),
    (RedFlagKind.PITCHING, re.compile(r"能(?:够)?(?:自动)?(?:出|做|生成|完成|管)(?P<rest>[^，。？?您你]{1,12})"), "{rest}现在是怎么做出来的？"),
)  # fmt: skip
_EN_SHAPES = (
    (RedFlagKind.CLOSED, re.compile(r"^(?:do|did) you have (?:any )?(?:problems?|issues?|trouble) with (?P<rest>[^?.]{3,50})", re.I), "With {rest}, what gives you the most trouble?"),
    (RedFlagKind.CLOSED, re.compile(r"^are you (?:happy|satisfied|content) with (?P<rest>[^?.]{3,50})", re.I), "What would you change first about {rest}?"),
)  # fmt: skip
_EXAMPLES = {
    RedFlagKind.LEADING: ("现在用着，哪一步最费时间？", "As things are today, which step costs you most time?"),
    RedFlagKind.CLOSED: ("这件事走到哪一步最容易卡住？", "Where does this usually get stuck?"),
    RedFlagKind.PITCHING: ("这件事现在是怎么做出来的？", "How is that done today?"),
    RedFlagKind.INTERROGATING: ("当时是怎么考虑的？", "What was weighed at the time?"),
    RedFlagKind.BELITTLING: ("以前那套，哪些地方您还想留着？", "Of the old way, what would you like to keep?"),
    RedFlagKind.DISMISSING: ("除了这个，还有哪些事压着您？", "Besides this, what else is on your mind?"),
    RedFlagKind.VAGUE: ("这个月哪件事让您最晚下班？", "Which matter kept you latest at work this month?"),
    RedFlagKind.NOT_AT_FIRST: ("这类事一般走什么流程？", "How do such things usually go here?"),
}
"""Good questions of the domain brief, for where the shape of the sentence gives nothing to build on."""
_INSTEAD = (
    (r"专家|评委|评审|评标委员|委员会|\b(experts?|panel|committee|jury|evaluators?)\b",
     ("评审会上，专家最爱问住人的是哪几条？", "In a review, which points do the experts ask about most?")),
    (r"标底|底价|评分|控制价|最高限价|拦标价|\b(scoring|score sheet|floor price|ceiling price|reserve price|price ceiling|cap price)\b",
     ("什么样的需求文件，您收到最省心？", "What sort of requirements document saves you most trouble?")),
    (r"报价|出价|报[了的]|(对手|别家|友商|同行)|\b(bids?|bidders?|competitors?|quoted?|prices?)\b",
     ("您以前见过干得好的，是什么样？", "Of what you've seen done well, what did it look like?")),
    (r"喜欢|喜好|爱好|偏好|\b(likes?|hobb(y|ies)|taste)\b",
     ("什么样的材料，您愿意拿到会上去讲？", "What sort of paper would you be glad to present upstairs?")),
    (r"下一任|接班|提拔|扶正|升|调走|上位|接任|人事|\b(promot|successor|next (director|head|boss|manager)|appoint|replace)",
     ("这类事的前期，一般哪些同事一起出力？", "Who usually takes part in such things early on?")),
    (r"拖后腿|不干活|不干事|懒|能力|最差|最弱|靠不住|不称职|混日子|毛病|缺点|短处|哪个同事"
     r"|\b(weak(est|ness(es)?)?|lazy|laziest|worst|faults?|shortcomings?|slowest)\b",
     ("跟哪一段配合起来最费劲？", "Which part of the work takes most effort to fit together?")),
    (r"涉密|未公开|没公开|没对外|内幕|警力|布控|公布|\b(classified|confidential|secret|unpublished|inside)\b",
     ("这类事一般走什么流程？", "How do such things usually go here?")),
)  # fmt: skip
"""What may be asked where something else may never be: of the matter, not the person; of the way, not the secret. For
income, health, family and belief there is no such question (domain brief, sections 3, 4.5 and 7.4)."""


def reword(text: str, locale: str, flag: RedFlag) -> str:
    """A question to ask instead; empty where only leaving it out or cutting it helps. It never has a red flag itself."""
    english = locale.lower().startswith("en")
    for made in (_first_of_two(text, flag), _from_shape(text, flag, english)):
        if made and made != text.strip() and not lint_question(made, locale):
            return made
    zh, en = _instead(text) if flag.kind is RedFlagKind.PRYING else _EXAMPLES.get(flag.kind, ("", ""))
    return en if english else zh


def _instead(text: str) -> tuple[str, str]:
    return next((words for pattern, words in _INSTEAD if re.search(pattern, text, re.IGNORECASE)), ("", ""))


def _first_of_two(text: str, flag: RedFlag) -> str:
    """Of two questions in one breath, the first."""
    if flag.kind is not RedFlagKind.DOUBLE_BARRELLED:
        return ""
    first = _SECOND.split(text.strip(), maxsplit=1)[0].strip(_TRIM)
    if not first:
        return ""
    return f"{first}？" if re.search("[\u3400-\u9fff]", first) else f"{first}?"


def _from_shape(text: str, flag: RedFlag, english: bool) -> str:
    for kind, pattern, better in _EN_SHAPES if english else _ZH_SHAPES:
        if kind is flag.kind and (hit := pattern.search(text.strip())):
            parts = {name: value.strip(_TRIM) for name, value in hit.groupdict().items()}
            return better.format(**parts) if all(parts.values()) else ""
    return ""
