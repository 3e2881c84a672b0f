"""What goes on the talk track and how large: one page of A5 for the pocket, cut only where it would run over."""

import math
from dataclasses import dataclass

from kpi_assistant.domain.brief_internal import InternalBrief, KpiLine
from kpi_assistant.domain.vocabulary import Fit, KpiStatus, Layer, Sensitivity
from kpi_assistant.printing.typography import width_in_ems

MOST_BEATS = 5
MOST_STEPS = 2
PAGE = 166.0
"""Millimetres of the page below its heading that text may take (track.css)."""
WHOLE = 10_000.0
"""Ems of room that cut nothing."""


@dataclass(frozen=True, slots=True)
class _Size:
    """Of one set of letters (a class in track.css): ems in a line and millimetres of a line, of words and of cues."""

    name: str
    words: float
    words_line: float
    cue: float
    cue_line: float


_SIZES = (_Size("large", 27.0, 5.9, 25.5, 5.2), _Size("", 31.0, 5.1, 29.0, 4.6))
_ROOMS = (WHOLE, 174.0, 145.0, 116.0, 87.0, 58.0, 29.0)


@dataclass(frozen=True, slots=True)
class Track:
    """``room`` is how many ems of a text are printed; ``size`` the class of the letters."""

    beats: tuple[KpiLine, ...]
    more: int
    size: str
    room: float


def track_of(brief: InternalBrief) -> Track:
    """The addressee's answered work KPIs, heaviest first. Life, mindset and what is sensitive stay out: a card in the hand is seen."""
    answered = tuple(
        kpi
        for kpi in brief.kpis
        if kpi.is_addressees
        and kpi.reply
        and kpi.status is KpiStatus.OPEN
        and kpi.layer is Layer.WORK
        and kpi.sensitivity is not Sensitivity.SENSITIVE
    )
    beats = answered[:MOST_BEATS]
    more = len(answered) - len(beats)
    for room in _ROOMS:
        for size in _SIZES if room == WHOLE else _SIZES[-1:]:
            if _height(brief, beats, size, room) <= PAGE:
                return Track(beats, more, size.name, room)
    return Track(beats, more, _SIZES[-1].name, _ROOMS[-1])


def _height(brief: InternalBrief, beats: tuple[KpiLine, ...], size: _Size, room: float) -> float:
    """Millimetres, about."""
    height = 6.0
    for kpi in beats:
        height += 4.0 + size.words_line * _lines(kpi.quote or kpi.observation, room, size.words)
        height += size.cue_line * sum(_lines(text, room, size.cue) for text in _cues(kpi))
    steps = [step.what for step in brief.next_steps[:MOST_STEPS]]
    if steps:
        height += 9.0 + size.cue_line * sum(_lines("—" * 11 + text, 50.0 + 11.0, size.cue + 5.0) for text in steps)
    return height


def _cues(kpi: KpiLine) -> list[str]:
    reply = kpi.reply
    if reply is None:
        return []
    not_yet = [reply.promise + "—" * 10] if reply.fit is Fit.NOT_YET else []
    return [text for text in (reply.say, reply.do, reply.show, reply.needed, *not_yet) if text]


def _lines(text: str, room: float, in_line: float) -> int:
    """Each line ends where a word or a mark allows, so a little room is lost in it."""
    return sum(max(1, math.ceil(min(width_in_ems(part), room) / (in_line - 0.5))) for part in text.split("\n"))
