"""Puts the chosen questions into words, and says of the best of the others why they found no room."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kpi_assistant.domain.guide_candidates import Candidate, late_promises, same_question
from kpi_assistant.domain.guide_choice import reason_left_out
from kpi_assistant.domain.guide_facts import GuideItem, LeftOut, MeetingFacts
from kpi_assistant.domain.guide_reasons import acknowledgement, follow_ups, pick, say, say_to, why
from kpi_assistant.domain.guide_value import chance
from kpi_assistant.domain.question import Need, Question, QuestionBank
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Phase

FOLLOW_UPS = 2
LEFT_OUT = 6
LEFT_OUT_PER_KPI = 2
WORDINGS = 60
"""Where the round through the wordings of a question may begin: so many that every wording comes first for somebody."""


def worded(
    asked: Sequence[Candidate],
    minutes: Sequence[int],
    stars: Sequence[bool],
    facts: MeetingFacts,
    bank: QuestionBank,
) -> tuple[GuideItem, ...]:
    """The questions as they are spoken: no two lead up to a quotation alike, no acknowledgement comes twice if it can be helped."""
    items: list[GuideItem] = []
    used: set[Text] = set()
    spoken: set[Text] = set()
    turn = int(chance(facts.people[0].name, "wording") * WORDINGS)
    leads: set[str] = set()
    for candidate, length, starred in zip(asked, minutes, stars, strict=True):
        question = candidate.question
        if candidate.kpi is not None:
            question = _wording(candidate, turn, leads, facts, bank)
            turn += 1
        taken: set[Facet] = set()
        if candidate.kpi is not None:
            taken = {
                facet
                for other in asked
                if other.kpi is not None and other.kpi.id == candidate.kpi.id
                for facet in other.question.facets
            }
        possible = follow_ups(candidate, question, facts, bank, taken)
        # What was said to somebody else before comes last, but comes before silence.
        further = sorted(possible, key=spoken.__contains__)[:FOLLOW_UPS]
        spoken.update(further)
        items.append(item_of(candidate, question, length, further, starred, used, facts, bank))
    return tuple(items)


def item_of(
    candidate: Candidate,
    question: Question,
    minutes: int,
    further: Sequence[Text],
    starred: bool,
    used: set[Text],
    facts: MeetingFacts,
    bank: QuestionBank,
) -> GuideItem:
    """One question in one of its wordings, addressed by name where others sit at the table."""
    text = say(question.text, candidate, facts, spoken=True)
    if (
        len(facts.people) > 1
        and question.phase not in (Phase.AGREEMENT, Phase.CLOSE)
        and (not question.is_what_else or question.after_own)
    ):
        text = say_to(text, candidate)
    return GuideItem(
        phase=question.phase,
        question_id=question.id,
        text=text,
        why=why(candidate, question, facts, bank),
        listen_for=question.listen_for,
        person_id=candidate.person.id,
        person_name=candidate.person.name,
        layer=question.layer,
        facets=question.facets,
        kpi_id=candidate.kpi.id if candidate.kpi is not None else None,
        minutes=minutes,
        follow_ups=tuple(further),
        acknowledgement=acknowledgement(candidate, question, bank, used),
        starred=starred,
    )


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


def left_out(
    candidates: Sequence[Candidate],
    main: Sequence[Candidate],
    full: set[Phase],
    items: Sequence[GuideItem],
    facts: MeetingFacts,
    bank: QuestionBank,
) -> tuple[LeftOut, ...]:
    """The best of what found no room, each sense once, with the reason; ``full`` are the phases that have enough."""
    senses = {candidate.sense for candidate in main}
    framed = {item.question_id for item in items}
    per_kpi: Counter[uuid.UUID | None] = Counter()
    result = _owed_in_private(facts, bank)
    for candidate in sorted(candidates, key=lambda candidate: -candidate.value):
        question = candidate.question
        if question.phase in (Phase.AGREEMENT, Phase.CLOSE) or question.is_what_else or question.id in framed:
            continue
        about = candidate.kpi.id if candidate.kpi is not None else None
        if candidate.sense in senses or (about is not None and per_kpi[about] == LEFT_OUT_PER_KPI):
            continue
        senses.add(candidate.sense)
        per_kpi[about] += 1
        result.append(_left(candidate, reason_left_out(candidate, main, full), facts, bank))
        if len(result) >= LEFT_OUT:
            break
    return tuple(result)


def _owed_in_private(facts: MeetingFacts, bank: QuestionBank) -> list[LeftOut]:
    """At a table of several: what we owe to anybody there, to be owned up to alone."""
    owning = [q for q in bank.questions if q.needs is Need.LATE_PROMISE and not q.for_several]
    question = next((q for q in owning if q.phase is not Phase.AGREEMENT), None)
    if len(facts.people) == 1 or question is None:
        return []
    return [
        replace(_left(Candidate(question, person, None, late[0], 0.0), "late_alone", facts, bank), only_for_two=True)
        for person in facts.by_rank
        if (late := late_promises(person, facts.today))
    ]


def _left(candidate: Candidate, reason: str, facts: MeetingFacts, bank: QuestionBank) -> LeftOut:
    question = candidate.question
    return LeftOut(
        question_id=question.id,
        phase=question.phase,
        text=say(question.text, candidate, facts, spoken=True),
        why=say(pick(bank.left_out[reason], question.id), candidate, facts),
        person_id=candidate.person.id,
        person_name=candidate.person.name,
        layer=question.layer,
        kpi_id=candidate.kpi.id if candidate.kpi is not None else None,
    )
