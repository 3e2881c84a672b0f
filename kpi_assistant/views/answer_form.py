"""The form of an answer as its pages and its own calls share it: what it offers, and what is said about its texts."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain.brief import is_excerpt
from kpi_assistant.domain.brief_customer import Answer as PrintedAnswer
from kpi_assistant.domain.release import WithheldReason
from kpi_assistant.forms.kpi import uuid_or_none
from kpi_assistant.forms.response import ResponseForm
from kpi_assistant.models import Capability, Kpi, Person, Proof
from kpi_assistant.models import Response as Answer
from kpi_assistant.services.answer_checks import (
    CHECKED,
    check_wording,
    competitor_names,
    names_of_others,
    preview,
    words_of_others,
)
from kpi_assistant.services.introductions import people_to_introduce
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from kpi_assistant.services.offering import is_live
from kpi_assistant.services.responses import RESPONSE_OPTIONS, current_promise, offered_capabilities, offered_proofs
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.claims import Objection, objections
from kpi_assistant.views.presentation import today


@dataclass(frozen=True)
class Subject:
    """The KPI being answered, with what may be chosen and what must not be repeated. The latter is read when there is a
    text to check: opening what people said takes time."""

    kpi: Kpi
    capabilities: Sequence[Capability]

    @cached_property
    def others(self) -> Sequence[str]:
        return words_of_others(get_session(), current_member(), self.kpi)

    @cached_property
    def names(self) -> Sequence[str]:
        return names_of_others(get_session(), current_member(), self.kpi)

    @cached_property
    def competitors(self) -> Sequence[str]:
        return competitor_names(current_member(), self.kpi, self.capabilities)


def get_subject_or_404(kpi_id: uuid.UUID, among: Collection[uuid.UUID] | None = None) -> Subject:
    """The KPI if the member may read it, with all capabilities on offer or those ``among`` these ids."""
    kpi = get_or_404(Kpi, kpi_id, *KPI_OPTIONS, *RESPONSE_OPTIONS)
    return Subject(kpi, offered_capabilities(get_session(), current_member(), kpi.response, among))


def answer_form(
    subject: Subject, sent: Mapping[str, list[str]] | None = None, *, csrf: bool = True, **data: Any
) -> ResponseForm:
    """The form holding what was ``sent`` (by this request, unless given), else ``data``."""
    given: dict[str, Any] = {}
    if sent is not None:
        given["formdata"] = MultiDict([(name, text) for name, texts in sent.items() for text in texts])
    form = ResponseForm(meta={} if csrf else {"csrf": False}, data=data, **given)
    form.offer((row.id for row in subject.capabilities), offered_proofs(get_session(), current_member()))
    chosen = _chosen_person(form)
    people = people_to_introduce(
        get_session(),
        current_member(),
        subject.kpi.person_id,
        form.introduce_query.data or "",
        [chosen] if chosen else [],
    )
    form.offer_people((person.id, _line(person)) for person in people)
    return form


def revision(answer: Answer | None) -> str:
    """What tells one state of an answer from the next; empty while there is none."""
    return answer.updated_at.isoformat() if answer is not None else ""


def _chosen_person(form: ResponseForm) -> uuid.UUID | None:
    raw = form.promise_other_id.raw_data[0] if form.promise_other_id.raw_data else form.promise_other_id.data
    try:
        return uuid_or_none(raw)
    except ValueError:
        return None


def _line(person: Person) -> str:
    post = next(iter(person.current_posts), None)
    return " · ".join(
        part for part in (person.name, post.title if post else "", post.organisation.name if post else "") if part
    )


def chosen_proofs(form: ResponseForm, capabilities: Sequence[Capability]) -> list[Proof]:
    chosen, cited = set(form.capability_ids.data or ()), set(form.proof_ids.data or ())
    return [proof for row in capabilities if row.id in chosen for proof in row.proofs if proof.id in cited]


def advice_on(form: ResponseForm, subject: Subject) -> dict[str, list[Objection]]:
    """What is doubtful in the texts as they stand, by field; the blocking ones first."""
    values, proofs = form.values(), chosen_proofs(form, subject.capabilities)
    if not any(values.get(name) for name in CHECKED):
        return {}
    flags = check_wording(
        subject.kpi, values, proofs, today(), subject.others, names=subject.names, competitors=subject.competitors
    )
    live = [proof.statement for proof in proofs if is_live(proof, today())]
    found = {name: objections(values[name], each, live, form.promise_due_on.data) for name, each in flags.items()}
    return {name: sorted(each, key=lambda one: not one.is_blocking) for name, each in found.items()}


def printed(form: ResponseForm, subject: Subject) -> PrintedAnswer | WithheldReason:
    """How the answer would print as it stands."""
    proofs = chosen_proofs(form, subject.capabilities)
    return preview(subject.kpi, form.values(), subject.capabilities, proofs, today())


def is_sound(form: ResponseForm, subject: Subject) -> bool:
    """What only the record can tell: the excerpt is theirs, an open promise stays, and nothing unsayable is said."""
    kpi = subject.kpi
    if form.quote.data and not is_excerpt(form.quote.data, kpi.words):
        form.quote.errors = [_("Only their own words, cut at “……” and not altered.")]
    promise = current_promise(kpi.response) if kpi.response else None
    if promise is not None and not form.promise_text.data:
        form.promise_text.errors = [
            _("“%(text)s” is promised. Mark it as kept or give it up under Promises first.", text=promise.text)
        ]
    due_on = form.promise_due_on.data
    # A promise that is late already may stand while the rest of the answer changes; a new one is for a day to come.
    if due_on and due_on < today() and (promise is None or promise.due_on != due_on):
        form.promise_due_on.errors = [_("This day has passed. Choose today or a later day.")]
    for name, found in advice_on(form, subject).items():
        if any(each.is_blocking for each in found):
            form[name].errors = [*form[name].errors, _("This may not stand like this; the better wording is below.")]
    return not form.errors
