"""The red flags of domain brief 4.4, each with its bad example and a good one."""

import pytest

from kpi_assistant.domain.question_lint import RedFlagKind, lint_question
from kpi_assistant.domain.vocabulary import Phase

BAD_ZH = [
    ("您是不是觉得现在的系统太慢？", RedFlagKind.LEADING),
    ("您肯定很头疼这件事吧？", RedFlagKind.LEADING),
    ("预算和周期各是多少、谁定？", RedFlagKind.DOUBLE_BARRELLED),
    ("谁来看？什么时候看？", RedFlagKind.DOUBLE_BARRELLED),
    ("一个月碰上几回，谁来修？", RedFlagKind.DOUBLE_BARRELLED),
    ("谁来看?什么时候看?", RedFlagKind.DOUBLE_BARRELLED),
    ("有没有数据安全的问题？", RedFlagKind.CLOSED),
    ("这事急吗?", RedFlagKind.CLOSED),
    ("能否说说流程？", RedFlagKind.CLOSED),
    ("您方不方便讲讲流程？", RedFlagKind.CLOSED),
    ("这事急不急？", RedFlagKind.CLOSED),
    ("如果有个平台能自动出报表，您怎么看？", RedFlagKind.PITCHING),
    ("我们的平台可以帮您省掉哪一步？", RedFlagKind.PITCHING),
    ("为什么没做？为什么不报？", RedFlagKind.INTERROGATING),
    ("您爱人怎么看这件事？", RedFlagKind.PRIVATE),
    ("您的收入是个什么水平？", RedFlagKind.PRIVATE),
    ("这次的标底大概在什么位置？", RedFlagKind.PRYING),
    ("评审专家都是谁？", RedFlagKind.PRYING),
    ("你们以前那套太落后，打算什么时候换？", RedFlagKind.BELITTLING),
    ("还有别的吗？", RedFlagKind.DISMISSING),
    ("还有没有别的？", RedFlagKind.DISMISSING),
    ("您这边有什么痛点？", RedFlagKind.VAGUE),
    ("您这边有什么需求？", RedFlagKind.VAGUE),
    ("一" * 45 + "？", RedFlagKind.TOO_LONG),
]
BAD_EN = [
    ("Don't you find the system slow?", RedFlagKind.LEADING),
    ("What is the date and who set it?", RedFlagKind.DOUBLE_BARRELLED),
    ("Who looks at it? When?", RedFlagKind.DOUBLE_BARRELLED),
    ("Is data security a problem?", RedFlagKind.CLOSED),
    ("What would our platform save you?", RedFlagKind.PITCHING),
    ("What if you had a tool that wrote the report?", RedFlagKind.PITCHING),
    ("Why didn't you report it?", RedFlagKind.INTERROGATING),
    ("What does your wife think of the hours?", RedFlagKind.PRIVATE),
    ("What is the competitor's price?", RedFlagKind.PRYING),
    ("When will you replace that outdated system?", RedFlagKind.BELITTLING),
    ("Is there anything else?", RedFlagKind.DISMISSING),
    ("Any other issues?", RedFlagKind.DISMISSING),
    ("What are your pain points?", RedFlagKind.VAGUE),
    ("What " + "very " * 25 + "long?", RedFlagKind.TOO_LONG),
]
NEVER_ASKED = {
    "income": ("您一个月拿多少？", "您年薪是个什么水平？", "How much do you earn?"),
    "savings": ("您攒了多少积蓄？", "Where do you keep your savings?"),
    "health": ("您血压高不高？", "您得过什么病？", "How is your blood pressure?"),
    "marriage and family": ("您太太做什么工作？", "您先生在哪儿上班？", "您打算什么时候要二胎？", "Are you married?"),
    "school and marks": (
        "您儿子在哪个学校？", "您女儿中考考了多少分？", "Which school does your son go to?", "What are your daughter's marks?",
    ),
    "religion": ("您信佛多久了？", "您信什么教？", "Where is your church?"),
    "appointments": ("局里下一任是谁？", "谁会接任？", "这回提拔的是谁？", "Who will be the next director?"),
    "the panel": ("评委是哪几位？", "评标委员会里有谁？", "专家都有谁？", "Who sits on the evaluation panel?"),
    "bids and prices": (
        "A公司报价多少？", "那两家报了多少？", "控制价定在哪儿？", "最高限价是多少？", "What did the other bidders quote?",
    ),
    "what the boss likes": ("局长有什么爱好？", "主任平时喜欢什么？", "What are your boss's hobbies?"),
    "a colleague's failings": ("您手下谁最拖后腿？", "哪个人能力最差？", "Who on your team is the weakest?"),
    "secrets": ("那份涉密文件里面写了什么？", "没公开的那份方案怎么写的？", "What is in the classified annex?"),
}  # fmt: skip
"""The list of domain brief 3, "never asked at any stage"."""
NEIGHBOURS = [
    "您一个月跑几趟现场？", "每年年中考核，最看哪个数？", "评委最爱问住您的是哪几条？", "评审是谁组织的？", "专家论证一般卡在哪一步？",
    "控制价编制最费时间的是哪一步？", "报价文件怎么写您看着最省心？", "今年科里报了多少项课题？", "交接班时接班的护士先看什么？",
    "哪个指标最差？", "哪个环节最拖后腿？", "底下同志最抱怨的是什么？", "跟哪个部门配合最费劲？", "谁会提不同意见？",
    "涉密项目一般走什么流程？", "病人的血压数据现在存在哪儿？", "这个数您拿多少时间去对？", "系统升级谁能帮上您？", "下一步谁来接手？",
    "王主任，您看数喜欢先看哪一张？", "张主任您喜欢先看哪一张？", "高考报名那几天，哪一步最费人手？", "您想要什么样的结果？",
    "How much do you spend on travel?", "Who is on duty at night?", "How do you handle confidential data?",
    "What did the committee ask you last time?", "Who reads the report first?", "Who is the next to sign?", "What is classified as urgent?", "What do you make of this year's target?",
    "Which other departments do you rely on?",
]  # fmt: skip
"""Questions about the work itself that come near to what is never asked, and are fine."""
GOOD = [
    ("现在用着，哪一步最费时间？", "zh_CN"),
    ("数据这块，您最不放心的是什么？", "zh_CN"),
    ("报表现在是怎么做出来的？", "zh_CN"),
    ("当时是怎么考虑的？", "zh_CN"),
    ("以前那套，哪些地方您还想留着？", "zh_CN"),
    ("这个月哪件事让您最晚下班？", "zh_CN"),
    ("除了刚才这几件，还有哪些事压在您这儿？", "zh_CN"),
    ("您工作上现在最需要什么？", "zh_CN"),
    ("院里现在几套系统各管各的，您每天先看哪一个？", "zh_CN"),
    ("What would be good enough?", "en"),
    ("If this ran smoothly, where would you feel it first?", "en"),
    ("Which of these would you fix first?", "en"),
]


