"""Whoever sat in a meeting that took place was met, whatever stage still stands with them."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from kpi_assistant.domain.brief_risks import RiskKind
from kpi_assistant.domain.vocabulary import Edition, TrustStage
from kpi_assistant.models import Member, Person
from kpi_assistant.services.briefs import BriefChoices, compose
from tests.views.kpi_cast import meeting, organisation, person

WHEN = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("held", "never_met"), [({}, True), ({"ended_at": WHEN}, False), ({"confirmed_at": WHEN}, False)]
)
def test_a_planned_meeting_is_none_and_one_that_took_place_is(app, save, alice, held, never_met):
    zhuang = save(person(alice, at=save(organisation(alice)), stage=TrustStage.S0))
    save(meeting(alice, zhuang, **held))
    with Session(app.extensions["database"].engine) as session:
        member, to = session.get_one(Member, alice.id), session.get_one(Person, zhuang.id)
        choices = BriefChoices(Edition.INTERNAL, "zh_CN")
        edition = compose(session, member, to, choices, WHEN.date(), None).edition
    assert (RiskKind.NEVER_MET in {risk.kind for risk in edition.risks}) is never_met
    assert (zhuang.name in edition.conclusion.never_met) is never_met
