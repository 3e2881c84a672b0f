"""A member's bank: the shipped questions with theirs beside and over them."""

import dataclasses
import re
from collections.abc import Collection, Sequence

from kpi_assistant.domain.question import Need, Question, QuestionBank
from kpi_assistant.domain.text import Text

ALWAYS = frozenset({"name", "title", "minutes", "company"})
_OF_KPI = ALWAYS | {"words", "when"}
_OF_PROMISE = ALWAYS | {"promise", "promised", "due"}
_SLOT = re.compile(r"\{\{(\w+)\}\}")
WHY = Text(zh="这是您自己题库里的问题。", en="A question of your own bank.")


def personal_bank(shipped: QuestionBank, own: Sequence[Question], hidden: Collection[str]) -> QuestionBank:
    """The bank a guide is made from: an own question with a shipped one's id takes its place, others stand behind
    them, hidden ones are left out. The shipped bank itself stays as it is, whatever an update brings."""
    mine = {question.id: question for question in own}
    there = {question.id for question in shipped.questions}
    questions = [mine.get(question.id, question) for question in shipped.questions]
    questions += [question for question in own if question.id not in there]
    return dataclasses.replace(shipped, questions=tuple(one for one in questions if one.id not in hidden))


def need_of(text: Text, base: Question | None) -> Need:
    """What must be known for an own question: the same as for the one it is made from; else a KPI where it quotes one."""
    if base is not None:
        return base.needs
    return Need.KPI if "{words}" in text.zh + text.en else Need.NOTHING


def speakable(text: Text, need: Need) -> Text:
    """The text with its slots, every other brace made harmless: what is typed is spoken, never run."""
    slots = _OF_KPI if need.is_about_kpi else ALWAYS
    if need is Need.PEERS:
        slots = ALWAYS | {"topic"}
    if need is Need.SUBJECT:
        slots = ALWAYS | {"subject"}
    if need in (Need.LATE_PROMISE, Need.DUE_PROMISE, Need.KEPT_PROMISE):
        slots = _OF_PROMISE
    return Text(zh=_only(text.zh, slots), en=_only(text.en, slots))


def idle_slots(text: Text, need: Need) -> tuple[str, ...]:
    """The slots of the text that such a question cannot fill, and would say aloud."""
    made = speakable(text, need)
    return tuple(dict.fromkeys(name for one in (made.zh, made.en) for name in _SLOT.findall(one)))


def _only(text: str, slots: Collection[str]) -> str:
    doubled = text.replace("{", "{{").replace("}", "}}")
    return _SLOT.sub(lambda found: f"{{{found[1]}}}" if found[1] in slots else found[0], doubled)
