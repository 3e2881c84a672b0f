"""What they doubted or refused comes back as a question in the next guide, and what they accepted does not."""

import dataclasses
import datetime as dt
import uuid

import pytest

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide import build_guide
from kpi_assistant.domain.guide_facts import MeetingFacts, PersonFacts
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.vocabulary import Facet, Industry, Layer, ReactionKind, RoleKind, TrustStage

TODAY = dt.date(2026, 11, 23)
BANK = load_question_bank()
BY_ID = {question.id: question for question in BANK.questions}


def facts(reaction: ReactionKind | None, minutes: int = 30, **more: object) -> MeetingFacts:
    person_id = uuid.UUID(int=1)
    said = {
        "person_id": person_id, "layer": Layer.WORK, "said_on": dt.date(2026, 11, 2),
        "facets": {facet: "已知" for facet in Facet if facet is not Facet.TRIED},
    }  # fmt: skip
    kpis = (
        KpiFacts(id=uuid.UUID(int=2), words="核心系统恢复压到一小时以内", reaction=reaction, **said | more),
        KpiFacts(id=uuid.UUID(int=3), words="谁进来过，我拿不出一张清单", importance=5, **said),
    )
    person = PersonFacts(
        id=person_id, name="庄敏", title="信息科主任", role_kind=RoleKind.TECH_GATEKEEPER,
        industry=Industry.HEALTHCARE, stage=TrustStage.S2, kpis=kpis,
    )  # fmt: skip
    return MeetingFacts(today=TODAY, minutes=minutes, people=(person,))


@pytest.mark.parametrize("minutes", [15, 20, 30, 60])
@pytest.mark.parametrize("reaction", [ReactionKind.DOUBTFUL, ReactionKind.REFUSED])
def test_a_doubt_or_a_refusal_is_asked_about_however_short_the_meeting(reaction: ReactionKind, minutes: int) -> None:
    asked = [item for item in build_guide(facts(reaction, minutes), BANK).items if item.question_id in BY_ID]
    (item,) = [item for item in asked if BY_ID[item.question_id].sense == "reaction"]
    assert item.question_id.startswith("doubted" if reaction is ReactionKind.DOUBTFUL else "refused")
    assert item.kpi_id == uuid.UUID(int=2)
    assert "核心系统恢复压到一小时以内" in item.text.zh
    assert item.why.zh


@pytest.mark.parametrize("reaction", [None, ReactionKind.ACCEPTED])
def test_nothing_is_asked_about_what_they_accepted(reaction: ReactionKind | None) -> None:
    asked = build_guide(facts(reaction), BANK).items
    assert not [item for item in asked if BY_ID[item.question_id].sense == "reaction"]


def test_a_private_wish_is_never_asked_about_in_this_way() -> None:
    private = facts(ReactionKind.REFUSED, layer=Layer.LIFE)
    asked = build_guide(private, BANK).items
    assert not [item for item in asked if BY_ID[item.question_id].sense == "reaction"]


def test_before_others_their_words_are_not_quoted() -> None:
    meeting = facts(ReactionKind.DOUBTFUL)
    other = PersonFacts(id=uuid.UUID(int=9), name="姚工", stage=TrustStage.S1)
    several = dataclasses.replace(meeting, people=(*meeting.people, other))
    assert not [item for item in build_guide(several, BANK).items if BY_ID[item.question_id].sense == "reaction"]
