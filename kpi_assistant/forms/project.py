"""A project: an optional deal."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import Optional

from kpi_assistant.forms.base import NewRowForm, RowSelect, line, prose
from kpi_assistant.forms.kpi import row_choices, uuid_or_none


class ProjectForm(NewRowForm):
    """The view sets the choices with ``offer``."""

    name = line(_("Name"), required=True)
    organisation_id = SelectField(_("Organisation"), coerce=uuid_or_none, validators=[Optional()], widget=RowSelect())
    about = prose(_("What it is about"))

    def offer(self, organisations: Iterable[Any]) -> None:
        self.organisation_id.choices = row_choices(organisations, blank=_("None"))
