"""What may be typed about a KPI: in the meeting, afterwards, and when it is corrected."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, FormField, HiddenField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from kpi_assistant.domain.entry import entry_problems
from kpi_assistant.domain.operation import LONGEST_TEXT, Refusal
from kpi_assistant.domain.vocabulary import Confidence, Facet, KpiStatus, Layer, ShareScope, Source
from kpi_assistant.forms.base import LINE, Form, chips, choice, day, line, prose
from kpi_assistant.forms.labels import SHORT_SOURCES, label_of
from kpi_assistant.forms.shown import ChangeForm

REFUSALS = {
    ("", Refusal.MALFORMED): _("The server could not read this."),
    ("", Refusal.TOO_LONG): _("This is longer than the server takes."),
    ("", Refusal.NOT_FOUND): _("The meeting or the person is not there any more, or not yours."),
    ("", Refusal.ENTERED): _("Another device has entered this already."),
    ("", Refusal.NO_WORDS): _("Write down what they said, as they said it."),
    ("", Refusal.NO_OBSERVATION): _("Write down what you saw or concluded."),
    ("", Refusal.TWO_BOXES): _("Their words and our observation are two entries: save one, then the other."),
    ("observation", Refusal.TWO_BOXES): _("This is an observation of ours: save it as an entry of its own, or clear the box."),
    ("words", Refusal.TWO_BOXES): _("These are words of theirs: save them as stated, or clear the box."),
    ("", Refusal.NO_TELLER): _("Choose who told us."),
    ("", Refusal.TOLD_OF_SELF): _("If they said it themselves, it is stated, not relayed."),
    ("", Refusal.NO_DAY): _("Choose a day."),
    ("", Refusal.DAY_OVER): _("This day has passed. Choose today or a later day."),
    ("", Refusal.WORDING): _("This must not be promised to anybody: nothing of value, no favour, no private errand. Write what you will do for their work."),
}  # fmt: skip
"""Why an entry is not taken, by field where it matters which, in a sentence for beside the words."""
UNCUT = {"placeholder": " ", "maxlength": False}
"""A browser that is told the longest text cuts a longer one silently; we rather say that it is too long. A blank
placeholder lets the style sheet see whether a field holds anything, so that filled ones stay in sight."""
WORDS_BOX = {"rows": 3, **UNCUT}


def uuid_or_none(value: Any) -> uuid.UUID | None:
    """Coerces a choice; ValueError for what is no id."""
    return value if isinstance(value, uuid.UUID) else uuid.UUID(value) if value not in (None, "", "None") else None


def row_choices(rows: Iterable[Any], blank: Any = None) -> list[SelectChoice]:
    """Rows with ``id`` and ``name`` as choices, after a blank one where nobody need be chosen."""
    first = [] if blank is None else [SelectChoice("", blank)]
    return [*first, *(SelectChoice(str(row.id), row.name) for row in rows)]


def importance(*, unsaid: Any = None) -> RadioField:
    """1 to 5, and nothing until somebody has said it: what nobody said is not made a statement of theirs.

    ``unsaid`` is the label of a chip for that, where a page has no second tap to take a choice back.
    """
    return RadioField(
        _("Importance to them"),
        choices=[*(SelectChoice(str(n)) for n in range(1, 6)), *([SelectChoice("", unsaid)] if unsaid else [])],
        coerce=_importance,
        validators=[Optional()],
    )


def _importance(value: Any) -> int | None:
    return None if value in (None, "", "None") else int(value)


class FacetFields(PlainForm):  # type: ignore[misc]
    """One line for each facet; none is ever required."""

    metric = line(label_of(Facet.METRIC), longest=LONGEST_TEXT, render_kw=UNCUT)
    baseline = line(label_of(Facet.BASELINE), longest=LONGEST_TEXT, render_kw=UNCUT)
    target = line(label_of(Facet.TARGET), longest=LONGEST_TEXT, render_kw=UNCUT)
    deadline = line(label_of(Facet.DEADLINE), longest=LONGEST_TEXT, render_kw=UNCUT)
    judge = line(label_of(Facet.JUDGE), longest=LONGEST_TEXT, render_kw=UNCUT)
    consequence = line(label_of(Facet.CONSEQUENCE), longest=LONGEST_TEXT, render_kw=UNCUT)
    obstacles = line(label_of(Facet.OBSTACLES), longest=LONGEST_TEXT, render_kw=UNCUT)
    tried = line(label_of(Facet.TRIED), longest=LONGEST_TEXT, render_kw=UNCUT)


class KpiForm(Form):
    """One KPI. The view sets who may be chosen with ``offer_people``."""

    id = HiddenField()
    person_id = RadioField(_("Who said it"), coerce=uuid_or_none)
    layer = chips(_("Layer"), Layer, default=Layer.WORK)
    source = RadioField(
        _("How we know"),
        choices=lambda: [SelectChoice(str(source), SHORT_SOURCES[source]) for source in Source],
        coerce=Source,
        default=Source.STATED,
    )
    words = prose(_("Their words"), longest=LONGEST_TEXT, render_kw=WORDS_BOX)
    observation = prose(_("Our observation"), longest=LONGEST_TEXT, render_kw=WORDS_BOX)
    told_by_id = SelectField(_("Who told us"), coerce=uuid_or_none, validators=[Optional()])
    other_person_id = SelectField(_("Whose KPI it is"), coerce=uuid_or_none, validators=[Optional()])
    importance = importance()
    # Listened for, not asked: until somebody taps, it follows from how we know (domain.entry.usual_confidence).
    confidence = chips(_("How firmly it was said"), Confidence, validators=[Optional()])
    facets = FormField(FacetFields)

    def offer_people(self, attendees: Iterable[Any], around: Iterable[Any], *, default: Any) -> None:
        """Offer rows with ``id`` and ``name``: who was there, and others it may be about or who may have told us."""
        attendees, around = list(attendees), list(around)
        self.person_id.choices = row_choices(attendees)
        if self.person_id.data is None:
            self.person_id.data = default.id if default else None
        self.other_person_id.choices = row_choices(around, blank=_("The person above"))
        self.told_by_id.choices = row_choices([*attendees, *around], blank=_("Choose a person"))

    @property
    def about_id(self) -> uuid.UUID:
        """Whose KPI it is: relayed words may be somebody's who was not there."""
        relayed = self.source.data is Source.RELAYED
        chosen: uuid.UUID = (self.other_person_id.data if relayed else None) or self.person_id.data
        return chosen

    @property
    def entry_id(self) -> uuid.UUID:
        return uuid.UUID(self.id.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Which box must be filled follows from how we know; a full box is never dropped silently."""
        valid = bool(super().validate(extra_validators))
        problems = list(self._problems()) if "source" not in self.errors else []
        for field, message in problems:
            field.errors = [*field.errors, message]
        try:
            uuid.UUID(self.id.data or "")
        except ValueError:
            self.id.data = str(uuid.uuid4())
            self.form_errors.append(_("Please send it once more."))
            return False
        return valid and not problems

    def _problems(self) -> Iterator[tuple[Field, Any]]:
        found = entry_problems(
            self.source.data, self.words.data or "", self.observation.data or "", self.told_by_id.data, self.about_id
        )
        for name, reason in found:
            yield self[name], REFUSALS[name, reason] if (name, reason) in REFUSALS else REFUSALS["", reason]

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"facets": {Facet(name): text for name, text in values["facets"].items()}}


class LaterKpiForm(KpiForm):
    """A KPI heard outside a meeting."""

    importance = importance(unsaid=_("Not said"))
    said_on = day(_("When"), required=True, past=True)


class CorrectionForm(Form):
    words = prose(_("Their words"), required=True, longest=LONGEST_TEXT)


class FacetsForm(ChangeForm):
    """What is completed after the meeting."""

    facets = FormField(FacetFields)
    importance = importance(unsaid=_("Not said"))
    confidence = chips(_("How firmly it was said"), Confidence)
    remark = prose(_("Our reading of it"))

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"facets": {Facet(name): text for name, text in values["facets"].items()}}


class StatusForm(Form):
    status = choice(_("Status"), KpiStatus)
    remark = line(_("Why"), longest=LINE)


class LayerForm(Form):
    layer = chips(_("Layer"), Layer)


class ShareScopeForm(Form):
    share_scope = chips(_("Who may see it outside the team"), ShareScope)
    consented_on = day(_("When they agreed"), past=True)
    is_sensitive = BooleanField(_("Sensitive: keep it out of every paper"))
