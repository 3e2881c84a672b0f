"""What holds for every form: no text reaches a service before the one rule for typed text has seen it."""

import importlib
import inspect
import pkgutil

import pytest
from wtforms import Form, StringField, TextAreaField

from kpi_assistant import forms
from kpi_assistant.forms.base import trimmed

MODULES = [importlib.import_module(f"{forms.__name__}.{each.name}") for each in pkgutil.iter_modules(forms.__path__)]
FORMS = sorted(
    {
        one
        for module in MODULES
        for _name, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, Form) and one.__module__.startswith(forms.__name__)
    },
    key=lambda one: one.__qualname__,
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
def test_every_text_field_gives_what_was_typed(form):
    fields = {name: field for name, field in inspect.getmembers(form) if hasattr(field, "field_class")}
    texts = [name for name, field in fields.items() if field.field_class in (StringField, TextAreaField)]
    assert [name for name in texts if trimmed not in fields[name].kwargs.get("filters", [])] == []


def test_a_line_end_is_the_same_whoever_sends_it():
    assert len(FORMS) > 30
    assert trimmed(" a\r\nb\rc\nd ") == "a\nb\nc\nd"
    assert trimmed(None) == ""
