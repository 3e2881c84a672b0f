"""A meeting: when, with whom, about what; and how it ended."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from flask_babel import lazy_ngettext
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional

from kpi_assistant.domain.vocabulary import TouchPurpose
from kpi_assistant.forms.base import Form, NewRowForm, RowSelect, chips, day, line
from kpi_assistant.forms.kpi import row_choices, uuid_or_none

MINUTES = (15, 20, 30, 45, 60, 90)
"""The lengths a guide's budget is written for; any other can be typed."""


class MeetingForm(NewRowForm):
    """The view sets the choices with ``offer``; ``person_ids`` keeps the order in which they were sent."""

    purpose = line(_("What it is for"))
    date = day(_("Day"), required=True)
    time = TimeField(_("Time"), validators=[InputRequired(_("Choose a time."))])
    minutes = RadioField(
        _("How long"),
        choices=lambda: [
            *(SelectChoice(str(n), lazy_ngettext("%(num)d minute", "%(num)d minutes", n)) for n in MINUTES),
            SelectChoice("0", _("Other")),
        ],
        coerce=int,
        default=30,
    )
    other_minutes = IntegerField(_("Minutes"), validators=[Optional()])
    person_ids = SelectMultipleField(
        _("With whom"),
        choices=[],
        coerce=uuid_or_none,
        validators=[DataRequired(_("Choose at least one person."))],
        validate_choice=False,
    )
    kind = chips(_("It is mainly about"), TouchPurpose, default=TouchPurpose.PROJECT)
    organisation_id = SelectField(_("Organisation"), coerce=uuid_or_none, validators=[Optional()], widget=RowSelect())
    project_id = SelectField(_("Project"), coerce=uuid_or_none, validators=[Optional()], widget=RowSelect())
    place = line(_("Place"))
    is_secret = BooleanField(_("A secret site: nothing is kept on the phone"))

    def offer(self, organisations: Iterable[Any], projects: Iterable[Any]) -> None:
        self.organisation_id.choices = row_choices(organisations, blank=_("The first person’s"))
        self.project_id.choices = row_choices(projects, blank=_("None"))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        # Asked only of whoever chose "other": what was typed there before must not stand in the way of 30 minutes.
        if self.minutes.data == 0 and not 5 <= (self.other_minutes.data or 0) <= 480:
            self.other_minutes.errors = [_("Between 5 and 480 minutes.")]
            return False
        return valid

    def starts_at(self, zone: ZoneInfo) -> dt.datetime:
        return dt.datetime.combine(self.date.data, self.time.data, zone)

    def details(self) -> dict[str, Any]:
        """What is stored as typed: purpose, minutes, kind, place, organisation and project."""
        return {
            "purpose": self.purpose.data,
            "minutes": self.minutes.data or self.other_minutes.data,
            "kind": self.kind.data,
            "place": self.place.data,
            "is_secret": self.is_secret.data,
            "organisation_id": self.organisation_id.data,
            "project_id": self.project_id.data,
        }


class FinishForm(Form):
    next_step = line(_("Next step: who brings what"))
    next_step_on = day(_("By when"))


class RankForm(Form):
    kpi_id = SelectField(choices=[], coerce=uuid_or_none, validate_choice=False)
    direction = SelectField(choices=[SelectChoice("up"), SelectChoice("down")])


def ids_of(values: Iterable[str]) -> list[uuid.UUID]:
    """The well-formed ids among what was sent, each once, in order."""
    found: dict[uuid.UUID, None] = {}
    for value in values:
        try:
            found[uuid.UUID(value)] = None
        except ValueError:
            continue
    return list(found)
