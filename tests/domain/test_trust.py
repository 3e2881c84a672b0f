"""Depth follows trust, and trust follows what could be seen."""

import pytest

from kpi_assistant.domain.trust import Asking, StageReason, TrustSigns, may_ask, propose_stage
from kpi_assistant.domain.vocabulary import Layer, TrustStage


@pytest.mark.parametrize("stage", list(TrustStage))
def test_it_asks_about_work_from_the_first_meeting(stage: TrustStage) -> None:
    assert may_ask(Layer.WORK, stage) is Asking.OPENLY


@pytest.mark.parametrize("stage", list(TrustStage))
def test_it_never_digs_for_life(stage: TrustStage) -> None:
    assert may_ask(Layer.LIFE, stage) is Asking.RECEIVE
    opened = may_ask(Layer.LIFE, stage, opened_by_them=True)
    assert opened is (Asking.OPENLY if stage.depth >= 3 else Asking.RECEIVE)


def test_it_touches_the_mindset_sideways_and_then_openly() -> None:
    asked = [may_ask(Layer.MINDSET, stage) for stage in TrustStage]
    assert asked == [Asking.RECEIVE, Asking.RECEIVE, Asking.SIDEWAYS, Asking.OPENLY, Asking.OPENLY]


@pytest.mark.parametrize(
    ("now", "signs", "then", "reason"),
    [
        ("S0", TrustSigns(meetings=1, promises_late=2), "S1", StageReason.MET_ONCE),
        ("S1", TrustSigns(meetings=2), "S1", StageReason.NO_NEW_SIGN),
        ("S1", TrustSigns(meetings=2, promises_kept=1), "S2", StageReason.PROMISE_KEPT),
        ("S1", TrustSigns(meetings=2, promises_kept=1, promises_late=1), "S1", StageReason.LATE_PROMISE),
        ("S2", TrustSigns(they_contacted_us=True), "S3", StageReason.THEY_OPENED_UP),
        ("S2", TrustSigns(they_introduced_us=True), "S2", StageReason.NO_NEW_SIGN),
        ("S3", TrustSigns(they_introduced_us=True), "S4", StageReason.LASTED),
        ("S4", TrustSigns(they_introduced_us=True), "S4", StageReason.NO_NEW_SIGN),
        ("S4", TrustSigns(they_introduced_us=True, breach=True), "S1", StageReason.BREACH),
        ("S1", TrustSigns(meetings=9, promises_kept=9, breach=True), "S1", StageReason.BREACH),
    ],
)
def test_it_proposes_by_signs(now: str, signs: TrustSigns, then: str, reason: StageReason) -> None:
    proposal = propose_stage(TrustStage(now), signs)
    assert (proposal.stage, proposal.reason) == (TrustStage(then), reason)
