"""What follows from an entry when nobody has said more."""

import datetime as dt

import pytest

from kpi_assistant.domain.claims import compliance_flags, never_promised_rules
from kpi_assistant.domain.entry import day_said, usual_confidence
from kpi_assistant.domain.vocabulary import Confidence, Source

MONDAY, TUESDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 24)


def test_words_are_of_the_day_of_the_meeting_or_of_the_day_before_on_which_they_were_entered():
    assert day_said(planned=MONDAY, entered=TUESDAY) == MONDAY
    assert day_said(planned=TUESDAY, entered=MONDAY) == MONDAY


@pytest.mark.parametrize(
    ("source", "confidence"),
    [
        (Source.STATED, Confidence.FIRM),
        (Source.RELAYED, Confidence.LEANING),
        (Source.OBSERVED, Confidence.LEANING),
        (Source.INFERRED, Confidence.WEAK),
    ],
)
def test_how_firmly_it_stands_follows_from_how_we_know(source, confidence):
    assert usual_confidence(source) is confidence


def test_the_rules_for_a_phone_name_every_pattern_that_the_server_knows():
    rules = never_promised_rules()
    assert len(rules["words"]) == 7
    assert compliance_flags("中秋给他送两张购物卡")
    assert not compliance_flags("我们不送礼品")
