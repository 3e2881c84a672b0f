"""Makes the guide for one meeting: the questions that tell most, in the order in which they are easily asked."""

import uuid
from collections import Counter
from collections.abc import Sequence

from kpi_assistant.domain.guide_budget import GuideBudget, budget_for, phase_quota
from kpi_assistant.domain.guide_candidates import Candidate, chance, find_candidates, same_question
from kpi_assistant.domain.guide_choice import choose_main, reason_left_out
from kpi_assistant.domain.guide_facts import Guide, GuideItem, LeftOut, MeetingFacts, PersonFacts
from kpi_assistant.domain.guide_reasons import acknowledgement, follow_ups, pick, say, say_to, why
from kpi_assistant.domain.question import Need, Question, QuestionBank
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Phase, RoleKind

STARS = 3
FOLLOW_UPS = 2
LEFT_OUT = 6
LEFT_OUT_PER_KPI = 2
HARDEST_AT = 0.58
"""Where in a meeting the hardest question belongs: between a half and two thirds."""
MOST_MINUTES = 10
"""No question is planned for longer; what is left over belongs to the talk."""
_FRAME = (Need.SEVERAL, Need.LATE_PROMISE, Need.PEOPLE, Need.MOVE, Need.RETURN, Need.FIRST)
"""Which way of opening and closing goes before which, where several would fit."""
_SHORT_MINUTES = 15
_LATE_ROUNDS = ("else-unasked",)
_PHASE_ORDER = (Phase.OPEN, Phase.DEEPEN, Phase.CONSEQUENCE, Phase.PEOPLE_PROCESS, Phase.PAYOFF)


def build_guide(facts: MeetingFacts, bank: QuestionBank) -> Guide:
    """The guide for this meeting, always the same for the same facts and bank.

    Every question that trust, role, trade and table allow is worth what it would tell: for a facet not yet known,
    importance x confidence x source x urgency of the KPI (as in briefs), times the facet's value, times how likely
    this role can say it; for an open question, the more the more pointed it is. A further question about one KPI or,
    at a table of several, to one person counts for less each time. The budget of the minutes fixes how many questions
    of each phase there are; within it the best are taken one by one (``guide_choice``). Then they are put in order:
    agreement, what we owe, easy, important, hard between a half and two thirds, rounds of "what else" before the
    hard part and before the close, and nothing new while closing. Raises ValueError when nobody is at the table.
    """
    if not facts.people:
        raise ValueError("a guide needs at least one person")
    budget = budget_for(facts.minutes)
    candidates = find_candidates(facts, bank)
    main = choose_main(candidates, facts, budget)
    ordered = _in_order(main)
    body = _with_rounds(ordered, _rounds(candidates, facts, budget))
    opening = _frame(candidates, Phase.AGREEMENT, facts)
    closing = _frame(candidates, Phase.CLOSE, facts)
    asked = [*opening, *body, *closing]
    minutes = _minutes(asked, budget)
    stars = _stars(asked, minutes, facts)
    items = _items(asked, minutes, stars, facts, bank)
    return Guide(items=items, left_out=_left_out(candidates, main, items, facts, bank))


def lead(facts: MeetingFacts) -> PersonFacts:
    """Who is addressed for the whole table: the first who decides, else the first."""
    deciders = [person for person in facts.people if person.role_kind is RoleKind.DECISION_MAKER]
    return (deciders or list(facts.people))[0]


def _frame(candidates: Sequence[Candidate], phase: Phase, facts: MeetingFacts) -> list[Candidate]:
    """The one way to open or to close that fits best, addressed to the lead."""
    fitting = [c for c in candidates if c.question.phase is phase and c.person is lead(facts)]
    for need in _FRAME:
        of_need = [candidate for candidate in fitting if candidate.question.needs is need]
        if of_need:
            return [_by_chance(of_need, facts)]
    short = [c for c in fitting if c.question.id.endswith("-short")]
    if facts.minutes <= _SHORT_MINUTES and short:
        return short[:1]
    long = [candidate for candidate in fitting if candidate not in short]
    return [_by_chance(long or fitting, facts)] if fitting else []


