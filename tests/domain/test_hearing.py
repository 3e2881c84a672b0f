"""What is said before the next question fits the kind of thing that was heard."""

import uuid

import pytest

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.hearing import heard_after, heard_in
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.question import Hears
from kpi_assistant.domain.vocabulary import Layer, Phase

BANK = load_question_bank()


def said(words: str, layer: Layer = Layer.WORK) -> KpiFacts:
    return KpiFacts(id=uuid.UUID(int=1), person_id=uuid.UUID(int=2), layer=layer, words=words)


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("出了事又是我背锅", Hears.BLAME),
        ("The auditors land on me", Hears.BLAME),
        ("就怕半夜电话响", Hears.FEAR),
        ("I'm afraid of the next release", Hears.FEAR),
        ("十四个项目全靠我一个人打电话", Hears.LOAD),
        ("年底前必须上线", Hears.DEADLINE),
        ("It has to run by June", Hears.DEADLINE),
        ("在线率 91.5", Hears.NUMBER),
        ("想把这块理顺", Hears.NEWS),
    ],
)
def test_it_hears_how_words_sound(words: str, heard: Hears) -> None:
    assert heard_in(said(words)) is heard


def test_what_is_private_is_heard_as_such_whatever_the_words() -> None:
    assert heard_in(said("就怕半夜电话响", Layer.LIFE)) is Hears.HOME
    assert heard_in(said("我不想背锅", Layer.MINDSET)) is Hears.HEART


def test_there_is_a_word_for_whatever_any_question_brings() -> None:
    asking = [question for question in BANK.questions if question.phase not in (Phase.AGREEMENT, Phase.CLOSE)]
    for question in asking:
        assert len(BANK.acknowledgements[heard_after(question, said("就怕半夜电话响"))]) >= 3
