"""What kind of thing was said, or will be: that decides which word fits before the next question."""

import re

from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.question import Hears, Need, Question
from kpi_assistant.domain.vocabulary import Facet, Layer, Phase

_OF_FACET = {
    Facet.METRIC: Hears.NUMBER,
    Facet.BASELINE: Hears.NUMBER,
    Facet.TARGET: Hears.STANDARD,
    Facet.DEADLINE: Hears.DEADLINE,
    Facet.JUDGE: Hears.JUDGE,
    Facet.OBSTACLES: Hears.CAUSE,
    Facet.TRIED: Hears.TRIED,
}
_IN_PHASE = {
    Phase.OPEN: Hears.NEWS,
    Phase.DEEPEN: Hears.CAUSE,
    Phase.CONSEQUENCE: Hears.STAKES,
    Phase.PAYOFF: Hears.WISH,
    Phase.PEOPLE_PROCESS: Hears.PROCESS,
}
_SOUNDS = {
    Hears.BLAME: re.compile(
        r"背锅|问责|挨(骂|批|说)|通报|追责|投诉|质疑|审计|\b(blame|fault|audit|complain|fined?)", re.IGNORECASE
    ),
    Hears.FEAR: re.compile(r"怕|担心|悬|睡不|出事|\b(afraid|fear|worr|dread|nightmare|scare)", re.IGNORECASE),
    Hears.LOAD: re.compile(
        r"一个人|加班|半夜|天天|熬|忙不|人手|手工|[十百]多|\b(alone|night|overtime|by hand|every day|stretched)",
        re.IGNORECASE,
    ),
}
"""How words sound, the graver first."""
_DATED = re.compile(
    r"(年底|月底|月初|季度|之?前(必须|得|要)|[一二三四五六七八九十\d]+(月|号))|\b(by|before|until|deadline)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\d|倒数|第[一二三四五六七八九十]|百分|[一二三四五六七八九十百千万]+(个|份|家|套|次|张|台)")


def heard_after(question: Question, kpi: KpiFacts | None) -> Hears:
    """What will be heard in answer: as the bank notes it, else by facet, else as the words asked about sound."""
    if question.hears is not None:
        return question.hears
    if question.is_what_else:
        return Hears.MORE
    if question.layer.is_private:
        return _private(question.layer)
    if question.needs is Need.STALE_KPI:
        return Hears.OLD_WORDS
    if question.facets and question.facets[0] in _OF_FACET:
        return _OF_FACET[question.facets[0]]
    if question.phase is Phase.CONSEQUENCE and kpi is not None:
        return _sound_of(kpi.words) or Hears.STAKES
    return _IN_PHASE[question.phase]


def heard_in(kpi: KpiFacts) -> Hears:
    """What was heard in a KPI that has just been said."""
    if kpi.layer.is_private:
        return _private(kpi.layer)
    sound = _sound_of(kpi.words)
    if sound is not None:
        return sound
    if _DATED.search(kpi.words):
        return Hears.DEADLINE
    return Hears.NUMBER if _COUNTED.search(kpi.words) else Hears.NEWS


def hearing_rules() -> list[tuple[Hears, str]]:
    """How ``heard_in`` decides about work, as patterns in its order, for a phone without a network; else it is NEWS."""
    sounds = [(heard, sound.pattern) for heard, sound in _SOUNDS.items()]
    return [*sounds, (Hears.DEADLINE, _DATED.pattern), (Hears.NUMBER, _COUNTED.pattern)]


def _private(layer: Layer) -> Hears:
    return Hears.HOME if layer is Layer.LIFE else Hears.HEART


def _sound_of(words: str) -> Hears | None:
    return next((heard for heard, sound in _SOUNDS.items() if sound.search(words)), None)
