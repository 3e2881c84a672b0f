"""An introduction promised, and what came of it."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import DataRequired

from kpi_assistant.domain.vocabulary import IntroductionOutcome
from kpi_assistant.forms.base import Form, NewRowForm, chips, day, line


class IntroductionForm(NewRowForm):
    """``helper_id`` is sent by the button beside the person."""

    helper_id = HiddenField()
    due_on = day(_("By when"), required=True, ahead=True)


class OutcomeForm(Form):
    outcome = chips(
        _("What came of it"),
        IntroductionOutcome,
        validate_choice=False,
        validators=[DataRequired(_("Choose what came of it."))],
    )
    outcome_note = line(_("In a word"))
