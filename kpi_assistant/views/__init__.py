"""The pages: one blueprint per noun, listed here."""

from flask import Blueprint

from kpi_assistant.views import (
    briefs,
    health,
    kpis,
    language,
    meetings,
    offering,
    organisations,
    people,
    projects,
    promises,
    settings,
    today,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    health.blueprint,
    kpis.blueprint,
    language.blueprint,
    today.blueprint,
    organisations.blueprint,
    people.blueprint,
    projects.blueprint,
    meetings.blueprint,
    offering.blueprint,
    promises.blueprint,
    briefs.blueprint,
    settings.blueprint,
)
