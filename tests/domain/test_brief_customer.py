"""The customer edition is built from a white list; what it leaves out is named, and nothing is brushed aside."""

import dataclasses
import datetime as dt
import string

from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_assistant.domain.brief import (
    MAX_QUOTATION,
    BriefRecord,
    PromiseFacts,
    ResponseFacts,
    in_their_order,
    is_excerpt,
    quotation,
    unanswered,
    undated_intentions,
)
from kpi_assistant.domain.brief_customer import CustomerBrief, Verdict, customer_brief
from kpi_assistant.domain.brief_internal import internal_brief
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.plain import from_plain, to_plain
from kpi_assistant.domain.release import WithheldReason, withheld
from kpi_assistant.domain.vocabulary import Facet, Fit, KpiStatus, Layer, Sensitivity, ShareScope, Source
from tests.printing.worked_example import TODAY, kpi_id, record


def quotes(brief: CustomerBrief) -> list[str]:
    return [answer.quote for answer in brief.answers + brief.further]


def with_response(code: str, **changes: object) -> BriefRecord:
    before = record("zh", "P01")
    responses = tuple(
        dataclasses.replace(each, **changes) if each.kpi_id == kpi_id(code) else each  # type: ignore[arg-type]
        for each in before.responses
    )
    return dataclasses.replace(before, responses=responses)


def with_kpi(code: str, **changes: object) -> BriefRecord:
    before = record("zh", "P01")
    kpis = tuple(
        dataclasses.replace(each, **changes) if each.id == kpi_id(code) else each  # type: ignore[arg-type]
        for each in before.kpis
    )
    return dataclasses.replace(before, kpis=kpis)


def test_it_prints_the_worked_example_for_the_head_of_it() -> None:
    assert quotes(customer_brief(record("zh", "P01"))) == [
        "院长给我的期限是明年六月底，核心系统恢复压到一小时以内，演练他要亲自到场看。",
        "……影像那边恢复用了六个多小时……",
        "……谁进来过、动了什么，我到现在拿不出一张清单。",
    ]


def test_a_promise_that_is_overdue_prints_without_its_day_and_dates_no_intention() -> None:
    due = PromiseFacts("把差距表送到", "庄敏", TODAY)
    late = dataclasses.replace(due, due_on=TODAY - dt.timedelta(days=1))
    for promise, day in ((due, TODAY), (late, None)):
        (answer,) = (
            each
            for each in customer_brief(with_response("K19", promise=promise, proofs=())).answers
            if each.promise == promise.text
        )
        assert (answer.verdict, answer.promised_on) == (Verdict.INTENDED, day)
        assert answer.intended_on == (day or min(step.on for step in record("zh", "P01").next_steps if step.on))
    without_steps = dataclasses.replace(with_response("K19", promise=late, proofs=()), next_steps=())
    assert kpi_id("K19") in undated_intentions(without_steps)


def test_it_follows_their_own_order_and_then_the_weight() -> None:
    of = record("zh", "P01")
    by_weight = [kpi_id(code) for code in ("K19", "K08", "K09")]
    releasable = tuple(kpi for kpi in of.kpis if kpi.id in by_weight)
    assert [kpi.id for kpi in in_their_order(releasable, (), TODAY)] == by_weight
    ranked = dataclasses.replace(of, their_order=(kpi_id("K09"), kpi_id("K12")))
    assert [quote[:6] for quote in quotes(customer_brief(ranked))] == ["……谁进来过", "院长给我的期", "……影像那边"]
    assert internal_brief(ranked).kpis[0].quote.endswith("拿不出一张清单。")


def test_it_prints_the_worked_example_for_the_director_by_weight() -> None:
    found = quotes(customer_brief(record("zh", "P02")))
    assert [words[:6] for words in found] == ["钱不是没有，", "复评是过了。", "机器停一个钟"]


def test_it_names_a_reason_for_everything_it_withholds() -> None:
    reasons = {each.kpi_id: each.reason for each in withheld(record("zh", "P01"))}
    assert reasons[kpi_id("K12")] is WithheldReason.PRIVATE_LAYER
    assert reasons[kpi_id("K06")] is WithheldReason.NOT_STATED
    assert reasons[kpi_id("K07")] is WithheldReason.MET
    assert reasons[kpi_id("K03")] is WithheldReason.STALE
    assert reasons[kpi_id("K15")] is WithheldReason.OTHER_PERSON
    assert kpi_id("K19") not in reasons


def test_it_lets_a_private_kpi_through_only_with_a_dated_consent() -> None:
    words = "我妈一个人在老家"
    shared = {"share_scope": ShareScope.SELF_ONLY}
    assert not any(words in each for each in quotes(customer_brief(with_kpi("K12", **shared))))
    consented = with_kpi("K12", consented_on=TODAY, **shared)
    assert any(words in each for each in quotes(customer_brief(consented)))
    later = with_kpi("K12", consented_on=TODAY + dt.timedelta(days=1), **shared)
    assert not any(words in each for each in quotes(customer_brief(later)))
    sensitive = with_kpi("K12", consented_on=TODAY, sensitivity=Sensitivity.SENSITIVE, **shared)
    assert not any(words in each for each in quotes(customer_brief(sensitive)))


def test_it_lists_open_kpis_that_have_no_response() -> None:
    before = record("zh", "P01")
    silent = dataclasses.replace(before, responses=tuple(r for r in before.responses if r.kpi_id != kpi_id("K09")))
    assert kpi_id("K09") in [kpi.id for kpi in unanswered(silent)]
    assert kpi_id("K09") not in [kpi.id for kpi in unanswered(before)]
    assert kpi_id("K15") not in [kpi.id for kpi in unanswered(silent)]


