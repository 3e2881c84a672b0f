"""What the customer made of an answer."""

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired

from kpi_assistant.domain.vocabulary import ReactionKind
from kpi_assistant.forms.base import Form, chips, day, prose


class ReactionForm(Form):
    kind = chips(
        _("How did they take it?"), ReactionKind, validate_choice=False,
        validators=[InputRequired(_("Choose how they took it."))],
    )  # fmt: skip
    words = prose(_("In their words"), longest=1000)
    happened_on = day(_("When"), required=True, past=True)
