"""Preparing a brief: its form, what stands in the way, and what its maker should look at first."""

import uuid

from flask import render_template
from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain.brief import MAX_KPIS, NextStep
from kpi_assistant.domain.brief_internal import coverage
from kpi_assistant.domain.brief_parts import parts_of, printed_of
from kpi_assistant.domain.brief_warnings import Warnings, warnings_on
from kpi_assistant.domain.claims import compliance_flags
from kpi_assistant.domain.release import withheld
from kpi_assistant.domain.vocabulary import Edition
from kpi_assistant.forms.brief import BriefForm
from kpi_assistant.forms.offering import CapabilityForm, ProofForm
from kpi_assistant.models import Person, Post, Project
from kpi_assistant.services.brief_obstacles import obstacles
from kpi_assistant.services.brief_people import count_of_others
from kpi_assistant.services.brief_secrets import Leaks
from kpi_assistant.services.briefs import BriefChoices, compose
from kpi_assistant.services.visibility import visible
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.brief_words import LEAK_FIELDS, REASONS
from kpi_assistant.views.claims import objections
from kpi_assistant.views.presentation import today


def addressee(person_id: uuid.UUID) -> Person:
    return get_or_404(Person, person_id, selectinload(Person.posts).joinedload(Post.organisation))


def brief_form(**data: object) -> BriefForm:
    form = BriefForm(data=data)
    projects = get_session().execute(
        select(Project.id, Project.name)
        .where(visible(Project, current_member()), ~Project.is_closed)
        .order_by(Project.name)
        .limit(300)
    )
    form.offer_projects(projects)
    return form


def own_locale() -> str:
    return "en" if get_locale().language == "en" else "zh_CN"


def choices_of(form: BriefForm) -> BriefChoices:
    steps = tuple(
        NextStep(what=step.what.data, who=step.who.data, on=step.on.data) for step in form.steps if step.what.data
    )
    return BriefChoices(form.edition.data, form.locale.data, steps, form.part.data or 1)


def is_fair(form: BriefForm) -> bool:
    """Refuses next steps that may not be offered to anybody."""
    is_fair = True
    for step in form.steps:
        for field in (step.what, step.who):
            if flags := compliance_flags(field.data or ""):
                field.errors = [*field.errors, *map(str, objections(field.data, flags))]
                is_fair = False
    return is_fair


def show_preparation(form: BriefForm, person: Person, leaks: Leaks | None = None) -> str:
    session, member = get_session(), current_member()
    edition = form.edition.data if isinstance(form.edition.data, Edition) else Edition.CUSTOMER
    choices = BriefChoices(edition, form.locale.data or own_locale(), choices_of(form).next_steps, form.part.data or 1)
    composed = compose(session, member, person, choices, today(), None, searched=False)
    record, is_customer = composed.record, edition is Edition.CUSTOMER
    if (parts := parts_of(record, edition)) > 1:
        form.offer_parts(parts, MAX_KPIS, printed_of(record, edition))
    in_the_way = obstacles(session, member, composed, choices)
    return render_template(
        "briefs/prepare.html",
        form=form,
        person=person,
        coverage=coverage(record),
        obstacles=in_the_way,
        left_out=withheld(record) if is_customer else (),
        warnings=warnings_on(record, choices.locale) if is_customer else Warnings(),
        others=count_of_others(session, member, person) if is_customer else 0,
        kpis={kpi.id: kpi for kpi in record.kpis},
        is_customer=is_customer,
        reasons=REASONS,
        leaks=leaks,
        leak_fields=LEAK_FIELDS,
        offering_fields=_offering_fields() if in_the_way.untranslated else {},
    )


def _offering_fields() -> dict[str, str]:
    """What the forms of the offering call their fields."""
    return {field.name: str(field.label.text) for form in (CapabilityForm(), ProofForm()) for field in form}
