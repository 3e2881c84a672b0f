"""How deep a relation allows to ask, and by what signs it grows (domain brief, section 3)."""

from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.vocabulary import Layer, TrustStage


class Asking(StrEnum):
    """How a layer may be touched. RECEIVE: one kind sentence when they bring it up, and no question."""

    OPENLY = "openly"
    SIDEWAYS = "sideways"
    RECEIVE = "receive"


def may_ask(layer: Layer, stage: TrustStage, *, opened_by_them: bool = False) -> Asking:
    """How this layer may be asked about at this stage.

    Work is asked openly from the first meeting. Life is received until S3 and then only asked about when they opened
    it themselves. Mindset is received until S2, sideways through work at S2, openly from S3.
    """
    if layer is Layer.WORK:
        return Asking.OPENLY
    if layer is Layer.LIFE:
        return Asking.OPENLY if opened_by_them and stage.depth >= 3 else Asking.RECEIVE
    if stage.depth >= 3:
        return Asking.OPENLY
    return Asking.SIDEWAYS if stage.depth == 2 else Asking.RECEIVE


@dataclass(frozen=True, slots=True)
class TrustSigns:
    """What could be seen of a relation; nothing here is a feeling."""

    meetings: int = 0
    promises_kept: int = 0
    promises_late: int = 0
    they_contacted_us: bool = False
    they_shared_a_difficulty: bool = False
    still_in_touch_after_a_move: bool = False
    they_introduced_us: bool = False
    breach: bool = False
    """A complaint, a broken word, or something they said that was passed on."""


class StageReason(StrEnum):
    """The sign that a proposal rests on."""

    MET_ONCE = "met_once"
    PROMISE_KEPT = "promise_kept"
    THEY_OPENED_UP = "they_opened_up"
    LASTED = "lasted"
    LATE_PROMISE = "late_promise"
    BREACH = "breach"
    NO_NEW_SIGN = "no_new_sign"


@dataclass(frozen=True, slots=True)
class StageProposal:
    """What the app proposes; the user decides."""

    stage: TrustStage
    reason: StageReason


def propose_stage(current: TrustStage, signs: TrustSigns) -> StageProposal:
    """The next stage by observable signs: at most one up, none up while a promise is late, S1 after a breach."""
    if signs.breach and current.depth > 1:
        return StageProposal(TrustStage.S1, StageReason.BREACH)
    earned, reason = _next_sign(current, signs)
    if not earned or signs.breach:
        return StageProposal(current, StageReason.BREACH if signs.breach else StageReason.NO_NEW_SIGN)
    # Having met is a fact, not a reward: only the stages that are earned wait for our promises.
    if signs.promises_late and current is not TrustStage.S0:
        return StageProposal(current, StageReason.LATE_PROMISE)
    return StageProposal(TrustStage(f"S{current.depth + 1}"), reason)


def _next_sign(current: TrustStage, signs: TrustSigns) -> tuple[bool, StageReason]:
    """Whether the sign of the stage above the current one has been seen, and which it is."""
    if current is TrustStage.S0:
        return signs.meetings >= 1, StageReason.MET_ONCE
    if current is TrustStage.S1:
        return signs.meetings >= 2 and signs.promises_kept >= 1, StageReason.PROMISE_KEPT
    if current is TrustStage.S2:
        return signs.they_contacted_us or signs.they_shared_a_difficulty, StageReason.THEY_OPENED_UP
    if current is TrustStage.S3:
        return signs.still_in_touch_after_a_move or signs.they_introduced_us, StageReason.LASTED
    return False, StageReason.NO_NEW_SIGN
