"""People, KPIs and meetings for guides, and what a guide's items are about."""

import dataclasses
import uuid

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide_facts import Guide, GuideItem, MeetingFacts, PersonFacts
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.question import Question
from kpi_assistant.domain.vocabulary import (
    Industry,
    Layer,
    Phase,
    RoleKind,
    TrustStage,
)
from tests.domain.guide_strategies import TODAY

BANK = load_question_bank()
BY_ID = {question.id: question for question in BANK.questions}


def question_of(item: GuideItem) -> Question:
    return BY_ID[item.question_id]


def main_items(guide: Guide) -> list[GuideItem]:
    frame = (Phase.AGREEMENT, Phase.CLOSE)
    return [item for item in guide.items if item.phase not in frame and not question_of(item).is_what_else]


def kpi_of(item: GuideItem, facts: MeetingFacts) -> KpiFacts:
    return next(kpi for person in facts.people for kpi in person.kpis if kpi.id == item.kpi_id)


def person(**changes: object) -> PersonFacts:
    base = PersonFacts(
        id=uuid.UUID(int=1),
        name="庄敏",
        title="信息科主任",
        role_kind=RoleKind.TECH_GATEKEEPER,
        industry=Industry.HEALTHCARE,
        stage=TrustStage.S2,
    )
    return dataclasses.replace(base, **changes)  # type: ignore[arg-type]


def kpi(number: int, words: str, **changes: object) -> KpiFacts:
    base = KpiFacts(id=uuid.UUID(int=100 + number), person_id=uuid.UUID(int=1), layer=Layer.WORK, words=words)
    return dataclasses.replace(base, **changes)  # type: ignore[arg-type]


def meeting(*people: PersonFacts, minutes: int = 30) -> MeetingFacts:
    return MeetingFacts(today=TODAY, minutes=minutes, people=people)
