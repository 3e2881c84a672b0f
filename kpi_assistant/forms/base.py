"""What all forms share: trimmed text, clear limits, and choices that come back as vocabulary."""

import datetime as dt
import uuid
from enum import StrEnum
from html import escape
from typing import Any

from flask_babel import get_timezone
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import Select

from kpi_assistant.forms.labels import choices

LINE = 200
"""The longest single line anybody needs, in characters."""
PROSE = 2000
"""The longest field that may reach paper (print measurements: more costs layout time), in characters."""


def trimmed(value: str | None) -> str:
    """Text as it was typed, without space around it. Forms send their line ends as CR LF, boxes hold and phones send LF."""
    return (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose ``values()`` are what the service takes."""

    def values(self) -> dict[str, Any]:
        """The fields by name, without buttons and token."""
        return {name: value for name, value in self.data.items() if name not in {"csrf_token", "submit", "form_id"}}


def _id_or_new(value: Any) -> uuid.UUID:
    """Nobody types an id: whoever sends none, or a broken one, sends a form of its own."""
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return uuid.uuid4()


class NewRowForm(Form):
    """A form that makes a row. A double tap sends it twice, and both copies mean the same row."""

    form_id = HiddenField(filters=[_id_or_new])

    def row_id(self, sender: object) -> uuid.UUID:
        """The primary key of the row this makes for ``sender`` (the member, and the page they send it to).

        It comes of the form's own id and of what is typed: whoever goes back and types something else means another
        row, which must not be dropped. And as it is nobody's to choose, it leads to nobody else's row.
        """
        return uuid.uuid5(self.form_id.data, repr((str(sender), sorted(self.values().items()))))


class RowSelect(Select):  # type: ignore[misc]
    """A select of rows, of which there may be hundreds: an option is its value and its label, and nothing else."""

    @classmethod
    def render_option(cls, choice: SelectChoice, **_kwargs: Any) -> str:
        selected = " selected" if choice.selected else ""
        return f'<option{selected} value="{escape(str(choice.value))}">{escape(str(choice.label or choice.value))}</option>'


def line(label: Any, *, required: bool = False, longest: int = LINE, **render: Any) -> StringField:
    """One line of text."""
    return StringField(label, filters=[trimmed], validators=_text_rules(required, longest), **render)


def prose(label: Any, *, required: bool = False, longest: int = PROSE, **render: Any) -> TextAreaField:
    """Several lines of text."""
    return TextAreaField(label, filters=[trimmed], validators=_text_rules(required, longest), **render)


def choice(label: Any, vocabulary: type[StrEnum], *, blank: Any = None, **render: Any) -> SelectField:
    """A select over a vocabulary; its data is the enumeration's member, or None for the blank."""
    return SelectField(
        label,
        choices=lambda: choices(vocabulary, blank=blank),
        coerce=_member_of(vocabulary),
        validators=[Optional()] if blank is not None else [],
        **render,
    )


def chips(label: Any, vocabulary: type[StrEnum], **render: Any) -> RadioField:
    """The same as radio buttons, shown as a row of chips."""
    return RadioField(label, choices=lambda: choices(vocabulary), coerce=_member_of(vocabulary), **render)


def day(label: Any, *, required: bool = False, past: bool = False, ahead: bool = False, **render: Any) -> DateField:
    """A calendar day; ``past`` for what has happened already, so that nothing said or measured lies ahead of us, and
    ``ahead`` for what is still to come."""
    rules: list[Any] = [DataRequired(_("Choose a day."))] if required else [Optional()]
    rules += [_not_ahead] * past + [_not_over] * ahead
    return DateField(label, validators=rules, **render)


def _not_ahead(_form: Form, field: Field) -> None:
    if field.data is not None and field.data > _today():  # what is no day at all has been refused already
        raise ValidationError(_("Choose today or an earlier day."))


def _not_over(_form: Form, field: Field) -> None:
    if field.data is not None and field.data < _today():
        raise ValidationError(_("This day has passed. Choose today or a later day."))


def _today() -> dt.date:
    return dt.datetime.now(get_timezone()).date()


def _text_rules(required: bool, longest: int) -> list[Any]:
    rules: list[Any] = [at_most(longest)]
    return [DataRequired(_("Please fill this in.")), *rules] if required else [Optional(), *rules]


def at_most(longest: int = LINE) -> Length:
    """The limit of a text in characters."""
    return Length(max=longest, message=_("This is longer than %(max)d characters.", max=longest))


def _member_of(vocabulary: type[StrEnum]) -> Any:
    def coerce(value: Any) -> StrEnum | None:
        return None if value in (None, "", "None") else vocabulary(value)

    return coerce
