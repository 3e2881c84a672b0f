"""The forms of a page as a browser would send them, with something typed into every empty field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {
    "text": "客户的一句话",
    "search": "",
    "email": "new@example.com",
    "tel": "1",
    "number": "5",
    "date": "2026-11-02",
    "time": "10:00",
    "month": "2026-11",
    "password": "ein-langes-gutes-Passwort",
}
"""What is typed into an empty field, by its type."""

Pairs = list[tuple[str, str]]


@dataclass
class Form:
    """A form that is posted: where to, what its fields send, and its buttons as (address, name, value)."""

    action: str
    fields: Pairs = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def sendings(self) -> Iterator[tuple[str, str, Pairs]]:
        """One for each button: the address without its query, the button's name, and what is sent."""
        for action, name, value in self.buttons or [("", "", "")]:
            yield (action or self.action), name, [*self.fields, *([(name, value)] if name else [])]


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.form: Form | None = None
        self.select: tuple[Form, str] | None = None
        self.options: list[tuple[str, bool]] = []
        self.textarea: tuple[Form, str] | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.form = Form(given.get("action") or self.address) if given.get("method") == "post" else None
            if self.form:
                self.forms.append(self.form)
                self.by_id[given.get("id") or ""] = self.form
            return
        form = self.by_id.get(given["form"] or "") if "form" in given else self.form
        if form is None or "disabled" in given:
            return
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "button" and given.get("type") != "button":
            form.buttons.append((given.get("formaction") or "", name, value))
        elif tag == "input" and name:
            self._input(form, given.get("type") or "text", name, value, "checked" in given)
        elif tag == "select" and name:
            self.select, self.options = (form, name), []
        elif tag == "option" and self.select:
            self.options.append((value, "selected" in given))
        elif tag == "textarea" and name:
            self.textarea, self.text = (form, name), ""

    def _input(self, form: Form, kind: str, name: str, value: str, checked: bool) -> None:
        if kind == "radio":
            if checked:
                form.fields = [pair for pair in form.fields if pair[0] != name]
            if checked or name not in dict(form.fields):
                form.fields.append((name, value))
        elif kind == "checkbox":
            if checked:
                form.fields.append((name, value or "on"))
        elif kind not in {"submit", "button", "file", "image", "reset"}:
            form.fields.append((name, value if kind == "hidden" else value or TYPED[kind]))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.textarea:
            form, name = self.textarea
            form.fields.append((name, self.text.strip() or TYPED["text"]))
            self.textarea = None
        elif tag == "select" and self.select:
            form, name = self.select
            chosen = [value for value, selected in self.options if selected]
            wanted = chosen or [value for value, _selected in self.options]
            if wanted:
                form.fields.append((name, wanted[0]))
            self.select = None


def read_forms(page: str, address: str) -> list[Form]:
    """The forms of a page that are posted, in their order."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms
