"""A move: which posts were left, when, and where to."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from kpi_assistant.forms.base import NewRowForm, day, line
from kpi_assistant.forms.kpi import row_choices, uuid_or_none
from kpi_assistant.forms.person import SourceFields
from kpi_assistant.forms.post import PlaceFields, refuse

KNOWN, UNKNOWN = "known", "unknown"


class MoveForm(NewRowForm, PlaceFields):
    """``held`` are the posts held now, all of them left unless unticked; ``today`` is the member's."""

    left = SelectMultipleField(
        _("What they left"),
        coerce=uuid_or_none,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )
    moved_on = day(_("When"), required=True)
    whereto = RadioField(
        _("Where to"),
        choices=[SelectChoice(KNOWN, _("To a new place")), SelectChoice(UNKNOWN, _("Left; nobody knows where to"))],
        default=KNOWN,
    )
    level = line(_("Level"))

    def __init__(self, *args: Any, held: Iterable[Any], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held, self.today = list(held), today
        self.left.choices = [SelectChoice(str(post.id), _post_line(post)) for post in self.held]

    @property
    def goes_somewhere(self) -> bool:
        return bool(self.whereto.data == KNOWN)

    @property
    def posts_left(self) -> list[Any]:
        return [post for post in self.held if post.id in (self.left.data or [])]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.held and not self.left.data:
            valid = refuse(self.left, _("Choose the post they left. For a further post beside it, add one instead."))
        if self.moved_on.data and self.moved_on.data > self.today:
            valid = refuse(self.moved_on, _("Choose today or an earlier day."))
        elif self.moved_on.data and any(
            post.started_on and post.started_on > self.moved_on.data for post in self.posts_left
        ):
            valid = refuse(self.moved_on, _("This is before the post began."))
        if self.goes_somewhere and not self.names_a_place and not self.organisation_id.errors:
            valid = refuse(self.organisation_id, _("Choose an organisation or name a new one."))
        if not self.goes_somewhere and self.names_a_place:
            valid = refuse(self.whereto, _("You named a place below: then choose “To a new place”."))
        return valid


class SuccessorForm(NewRowForm, SourceFields):
    """Who follows in a post somebody left: one of those there, or somebody new by name."""

    person_id = SelectField(_("Somebody who is there already"), coerce=uuid_or_none, validators=[Optional()])
    name = line(_("Or somebody new"))

    @property
    def wants_source(self) -> bool:
        """Of somebody who is there already it is known, or asked on their own page."""
        return bool(self.name.data)

    def offer(self, people: Iterable[Any]) -> None:
        self.person_id.choices = row_choices(people, blank=_("Choose one"))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.person_id.data and self.name.data:
            return refuse(self.name, _("Choose one from the list or name a new one, not both."))
        if not self.person_id.data and not self.name.data:
            return refuse(self.name, _("Choose a person, or name somebody new."))
        return valid


def _post_line(post: Any) -> str:
    return " · ".join(part for part in (post.title, post.organisation.name) if part)
