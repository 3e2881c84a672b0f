"""Puts the chosen questions in the order they are asked, gives them their minutes, and stars the three that must be asked."""

import uuid
from collections import Counter
from collections.abc import Sequence

from kpi_assistant.domain.guide_budget import GuideBudget
from kpi_assistant.domain.guide_candidates import OWED, Candidate
from kpi_assistant.domain.guide_facts import KeptItem, MeetingFacts
from kpi_assistant.domain.question import Need
from kpi_assistant.domain.vocabulary import Phase

STARS = 3
HARDEST_AT = 0.58
"""Where in a meeting the hardest question belongs: between a half and two thirds."""
LAST_EFFORT = 9
LEAST_MINUTES = 2
"""A main question that may join a guide kept by hand needs at least this long."""
PHASE_ORDER = (
    Phase.AGREEMENT,
    Phase.OPEN,
    Phase.DEEPEN,
    Phase.CONSEQUENCE,
    Phase.PEOPLE_PROCESS,
    Phase.PAYOFF,
    Phase.CLOSE,
)
FRAME_PHASES = (Phase.AGREEMENT, Phase.CLOSE)


def in_order(main: Sequence[Candidate], facts: MeetingFacts) -> list[Candidate]:
    """What we owe, then by phase, easy before hard; what is private and hard after the effects, the gentle rest last.

    At a table of several each phase goes round it from the head down, everybody once before anybody twice.
    """
    seats = {person.id: seat for seat, person in enumerate(facts.by_rank)}

    def place(candidate: Candidate) -> tuple[float, int]:
        question = candidate.question
        if question.needs in OWED:
            if question.needs is Need.DUE_PROMISE and facts.is_light:
                return float(PHASE_ORDER.index(Phase.OPEN)), LAST_EFFORT  # Over a meal business waits its turn.
            return 0, int(question.needs is not Need.LATE_PROMISE)
        if candidate.is_private:
            return (3.5 if question.effort > 2 else 5.5), question.effort
        return float(PHASE_ORDER.index(question.phase)), question.effort

    ordered = sorted(main, key=place)
    if len(facts.people) == 1:
        return ordered
    turns: Counter[tuple[float, uuid.UUID]] = Counter()

    def turn(candidate: Candidate) -> tuple[float, int, int]:
        phase = place(candidate)[0]
        turns[phase, candidate.person.id] += 1
        return phase, turns[phase, candidate.person.id], seats[candidate.person.id]

    # The key counts as it goes, so it is taken once for each before sorting.
    return _heard_early([c for _key, _place, c in sorted((turn(c), n, c) for n, c in enumerate(ordered))], facts)


def _heard_early(ordered: list[Candidate], facts: MeetingFacts) -> list[Candidate]:
    """Whoever knows us best is not left sitting through half of it: their first easy question comes after the opening."""
    closest = max(facts.by_rank, key=lambda person: person.stage.depth)
    first = next((n for n, candidate in enumerate(ordered) if candidate.person is closest), 0)
    if first * 2 <= len(ordered) or ordered[first].question.phase is Phase.CONSEQUENCE:
        return ordered
    opened = sum(c.question.phase is Phase.OPEN or c.question.needs in OWED for c in ordered)
    return [*ordered[:opened], ordered[first], *ordered[opened:first], *ordered[first + 1 :]]


def with_rounds(main: list[Candidate], rounds: list[Candidate], *, ends: bool = False) -> list[Candidate]:
    """One round beside the hardest question, on the side that brings it nearest to its place; the others towards the
    end. A single one that ``ends`` stands before the close."""
    if not main or ends:
        return main + rounds
    hardest = max(
        range(len(main)),
        key=lambda i: (main[i].question.effort, main[i].question.phase is Phase.CONSEQUENCE, -i),
    )
    total = len(main) + len(rounds) + 2

    def off(position: int) -> float:
        return abs(position / (total - 1) - HARDEST_AT)

    # The agreement stands before all of them, so the first has position 1.
    hard_at = hardest + 1
    first = hardest if off(hard_at + 1) < off(hard_at) else _after_hard(main, hardest)
    first = max(first, min(STARS, len(main)))  # Those that must be asked come before it, in the first half.
    body = [*main[:first], *rounds[:1], *main[first:]]
    if len(rounds) > 2:
        payoff = next((i for i, c in enumerate(body) if c.question.phase is Phase.PAYOFF), len(body))
        body[payoff:payoff] = rounds[1:-1]
    return body + (rounds[-1:] if len(rounds) > 1 else [])


