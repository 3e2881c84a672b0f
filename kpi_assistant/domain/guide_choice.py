"""The model of a good choice of questions, and the choice that comes closest to its best.

What a set of main questions is worth: each is worth its value (``guide_candidates``); of those about one KPI the
second counts for ``SAME_KPI`` of its value, the third for its square, the weightiest first; at a table of several the
same holds for those to one person with ``SAME_PERSON``, and everybody who is heard at all adds ``HEARD``. Allowed is a
set with at most so many questions in all and of each phase (``phase_quota``; a phase with too little to ask gives its
room to the others), no sense twice, nothing superseded, no more than its share of situation questions. ``choose``
takes greedily, begun in several ways, and then exchanges one for one as long as that helps; ``bench/guide.py`` holds
it against the optimum.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kpi_assistant.domain.guide_budget import SIDEWAYS_MINDSET, GuideBudget, phase_quota
from kpi_assistant.domain.guide_candidates import OWED, Candidate
from kpi_assistant.domain.guide_facts import KeptItem, MeetingFacts
from kpi_assistant.domain.question import Need
from kpi_assistant.domain.tact import owes
from kpi_assistant.domain.vocabulary import Phase, TrustStage

SAME_KPI = 0.75
SAME_PERSON = 0.55
HEARD = 1.0
PRIVATE_MINUTES = 20
"""In less time than this nobody is asked about themselves."""
TWO_PRIVATE_MINUTES = 30
SET_FIRST = OWED | {Need.TOUCHED_KPI}
"""What is in the guide before anything competes for its places."""
MAIN_PHASES = (Phase.OPEN, Phase.DEEPEN, Phase.CONSEQUENCE, Phase.PAYOFF, Phase.PEOPLE_PROCESS)


@dataclass(frozen=True)
class Model:
    """What is allowed and what a set is worth. ``per_kpi`` and ``per_person`` count what is in the guide already."""

    room: int
    quota: Mapping[Phase, int]
    situations: int
    several: bool = False
    per_kpi: Mapping[object, int] = field(default_factory=dict)
    per_person: Mapping[object, int] = field(default_factory=dict)

    def worth(self, chosen: Sequence[Candidate]) -> float:
        told = self.told(chosen)
        if not self.several:
            return sum(map(sum, told.values()))
        total = 0.0
        for person_id, values in told.items():
            before = self.per_person.get(person_id, 0)
            share = SAME_PERSON**before
            total += 0.0 if before else HEARD
            for value in values:
                total += value * share
                share *= SAME_PERSON
        return total

    def told(self, chosen: Sequence[Candidate]) -> dict[object, list[float]]:
        """For each person who is asked: what each question to them is worth beside the others about its KPI, sorted."""
        by_kpi: defaultdict[object, list[Candidate]] = defaultdict(list)
        told: defaultdict[object, list[float]] = defaultdict(list)
        for candidate in chosen:
            if candidate.kpi is None:
                told[candidate.person.id].append(candidate.value)
            else:
                by_kpi[candidate.kpi.id].append(candidate)
        for kpi_id, about in by_kpi.items():
            share = SAME_KPI ** self.per_kpi.get(kpi_id, 0)
            for candidate in sorted(about, key=lambda c: -c.value):
                told[candidate.person.id].append(candidate.value * share)
                share *= SAME_KPI
        for values in told.values():
            values.sort(reverse=True)
        return told

    def most_added(self, told: Mapping[object, list[float]], candidate: Candidate) -> float:
        """No less than what the candidate can add to those of whom ``told`` tells."""
        if not self.several:
            return candidate.value
        before = self.per_person.get(candidate.person.id, 0)
        values = told.get(candidate.person.id, ())
        above = before + sum(value > candidate.value for value in values)
        return candidate.value * SAME_PERSON**above + (0.0 if before or values else HEARD)

    def allows(self, chosen: Sequence[Candidate], candidate: Candidate) -> bool:
        """Whether the candidate may join a set that is allowed."""
        phase, question = candidate.question.phase, candidate.question
        return (
            len(chosen) < self.room
            and sum(other.question.phase is phase for other in chosen) < self.quota.get(phase, 0)
            and not (question.is_situation and sum(o.question.is_situation for o in chosen) >= self.situations)
            and all(
                candidate.sense != other.sense
                and question.sense not in other.question.supersedes
                and other.question.sense not in question.supersedes
                for other in chosen
            )
        )


def choose(candidates: Sequence[Candidate], model: Model) -> list[Candidate]:
    """A set of nearly the greatest worth. Ties go to the earlier candidate."""
    return choose_among(_worth_trying(candidates, model), model)


def choose_among(ranked: Sequence[Candidate], model: Model) -> list[Candidate]:
    """The same from all of these, the greatest value first; ``choose`` only leaves out what cannot be missed."""
    # Begun with the best of each phase and of each person in turn: what is taken first may bar a better pair.
    starts = {key: c for c in reversed(ranked) for key in (c.question.phase, c.person.id)}
    firsts = {id(start): start for start in starts.values() if model.allows([], start)}
    begun = {frozenset(map(id, found[0])): found for s in firsts.values() for found in [_filled(ranked, [s], model)]}
    # Each is exchanged by itself: hearing one person more may take another beginning than the best.
    ends = [_exchanged(ranked, *found, model) for found in begun.values()]
    return max(ends, key=lambda found: found[1], default=([], 0.0))[0]


def _exchanged(
    ranked: Sequence[Candidate], chosen: list[Candidate], worth: float, model: Model
) -> tuple[list[Candidate], float]:
    """The set with one given up for others, whichever adds most, again and again as long as any adds to its worth."""
    while chosen:
        tried = (
            _filled(ranked, chosen[:place] + chosen[place + 1 :], model, barred=chosen[place])
            for place in range(len(chosen))
        )
        better, total = max(tried, key=lambda found: found[1])
        if total <= worth + 1e-9:
            break
        chosen, worth = better, total
    return chosen, worth


def _filled(
    ranked: Sequence[Candidate], rest: list[Candidate], model: Model, barred: Candidate | None = None
) -> tuple[list[Candidate], float]:
    """The set with what adds most taken in one by one, but not what was just given up."""
    able = [candidate for candidate in ranked if candidate is not barred]
    worth = model.worth(rest)
    while (found := _best(able, rest, worth, model)) is not None:
        rest, worth = [*rest, found[1]], found[0]
    return rest, worth


def _worth_trying(candidates: Sequence[Candidate], model: Model) -> list[Candidate]:
    """The candidates by value, without those that enough better ones of the same phase and person stand before.

    Of those of one sense only one can be asked: they are as good as one, and count once.
    """
    tried: Counter[tuple[object, ...]] = Counter()
    seen: set[tuple[object, ...]] = set()
    ranked = []
    for candidate in sorted(candidates, key=lambda candidate: -candidate.value):
        phase, situation = candidate.question.phase, candidate.question.is_situation
        about = candidate.kpi.id if candidate.kpi is not None else None
        most = model.quota.get(phase, 0)
        same = phase, candidate.person.id, candidate.sense, situation, candidate.question.supersedes
        if same in seen:
            continue
        if most and tried[phase, candidate.person.id, situation, about] < most + 2:
            tried[phase, candidate.person.id, situation, about] += 1
            if about is None or tried[phase, candidate.person.id] < 3 * most + 3:
                tried[phase, candidate.person.id] += about is not None
                seen.add(same)
                ranked.append(candidate)
    return ranked


def _best(
    ranked: Sequence[Candidate], chosen: list[Candidate], worth: float, model: Model, beat: float = 0.0
) -> tuple[float, Candidate] | None:
    """The greatest worth above ``beat`` that one more candidate brings, and that candidate."""
    best: tuple[float, Candidate] | None = None
    if len(chosen) >= model.room:
        return None
    told = model.told(chosen)
    taken = Counter(other.question.phase for other in chosen)
    full = {phase for phase in MAIN_PHASES if taken[phase] >= model.quota.get(phase, 0)}
    for candidate in ranked:
        if candidate.question.phase in full:
            continue
        if worth + model.most_added(told, candidate) > beat and model.allows(chosen, candidate):
            total = model.worth([*chosen, candidate])
            if total > beat:
                best, beat = (total, candidate), total
    return best


def choose_main(
    candidates: list[Candidate],
    facts: MeetingFacts,
    budget: GuideBudget,
    room: int,
    kept: Sequence[KeptItem] = (),
) -> list[Candidate]:
    """At most ``room`` main questions beside the kept ones: what we owe, among friends what they said of their work,
    what is private and may be touched, then the best of the rest."""
    main = [c for c in candidates if c.question.phase in MAIN_PHASES and not c.question.is_what_else]
    first = owed(candidates) + _best_of(main, Need.TOUCHED_KPI)[:1]
    del first[room:]
    kept_private = sum(item.layer.is_private for item in kept)
    private = _private(main, facts, budget, kept_private)[: max(0, room - len(first))]
    if private and not kept:
        # What opens the heart gets a place of its own where the budget has one to spare.
        room = min(budget.most_main, room + 1)
    first += private
    work = [
        candidate
        for candidate in main
        if not candidate.is_private
        and candidate.question.needs not in SET_FIRST
        and all(candidate.question.sense not in taken.question.supersedes for taken in first)
    ]
    left = room - len(first)
    model = Model(
        room=left,
        quota=_quota(work, left, len(first) - len(private), len(private), kept, facts),
        situations=budget.situation,
        several=len(facts.people) > 1,
        per_kpi=Counter(item.kpi_id for item in kept if item.kpi_id is not None),
        per_person=Counter(
            [item.person_id for item in kept if item.person_id is not None] + [c.person.id for c in first]
        ),
    )
    chosen = choose(work, model)
    if len(chosen) < left:
        # A sense that two phases share was counted for both: what is still free goes to the best of any phase.
        open_to_all = replace(model, quota=dict.fromkeys(MAIN_PHASES, left))
        chosen, _worth = _filled(_worth_trying(work, open_to_all), chosen, open_to_all)
    return first + chosen


def owed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """What we owe and have to speak of: of each kind the best question for each sense, late promises first."""
    main = [candidate for candidate in candidates if candidate.question.phase in MAIN_PHASES]
    return _best_of(main, Need.LATE_PROMISE) + _best_of(main, Need.DUE_PROMISE)


def _best_of(candidates: Sequence[Candidate], need: Need) -> list[Candidate]:
    """The questions of one need by value, each sense once."""
    found: dict[object, Candidate] = {}
    for candidate in sorted(candidates, key=lambda candidate: -candidate.value):
        if candidate.question.needs is need:
            found.setdefault(candidate.sense, candidate)
    return list(found.values())


def _quota(
    work: Sequence[Candidate], room: int, late: int, private: int, kept: Sequence[KeptItem], facts: MeetingFacts
) -> dict[Phase, int]:
    """How many of each phase may be chosen. What a phase cannot fill goes to the others, most-asked phases first."""
    kept_main = [item for item in kept if item.phase in MAIN_PHASES]
    quota = phase_quota(max(0, room + late + private + len(kept_main)), facts.about, facts.aims)
    for item in kept_main:
        quota[item.phase] = max(0, quota[item.phase] - 1)
    # A promise that is late opens the talk; what is private stands among the gains.
    over = max(0, late - quota[Phase.OPEN])
    quota[Phase.OPEN] = max(0, quota[Phase.OPEN] - late)
    quota[Phase.DEEPEN] = max(0, quota[Phase.DEEPEN] - over)
    over = max(0, private - quota[Phase.PAYOFF])
    quota[Phase.PAYOFF] = max(0, quota[Phase.PAYOFF] - private)
    for phase in (Phase.CONSEQUENCE, Phase.DEEPEN):
        # With the gains so well served, effects can spare one before problems do.
        given = min(over, max(0, quota[phase] - 1))
        quota[phase] -= given
        over -= given
    supply = {phase: len({c.sense for c in work if c.question.phase is phase}) for phase in quota}
    spare = 0
    for phase in quota:
        spare += max(0, quota[phase] - supply[phase])
        quota[phase] = min(quota[phase], supply[phase])
    for phase in sorted(quota, key=lambda phase: -quota[phase]):
        more = min(spare, supply[phase] - quota[phase])
        quota[phase] += more
        spare -= more
    return quota


def _private(main: list[Candidate], facts: MeetingFacts, budget: GuideBudget, kept: int) -> list[Candidate]:
    """What may be asked of the mindset and life of somebody alone with us: one of each in half an hour, one in less."""
    if len(facts.people) > 1 or budget.minutes < PRIVATE_MINUTES or owes(facts.people[0], facts):
        return []  # Whoever owes something does not ask to be let in further.
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


def reason_left_out(candidate: Candidate, chosen: Sequence[Candidate], full: set[Phase]) -> str:
    """The code of the reason why a good candidate is not in the guide."""
    if candidate.is_private:
        return "private_enough"
    if candidate.kpi is not None and sum(other.kpi == candidate.kpi for other in chosen) > 1:
        return "same_kpi"
    return "phase_full" if candidate.question.phase in full else "full"
