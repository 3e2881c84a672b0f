"""A question of one's own for the bank, and the filter of the bank's page."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from kpi_assistant.domain.vocabulary import Facet, Industry, Layer, Phase, RoleKind, TrustStage
from kpi_assistant.forms.base import Form, NewRowForm, choice, prose
from kpi_assistant.forms.labels import choices

WORDS = {"rows": 2}


def several(label: Any, vocabulary: Any) -> SelectMultipleField:
    """Any number of words of a vocabulary, as boxes to tick."""
    return SelectMultipleField(
        label,
        choices=lambda: choices(vocabulary),
        coerce=vocabulary,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class QuestionForm(NewRowForm):
    """One language is enough; the other then shows the same words."""

    text_zh = prose(_("The question, in Chinese"), longest=300, render_kw=WORDS)
    text_en = prose(_("The question, in English"), longest=300, render_kw=WORDS)
    phase = choice(_("In which part"), Phase, default=Phase.OPEN)
    layer = choice(_("Layer"), Layer, default=Layer.WORK)
    minutes = IntegerField(
        _("Minutes for question and answer"),
        default=3,
        validators=[NumberRange(1, 20, _("Between 1 and 20 minutes."))],
        render_kw={"min": 1, "max": 20},
    )
    lowest_stage = choice(_("From which stage of trust"), TrustStage, default=TrustStage.S0)
    role_kinds = several(_("For whom"), RoleKind)
    industries = several(_("In which industries"), Industry)
    facets = several(_("What the answer tells about a KPI"), Facet)
    listen_for_zh = prose(_("What to listen for, in Chinese"), longest=300, render_kw=WORDS)
    listen_for_en = prose(_("What to listen for, in English"), longest=300, render_kw=WORDS)
    follow_ups_zh = prose(_("How to ask on, in Chinese"), longest=600, render_kw=WORDS)
    follow_ups_en = prose(_("How to ask on, in English"), longest=600, render_kw=WORDS)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if not self.text_zh.data and not self.text_en.data:
            self.text_zh.errors = [*self.text_zh.errors, _("Write the question in one language at least.")]
            return False
        return valid


class BankFilter(Form):
    """What the bank's page is narrowed to; everything is optional, and it is sent with the address."""

    class Meta:
        csrf = False

    phase = choice(_("Part"), Phase, blank=_("Every part"))
    role = choice(_("Their role"), RoleKind, blank=_("Every role"))
    industry = choice(_("Industry"), Industry, blank=_("Every industry"))
    layer = choice(_("Layer"), Layer, blank=_("Every layer"))
