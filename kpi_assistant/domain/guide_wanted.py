"""One question that was left out, made ready because the member wants it after all."""

import uuid

from kpi_assistant.domain.guide_candidates import find_candidates
from kpi_assistant.domain.guide_facts import GuideItem, MeetingFacts
from kpi_assistant.domain.guide_items import FOLLOW_UPS, item_of
from kpi_assistant.domain.guide_reasons import follow_ups
from kpi_assistant.domain.question import QuestionBank


def wanted_item(
    facts: MeetingFacts, bank: QuestionBank, question_id: str, person_id: uuid.UUID, kpi_id: uuid.UUID | None
) -> GuideItem | None:
    """The question, asked of that person about that KPI; None when it may not be asked any more."""
    for candidate in find_candidates(facts, bank):
        question = candidate.question
        about = candidate.kpi.id if candidate.kpi is not None else None
        if (question.id, candidate.person.id, about) == (question_id, person_id, kpi_id):
            further = follow_ups(candidate, question, facts, bank, set(question.facets))[:FOLLOW_UPS]
            return item_of(candidate, question, question.minutes, further, False, set(), facts, bank)
    return None
