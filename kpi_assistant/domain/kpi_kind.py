"""What kind of thing somebody told us, so that it is met with words that suit it."""

import re
from enum import StrEnum

from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.vocabulary import Facet, Layer


class KpiKind(StrEnum):
    """The kinds of KPI that are not asked about alike."""

    AIM = "aim"
    """Work that is to be done or reached, and may fail; what already is as it is cannot."""

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


_AIM = re.compile(
    r"(?<!领导)要(?!命|紧|么|是|个)|必须|(?<!我)得(?=把|先|在|上|做|办|说)|\b(must|by (january|february|march|april|may|june|july|august"
    r"|september|october|november|december)|go live|has to|have to|due)\b",
    re.IGNORECASE,
)


def kind_of(kpi: KpiFacts) -> KpiKind | None:
    """The kind of a KPI by its words; None where they do not tell."""
    if kpi.layer is Layer.LIFE:
        return KpiKind.OUR_WORK if _OUR_WORK.search(kpi.words) else KpiKind.OWN_TIME
    if kpi.layer is Layer.MINDSET:
        if _GRIEVANCE.search(kpi.words):
            return KpiKind.GRIEVANCE
        return KpiKind.WISH if _WISH.search(kpi.words) else None
    has_end = any(kpi.facets.get(facet, "").strip() for facet in (Facet.DEADLINE, Facet.TARGET))
    return KpiKind.AIM if has_end or _AIM.search(kpi.words) else None


def fits(kind: KpiKind | None, kpi: KpiFacts | None) -> bool:
    """Whether a wording for that kind suits the KPI; one for no kind suits all."""
    return kind is None or (kpi is not None and kind_of(kpi) is kind)
