"""Makes the guide for one meeting: the questions that tell most, in the order in which they are easily asked."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

from kpi_assistant.domain.guide_budget import budget_for, phase_quota
from kpi_assistant.domain.guide_candidates import Candidate, find_candidates, same_question
from kpi_assistant.domain.guide_choice import choose_main, owed
from kpi_assistant.domain.guide_facts import Guide, GuideItem, KeptItem, MeetingFacts, PersonFacts
from kpi_assistant.domain.guide_items import FOLLOW_UPS, item_of, left_out, worded
from kpi_assistant.domain.guide_kept import beside, room_beside
from kpi_assistant.domain.guide_known import terms_said
from kpi_assistant.domain.guide_order import in_order, in_place, merged, minutes_of, stars_of, with_rounds
from kpi_assistant.domain.guide_reasons import follow_ups
from kpi_assistant.domain.guide_value import chance
from kpi_assistant.domain.meeting_aim import aims_of
from kpi_assistant.domain.question import Need, QuestionBank
from kpi_assistant.domain.vocabulary import Phase

ALTERNATIVES = 5

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def _forgets_words(make: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """What a customer said and a meeting is for is looked at again and again while a guide is made; afterwards this
    process remembers none of it."""

    @wraps(make)
    def forgetting(*values: Parameters.args, **named: Parameters.kwargs) -> Result:
        try:
            return make(*values, **named)
        finally:
            terms_said.cache_clear()
            aims_of.cache_clear()

    return forgetting


@_forgets_words
def build_guide(
    facts: MeetingFacts, bank: QuestionBank, kept: Sequence[KeptItem] = (), refused: Sequence[KeptItem] = ()
) -> Guide:
    """The guide for this meeting, always the same for the same facts, bank and kept questions.

    Every question that trust, role, trade and table allow is worth what it would tell: for a facet not yet known,
    importance x confidence x source x urgency of the KPI (as in briefs), times the facet's value, times how likely
    this role can say it; for an open question, the more the more pointed it is. A further question about one KPI or,
    at a table of several, to one person counts for less each time. The budget of the minutes fixes how many questions
    of each phase there are, and what the purpose says the meeting is for shifts them; ``guide_choice`` holds the model
    and comes within a hair of its best. Then they are put in order:
    agreement, what we owe, easy, important, hard between a half and two thirds, rounds of "what else" before the
    hard part and before the close, and nothing new while closing.

    ``kept`` are questions that stay while the rest is made again: pinned, written by the member, or asked already, in
    the order they stand in the guide. They use up minutes, number and proportions of the budget, but never the place of
    what we owe, of the last round of "what else" and of the close; nothing they ask is asked again. ``items`` of the result are the new questions alone, ``order`` is the whole guide: what was asked
    first, then the new ones with each kept one after the last of its phase, kept ones never overtaking each other.
    Once something was asked there is no new agreement. With ``facts.minutes`` the length of the whole meeting, the
    new questions fit into what the kept ones leave of it. ``refused`` are questions the member took out: what they ask
    is not asked, and others have their place. Raises ValueError when nobody is at the table.
    """
    if not facts.people:
        raise ValueError("a guide needs at least one person")
    budget = budget_for(facts.minutes)
    candidates = beside(find_candidates(facts, bank), kept, bank, refused)
    room = room_beside(kept, budget, bank, light=facts.is_light, owed=len(owed(candidates)))
    main = choose_main(candidates, facts, budget, room.main, kept)
    rounds = _rounds(candidates, facts, room.rounds, ends=room.ends)
    # Among friends it is asked once all is told, not half way through their stories.
    ends = room.ends or (facts.is_light and len(rounds) == 1)
    body = in_place(with_rounds(in_order(main, facts), rounds, ends=ends), _all_rounds(candidates, facts))
    opening = _frame(candidates, Phase.AGREEMENT, facts) if room.opens else []
    closing = _frame(candidates, Phase.CLOSE, facts) if room.closes else []
    asked = [*opening, *body, *closing]
    minutes = minutes_of(asked, budget, room.minutes)
    whole = merged(asked, kept)
    lengths = iter(minutes)
    stars = stars_of(whole, [item.minutes if isinstance(item, KeptItem) else next(lengths) for item in whole])
    starred = [place in stars for place, item in enumerate(whole) if isinstance(item, Candidate)]
    items = worded(asked, minutes, starred, facts, bank)
    fresh = iter(items)
    return Guide(
        items=items,
        left_out=left_out(candidates, main, _full(main, facts), items, facts, bank),
        order=tuple(item if isinstance(item, KeptItem) else next(fresh) for item in whole),
    )


@_forgets_words
def alternatives(
    facts: MeetingFacts, bank: QuestionBank, item: KeptItem, others: Sequence[KeptItem], most: int = ALTERNATIVES
) -> tuple[GuideItem, ...]:
    """Up to ``most`` other questions that serve the same purpose as ``item``, the best first, ready to take its place.

    ``item`` is the question to be swapped (its ``text`` keeps it from being offered again), ``others`` are the rest of
    the guide; nothing they ask is offered. An agreement is swapped for an agreement, a close for a close, a round of
    "what else" for another round, any other question for one of its phase to the same person: first another wording
    of the same question, then another question about the same KPI, then the others by what they would tell. Each has
    the minutes and the star of ``item``. All that trust, table and budget forbid is forbidden here as well.
    """
    if not facts.people:
        raise ValueError("a guide needs at least one person")
    current = bank.find(item.question_id)
    round_wanted = current is not None and current.is_what_else
    person_ids = {person.id for person in facts.people}
    to = item.person_id if item.person_id in person_ids else lead(facts).id
    possible = [
        candidate
        for candidate in beside(find_candidates(facts, bank), others, bank)
        if candidate.question.phase is item.phase
        and candidate.question.is_what_else == round_wanted
        and candidate.person.id == to
        and (candidate.is_private == item.layer.is_private)
    ]

    def nearness(candidate: Candidate) -> tuple[bool, bool, float]:
        same_kpi = item.kpi_id is not None and candidate.kpi is not None and candidate.kpi.id == item.kpi_id
        same_sense = current is not None and candidate.question.sense == current.sense
        return not (same_kpi and same_sense), not same_kpi, -candidate.value

    found: list[GuideItem] = []
    texts = {item.text} if item.text is not None else set()
    for candidate in sorted(possible, key=nearness):
        # Many wordings of one question would be no choice: one beside the present one is offered.
        for question in same_question(candidate, facts, bank) if candidate.kpi is not None else [candidate.question]:
            if question.id == item.question_id and candidate.kpi is not None:
                continue
            further = follow_ups(candidate, question, facts, bank, set(question.facets))[:FOLLOW_UPS]
            made = item_of(candidate, question, item.minutes, further, item.starred, set(), facts, bank)
            if made.text not in texts:
                texts.add(made.text)
                found.append(made)
                break
        if len(found) == most:
            break
    return tuple(found)


def lead(facts: MeetingFacts) -> PersonFacts:
    """Who is addressed for the whole table: whoever sits at its head."""
    return facts.by_rank[0]


def _frame(candidates: Sequence[Candidate], phase: Phase, facts: MeetingFacts) -> list[Candidate]:
    """The one way to open or to close that fits best, addressed to the lead: as the table and what we owe demand, then
    as the purpose of the meeting does, then as the history does."""
    fitting = [c for c in candidates if c.question.phase is phase and c.person is lead(facts)]
    for need in (Need.SEVERAL, Need.LATE_PROMISE):
        of_need = [candidate for candidate in fitting if candidate.question.needs is need]
        if of_need:
            return [_by_chance(of_need, facts)]
    for aim in facts.aims:
        aimed = [candidate for candidate in fitting if aim in candidate.question.aims]
        if aimed:
            return [_by_chance(aimed, facts)]
    plain = [candidate for candidate in fitting if not candidate.question.aims]
    for need in (Need.PEOPLE, Need.MOVE):
        of_need = [candidate for candidate in plain if candidate.question.needs is need]
        if of_need:
            return [_by_chance(of_need, facts)]
    short = [candidate for candidate in plain if candidate.question.most_minutes]
    if short:
        return [_by_chance(short, facts)]
    for need in (Need.RETURN, Need.FIRST):
        of_need = [candidate for candidate in plain if candidate.question.needs is need]
        if of_need:
            return [_by_chance(of_need, facts)]
    return [_by_chance(plain or fitting, facts)] if fitting else []


def _by_chance(candidates: Sequence[Candidate], facts: MeetingFacts) -> Candidate:
    return max(candidates, key=lambda candidate: chance(candidate.question.id, lead(facts).name, facts.purpose))


def _rounds(candidates: Sequence[Candidate], facts: MeetingFacts, wanted: int, *, ends: bool) -> list[Candidate]:
    """The rounds of "what else", different in wording, the one that lets them fill in what was not asked last; alone
    only where it ``ends`` a guide that has rounds already."""
    rounds: list[Candidate] = []
    pool = _all_rounds(candidates, facts)
    # Among friends the round itself is theirs; what was not asked needs no other.
    late = [c for c in pool if c.question.is_last_round and not facts.is_about_people]
    early = [candidate for candidate in pool if not candidate.question.is_last_round]
    for candidate in early:
        if all(candidate.sense != other.sense for other in rounds):
            rounds.append(candidate)
    return [*rounds[: wanted - 1], *late[:1]] if late and (wanted > 1 or ends) else rounds[:wanted]


def _all_rounds(candidates: Sequence[Candidate], facts: MeetingFacts) -> list[Candidate]:
    """The rounds that may be asked, the best for this table first."""
    return sorted(
        (c for c in candidates if c.question.is_what_else and c.person is lead(facts)),
        key=lambda c: (
            c.question.needs not in (Need.SEVERAL, Need.PEOPLE),
            not c.question.aims,
            -chance(c.question.id, c.person.name),
        ),
    )


def _full(main: Sequence[Candidate], facts: MeetingFacts) -> set[Phase]:
    """The phases that have more than their share, so that the reason given for the others is true."""
    quota = phase_quota(len(main), facts.about, facts.aims)
    return {phase for phase in quota if sum(c.question.phase is phase for c in main) > quota[phase]}
