"""A member: the first one, a further one, and what everybody may change of themselves."""

import contextlib
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import EmailField, PasswordField, SelectChoice, SelectField
from wtforms.validators import DataRequired, Length, ValidationError

from kpi_assistant.domain.password import LONGEST
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.forms.base import Form, NewRowForm, choice, line, trimmed
from kpi_assistant.forms.picture import BadPictureError, clean_picture

COMMON_ZONES = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Dubai", "Europe/London",
    "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Australia/Sydney", "UTC",
)  # fmt: skip
LONGEST_EMAIL = 254


def _email(label: object, autocomplete: str) -> EmailField:
    return EmailField(
        label, filters=[trimmed], render_kw={"autocomplete": autocomplete},
        validators=[DataRequired(_("Please fill this in.")), Length(max=LONGEST_EMAIL, message=_("This is not an e-mail address."))],
    )  # fmt: skip


def _time_zones() -> list[SelectChoice]:
    """The common ones first, then all; a zone has one name in every language."""
    groups = ((_("Common"), COMMON_ZONES), (_("All"), sorted(available_timezones() - set(COMMON_ZONES))))
    return [SelectChoice(zone, zone.replace("_", " "), optgroup=str(name)) for name, zones in groups for zone in zones]


class SetupForm(Form):
    code = line(
        _("One-time code"), required=True, longest=40,
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )  # fmt: skip
    name = line(_("Your name"), required=True, longest=80, render_kw={"autocomplete": "name"})
    email = _email(_("E-mail"), "username")
    password = PasswordField(
        _("Password"), render_kw={"autocomplete": "new-password"},
        validators=[DataRequired(_("Please fill this in.")), Length(max=LONGEST, message=_("This is longer than %(max)d characters.", max=LONGEST))],
    )  # fmt: skip
    workspace = line(_("Name of your team or company"), longest=80, render_kw={"autocomplete": "organization"})


class ProfileForm(Form):
    name = line(_("Your name"), required=True, longest=80, render_kw={"autocomplete": "name"})
    sender_organisation = line(_("Organisation"), longest=120, render_kw={"autocomplete": "organization"})
    sender_title = line(_("Title"), longest=80, render_kw={"autocomplete": "organization-title"})
    sender_phone = line(_("Phone"), longest=40, render_kw={"autocomplete": "tel", "inputmode": "tel"})
    sender_email = line(_("E-mail"), longest=LONGEST_EMAIL, render_kw={"autocomplete": "email", "inputmode": "email"})
    time_zone = SelectField(_("Time zone"), choices=_time_zones)


class LogoForm(Form):
    """The sender's logo. ``picture`` is what to keep of the file, once the form is valid."""

    logo = FileField(_("Logo"), validators=[FileRequired(_("Choose a picture."))])
    picture: bytes = b""

    def validate_logo(self, field: FileField) -> None:
        sentences = {
            "size": _("The file is larger than 1 MB."),
            "kind": _("Only PNG, JPEG and WebP pictures can be printed."),
            "pixels": _("The picture is larger than 4000 pixels a side."),
            "broken": _("The picture is damaged."),
        }
        try:
            with contextlib.closing(field.data) as file:
                self.picture = clean_picture(file)
        except BadPictureError as error:
            raise ValidationError(sentences[str(error)]) from error


class NewMemberForm(NewRowForm):
    name = line(_("Full name"), required=True, longest=80)
    email = _email(_("E-mail"), "off")
    role = choice(_("Role"), MemberRole, default=MemberRole.MEMBER)


class StandingForm(Form):
    role = choice(_("Role"), MemberRole)
