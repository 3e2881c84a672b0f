"""A meeting shows one next step, and every other one that makes sense in the order of the job."""

import itertools

import pytest

from kpi_assistant.domain.meeting_steps import AFTERWARDS, MeetingStep, meeting_steps

NOTHING = dict.fromkeys(("has_guide", "has_begun", "is_over", "has_words", "is_answered", "was_answered"), False)
OVER = {"has_guide": True, "has_begun": True, "is_over": True, "has_words": True}


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({}, MeetingStep.PREPARE),
        ({"has_guide": True}, MeetingStep.QUESTIONS),
        ({"has_guide": True, "has_begun": True}, MeetingStep.CAPTURE),
        ({"has_begun": True}, MeetingStep.CAPTURE),
        ({"has_guide": True, "has_begun": True, "has_words": True}, MeetingStep.CAPTURE),
        (OVER | {"has_words": False}, MeetingStep.CAPTURE),
        (OVER, MeetingStep.ANSWER),
        (OVER | {"was_answered": True}, MeetingStep.ANSWER),
        (OVER | {"was_answered": True, "is_answered": True}, MeetingStep.BRIEF),
    ],
)
def test_it_names_what_comes_next(facts, first):
    assert meeting_steps(**NOTHING | facts)[0] is first


def test_after_it_leads_on_and_before_it_leads_to_nothing_that_is_not_there_yet():
    before = meeting_steps(**NOTHING | {"has_guide": True})
    assert before == (MeetingStep.QUESTIONS, MeetingStep.CAPTURE)
    after = meeting_steps(**NOTHING | OVER | {"was_answered": True})
    assert {MeetingStep.ANSWER, MeetingStep.BRIEF, MeetingStep.REACTIONS} <= set(after)
    assert MeetingStep.PREPARE not in after


def test_the_others_keep_the_order_of_the_job_and_none_comes_twice():
    order = list(MeetingStep)
    for values in itertools.product((False, True), repeat=len(NOTHING)):
        steps = meeting_steps(**dict(zip(NOTHING, values, strict=True)))
        assert len(set(steps)) == len(steps)
        late = [step for step in steps[1:] if step in AFTERWARDS]
        early = [step for step in steps[1:] if step not in AFTERWARDS]
        assert [late, early] == [sorted(late, key=order.index), sorted(early, key=order.index)]
        assert list(steps[1:]) == [*late, *early]
        assert MeetingStep.CAPTURE in steps, "words can always be added"
