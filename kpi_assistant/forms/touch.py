"""A contact that took place, logged in two taps."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice

from kpi_assistant.domain.vocabulary import TouchKind, TouchPurpose
from kpi_assistant.forms.base import NewRowForm, chips, day, line
from kpi_assistant.forms.labels import label_of
from kpi_assistant.forms.post import refuse

LOGGED_KINDS = tuple(kind for kind in TouchKind if kind is not TouchKind.MEETING)
"""What is logged by hand: a meeting that took place writes its own."""


class TouchForm(NewRowForm):
    """``now`` is the moment in the member's zone; without a day the contact was now."""

    kind = RadioField(
        _("What it was"),
        choices=lambda: [SelectChoice(str(kind), label_of(kind)) for kind in LOGGED_KINDS],
        coerce=TouchKind,
        default=TouchKind.CALL,
    )
    purpose = chips(_("What it was about"), TouchPurpose)
    date = day(_("Another day"))
    remark = line(_("Remark"))

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.date.data and self.date.data > self.now.date():
            return refuse(self.date, _("Choose today or an earlier day."))
        return valid

    def happened_at(self) -> dt.datetime:
        if self.date.data in (None, self.now.date()):
            return self.now
        zone = self.now.tzinfo
        return dt.datetime.combine(self.date.data, dt.time(12), zone if isinstance(zone, ZoneInfo) else dt.UTC)