@pytest.mark.parametrize(("text", "kind"), BAD_ZH)
def test_it_flags_a_bad_question_in_chinese(text: str, kind: RedFlagKind) -> None:
    flags = lint_question(text, "zh_CN")
    assert kind in {flag.kind for flag in flags}
    assert all(text[flag.start : flag.end] == flag.span for flag in flags)


@pytest.mark.parametrize(("text", "kind"), BAD_EN)
def test_it_flags_a_bad_question_in_english(text: str, kind: RedFlagKind) -> None:
    flags = lint_question(text, "en")
    assert kind in {flag.kind for flag in flags}
    assert all(text[flag.start : flag.end] == flag.span for flag in flags)


@pytest.mark.parametrize("item", NEVER_ASKED)
def test_it_refuses_what_no_stage_may_ask(item: str) -> None:
    for text in NEVER_ASKED[item]:
        locale = "en" if text.isascii() else "zh_CN"
        kinds = {flag.kind for flag in lint_question(text, locale)}
        assert kinds & {RedFlagKind.PRIVATE, RedFlagKind.PRYING}, text


@pytest.mark.parametrize("text", NEIGHBOURS)
def test_it_lets_a_question_about_the_work_pass(text: str) -> None:
    assert lint_question(text, "en" if text.isascii() else "zh_CN", first_meeting=True) == ()


@pytest.mark.parametrize(("text", "locale"), GOOD)
def test_it_lets_a_good_question_pass(text: str, locale: str) -> None:
    assert lint_question(text, locale, first_meeting=True) == ()


@pytest.mark.parametrize("text", [
    "预算多少？", "这事谁拍板？", "这事谁最后拍板？", "您个人图什么？", "您图什么？", "上一家为什么黄了？", "原来那家怎么黄的？",
])  # fmt: skip
def test_it_flags_what_a_first_meeting_must_not_ask(text: str) -> None:
    assert lint_question(text, "zh_CN", first_meeting=True)[0].kind is RedFlagKind.NOT_AT_FIRST
    assert lint_question(text, "zh_CN") == ()


def test_it_does_not_judge_the_words_of_the_customer() -> None:
    assert lint_question("您上次说「孩子上高三，您说急不急吗？」，怎么安排能让您省点心？", "zh_CN") == ()


def test_it_lets_a_close_confirm_and_take_several_steps() -> None:
    text = "我念一遍，您听听对吗。先动哪一件，约在哪天？"
    assert lint_question(text, "zh_CN", phase=Phase.CLOSE) == ()
    assert lint_question(text, "zh_CN") != ()


def test_it_flags_our_own_names_as_pitching() -> None:
    (flag,) = lint_question("盾铭平台用下来，哪一步最顺？", "zh_CN", own_names=["盾铭"])
    assert (flag.kind, flag.span) == (RedFlagKind.PITCHING, "盾铭")


def test_it_allows_a_private_matter_they_brought_up() -> None:
    text = "您说孩子上高三，怎么安排能让您省点心？"
    assert lint_question(text, "zh_CN")[0].kind is RedFlagKind.PRIVATE
    assert lint_question(text, "zh_CN", they_mentioned_it=True) == ()
