"""A person: who they are and from where we know them."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectChoice, StringField, ValidationError

from kpi_assistant.domain.vocabulary import TrustStage
from kpi_assistant.forms.base import Form, NewRowForm, at_most, chips, line, prose, trimmed
from kpi_assistant.forms.post import PlaceFields


class SourceFields(Form):
    """From where we know somebody.

    Nearly nobody is met cold, and whoever brought us together is soon forgotten: the form wants that or an explicit "cold".
    """

    # Without the rule Optional, which would end the questions before ours.
    met_through = StringField(_("How we know them"), filters=[trimmed], validators=[at_most()])
    is_cold = BooleanField(_("Nobody: a cold contact"))

    @property
    def wants_source(self) -> bool:
        return True

    def validate_met_through(self, field: StringField) -> None:
        if self.wants_source and not field.data and not self.is_cold.data:
            raise ValidationError(_("Who or what brought you together? If nobody did, say so below."))


class PersonForm(SourceFields):
    name = line(_("Full name"), required=True)
    can_help_with = line(_("What they could help others with"))
    influence = RadioField(
        _("Influence there"), choices=[SelectChoice(str(n)) for n in range(1, 6)], coerce=int, default=3
    )
    contact = prose(_("Phone, e-mail and the like"), longest=500)

    def person_values(self) -> dict[str, Any]:
        """The person's own fields."""
        names = ("name", "met_through", "can_help_with", "influence", "contact", "stage")
        return {name: self[name].data or "" for name in names if name in self}


class NewPersonForm(NewRowForm, PlaceFields, PersonForm):
    """Somebody new, with the place they hold now where it is known."""

    stage = chips(_("How far the relation has come"), TrustStage, default=TrustStage.S0)


class NewcomerForm(SourceFields):
    """Somebody new, named within another form whose token guards it: their fields are told apart by a prefix."""

    name = line(_("Full name"), required=True)

    def __init__(self) -> None:
        super().__init__(prefix="new-", meta={"csrf": False})

    def is_begun(self, looked_for: str) -> bool:
        """Whether somebody typed here: a name that was only looked for stands there by itself."""
        return bool(self.met_through.data or self.is_cold.data or (self.name.data or "") not in ("", looked_for))

    def person_values(self) -> dict[str, Any]:
        return {"name": self.name.data, "met_through": self.met_through.data or ""}


class EraseForm(Form):
    """Erasing asks for the name, so that nobody erases the wrong one. The view sets ``expected``."""

    expected = ""
    name = line(_("Type the name to confirm"), required=True)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if valid and self.name.data != self.expected:
            self.name.errors = [_("This is not the name of the person on this page.")]
            return False
        return valid
