"""A question of one's own for a guide."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import Optional

from kpi_assistant.domain.question_lint import RedFlagKind
from kpi_assistant.domain.vocabulary import Phase
from kpi_assistant.forms.base import Form, choice, line
from kpi_assistant.forms.kpi import uuid_or_none

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


class OwnQuestionForm(Form):
    """The view sets who may be asked."""

    text = line(_("Your own question"), required=True, longest=300)
    phase = choice(_("In which part"), Phase, default=Phase.OPEN)
    to_person_id = SelectField(_("To whom"), coerce=uuid_or_none, validators=[Optional()])
