"""The pages: one blueprint per noun, listed here."""

from flask import Blueprint

from kpi_assistant.views import (
    briefs,
    capture,
    drafts,
    guides,
    health,
    kpis,
    language,
    meetings,
    members,
    offering,
    organisations,
    people,
    projects,
    promises,
    proofs,
    reactions,
    responses,
    settings,
    setup,
    today,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    health.blueprint,
    capture.blueprint,
    drafts.blueprint,
    guides.blueprint,
    kpis.blueprint,
    language.blueprint,
    today.blueprint,
    organisations.blueprint,
    people.blueprint,
    projects.blueprint,
    meetings.blueprint,
    offering.blueprint,
    promises.blueprint,
    proofs.blueprint,
    reactions.blueprint,
    responses.blueprint,
    briefs.blueprint,
    settings.blueprint,
    members.blueprint,
    setup.blueprint,
)
