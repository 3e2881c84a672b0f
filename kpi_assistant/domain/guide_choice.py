"""Chooses the questions that tell most within the budget, and says of the others why they found no room."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kpi_assistant.domain.guide_budget import SIDEWAYS_MINDSET, GuideBudget, phase_quota
from kpi_assistant.domain.guide_candidates import Candidate
from kpi_assistant.domain.guide_facts import KeptItem, MeetingFacts
from kpi_assistant.domain.question import Need
from kpi_assistant.domain.vocabulary import Phase, TrustStage

SAME_KPI = 0.75
"""A second question about one KPI tells this share of what it would alone, a third the square of it, and so on."""
SAME_PERSON = 0.55
"""Among several people the same holds for one person, so that everybody is heard."""
PRIVATE_MINUTES = 20
"""In less time than this nobody is asked about themselves."""
TWO_PRIVATE_MINUTES = 30
MOST_LATE_PROMISES = 2
_MAIN_PHASES = (Phase.OPEN, Phase.DEEPEN, Phase.CONSEQUENCE, Phase.PAYOFF, Phase.PEOPLE_PROCESS)


@dataclass
class Choice:
    """The main questions as they are being chosen, with the counts that the marginal value needs."""

    chosen: list[Candidate] = field(default_factory=list)
    senses: set[tuple[object, ...]] = field(default_factory=set)
    superseded: set[str] = field(default_factory=set)
    per_kpi: Counter[object] = field(default_factory=Counter)
    per_person: Counter[object] = field(default_factory=Counter)
    situations: int = 0

    def take(self, candidate: Candidate) -> None:
        self.chosen.append(candidate)
        self.senses.add(candidate.sense)
        self.superseded |= candidate.question.supersedes
        if candidate.kpi is not None:
            self.per_kpi[candidate.kpi.id] += 1
        self.per_person[candidate.person.id] += 1
        self.situations += candidate.question.is_situation

    def keep(self, item: KeptItem) -> None:
        """Count what stays in the guide, so that what joins it is spread beside it."""
        if item.kpi_id is not None:
            self.per_kpi[item.kpi_id] += 1
        if item.person_id is not None:
            self.per_person[item.person_id] += 1

    def admits(self, candidate: Candidate, budget: GuideBudget) -> bool:
        return (
            candidate.sense not in self.senses
            and candidate.question.sense not in self.superseded
            and (not candidate.question.is_situation or self.situations < budget.situation)
        )

    def worth(self, candidate: Candidate, several: bool) -> float:
        """What the candidate adds to what is already chosen."""
        worth = candidate.value
        if candidate.kpi is not None:
            worth *= SAME_KPI ** self.per_kpi[candidate.kpi.id]
        if several:
            worth *= SAME_PERSON ** self.per_person[candidate.person.id]
        return worth


def choose_main(
    candidates: list[Candidate],
    facts: MeetingFacts,
    budget: GuideBudget,
    room: int,
    kept: Sequence[KeptItem] = (),
) -> list[Candidate]:
    """At most ``room`` main questions beside the kept ones, in the order of their gain.

    Late promises come first, then what is private and may be touched; the rest fills the quota of each phase with
    the candidate that adds most, everybody at the table being heard once before anybody is heard twice. A phase
    for which there is nothing to ask gives its room to the others. Ties go to the earlier in the bank.
    """
    several = len(facts.people) > 1
    main = [candidate for candidate in candidates if candidate.question.phase in _MAIN_PHASES]
    choice = Choice()
    for item in kept:
        choice.keep(item)
    for candidate in main:
        if candidate.question.needs is Need.LATE_PROMISE and choice.admits(candidate, budget):
            choice.take(candidate)
    del choice.chosen[min(MOST_LATE_PROMISES, room) :]
    late = len(choice.chosen)
    kept_private = sum(item.layer.is_private for item in kept)
    private = _private(main, facts, budget, kept_private)[: max(0, room - late)]
    total = room
    if private and not kept:
        # What opens the heart gets a place of its own where the budget has one to spare.
        total = min(budget.most_main, total + 1)
    for candidate in private:
        choice.take(candidate)
    kept_main = [item for item in kept if item.phase in _MAIN_PHASES]
    quota = phase_quota(max(0, total + len(kept_main) - late - len(private)), facts.about)
    for item in kept_main:
        quota[item.phase] = max(0, quota[item.phase] - 1)
    if private:
        quota[Phase.DEEPEN] += quota[Phase.PAYOFF]
        quota[Phase.PAYOFF] = 0
    work = [
        candidate
        for candidate in main
        if not candidate.is_private
        and candidate.question.needs is not Need.LATE_PROMISE
        and not candidate.question.is_what_else
    ]
    unheard = [person.id for person in facts.people] if several else []
    while len(choice.chosen) < total:
        best: Candidate | None = None
        most = 0.0
        waiting = [person_id for person_id in unheard if not choice.per_person[person_id]]
        for strict in (True, False):
            for candidate in work:
                if strict and not quota[candidate.question.phase]:
                    continue
                if waiting and candidate.person.id not in waiting:
                    continue
                worth = choice.worth(candidate, several)
                if worth > most and choice.admits(candidate, budget):
                    best, most = candidate, worth
            if best is not None:
                break
        if best is None:
            if not waiting:
                break
            unheard = [person_id for person_id in unheard if person_id not in waiting]
            continue
        quota[best.question.phase] = max(0, quota[best.question.phase] - 1)
        choice.take(best)
    return choice.chosen


def _private(main: list[Candidate], facts: MeetingFacts, budget: GuideBudget, kept: int) -> list[Candidate]:
    """What may be asked of the mindset and life of somebody alone with us: one of each in half an hour, one in less."""
    if len(facts.people) > 1 or budget.minutes < PRIVATE_MINUTES:
        return []
    most = 2 if budget.minutes >= TWO_PRIVATE_MINUTES else 1
    if facts.people[0].stage.depth < TrustStage.S3.depth:
        # All that is spoken: main questions, rounds of "what else", agreement and close.
        most = int((budget.main + budget.what_else + 2) * SIDEWAYS_MINDSET)
    best: dict[str, Candidate] = {}
    for candidate in main:
        layer = candidate.question.layer
        if candidate.is_private and (layer not in best or candidate.value > best[layer].value):
            best[layer] = candidate
    ranked = sorted(best.values(), key=lambda candidate: -candidate.value)
    return ranked[: max(0, most - kept)]


def reason_left_out(candidate: Candidate, chosen: list[Candidate], full: set[Phase]) -> str:
    """The code of the reason why a good candidate is not in the guide."""
    if candidate.is_private:
        return "private_enough"
    if candidate.kpi is not None and sum(other.kpi == candidate.kpi for other in chosen) > 1:
        return "same_kpi"
    return "phase_full" if candidate.question.phase in full else "full"
