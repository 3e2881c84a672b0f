"""What a page says about a flagged wording: the words, the rule, why it matters and how to say it instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _

from kpi_assistant.content.compliance import load_claim_advice
from kpi_assistant.domain.claims import ClaimCode, ClaimFlag
from kpi_assistant.services.responses import BLOCKING


@dataclass(frozen=True)
class Objection:
    """One flagged passage in the reader's language; a blocking one must be reworded before anything is saved."""

    words: str
    name: str
    why: str
    instead: str
    is_blocking: bool

    def __str__(self) -> str:
        return str(_("“%(words)s”: %(name)s. %(why)s Better: %(instead)s", **vars(self)))


def objections(text: str, flags: Iterable[ClaimFlag]) -> list[Objection]:
    """One objection for each kind of fault, quoting every passage it was found in."""
    locale = str(get_locale())
    advice = load_claim_advice()
    found: dict[ClaimCode, list[str]] = {}
    for flag in flags:
        found.setdefault(flag.code, []).append(text[flag.start : flag.end].strip())
    return [
        Objection(
            words=_(", ").join(dict.fromkeys(words)),
            name=advice[code].name.in_locale(locale),
            why=advice[code].why.in_locale(locale),
            instead=advice[code].instead.in_locale(locale),
            is_blocking=code in BLOCKING,
        )
        for code, words in found.items()
    ]
