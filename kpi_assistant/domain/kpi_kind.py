"""What kind of private thing somebody told us, so that it is met with words that suit it."""

import re
from enum import StrEnum

from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.vocabulary import Layer


class KpiKind(StrEnum):
    """The kinds of a life or mindset KPI; work knows none."""

    WISH = "wish"
    """Something they hope for: one asks for the first step."""
    GRIEVANCE = "grievance"
    """Something they hate or fear: one asks what would put them at ease, never for its first step."""
    OUR_WORK = "our_work"
    """Work that eats into their own time: one asks how ours should be planned."""
    OWN_TIME = "own_time"
    """Their own time in itself: one asks which hours suit."""


_GRIEVANCE = re.compile(
    r"恨|怕|烦|受不了|没人|不甘|别(?!人|的|处|家)|\b(hate|afraid|fear|never|nobody|no one|don't want|sick of|tired of)\b",
    re.IGNORECASE,
)
_WISH = re.compile(r"想|盼|希望|图个|愿|得有|要是能|\b(want|wish|hope|like to|love to|dream)\b", re.IGNORECASE)
_OUR_WORK = re.compile(
    r"投产|上线|割接|值班|加班|值守|演练|开会|会议|电话|验收|\b(release|on call|shifts?|cut-?over|overtime|pager|meetings?)\b",
    re.IGNORECASE,
)


def kind_of(kpi: KpiFacts) -> KpiKind | None:
    """The kind of a private KPI by its words; None where they do not tell."""
    if kpi.layer is Layer.LIFE:
        return KpiKind.OUR_WORK if _OUR_WORK.search(kpi.words) else KpiKind.OWN_TIME
    if kpi.layer is Layer.MINDSET:
        if _GRIEVANCE.search(kpi.words):
            return KpiKind.GRIEVANCE
        return KpiKind.WISH if _WISH.search(kpi.words) else None
    return None


def fits(kind: KpiKind | None, kpi: KpiFacts | None) -> bool:
    """Whether a wording for that kind suits the KPI; one for no kind suits all."""
    return kind is None or (kpi is not None and kind_of(kpi) is kind)
