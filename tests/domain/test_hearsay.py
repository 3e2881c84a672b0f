"""Who says what about whom: another's words and a competitor's name are pointed at, ordinary work is not."""

import pytest

from kpi_assistant.content.competitors import load_competitors
from kpi_assistant.domain.claims import ClaimCode, check_claims
from kpi_assistant.domain.hearsay import names_of, told_by_others

NAMES = ("卞小禾", "姚其昌", "Maren Colby")


@pytest.mark.parametrize(
    "text",
    [
        "贺院长也说过恢复太慢。",
        "您领导私下跟我们讲，今年一定要动。",
        "秦局在会上觉得这样不行。".replace("在会上", ""),
        "老张抱怨了好几回。",
        "卞小禾也觉得可行。",
        "姚其昌主任工程师说造价没问题。",
        "您科里的工程师反映夜里没人管。",
        "他们都同意先做这一步。",
        "Your director told us he wants it before June.",
        "The CFO already agreed.",
        "Maren Colby said the line is too slow.",
        "She thinks it is too late.",
    ],
)
def test_it_finds_what_somebody_else_is_said_to_have_said(text: str) -> None:
    assert told_by_others(text, NAMES)
    assert ClaimCode.OTHERS_WORDS in {flag.code for flag in check_claims(text, others=NAMES)}


@pytest.mark.parametrize(
    "text",
    [
        "您说要一小时以内，我们记下了。",
        "请院长说一说他最想看的那一页。",
        "演练请院长到场看。",
        "我们想先听您自己怎么看。",
        "三分钟讲清楚为什么花这笔钱。",
        "给科里的同事讲解一遍操作手册。",
        "技术说明书随货到。",
        "主任说明会当天带上样张。",
        "按院长的要求，演练他要亲自到场看。",
        "卞小禾那边的接口先对齐。",
        "Ask whether she thinks a test is enough.",
        "You said the board looks at one page.",
        "Tell us when the director wants to see it.",
    ],
)
def test_what_they_said_themselves_and_plain_work_stand(text: str) -> None:
    assert told_by_others(text, NAMES) == []


@pytest.mark.parametrize("text", ["比奇安信省一半的人手。", "H3C的交换机也能接。", "We replace SAP step by step."])
def test_a_vendor_everybody_knows_is_pointed_at(text: str) -> None:
    flags = check_claims(text, competitors=load_competitors())
    assert ClaimCode.COMPETITOR in {flag.code for flag in flags}


def test_a_latin_name_is_a_word_and_not_a_piece_of_one() -> None:
    assert names_of("the SAPling project, ASAP", ["SAP"]) == []
    assert names_of("SAP、sap", ["SAP"]) == [(0, 3), (4, 7)]
    assert names_of("不行", ["", " ", "行"]) == []


def test_denying_or_quoting_hides_no_other_passage() -> None:
    text = "您说「院长也觉得慢」。我们先测一次。"
    assert check_claims(text, their_words=["院长也觉得慢"]) == ()
