"""What may be typed in answer to a KPI."""

import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from kpi_assistant.domain.operation import LONGEST_PROMISE
from kpi_assistant.domain.vocabulary import Fit, PromiseKind
from kpi_assistant.forms.base import Form, chips, day, line, prose
from kpi_assistant.forms.kpi import uuid_or_none

MOST_CAPABILITIES = 2
"""More for one KPI is piling up, not answering (domain brief, 8.2)."""
LONGEST_TEXT = 1000
WAYS_ON = frozenset(PromiseKind) - {PromiseKind.DELIVER}
BLANK = re.compile(r"〔(?!略)[^〕]{0,30}〕")
"""What a starter leaves to be filled in; 〔略〕 is how words about others are left out of a quotation."""

NOT_KEPT = ("seen", "capability_query", "introduce_query")
"""Fields that only serve the page."""

_BARE_RANGE = re.compile(r"(?<![从\d.])(?<!从 )(?<!from )(\d+(?:\.\d+)?)\s*(?:到|至|~|～|–|to)\s*(\d+(?:\.\d+)?)")
"""Two bare figures as a range; "from 6 to 1" and "6 小时到 1 小时" tell of a movement instead."""


class ResponseForm(Form):
    """One answer. The view says which capabilities and proofs there are."""

    seen = HiddenField()
    fit = chips(
        _("How far can we answer it?"), Fit, validate_choice=False,
        validators=[InputRequired(_("Choose how far we can answer it."))],
    )  # fmt: skip
    capability_ids = SelectMultipleField(_("Capabilities"), coerce=uuid_or_none)
    proof_ids = SelectMultipleField(_("Proofs"), coerce=uuid_or_none)
    say = prose(_("What we say"), longest=LONGEST_TEXT)
    do = prose(_("What we do"), longest=LONGEST_TEXT)
    show = prose(_("What we show"), longest=LONGEST_TEXT)
    expected = line(_("What to expect, as a range"))
    condition = line(_("On what condition"))
    needed = line(_("What we need from them"))
    quote = prose(_("The part of their words to print"), longest=LONGEST_TEXT)
    promise_kind = chips(_("Kind of promise"), PromiseKind, validate_choice=False, validators=[Optional()])
    promise_other_id = SelectField(_("Whom we introduce"), coerce=uuid_or_none, validators=[Optional()])
    capability_query = line(_("Find a capability"))
    introduce_query = line(_("Find a person"))
    promise_text = line(_("What we do next for it"), longest=LONGEST_PROMISE)
    promise_due_on = day(_("By when"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Each is asked for by what stands in another: not to be called optional and then refused.
        for field in (self.condition, self.promise_kind, self.promise_text, self.promise_due_on):
            field.flags.optional = False

    def offer(self, capability_ids: Iterable[uuid.UUID], proof_ids: Iterable[uuid.UUID]) -> None:
        self.capability_ids.choices = [SelectChoice(str(each)) for each in capability_ids]
        self.proof_ids.choices = [SelectChoice(str(each)) for each in proof_ids]

    def offer_people(self, people: Iterable[tuple[uuid.UUID, str]]) -> None:
        self.promise_other_id.choices = [
            SelectChoice("", _("Nobody chosen yet")),
            *(SelectChoice(str(person_id), name) for person_id, name in people),
        ]

    def typed(self) -> dict[str, list[str]]:
        """The fields as texts, the way a browser sends them: what a draft keeps."""
        kept = {name: value for name, value in self.data.items() if name != "csrf_token"}
        lists = {name: value if isinstance(value, list) else [value] for name, value in kept.items()}
        return {name: [str(each) for each in values if each not in (None, "")] for name, values in lists.items()}

    def values(self) -> dict[str, Any]:
        values = super().values()
        for name in NOT_KEPT:
            values.pop(name)
        kind = (values["promise_kind"] or PromiseKind.DELIVER) if values["promise_text"] else None
        other_id = values["promise_other_id"] if kind is PromiseKind.INTRODUCE else None
        return values | {"promise_kind": kind, "promise_other_id": other_id}

    def validate(self, extra_validators: Any = None) -> bool:
        if (
            self.promise_kind.data is PromiseKind.INTRODUCE
            and self.promise_other_id.data
            and not self.promise_text.data
        ):
            named = {choice.value: choice.label for choice in self.promise_other_id.choices}
            name = str(named.get(str(self.promise_other_id.data), "")).split(" · ")[0]
            self.promise_text.data = str(_("Introduce %(name)s", name=name))
        valid = bool(super().validate(extra_validators))
        problems = list(self._problems())
        for field, message in problems:
            field.errors = [*field.errors, message]
        return valid and not problems

    def _problems(self) -> Iterator[tuple[Field, Any]]:
        fit = self.fit.data
        if len(self.capability_ids.data or ()) > MOST_CAPABILITIES:
            yield (
                self.capability_ids,
                _("Choose two at most. More for one KPI is piling up, and nobody believes a pile."),
            )
        if fit in (Fit.DIRECT, Fit.PARTIAL) and not (self.capability_ids.data or self.do.data):
            yield self.capability_ids, _("Choose a capability, or write below what we do. Otherwise it is a “not yet”.")
        bounds = _BARE_RANGE.search(self.expected.data or "")
        if bounds and float(bounds[1]) > float(bounds[2]):
            yield self.expected, _("A range begins with the smaller figure.")
        if self.expected.data and not self.condition.data:
            yield self.condition, _("A forecast without its condition is heard as a promise. Say what it rests on.")
        for field in (self.say, self.do, self.show, self.expected, self.condition, self.needed, self.promise_text):
            if blanks := BLANK.findall(field.data or ""):
                yield field, _("Still to be filled in: %(blanks)s", blanks=" ".join(blanks))
        if fit is Fit.NOT_YET and (self.promise_kind.data not in WAYS_ON or not self.promise_text.data):
            yield (
                self.promise_kind if self.promise_kind.data not in WAYS_ON else self.promise_text,
                _(
                    "“Not yet” needs a way on: find out, introduce a person, bring a partner or ask again, and what exactly."
                ),
            )
        if (fit is Fit.NOT_YET or self.promise_text.data) and not self.promise_due_on.data:
            yield self.promise_due_on, _("Choose the day it is due.")
        if self.promise_due_on.data and not self.promise_text.data and fit is not Fit.NOT_YET:
            yield self.promise_text, _("Say what is due that day.")
