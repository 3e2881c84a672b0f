"""What our own wording may not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.borrowed_words import borrowed, near
from kpi_assistant.domain.claims import ClaimCode, check_claims, compliance_flags, numbers_in
from tests.domain.claim_sentences import ABOUT_TENDERS, FAULTY, HONEST


def codes(text: str, **known: tuple[str, ...]) -> set[ClaimCode]:
    return {flag.code for flag in check_claims(text, **known)}


@pytest.mark.parametrize(
    "text",
    [
        "我们保证通过评审。",
        "这次肯定第一。",
        "一定能让您过会",
        "百分之百没问题",
        "做到零事故",
        "We guarantee a pass.",
        "You will definitely pass.",
        "It is 100% safe.",
        "不仅能做，而且保证通过",
    ],
)
def test_it_flags_a_guarantee(text: str) -> None:
    assert ClaimCode.GUARANTEE in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "测评结论由测评机构独立作出，我们不承诺结果，也不敢保证通过。",
        "首次恢复不保证一小时内",
        "We cannot guarantee the result.",
        "We don't promise or guarantee a date.",
        "质量保证体系已建立，保证金按公开标准。",
        "A performance guarantee is lodged with the bank.",
    ],
)
def test_it_lets_honest_words_stand(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in FAULTY.items() for text in texts])
def test_it_names_the_fault_a_coach_would_name(code: ClaimCode, text: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize("text", HONEST)
def test_it_finds_nothing_in_an_honest_sentence(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize("text", ABOUT_TENDERS)
def test_it_lets_published_criteria_be_asked_about(text: str) -> None:
    assert compliance_flags(text) == ()


def test_it_stops_what_is_written_right_after_asking() -> None:
    assert compliance_flags("先问清楚是哪套评分标准，再帮您改评分标准")
    assert compliance_flags("Find out which scoring criteria apply, then help you rewrite the scoring criteria.")


def test_it_flags_what_somebody_else_said_and_not_what_they_said_themselves() -> None:
    boss = "办公会上我只给三分钟，讲不清楚就下一个。"
    assert ClaimCode.OTHERS_WORDS in codes("院长说办公会上我只给三分钟，讲不清楚就下一个", others_words=(boss,))
    assert codes("办公会上只讲一页纸", others_words=(boss,)) == set()
    assert codes(f"您说「{boss}」", others_words=(boss,), their_words=(boss,)) == set()
    english = "I do not want to be the one who bet on the wrong vendor."
    text = "Nobody wants to be the one who bet on the wrong vendor, so we start small."
    (flag,) = check_claims(text, others_words=(english,))
    assert text[flag.start : flag.end] in english
    assert codes("We start with a small test.", others_words=(english,)) == set()


@given(st.lists(st.sampled_from("办公会上我只给三分钟讲不清楚就下一个 abcd"), max_size=30).map("".join))
def test_looking_only_at_what_is_near_misses_nothing(text: str) -> None:
    sentences = ("办公会上我只给三分钟，讲不清楚就下一个", "abcd 三分钟", "完全无关的一句话在这里")
    assert borrowed(text, near(text, sentences)) == borrowed(text, sentences)


def test_it_names_the_passage() -> None:
    text = "先做摸底，保证通过。"
    (flag,) = check_claims(text)
    assert text[flag.start : flag.end] == "保证"


def test_it_wants_a_proof_for_a_number_and_takes_it_in_either_language() -> None:
    claim = "影像系统恢复由6小时10分降到38分钟。"
    assert codes(claim) == {ClaimCode.UNPROVEN_NUMBER}
    assert codes(claim, proofs=("Restore cut from 6 h 10 min to 38 minutes",)) == set()
    assert codes("已有26家医院在用") == {ClaimCode.UNPROVEN_NUMBER}
    assert codes("退学率下降四成") == {ClaimCode.UNPROVEN_NUMBER}
    assert codes("退学率下降四成", proofs=("试点高校退学率下降四成",)) == set()
    assert codes("Claims cost fell 41%.", proofs=("Claims cost per vehicle down 41%",)) == set()


def test_it_takes_the_customers_own_numbers_from_their_words() -> None:
    assert codes("恢复压到一小时以内") == {ClaimCode.UNPROVEN_NUMBER}
    assert codes("恢复压到一小时以内", their_words=("核心系统恢复压到一小时以内",)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "12月5日（周六）夜间再恢复一次，我方2人到场。",
        "2026年12月9日给您差距表",
        "3天内发给您",
        "尚无实测，愿意先做一次摸底，约6周。",
        "We will send you the report within 3 days.",
        "第2页",
        "C01",
    ],
)
def test_it_knows_dates_and_intentions_from_claims(text: str) -> None:
    assert codes(text) == set()


def test_it_wants_a_range_and_a_condition_for_a_forecast() -> None:
    assert codes("预计恢复时间能到40分钟") == {
        ClaimCode.FORECAST_WITHOUT_RANGE,
        ClaimCode.FORECAST_WITHOUT_CONDITION,
    }
    assert codes("预计30到50分钟，前提是备份单独放一个机柜") == set()
    assert codes("We expect 30 to 50 minutes, provided the backup has a rack of its own") == set()
    assert codes("We expect 30 to 50 minutes") == {ClaimCode.FORECAST_WITHOUT_CONDITION}


@pytest.mark.parametrize(
    "text",
    ["别家都不行", "比友商强", "你们以前那套太落后", "Unlike our competitors, we deliver.", "Others can't do that."],
)
def test_it_flags_words_about_competitors(text: str) -> None:
    assert ClaimCode.COMPETITOR in codes(text)


def test_it_leaves_the_customers_own_competitors_alone() -> None:
    assert codes("您的竞争对手在看这个数") == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("下次带点礼品", ClaimCode.GIFT),
        ("过年发个红包", ClaimCode.GIFT),
        ("给张购物卡", ClaimCode.GIFT),
        ("合同额返点3%", ClaimCode.KICKBACK),
        ("回扣好说", ClaimCode.KICKBACK),
        ("好处费", ClaimCode.KICKBACK),
        ("给他儿子安排工作", ClaimCode.FAMILY_FAVOUR),
        ("帮他介绍对象", ClaimCode.FAMILY_FAVOUR),
        ("解决孩子学位", ClaimCode.FAMILY_FAVOUR),
        ("挂号加塞", ClaimCode.FAMILY_FAVOUR),
        ("机票我们报销", ClaimCode.REIMBURSEMENT),
        ("一起去旅游", ClaimCode.HOSPITALITY),
        ("宴请处长", ClaimCode.HOSPITALITY),
        ("请您吃饭", ClaimCode.HOSPITALITY),
        ("高额讲课费", ClaimCode.LECTURE_FEE),
        ("代写标书", ClaimCode.TENDER_HELP),
        ("帮您写评分办法", ClaimCode.TENDER_HELP),
        ("Bring a gift card", ClaimCode.GIFT),
        ("a small kickback", ClaimCode.KICKBACK),
        ("find a job for his son", ClaimCode.FAMILY_FAVOUR),
        ("we reimburse your flights", ClaimCode.REIMBURSEMENT),
        ("a free trip for the family", ClaimCode.HOSPITALITY),
        ("take you out to dinner", ClaimCode.HOSPITALITY),
        ("a generous speaker fee", ClaimCode.LECTURE_FEE),
        ("write the tender for you", ClaimCode.TENDER_HELP),
    ],
)
def test_it_stops_what_must_not_be_promised(text: str, code: ClaimCode) -> None:
    assert code in {flag.code for flag in compliance_flags(text)}


@pytest.mark.parametrize(
    "text",
    [
        "一周内发一份公开的安全投入测算方法",
        "平均报销周期由26天缩到4天",
        "安排工作会议",
        "文化旅游大数据平台",
        "学位论文查重",
        "我们不送礼品，也不接受宴请",
        "Send Professor Sedley the open class notes",
        "Lend an engineer for a test restore",
    ],
)
def test_it_does_not_mistake_work_for_favours(text: str) -> None:
    assert compliance_flags(text) == ()


def test_it_does_not_take_a_quotation_for_our_claim_but_only_if_they_said_it() -> None:
    text = "您说「谁敢保证通过」，我们先测一次。"
    assert codes(text, their_words=("谁敢保证通过，我就签字",)) == set()
    assert codes(text) == {ClaimCode.GUARANTEE}


def test_it_reads_the_numbers_of_a_text() -> None:
    assert numbers_in("三十七个系统，85%，1,200张床，四成") >= {37.0, 85.0, 1200.0, 4.0}


PIECES = [
    "保证",
    "不",
    "3",
    "分钟",
    "「",
    "」",
    "预计",
    "到",
    "礼品",
    "guarantee",
    " ",
    "not",
    "。",
    "%",
    "百分之",
    "十",
]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=20).map("".join)))
def test_it_takes_any_text_and_its_spans_lie_within(text: str) -> None:
    for flag in check_claims(text, proofs=(text[:20],), their_words=(text[5:50],), others_words=(text[20:80],)):
        assert 0 <= flag.start < flag.end <= len(text)


@pytest.mark.parametrize("piece", ["保", "9", "别家", "「", "请您", "Others can", "孩子", "9,"])
def test_it_reads_a_hundred_thousand_characters_of_anything(piece: str) -> None:
    check_claims(piece * (100_000 // len(piece)))
