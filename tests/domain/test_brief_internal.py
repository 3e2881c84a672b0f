"""The internal edition shows all its maker may read, with its weights, gaps and risks."""

import dataclasses

from kpi_assistant.domain.brief_internal import coverage, internal_brief
from kpi_assistant.domain.brief_risks import ComplianceHint, RiskKind
from kpi_assistant.domain.vocabulary import Facet, TrustStage
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
