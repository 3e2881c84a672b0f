"""Forms that change a row others may be changing, too: each carries what it showed, and nothing of theirs is wiped."""

import hashlib
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, FileField, FormField, HiddenField, SelectFieldBase, TextAreaField

from kpi_assistant.forms.base import Form, trimmed


class ChangeForm(Form):
    """A form over a row as it stands: the view gives it as ``obj``, both when it shows and when it takes the form.

    A field left as it was shown keeps what the row holds by now. One that both changed is refused with both texts in
    sight; what was shown is then the other's, so that saving once more is a choice. Without an ``obj`` it is any form.
    """

    shown = HiddenField()
    """A digest for each field, as "name=digest name=digest"."""

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        self._row = obj
        if obj is not None and self.shown.raw_data is None:
            self.shown.data = self._as_it_stands()

    def values(self) -> dict[str, Any]:
        values = super().values()
        values.pop("shown")
        return values

    def validate(self, extra_validators: Any = None) -> bool:
        both = list(self._settle()) if self._row is not None else []
        valid = bool(super().validate(extra_validators))
        for field in both:
            field.errors = [
                *field.errors,
                _(
                    "Somebody changed this while you were writing, and now it says: “%(theirs)s”. Nothing is overwritten. "
                    "Save again to keep what you wrote, or change it first.",
                    theirs=_readable(field),
                ),
            ]
        return valid and not both

    def _settle(self) -> Iterator[Field]:
        """Give fields nobody touched here what the row holds; the others that somebody else changed as well."""
        shown = dict(part.split("=", 1) for part in (self.shown.data or "").split() if "=" in part)
        for field in _fields(self):
            mine, now = _text(field, field.data), _text(field, field.object_data)
            # Of who does not say what they saw, an empty field says nothing, and a filled one is meant.
            was = shown.get(field.name, _digest(now if mine else ""))
            if mine == now:
                continue
            if _digest(mine) == was:
                field.data = field.object_data
            elif _digest(now) != was:
                yield field
        self.shown.data = self._as_it_stands()

    def _as_it_stands(self) -> str:
        return " ".join(f"{field.name}={_digest(_text(field, field.object_data))}" for field in _fields(self))


def _fields(form: Any) -> Iterator[Field]:
    """What is typed or chosen, also in forms within the form."""
    for field in form:
        if isinstance(field, FormField):
            yield from _fields(field.form)
        elif not isinstance(field, (HiddenField, FileField)):
            yield field


def _text(field: Field, value: Any) -> str:
    """A value as the text that is compared; an input of one line cannot send line ends."""
    if isinstance(value, (list, tuple, set)):
        return "\n".join(sorted(map(str, value)))
    text = trimmed(str(value)) if value not in (None, False) else ""
    return text if isinstance(field, TextAreaField) else text.replace("\n", "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _readable(field: Field) -> str:
    """What the row holds by now, in the reader's words."""
    value = field.object_data
    if isinstance(field, BooleanField):
        return str(_("yes") if value else _("no"))
    if isinstance(field, SelectFieldBase):
        chosen = set(_text(field, value).split("\n"))
        return ", ".join(str(choice.label) for choice in field.iter_choices() if str(choice.value) in chosen)
    return trimmed(str(value if value is not None else "")) or str(_("nothing"))
