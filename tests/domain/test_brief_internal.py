"""The internal edition shows all its maker may read, with its weights, gaps and risks."""

import dataclasses

import pytest

from kpi_assistant.domain.brief import unanswered
from kpi_assistant.domain.brief_customer import Verdict
from kpi_assistant.domain.brief_internal import coverage, internal_brief
from kpi_assistant.domain.brief_risks import ComplianceHint, RiskKind
from kpi_assistant.domain.vocabulary import Facet, Sensitivity, Source, TrustStage
from kpi_assistant.printing import brief_html
from tests.printing.worked_example import kpi_id, record


def test_it_shows_private_words_and_says_why_the_customer_does_not_see_them() -> None:
    lines = internal_brief(record("zh", "P01")).kpis
    mother = next(line for line in lines if "我妈一个人在老家" in line.quote)
    assert mother.withheld_because == "private_layer"
    assert mother.missing == ()
    assert mother.completeness is None


def test_it_shows_the_parts_of_a_weight_and_what_is_missing() -> None:
    lines = internal_brief(record("zh", "P01")).kpis
    recovery = next(line for line in lines if "六月底" in line.quote)
    assert (recovery.weight.importance, recovery.weight.urgency) == (1.0, 1.1)
    outage = next(line for line in lines if "机器停一个钟头" in line.quote)
    assert outage.missing == (Facet.TARGET, Facet.DEADLINE, Facet.OBSTACLES, Facet.TRIED)


def test_an_importance_nobody_told_weighs_as_the_middle_and_is_not_shown_as_theirs() -> None:
    of = record("zh", "P01")
    silent = dataclasses.replace(of, kpis=tuple(dataclasses.replace(kpi, importance=None) for kpi in of.kpis))
    assert {line.importance_told for line in internal_brief(of).kpis} == {True}
    assert {(line.weight.importance, line.importance_told) for line in internal_brief(silent).kpis} == {(0.6, False)}
    assert "重要度（没说，按中间算）" in brief_html(internal_brief(silent), "zh_CN", ())
    assert "没说" not in brief_html(internal_brief(of), "zh_CN", ())


def test_it_puts_the_late_promise_first_and_holds_the_stage() -> None:
    brief = internal_brief(record("zh", "P01"))
    assert brief.risks[0].kind is RiskKind.LATE_PROMISE
    assert brief.promises[0].is_late
    assert [line.name for line in brief.people if line.is_late] == ["姚其昌"]
    assert brief.people[0].is_addressee


def test_it_marks_hearsay_and_people_never_met() -> None:
    risks = internal_brief(record("zh", "P01")).risks
    assert ("秦守正", RiskKind.NEVER_MET) in [(risk.person_name, risk.kind) for risk in risks]
    assert ("秦守正", RiskKind.RELAYED) in [(risk.person_name, risk.kind) for risk in risks]
    assert any(risk.kind is RiskKind.STALE for risk in risks)


def test_it_counts_how_far_the_open_kpis_are_answered() -> None:
    before = record("zh", "P01")
    silent = dataclasses.replace(before, responses=tuple(r for r in before.responses if r.kpi_id != kpi_id("K09")))
    assert coverage(silent).unanswered == coverage(before).unanswered + 1
    assert coverage(before).total == coverage(silent).total


def test_it_hints_at_the_rules_the_record_touches() -> None:
    hints = internal_brief(record("zh", "P01")).hints
    assert hints[-1] is ComplianceHint.NO_GIFTS
    assert ComplianceHint.SENSITIVE_FACTS in hints
    assert ComplianceHint.REVIEWER_INVOLVED in hints


def test_it_finds_a_person_who_was_met_and_said_nothing_themselves() -> None:
    before = record("zh", "P01")
    people = tuple(
        dataclasses.replace(person, stage=TrustStage.S1) if person.name == "秦守正" else person
        for person in before.people
    )
    risks = internal_brief(dataclasses.replace(before, people=people)).risks
    assert ("秦守正", RiskKind.NOT_STATED) in [(risk.person_name, risk.kind) for risk in risks]


def test_of_what_is_sensitive_it_holds_that_there_is_something_and_no_word_of_it() -> None:
    of = record("zh", "P01")
    secret = next(kpi for kpi in of.kpis if kpi.sensitivity is Sensitivity.SENSITIVE)
    line = next(line for line in internal_brief(of).kpis if line.sensitivity is Sensitivity.SENSITIVE)
    assert secret.words
    assert (line.quote, line.observation, line.facets) == ("", "", ())
    assert secret.words[:8] not in str(internal_brief(of))


def test_what_we_only_saw_wants_no_answer() -> None:
    of = record("zh", "P01")
    model = next(kpi for kpi in of.kpis if kpi.id == kpi_id("K09"))
    seen = dataclasses.replace(model, id=kpi_id("N1"), source=Source.OBSERVED, words="", observation="逐条记笔记")
    said = dataclasses.replace(model, id=kpi_id("N2"), source=Source.RELAYED)
    more = dataclasses.replace(of, kpis=(*of.kpis, seen, said))
    assert {kpi.id for kpi in unanswered(more)} - {kpi.id for kpi in unanswered(of)} == {said.id}
    assert coverage(more).total == coverage(of).total + 1


@pytest.mark.parametrize("met_by", ["a meeting that took place", "words of their own"])
def test_nobody_is_never_met_who_sat_with_us_or_spoke_for_themselves(met_by: str) -> None:
    of = record("zh", "P01")
    (qin,) = (person for person in of.people if person.name == "秦守正")
    if met_by.startswith("a meeting"):
        people = tuple(dataclasses.replace(each, has_sat=each is qin) for each in of.people)
        of = dataclasses.replace(of, people=people)
    else:
        kpis = tuple(
            dataclasses.replace(kpi, source=Source.STATED) if kpi.person_id == qin.person_id else kpi for kpi in of.kpis
        )
        of = dataclasses.replace(of, kpis=kpis)
    brief = internal_brief(of)
    assert ("秦守正", RiskKind.NEVER_MET) not in [(risk.person_name, risk.kind) for risk in brief.risks]
    assert brief.conclusion is not None
    assert "秦守正" not in brief.conclusion.never_met


def test_its_conclusion_says_what_weighs_most_what_to_do_first_and_what_to_ask() -> None:
    of = record("zh", "P01")
    end = internal_brief(of).conclusion
    assert end is not None
    assert end.lead.startswith("院长给我的期限是明年六月底")
    assert str(end.deadline_on) == "2027-06-30"
    assert end.verdict is Verdict.PROVEN
    assert (end.owed_to, end.is_late) == ("姚其昌", True)
    assert "秦守正" in end.never_met
    assert end.ask == of.questions[0].question
    nothing = internal_brief(dataclasses.replace(of, kpis=(), promises=(), questions=())).conclusion
    assert nothing is not None
    assert (nothing.lead, nothing.verdict, nothing.first) == ("", None, "")


def test_it_warns_of_a_quotation_that_tells_of_somebody_elses_face() -> None:
    of = record("zh", "P01")
    whole = tuple(dataclasses.replace(each, quote="") for each in of.responses)
    warned = [
        risk
        for risk in internal_brief(dataclasses.replace(of, responses=whole)).risks
        if risk.kind is RiskKind.REMARK_ON_OTHERS
    ]
    assert [risk.detail for risk in warned] == ["院长当场脸就沉下来了"]
    assert not any(risk.kind is RiskKind.REMARK_ON_OTHERS for risk in internal_brief(of).risks)
