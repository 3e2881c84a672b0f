"""A post: a person's dated place in an organisation."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import Optional

from kpi_assistant.domain.vocabulary import Industry, RoleKind
from kpi_assistant.forms.base import Form, NewRowForm, RowSelect, choice, day, line
from kpi_assistant.forms.kpi import row_choices, uuid_or_none


class PlaceFields(Form):
    """An organisation, chosen or named anew, and what the person does there. The view sets the choices with ``offer``."""

    organisation_id = SelectField(_("Organisation"), coerce=uuid_or_none, validators=[Optional()], widget=RowSelect())
    new_organisation = line(_("Or a new organisation"))
    new_industry = choice(_("Its industry"), Industry, default=Industry.OTHER)
    title = line(_("Title"))
    role_kind = choice(_("Part they play"), RoleKind, default=RoleKind.USER)

    def offer(self, organisations: Iterable[Any]) -> None:
        self.organisation_id.choices = row_choices(organisations, blank=_("Choose one"))

    @property
    def names_a_place(self) -> bool:
        return bool(self.organisation_id.data or self.new_organisation.data)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.organisation_id.data and self.new_organisation.data:
            return refuse(self.new_organisation, _("Choose one from the list or name a new one, not both."))
        if self.title.data and not self.names_a_place:
            return refuse(self.organisation_id, _("Where do they hold this title?"))
        return valid

    def place_values(self) -> dict[str, Any]:
        """What services.posts.fill_post takes beside the dates."""
        return {
            name: self[name].data
            for name in (
                "organisation_id",
                "new_organisation",
                "new_industry",
                "title",
                "level",
                "role_kind",
                "started_on",
                "ended_on",
            )
            if name in self
        }


class PostForm(NewRowForm, PlaceFields):
    """``today`` is the member's; a post that is held has no end, an ended one keeps its end."""

    level = line(_("Level"))
    started_on = day(_("Held since"))
    ended_on = day(_("Held until"))

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.names_a_place and not self.organisation_id.errors:
            valid = refuse(self.organisation_id, _("Choose an organisation or name a new one."))
        if self.started_on.data and self.started_on.data > self.today:
            valid = refuse(self.started_on, _("Choose today or an earlier day."))
        if "ended_on" in self:
            valid = check_end(self.ended_on, self.started_on.data, self.today) and valid
        return valid


class ClosePostForm(Form):
    """When a post ended; not before it began and not in the future."""

    ended_on = day(_("Last day"), required=True)

    def __init__(self, *args: Any, started_on: dt.date | None, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.started_on, self.today = started_on, today

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and check_end(self.ended_on, self.started_on, self.today)


def check_end(field: Any, started_on: dt.date | None, today: dt.date) -> bool:
    if field.data and field.data > today:
        return refuse(field, _("Choose today or an earlier day."))
    if field.data and started_on and field.data < started_on:
        return refuse(field, _("This is before the post began."))
    return True


def refuse(field: Any, sentence: Any) -> bool:
    """Put a sentence beside a field; always False, for a form's answer."""
    field.errors = [*field.errors, sentence]
    return False
