"""What may be typed about our offering: a capability in both languages, and what proves it."""

from typing import Any

from flask_babel import lazy_gettext as _

from kpi_assistant.domain.vocabulary import Industry, ProofKind
from kpi_assistant.forms.base import Form, NewRowForm, chips, choice, day, line, prose

LONGEST_SAYINGS = 4000
"""Room for some forty lines as customers say them, in characters."""


class CapabilityForm(NewRowForm):
    """One of the two names is enough to begin with; a brief in the other language waits for its own."""

    name_zh = line(_("Name in Chinese"))
    name_en = line(_("Name in English"))
    description_zh = prose(_("What we do, in Chinese"))
    description_en = prose(_("What we do, in English"))
    limits_zh = prose(_("What it cannot do, in Chinese"))
    limits_en = prose(_("What it cannot do, in English"))
    sayings_zh = prose(_("In Chinese, one to a line"), longest=LONGEST_SAYINGS)
    sayings_en = prose(_("In English, one to a line"), longest=LONGEST_SAYINGS)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if not (self.name_zh.data or self.name_en.data):
            self.name_zh.errors = [*self.name_zh.errors, _("Give it a name in at least one language.")]
            return False
        return valid


class CompetitorsForm(Form):
    competitors = prose(_("Whom you compete with, one to a line"), longest=LONGEST_SAYINGS)


class ProofForm(NewRowForm):
    """A statement in one language is enough to begin with."""

    kind = chips(_("Kind of proof"), ProofKind, default=ProofKind.CASE)
    statement_zh = prose(_("What it shows, in Chinese"))
    statement_en = prose(_("What it shows, in English"))
    whose_zh = line(_("Whose, in Chinese"))
    whose_en = line(_("Whose, in English"))
    how_measured_zh = line(_("How it was measured, in Chinese"))
    how_measured_en = line(_("How it was measured, in English"))
    industry = choice(_("Industry"), Industry, blank=_("Any industry"))
    measured_on = day(_("Measured on"), past=True)
    valid_until = day(_("May be cited until"))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if not (self.statement_zh.data or self.statement_en.data):
            self.statement_zh.errors = [*self.statement_zh.errors, _("Say what it shows in at least one language.")]
            valid = False
        if self.measured_on.data and self.valid_until.data and self.valid_until.data < self.measured_on.data:
            self.valid_until.errors = [*self.valid_until.errors, _("This is before the day it was measured.")]
            valid = False
        return valid
