"""What may be typed for a guide: its minutes, a talk nobody planned, a question of one's own."""

import contextlib
from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel import lazy_ngettext
from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional

from kpi_assistant.domain.question_lint import RedFlagKind
from kpi_assistant.domain.vocabulary import Phase, TouchPurpose
from kpi_assistant.forms.base import Form, NewRowForm, chips, choice, line, prose
from kpi_assistant.forms.kpi import uuid_or_none
from kpi_assistant.forms.meeting import MINUTES

RED_FLAGS = {
    RedFlagKind.LEADING: _("It puts the answer into their mouth. Ask what happens, not whether they agree."),
    RedFlagKind.DOUBLE_BARRELLED: _("It asks two things at once. Ask one, then the other."),
    RedFlagKind.CLOSED: _("Yes or no would answer it. Begin with what, how, which or when."),
    RedFlagKind.PITCHING: _("It sells. Ask how they do it now."),
    RedFlagKind.INTERROGATING: _("“Why” sounds like a hearing. Ask what was considered at the time."),
    RedFlagKind.PRIVATE: _("It reaches into private life. Leave it to them to bring it up."),
    RedFlagKind.PRYING: _("It asks for what must not be known. No stage allows it."),
    RedFlagKind.BELITTLING: _("It runs others down. Ask what they would keep of the old way."),
    RedFlagKind.DISMISSING: _("It closes their mouth. Ask: besides this, what else …?"),
    RedFlagKind.TOO_LONG: _("It is too long for one breath."),
    RedFlagKind.VAGUE: _("It is too general. Ask for one case: last week, this month, the last time."),
    RedFlagKind.NOT_AT_FIRST: _("Too early for a first meeting. Ask how such things usually go."),
}
"""What a coach would say about each red flag."""


class OwnQuestionForm(NewRowForm):
    """The view sets who may be asked."""

    text = prose(_("Your own question"), required=True, longest=300, render_kw={"rows": 2})
    phase = choice(_("In which part"), Phase, default=Phase.OPEN)
    to_person_id = SelectField(_("To whom"), coerce=uuid_or_none, validators=[Optional()])

    def restore(self, unsent: Mapping[str, str]) -> None:
        """Show again what was typed and not added; what no longer makes sense falls back to the default."""
        self.text.data = unsent.get("text", "")
        for field, name in ((self.phase, "phase"), (self.to_person_id, "to_person_id")):
            with contextlib.suppress(ValueError):
                field.data = field.coerce(unsent.get(name, "")) or field.data


class GuideMinutesForm(Form):
    """How long the meeting is, changed beside the questions; absent where a button has nothing to do with it."""

    minutes = IntegerField(
        _("Minutes"),
        validators=[NumberRange(5, 480, _("Between 5 and 480 minutes."))],
        render_kw={"min": 5, "max": 480},
    )


class PrepareForm(NewRowForm):
    """A talk that nobody has planned; every field has a default, so that one tap is enough."""

    minutes = RadioField(
        _("How long"),
        choices=lambda: [SelectChoice(str(n), lazy_ngettext("%(num)d minute", "%(num)d minutes", n)) for n in MINUTES],
        coerce=int,
        default=30,
    )
    purpose = line(_("What it is for"))
    kind = chips(_("It is mainly about"), TouchPurpose, default=TouchPurpose.PROJECT)
