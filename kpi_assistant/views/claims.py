"""What a page says about a flagged wording: the words, the rule, why it matters and how to say it instead."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from kpi_assistant.content.compliance import load_claim_advice, load_wordings
from kpi_assistant.domain.claim_rewording import Reworded, language_of, reword
from kpi_assistant.domain.claims import ClaimCode, ClaimFlag
from kpi_assistant.domain.text import Text
from kpi_assistant.services.responses import BLOCKING


@dataclass(frozen=True)
class Objection:
    """One kind of fault in a text, in the reader's language; a blocking one must be reworded before anything is saved.

    ``better`` is the whole text as it would stand, in the text's own language; None where nothing can be taken.
    """

    code: ClaimCode
    words: str
    name: str
    why: str
    instead: str
    is_blocking: bool
    better: Reworded | None = None

    def __str__(self) -> str:
        return str(_("“%(words)s”: %(name)s. %(why)s Better: %(instead)s", **vars(self)))


def objections(
    text: str, flags: Iterable[ClaimFlag], proofs: Iterable[Text] = (), due_on: dt.date | None = None
) -> list[Objection]:
    """One objection for each kind of fault, quoting every passage it was found in.

    ``proofs`` are the statements of live proofs, to take the place of a number that nothing proves; ``due_on`` is the
    day of the promise, to date an intention.
    """
    locale = str(get_locale())
    advice = load_claim_advice()
    found: dict[ClaimCode, list[ClaimFlag]] = {}
    for flag in flags:
        found.setdefault(flag.code, []).append(flag)
    return [
        Objection(
            code=code,
            words=_(", ").join(dict.fromkeys(text[flag.start : flag.end].strip() for flag in passages)),
            name=advice[code].name.in_locale(locale),
            why=advice[code].why.in_locale(locale),
            instead=advice[code].instead.in_locale(locale),
            is_blocking=code in BLOCKING,
            better=_better(text, passages, proofs, due_on),
        )
        for code, passages in found.items()
    ]


def _better(text: str, flags: Sequence[ClaimFlag], proofs: Iterable[Text], due_on: dt.date | None) -> Reworded | None:
    language = language_of(text)
    in_language = (proof.zh if language == "zh_CN" else proof.en for proof in proofs)
    day = format_date(due_on, "M月d日" if language == "zh_CN" else "d MMMM", locale=language) if due_on else ""
    return reword(text, flags, load_wordings(), proof=next(filter(None, in_language), ""), day=day)
