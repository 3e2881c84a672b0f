"""What comes next around a meeting: before it the questions, in it their words, after it our answers."""

from enum import StrEnum


class MeetingStep(StrEnum):
    """Where one can go from a meeting, in the order of the job."""

    PREPARE = "prepare"
    QUESTIONS = "questions"
    CAPTURE = "capture"
    READ_BACK = "read_back"
    ANSWER = "answer"
    BRIEF = "brief"
    REACTIONS = "reactions"
    SELF_CHECK = "self_check"


AFTERWARDS = frozenset({MeetingStep.ANSWER, MeetingStep.BRIEF, MeetingStep.REACTIONS, MeetingStep.SELF_CHECK})


def meeting_steps(
    *, has_guide: bool, has_begun: bool, is_over: bool, has_words: bool, is_answered: bool, was_answered: bool
) -> tuple[MeetingStep, ...]:
    """The steps that make sense now; the first one is what comes next, the others keep the order of the job, what is done
    afterwards first when it is over.

    ``is_over`` when it was held, or the customer has confirmed what was read back; ``is_answered`` when no KPI of it
    is without our answer, ``was_answered`` when at least one has it.
    """
    there = {
        MeetingStep.PREPARE: not has_guide and not is_over,
        MeetingStep.QUESTIONS: has_guide,
        MeetingStep.CAPTURE: True,
        MeetingStep.READ_BACK: has_words,
        MeetingStep.ANSWER: has_words and is_over,
        MeetingStep.BRIEF: has_words and is_over,
        MeetingStep.REACTIONS: was_answered and is_over,
        MeetingStep.SELF_CHECK: is_over,
    }
    if is_over and has_words:
        first = MeetingStep.BRIEF if is_answered else MeetingStep.ANSWER
    elif is_over or has_begun:
        first = MeetingStep.CAPTURE
    else:
        first = MeetingStep.QUESTIONS if has_guide else MeetingStep.PREPARE
    # What is done once it is over goes first then: nobody looks for it behind the questions.
    order = sorted(there, key=lambda step: is_over and step not in AFTERWARDS)
    return (first, *(step for step in order if there[step] and step is not first))
