"""What may be typed about a promise: what, for when, and what was said when it was given up."""

import uuid
from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from kpi_assistant.domain.operation import LONGEST_PROMISE
from kpi_assistant.domain.vocabulary import PromiseKind
from kpi_assistant.forms.base import Form, NewRowForm, chips, day, line, prose
from kpi_assistant.forms.kpi import uuid_or_none


class PromiseForm(NewRowForm):
    """One promise; ``offer_meetings`` says in which meeting it may have been made."""

    kind = chips(_("Kind of promise"), PromiseKind, default=PromiseKind.DELIVER)
    text = prose(_("What we promised"), required=True, longest=LONGEST_PROMISE)
    due_on = day(_("By when"), required=True, ahead=True)
    meeting_id = SelectField(_("Promised in"), coerce=uuid_or_none, validators=[Optional()])

    def offer_meetings(self, meetings: Iterable[tuple[uuid.UUID, str]]) -> None:
        self.meeting_id.choices = [
            SelectChoice("", _("No meeting in particular")),
            *(SelectChoice(str(meeting_id), name) for meeting_id, name in meetings),
        ]


class PostponeForm(Form):
    due_on = day(_("By when"), required=True, ahead=True)


class ReleaseForm(Form):
    told = line(_("What did you tell them?"), required=True, longest=LONGEST_PROMISE)
