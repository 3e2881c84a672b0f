"""What may be chosen for a brief: the edition, the language, the project, and the next steps that stand on it."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from kpi_assistant.domain.text import LOCALES
from kpi_assistant.domain.vocabulary import Edition, HandoverWay
from kpi_assistant.forms.base import Form, RowSelect, chips, day, line
from kpi_assistant.forms.kpi import row_choices, uuid_or_none

MOST_STEPS = 3
LANGUAGES = {"zh_CN": "中文", "en": "English"}


class StepFields(PlainForm):  # type: ignore[misc]
    """One next step."""

    what = line(_("What happens"), longest=300)
    who = line(_("Who takes part"))
    on = day(_("On which day"), ahead=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A step may be left out whole; half a step is refused, so neither half is marked as optional.
        self.what.flags.optional = self.on.flags.optional = False


class BriefForm(Form):
    """``id`` becomes the brief's: sent twice, it makes one brief."""

    id = HiddenField()
    edition = chips(_("Edition"), Edition, default=Edition.CUSTOMER)
    locale = RadioField(_("Language"), choices=[SelectChoice(each, LANGUAGES[each]) for each in LOCALES])
    part = RadioField(_("Which part"), choices=[], coerce=int, validate_choice=False, validators=[Optional()])
    project_id = SelectField(_("Project"), coerce=uuid_or_none, validators=[Optional()], widget=RowSelect())
    steps = FieldList(FormField(StepFields), min_entries=MOST_STEPS, max_entries=MOST_STEPS)

    def offer_parts(self, count: int, holds: int, total: int) -> None:
        """``count`` parts of ``holds`` KPIs each, of ``total``."""
        self.part.choices = [
            SelectChoice(
                part,
                _(
                    "Part %(part)d: KPIs %(first)d to %(last)d",
                    part=part, first=(part - 1) * holds + 1, last=min(part * holds, total),
                ),
            )
            for part in range(1, count + 1)
        ]  # fmt: skip
        if self.part.data is None:
            self.part.data = 1

    def offer_projects(self, projects: Iterable[Any]) -> None:
        """``projects`` have an id and a name."""
        self.project_id.choices = row_choices(projects, _("No project"))

    @property
    def brief_id(self) -> uuid.UUID:
        return uuid.UUID(self.id.data)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        problems = list(self._problems())
        for field, message in problems:
            field.errors = [*field.errors, message]
        return valid and not problems

    def _problems(self) -> Iterator[tuple[Field, Any]]:
        try:
            uuid.UUID(self.id.data or "")
        except ValueError:
            yield self.id, _("Open the form again and send it once more.")
        for step in self.steps:
            if step.what.data and not step.on.data:
                yield step.on, _("Choose a day.")
            if not step.what.data and (step.who.data or step.on.data):
                yield step.what, _("Say what happens.")
        if self.edition.data is Edition.CUSTOMER and not any(step.what.data for step in self.steps):
            yield self.steps[0].what, _("A brief ends with a next step: something small they can check, with a day.")


class HandoverForm(Form):
    """That a brief was printed or sent."""

    way = chips(_("How"), HandoverWay, default=HandoverWay.IN_PERSON)
    on = day(_("Day"), required=True)

    def __init__(self, *, today: dt.date) -> None:
        super().__init__(data={"on": today, "way": HandoverWay.IN_PERSON})