def test_it_prints_a_claim_without_a_live_proof_as_an_intention_with_a_date() -> None:
    before = record("zh", "P01")
    proofs = tuple(
        dataclasses.replace(proof, valid_until=TODAY - dt.timedelta(days=1))
        for response in before.responses
        if response.kpi_id == kpi_id("K09")
        for proof in response.proofs
    )
    brief = customer_brief(with_response("K09", proofs=proofs))
    answer = brief.answers[2]
    assert answer.verdict is Verdict.INTENDED
    assert answer.intended_on == dt.date(2026, 12, 5)
    assert answer.evidence == ()
    assert not any("26家医院" in source.statement.zh for source in brief.sources)


def test_it_takes_a_proof_as_live_on_its_last_day() -> None:
    proof = dataclasses.replace(record("zh", "P01").responses[0].proofs[0], valid_until=TODAY)
    assert proof.is_live(TODAY)
    assert not proof.is_live(TODAY + dt.timedelta(days=1))


def test_it_asks_for_a_date_where_an_intention_has_none() -> None:
    undated = dataclasses.replace(with_response("K09", proofs=()), next_steps=())
    assert undated_intentions(undated) == (kpi_id("K09"),)


def test_it_leaves_out_an_expectation_without_its_condition_and_says_so() -> None:
    bare = with_response("K09", condition=" ")
    assert customer_brief(bare).answers[2].expected == ""
    assert WithheldReason.NO_CONDITION in [each.reason for each in withheld(bare)]


def test_it_keeps_every_kpi_of_many_with_three_in_front() -> None:
    before = record("zh", "P01")
    model = next(kpi for kpi in before.kpis if kpi.id == kpi_id("K09"))
    more = tuple(dataclasses.replace(model, id=kpi_id(f"N{n}"), words=f"第{n}件事也要办好。") for n in range(20))
    answers = tuple(ResponseFacts(kpi.id, Fit.NOT_YET) for kpi in more)
    brief = customer_brief(dataclasses.replace(before, kpis=before.kpis + more, responses=before.responses + answers))
    assert len(brief.answers) == 3
    assert len(brief.further) == 20
    assert [answer.position for answer in brief.answers + brief.further] == list(range(1, 24))
    assert {gap.position for gap in brief.gaps if gap.verdict is Verdict.NOT_YET} == set(range(4, 24))


def test_it_cuts_a_quotation_only_at_ellipses() -> None:
    words = "外头十七家厂商远程进来修东西，谁进来过、动了什么，我到现在拿不出一张清单。"
    assert is_excerpt("……谁进来过……拿不出一张清单。", words)
    assert not is_excerpt("……谁来过……", words)
    assert not is_excerpt("拿不出一张清单……谁进来过", words)
    assert quotation(words, "我们改写过的话") == words
    assert quotation(words, "……谁进来过……") == "……谁进来过……"


@given(st.text(alphabet="字。，a b", min_size=1, max_size=2_000))
def test_it_never_alters_a_long_quotation(words: str) -> None:
    printed = quotation(words)
    assert len(printed) <= MAX_QUOTATION
    assert words.strip().startswith(printed.removesuffix("……"))


def test_it_comes_back_unchanged_from_its_frozen_data() -> None:
    brief = customer_brief(record("zh", "P01"))
    assert from_plain(CustomerBrief, to_plain(brief)) == brief
    internal = internal_brief(record("zh", "P01"))
    assert from_plain(type(internal), to_plain(internal)) == internal


@st.composite
def marked_kpis(draw: st.DrawFn) -> KpiFacts:
    """Any KPI at all, its words unmistakable."""
    words = "«" + draw(st.text(alphabet=string.ascii_lowercase, min_size=12, max_size=12)) + "»"
    return KpiFacts(
        id=draw(st.uuids(version=4)),
        person_id=kpi_id(draw(st.sampled_from(["P01", "P02"]))),
        layer=draw(st.sampled_from(list(Layer))),
        words=words,
        source=draw(st.sampled_from(list(Source))),
        observation=words[::-1],
        told_by="姚其昌",
        facets={Facet.CONSEQUENCE: words + "后果", Facet.JUDGE: words + "谁评"},
        share_scope=draw(st.sampled_from(list(ShareScope))),
        consented_on=draw(st.sampled_from([None, TODAY])),
        status=draw(st.sampled_from(list(KpiStatus))),
        sensitivity=draw(st.sampled_from(list(Sensitivity))),
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(marked_kpis(), max_size=12, unique_by=(lambda kpi: kpi.id, lambda kpi: kpi.words)))
def test_it_holds_nothing_that_is_not_on_the_white_list(kpis: list[KpiFacts]) -> None:
    base = record("zh", "P01")
    mixed = dataclasses.replace(
        base, kpis=tuple(kpis), responses=tuple(ResponseFacts(kpi.id, Fit.DIRECT, say="说法") for kpi in kpis)
    )
    text = str(to_plain(customer_brief(mixed)))
    for kpi in kpis:
        is_fit = (
            kpi.person_id == base.addressee.person_id
            and kpi.source is Source.STATED
            and kpi.status is KpiStatus.OPEN
            and kpi.share_scope is not ShareScope.INTERNAL_ONLY
            and kpi.sensitivity is not Sensitivity.SENSITIVE
            and (kpi.layer is Layer.WORK or kpi.consented_on is not None)
        )
        assert (kpi.words in text) == is_fit
        assert kpi.observation not in text
        assert kpi.words + "后果" not in text
        assert kpi.words + "谁评" not in text
        assert str(kpi.id) not in text
    assert "姚其昌" not in text
    assert "说法" not in text
