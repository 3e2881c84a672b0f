"""How often to be in touch, and a birthday without its year."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from kpi_assistant.domain.vocabulary import Calendar
from kpi_assistant.forms.base import Form, chips
from kpi_assistant.forms.post import refuse

LONGEST_MONTH = {Calendar.LUNAR: (30,) * 12, Calendar.SOLAR: (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)}


def _number(label: Any, least: int, most: int) -> IntegerField:
    sentence = _("A number from %(least)d to %(most)d.", least=least, most=most)
    return IntegerField(label, validators=[InputRequired(sentence), NumberRange(least, most, sentence)])


class RhythmForm(Form):
    """Days between two contacts."""

    a = _number(_("Band A, in days"), 7, 730)
    b = _number(_("Band B, in days"), 7, 730)
    c = _number(_("Band C, in days"), 7, 730)


class BirthdayForm(Form):
    calendar = chips(_("By which calendar"), Calendar, default=Calendar.SOLAR)
    month = _number(_("Month"), 1, 12)
    day = _number(_("Day"), 1, 31)
    shared = BooleanField(_("My team may see it"))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.day.data > LONGEST_MONTH[self.calendar.data][self.month.data - 1]:
            return refuse(self.day, _("This month has no such day."))
        return True
