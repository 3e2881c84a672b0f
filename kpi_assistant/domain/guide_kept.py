"""What stays in a guide while the rest is made again: it uses up budget and must not be asked twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi_assistant.domain.guide_budget import GuideBudget
from kpi_assistant.domain.guide_candidates import SPOKEN_OF_ONCE, Candidate
from kpi_assistant.domain.guide_facts import KeptItem
from kpi_assistant.domain.guide_order import FRAME_PHASES, LEAST_MINUTES, round_minutes
from kpi_assistant.domain.question import Need, Question, QuestionBank
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Phase


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of the budget beside the kept questions: numbers of questions, and ``minutes`` for all of them."""

    main: int
    rounds: int
    opens: bool
    closes: bool
    minutes: int
    ends: bool = False
    """Whether a single round of "what else" is the one before the close."""


def room_beside(
    kept: Sequence[KeptItem], budget: GuideBudget, bank: QuestionBank, *, light: bool, owed: int = 0
) -> Room:
    """How much may join the kept questions, ``owed`` of them promises of ours.

    However long the kept ones take: the agreement (until something was asked), what we owe, a last round of "what
    else" and the close are always there. The other rounds give way before main questions do.
    """
    questions = [bank.find(item.question_id) for item in kept]
    rounds_kept = [
        item.asked
        for item, question in zip(kept, questions, strict=True)
        if question is not None and question.is_what_else
    ]
    kept_rounds = len(rounds_kept)
    kept_main = sum(item.phase not in FRAME_PHASES for item in kept) - kept_rounds
    left = budget.minutes - budget.minutes // 20 - sum(item.minutes for item in kept)
    # Once something was asked, the meeting is under way and needs no opening.
    opens = not any(item.asked or item.phase is Phase.AGREEMENT for item in kept)
    closes = not any(item.phase is Phase.CLOSE for item in kept)
    spare = left - opens * budget.agreement_minutes - closes * budget.close_minutes
    if not kept:
        return Room(budget.main_for(light=light), budget.what_else, opens, closes, left)
    last = int(all(rounds_kept))  # One that is still to be asked makes up for it.
    spare -= last * round_minutes(budget)
    main = max(owed, min(budget.main_for(light=light) - kept_main, spare // LEAST_MINUTES))
    more = min(budget.what_else - kept_rounds - last, (spare - main * LEAST_MINUTES) // round_minutes(budget))
    rounds = last + max(0, more)
    least = opens * budget.agreement_minutes + closes * budget.close_minutes
    least += last * round_minutes(budget) + owed * LEAST_MINUTES
    return Room(main, rounds, opens, closes, max(left, least), ends=bool(last) and rounds == 1)


def beside(
    candidates: Sequence[Candidate], kept: Sequence[KeptItem], bank: QuestionBank, refused: Sequence[KeptItem] = ()
) -> list[Candidate]:
    """The candidates that ask nothing a kept question asks: no sense twice, no facet of a KPI twice, no words twice.

    The same for what was refused; but who takes out an opening, a round of "what else" or a close wants another one.
    """
    wordings: set[str] = set()
    senses: set[tuple[object, ...]] = set()
    superseded: set[str] = set()
    for item in refused:
        question = bank.find(item.question_id)
        if question is not None and (question.is_what_else or item.phase in FRAME_PHASES):
            wordings.add(item.question_id)
        else:
            kept = [*kept, item]
    facets = {(item.kpi_id, facet) for item in kept for facet in item.facets if item.kpi_id is not None}
    texts = {words for item in kept if item.text is not None for words in _words(item.text)}
    for item in kept:
        question = bank.find(item.question_id)
        if question is not None:
            senses.add(sense_of(item, question))
            superseded |= question.supersedes
    return [
        candidate
        for candidate in candidates
        if candidate.question.id not in wordings
        and candidate.sense not in senses
        and candidate.question.sense not in superseded
        and not (
            candidate.kpi is not None
            and any((candidate.kpi.id, facet) in facets for facet in candidate.question.facets)
        )
        and not texts & _words(candidate.question.text)
    ]


def sense_of(item: KeptItem, question: Question) -> tuple[object, ...]:
    """The sense of a kept question, as ``Candidate.sense`` tells it of a new one."""
    if item.kpi_id is not None and question.needs not in SPOKEN_OF_ONCE:
        return question.sense, item.kpi_id
    if question.needs is Need.LATE_PROMISE:
        return question.sense, item.person_id
    return (question.sense,)


def _words(text: Text) -> set[str]:
    return {text.zh.strip(), text.en.strip()} - {""}
