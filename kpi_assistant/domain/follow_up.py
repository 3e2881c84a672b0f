"""What to ask next about a KPI that has just been said."""

from kpi_assistant.domain.delicate import is_delicate
from kpi_assistant.domain.kpi import KpiFacts, missing_facets
from kpi_assistant.domain.vocabulary import Facet, Source

ASKING_ORDER = (
    Facet.TARGET,
    Facet.DEADLINE,
    Facet.CONSEQUENCE,
    Facet.JUDGE,
    Facet.METRIC,
    Facet.OBSTACLES,
    Facet.BASELINE,
    Facet.TRIED,
)
"""What a brief cannot do without comes first: how far, by when, and why it matters; what can be looked up comes last."""


def next_facet(kpi: KpiFacts) -> Facet | None:
    """The missing facet that matters most, or None: private layers are received and never dug into, and what the
    person did not say themselves cannot be followed up with them. Nobody is asked for a target after speaking of an
    illness at home, whatever layer it stands under."""
    if kpi.source is not Source.STATED or is_delicate(kpi.words, kpi.layer):
        return None
    missing = set(missing_facets(kpi))
    return next((facet for facet in ASKING_ORDER if facet in missing), None)