def _by_chance(candidates: Sequence[Candidate], facts: MeetingFacts) -> Candidate:
    return max(candidates, key=lambda candidate: chance(candidate.question.id, lead(facts).name, facts.purpose))


def _rounds(candidates: Sequence[Candidate], facts: MeetingFacts, budget: GuideBudget) -> list[Candidate]:
    """The rounds of "what else", different in wording, the one that lets them fill in what was not asked last."""
    rounds: list[Candidate] = []
    pool = [c for c in candidates if c.question.is_what_else and c.person is lead(facts)]
    pool.sort(key=lambda c: (c.question.needs is not Need.SEVERAL, -chance(c.question.id, c.person.name)))
    late = [candidate for candidate in pool if candidate.question.id in _LATE_ROUNDS]
    early = [candidate for candidate in pool if candidate not in late]
    for candidate in early:
        if all(candidate.sense != other.sense for other in rounds):
            rounds.append(candidate)
    wanted = budget.what_else
    return [*rounds[: wanted - 1], *late[:1]] if wanted > 1 and late else rounds[:wanted]


def _in_order(main: Sequence[Candidate]) -> list[Candidate]:
    """Late promises, then by phase, easy before hard; what is private and hard after the effects, the gentle rest last."""

    def place(candidate: Candidate) -> tuple[float, int]:
        question = candidate.question
        if question.needs is Need.LATE_PROMISE:
            return -1, 0
        if candidate.is_private:
            return (2.5 if question.effort > 2 else 4.5), question.effort
        return float(_PHASE_ORDER.index(question.phase)), question.effort

    return sorted(main, key=place)


def _with_rounds(main: list[Candidate], rounds: list[Candidate]) -> list[Candidate]:
    """One round beside the hardest question, on the side that brings it nearest to its place; the others towards the end."""
    if not main:
        return rounds
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
    body = [*main[:first], *rounds[:1], *main[first:]]
    if len(rounds) > 2:
        payoff = next((i for i, c in enumerate(body) if c.question.phase is Phase.PAYOFF), len(body))
        body[payoff:payoff] = rounds[1:-1]
    return body + (rounds[-1:] if len(rounds) > 1 else [])


def _after_hard(main: Sequence[Candidate], hardest: int) -> int:
    after = hardest + 1
    while after < len(main) and main[after].question.phase is main[hardest].question.phase:
        after += 1
    return after


def _minutes(asked: Sequence[Candidate], budget: GuideBudget) -> list[int]:
    """Whole minutes for each question, at least one, together within the meeting."""
    fixed = {Phase.AGREEMENT: budget.agreement_minutes, Phase.CLOSE: budget.close_minutes}
    round_minutes = 1 if budget.minutes < 25 else 2
    planned = [
        fixed.get(c.question.phase, round_minutes if c.question.is_what_else else c.question.minutes) for c in asked
    ]
    main = [i for i, c in enumerate(asked) if c.question.phase not in fixed and not c.question.is_what_else]
    spare = budget.minutes - budget.minutes // 20 - sum(m for i, m in enumerate(planned) if i not in main)
    usual = sum(planned[i] for i in main) or 1
    shares = {i: min(float(MOST_MINUTES), planned[i] * spare / usual) for i in main}
    for i in main:
        planned[i] = max(1, int(shares[i]))
    left = min(spare, int(sum(shares.values()) + 0.5)) - sum(planned[i] for i in main)
    for i in sorted(main, key=lambda i: planned[i] - shares[i])[: max(0, left)]:
        planned[i] += 1
    return planned


def _stars(asked: Sequence[Candidate], minutes: Sequence[int], facts: MeetingFacts) -> set[int]:
    """The three of most value that begin in the first half, in case the meeting ends early."""
    begins = [sum(minutes[:i]) for i in range(len(asked))]
    early = [
        i
        for i, candidate in enumerate(asked)
        if candidate.question.phase not in (Phase.AGREEMENT, Phase.CLOSE)
        and not candidate.question.is_what_else
        and begins[i] * 2 <= facts.minutes
        and i * 2 <= len(asked)
    ]
    early.sort(key=lambda i: (-asked[i].value, i))
    return set(early[:STARS])


