"""A tie: how one person is connected with another."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import Optional

from kpi_assistant.domain.vocabulary import TieKind, TieStrength
from kpi_assistant.forms.base import NewRowForm, choice, line
from kpi_assistant.forms.kpi import uuid_or_none
from kpi_assistant.forms.post import refuse

OUT, IN = "out", "in"

TIE_SENTENCES: dict[tuple[TieKind, str], LazyString] = {
    (TieKind.REPORTS_TO, OUT): _("Reports to %(other)s"),
    (TieKind.REPORTS_TO, IN): _("%(other)s reports to them"),
    (TieKind.INTRODUCED_US_TO, OUT): _("Introduced us to %(other)s"),
    (TieKind.INTRODUCED_US_TO, IN): _("%(other)s introduced us to them"),
    (TieKind.FORMER_COLLEAGUE, OUT): _("Former colleague of %(other)s"),
    (TieKind.WORKS_WITH, OUT): _("Works with %(other)s"),
    (TieKind.MENTOR_OF, OUT): _("Mentor of %(other)s"),
    (TieKind.MENTOR_OF, IN): _("%(other)s is their mentor"),
    (TieKind.CLASSMATE, OUT): _("Classmate of %(other)s"),
    (TieKind.FAMILY, OUT): _("Family of %(other)s"),
    (TieKind.ACQUAINTED, OUT): _("Knows %(other)s"),
}
"""A tie in words, read on one person's page; kinds without IN read the same from both ends."""


def tie_choices() -> list[SelectChoice]:
    return [SelectChoice(f"{kind}.{way}", str(text) % {"other": "…"}) for (kind, way), text in TIE_SENTENCES.items()]


class TieForm(NewRowForm):
    """``query`` finds people; the view sets those to choose from with ``offer``. A new name enters a new person."""

    query = line(_("Find a person"))
    person_id = RadioField(_("Who"), coerce=uuid_or_none, validators=[Optional()])
    new_person = line(_("Or somebody new"))
    kind = SelectField(_("How they are connected"), choices=tie_choices, default=f"{TieKind.INTRODUCED_US_TO}.{OUT}")
    strength = choice(_("How close"), TieStrength, blank=_("Not known"))
    remark = line(_("Remark"))

    def offer(self, people: Iterable[Any]) -> None:
        self.person_id.choices = [SelectChoice(str(person.id), _described(person)) for person in people]

    @property
    def kind_and_way(self) -> tuple[TieKind, str]:
        kind, way = self.kind.data.split(".")
        return TieKind(kind), way

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.person_id.data and self.new_person.data:
            return refuse(self.new_person, _("Choose one from the list or name a new one, not both."))
        if not self.person_id.data and not self.new_person.data:
            return refuse(self.person_id, _("Choose a person, or name somebody new."))
        return valid


def _described(person: Any) -> str:
    posts = person.current_posts
    place = " · ".join(part for part in (posts[0].title, posts[0].organisation.name) if part) if posts else ""
    return f"{person.name}　{place}" if place else str(person.name)