def in_place(body: Sequence[Candidate], pool: Sequence[Candidate]) -> list[Candidate]:
    """The questions with another of ``pool`` for each round that takes up what they said just before where they did not."""
    placed: list[Candidate] = []
    for candidate in body:
        said = placed and placed[-1].kpi is not None and placed[-1].person is candidate.person
        if candidate.question.after_own and not (said and not placed[-1].is_private):
            taken = {other.sense for other in body}
            others = (
                c for c in pool if c.sense not in taken and not c.question.after_own and not c.question.is_last_round
            )
            candidate = next(others, candidate)
        placed.append(candidate)
    return placed


def _after_hard(main: Sequence[Candidate], hardest: int) -> int:
    after = hardest + 1
    while after < len(main) and main[after].question.phase is main[hardest].question.phase:
        after += 1
    return after


def merged(asked: Sequence[Candidate], kept: Sequence[KeptItem]) -> list[Candidate | KeptItem]:
    """What is new and what stays in one order: what was asked first; the rest after the last of its phase or an earlier
    one, kept ones never overtaking each other, for the member may have put them in this order by hand."""
    whole: list[Candidate | KeptItem] = [item for item in kept if item.asked]
    least = len(whole)
    whole += asked
    for item in kept:
        if item.asked:
            continue
        rank = PHASE_ORDER.index(item.phase)
        after = max((n for n, other in enumerate(whole, 1) if _rank(other) <= rank), default=0)
        place = max(after, least)
        whole.insert(place, item)
        least = place + 1
    return whole


def _rank(item: "Candidate | KeptItem") -> int:
    if isinstance(item, KeptItem):
        return PHASE_ORDER.index(item.phase)
    # A round of "what else" belongs to no place of its own: nothing is put after it for its sake.
    return len(PHASE_ORDER) if item.question.is_what_else else PHASE_ORDER.index(item.question.phase)


def minutes_of(asked: Sequence[Candidate], budget: GuideBudget, room: int) -> list[int]:
    """Whole minutes for each new question, at least one, together within ``room``."""
    fixed = {Phase.AGREEMENT: budget.agreement_minutes, Phase.CLOSE: budget.close_minutes}
    planned = [
        fixed.get(c.question.phase, round_minutes(budget) if c.question.is_what_else else c.question.minutes)
        for c in asked
    ]
    main = [i for i, c in enumerate(asked) if c.question.phase not in fixed and not c.question.is_what_else]
    spare = room - sum(m for i, m in enumerate(planned) if i not in main)
    usual = sum(planned[i] for i in main) or 1
    shares = {i: min(budget.most_minutes, planned[i] * spare / usual) for i in main}
    for i in main:
        planned[i] = max(1, int(shares[i]))
    left = min(spare, int(sum(shares.values()) + 0.5)) - sum(planned[i] for i in main)
    for i in sorted(main, key=lambda i: planned[i] - shares[i])[: max(0, left)]:
        planned[i] += 1
    return planned


def round_minutes(budget: GuideBudget) -> int:
    return 1 if budget.minutes < 25 else 2


def stars_of(whole: Sequence[Candidate | KeptItem], minutes: Sequence[int]) -> set[int]:
    """The places of what we owe and of the new questions of most value that begin in the first half, in case the
    meeting ends early.

    Together with the stars that kept questions carry there are three.
    """
    begins = [sum(minutes[:i]) for i in range(len(whole))]
    early = [
        (item.question.needs not in OWED, -item.value, i)
        for i, item in enumerate(whole)
        if isinstance(item, Candidate)
        and item.question.phase not in FRAME_PHASES
        and not item.question.is_what_else
        and begins[i] * 2 <= sum(minutes)
        and i * 2 <= len(whole)
    ]
    kept = sum(isinstance(item, KeptItem) and item.starred for item in whole)
    return {i for _owed, _value, i in sorted(early)[: max(0, STARS - kept)]}
