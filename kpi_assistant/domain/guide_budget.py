"""How many questions a meeting bears, and of which kind (domain brief, section 5.2)."""

from dataclasses import dataclass

from kpi_assistant.domain.guide_facts import LONGEST_MINUTES, SHORTEST_MINUTES
from kpi_assistant.domain.meeting_aim import Aim
from kpi_assistant.domain.vocabulary import Phase, TouchPurpose

# minutes: main questions from, to; all that is asked, follow-ups included, from, to; rounds of
# "what else"; minutes to close.
# 15 to 90 are the domain brief's; 10 is carried on from them.
_TABLE: dict[int, tuple[float, float, float, float, float, float]] = {
    10: (2, 3, 4, 6, 1, 2),
    15: (3, 4, 6, 8, 1, 2),
    20: (3, 4, 6, 7, 1, 3),
    30: (5, 7, 9, 12, 2, 4),
    45: (7, 9, 11, 14, 2, 5),
    60: (8, 10, 12, 16, 2, 6),
    90: (10, 12, 15, 18, 3, 10),
}
PROPORTIONS = {
    Phase.OPEN: 0.20,
    Phase.DEEPEN: 0.30,
    Phase.CONSEQUENCE: 0.20,
    Phase.PAYOFF: 0.15,
    Phase.PEOPLE_PROCESS: 0.15,
}
"""Of the main questions: what it is, problems, effects, gains, people and process; effects and gains make a third."""
PEOPLE_PROPORTIONS = {
    Phase.OPEN: 0.25,
    Phase.DEEPEN: 0.25,
    Phase.CONSEQUENCE: 0.10,
    Phase.PAYOFF: 0.20,
    Phase.PEOPLE_PROCESS: 0.20,
}
"""The same for a visit without a deal: more of what they enjoy and whom they know, less of what could go wrong."""
AIM_PROPORTIONS = {
    Aim.BASELINE: (0.20, 0.35, 0.20, 0.10, 0.15),
    Aim.AFTER_DEMO: (0.15, 0.30, 0.15, 0.20, 0.20),
    Aim.ACCEPTANCE: (0.15, 0.30, 0.20, 0.10, 0.25),
    Aim.CHASE: (0.15, 0.35, 0.20, 0.10, 0.20),
    Aim.APOLOGY: (0.25, 0.25, 0.25, 0.10, 0.15),
    Aim.HANDOVER: (0.20, 0.30, 0.15, 0.15, 0.20),
}
"""Where the purpose asks for other proportions, in the order of PROPORTIONS; gains and effects stay near a third."""
LEAST_GAINS = 0.30
"""At least this share asks for effects and gains, whatever the purpose."""
MOST_SITUATION = 0.20
"""At most this share of the main questions asks how things are; what can be looked up should be."""
SIDEWAYS_MINDSET = 0.10
"""At S2 at most this share of a guide touches the mindset, and only sideways."""


MOST_MINUTES = 10
"""No question is planned for longer in up to ``MOST_MINUTES_UP_TO`` minutes; what is left over belongs to the talk."""
MOST_MINUTES_UP_TO = 90


@dataclass(frozen=True, slots=True)
class GuideBudget:
    """What fits into the minutes. ``asked`` counts everything said as a question, follow-ups included."""

    minutes: int
    fewest_main: int
    most_main: int
    fewest_asked: int
    most_asked: int
    what_else: int
    agreement_minutes: int
    close_minutes: int

    @property
    def main(self) -> int:
        """Main questions planned: each round of "what else" after the first takes the place of one."""
        return max(self.fewest_main, self.most_main - (self.what_else - 1))

    def main_for(self, *, light: bool) -> int:
        """The same, but among friends at a table as few as the minutes allow."""
        return self.fewest_main if light else self.main

    @property
    def most_minutes(self) -> float:
        """The longest that one question is planned for: beyond the table there are no more questions but more time."""
        return MOST_MINUTES * max(1.0, self.minutes / MOST_MINUTES_UP_TO)

    @property
    def situation(self) -> int:
        return int(self.main * MOST_SITUATION)


def budget_for(minutes: int) -> GuideBudget:
    """The budget for a meeting of so many minutes (read as 10 to 180), interpolated between the rows of the table."""
    minutes = min(max(minutes, SHORTEST_MINUTES), LONGEST_MINUTES)
    steps = sorted(_TABLE)
    below = max(step for step in steps if step <= minutes)
    above = min((step for step in steps if step >= minutes), default=steps[-1])
    share = 0.0 if above == below else (minutes - below) / (above - below)
    low, high, fewest, most, rounds, closing = (
        int(a + (b - a) * share + 0.5) for a, b in zip(_TABLE[below], _TABLE[above], strict=True)
    )
    return GuideBudget(
        minutes=minutes,
        fewest_main=low,
        most_main=high,
        fewest_asked=fewest,
        most_asked=most,
        what_else=rounds,
        agreement_minutes=1 if minutes <= 20 else 2,
        # Nothing new begins in the last tenth, however long they sit.
        close_minutes=max(closing, -(-minutes // 10)),
    )


def phase_quota(main: int, about: TouchPurpose = TouchPurpose.PROJECT, aims: tuple[Aim, ...] = ()) -> dict[Phase, int]:
    """How many of so many main questions belong to each phase, by largest remainder; effects win a tie."""
    parts = PROPORTIONS
    if about is TouchPurpose.PEOPLE or any(aim.is_about_people for aim in aims):
        parts = PEOPLE_PROPORTIONS
    elif aims and aims[0] in AIM_PROPORTIONS:
        parts = dict(zip(PROPORTIONS, AIM_PROPORTIONS[aims[0]], strict=True))
    shares = {phase: main * part for phase, part in parts.items()}
    quota = {phase: int(share) for phase, share in shares.items()}
    rest = main - sum(quota.values())
    by_remainder = sorted(
        shares, key=lambda phase: (round(quota[phase] - shares[phase], 6), phase is not Phase.CONSEQUENCE)
    )
    for phase in by_remainder[:rest]:
        quota[phase] += 1
    while quota[Phase.CONSEQUENCE] + quota[Phase.PAYOFF] < LEAST_GAINS * main:
        fullest = max((Phase.DEEPEN, Phase.PEOPLE_PROCESS, Phase.OPEN), key=lambda phase: quota[phase])
        quota[fullest] -= 1
        quota[Phase.CONSEQUENCE] += 1
    if main and not quota[Phase.OPEN]:
        # However short, nobody is asked anything hard first.
        quota[max(quota, key=lambda phase: quota[phase])] -= 1
        quota[Phase.OPEN] = 1
    return quota