def _items(
    asked: Sequence[Candidate], minutes: Sequence[int], stars: set[int], facts: MeetingFacts, bank: QuestionBank
) -> tuple[GuideItem, ...]:
    items: list[GuideItem] = []
    used: set[Text] = set()
    spoken: set[Text] = set()
    turn = int(chance(lead(facts).name) * 3)
    leads: set[str] = set()
    for i, candidate in enumerate(asked):
        question = candidate.question
        if candidate.kpi is not None:
            question = _wording(candidate, turn, leads, facts, bank)
            turn += 1
        kpi_id = candidate.kpi.id if candidate.kpi is not None else None
        text = say(question.text, candidate, facts)
        if len(facts.people) > 1 and question.phase not in (Phase.AGREEMENT, Phase.CLOSE):
            text = text if question.is_what_else else say_to(text, candidate)
        taken: set[Facet] = set()
        if kpi_id is not None:
            taken = {f for c in asked if c.kpi is not None and c.kpi.id == kpi_id for f in c.question.facets}
        possible = follow_ups(candidate, question, facts, bank, taken)
        # What was said to somebody else before comes last, but comes before silence.
        further = sorted(possible, key=spoken.__contains__)[:FOLLOW_UPS]
        spoken.update(further)
        items.append(
            GuideItem(
                phase=question.phase,
                question_id=question.id,
                text=text,
                why=why(candidate, question, facts, bank),
                listen_for=question.listen_for,
                person_id=candidate.person.id,
                person_name=candidate.person.name,
                layer=question.layer,
                facets=question.facets,
                kpi_id=kpi_id,
                minutes=minutes[i],
                follow_ups=tuple(further),
                acknowledgement=acknowledgement(candidate, question, bank, used),
                starred=i in stars,
            )
        )
    return tuple(items)


def _wording(candidate: Candidate, turn: int, leads: set[str], facts: MeetingFacts, bank: QuestionBank) -> Question:
    """Of the wordings that ask the same, one that leads up to the quotation as no other yet, as far as there is one."""
    wordings = same_question(candidate, facts, bank)
    start = turn % len(wordings)
    turned = wordings[start:] + wordings[:start]
    chosen = next((question for question in turned if _lead_in(question) not in leads), turned[0])
    leads.add(_lead_in(chosen))
    return chosen


def _lead_in(question: Question) -> str:
    return question.text.zh.partition("{words}")[0]


def _left_out(
    candidates: Sequence[Candidate],
    main: list[Candidate],
    items: Sequence[GuideItem],
    facts: MeetingFacts,
    bank: QuestionBank,
) -> tuple[LeftOut, ...]:
    """The best of what found no room, each sense once, with the reason."""
    senses = {candidate.sense for candidate in main}
    quota = phase_quota(len(main), facts.about)
    full = {phase for phase in quota if sum(c.question.phase is phase for c in main) > quota[phase]}
    framed = {item.question_id for item in items}
    per_kpi: Counter[uuid.UUID | None] = Counter()
    result: list[LeftOut] = []
    for candidate in sorted(candidates, key=lambda candidate: -candidate.value):
        question = candidate.question
        if question.phase in (Phase.AGREEMENT, Phase.CLOSE) or question.is_what_else or question.id in framed:
            continue
        about = candidate.kpi.id if candidate.kpi is not None else None
        if candidate.sense in senses or (about is not None and per_kpi[about] == LEFT_OUT_PER_KPI):
            continue
        senses.add(candidate.sense)
        per_kpi[about] += 1
        reason = reason_left_out(candidate, main, full)
        result.append(
            LeftOut(
                question_id=question.id,
                phase=question.phase,
                text=say(question.text, candidate, facts),
                why=say(pick(bank.left_out[reason], question.id), candidate, facts),
                person_id=candidate.person.id,
                person_name=candidate.person.name,
                layer=question.layer,
                kpi_id=about,
            )
        )
        if len(result) == LEFT_OUT:
            break
    return tuple(result)
