"""The 50/50 ledger: one's own contacts by month, and whom to see next though no project asks for it."""

from flask import Blueprint, render_template

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain.circle import is_tilted, worth_seeing
from kpi_assistant.forms.touch import LOGGED_KINDS
from kpi_assistant.services.circle import read_circle
from kpi_assistant.services.ledger import read_ledger
from kpi_assistant.views.presentation import member_zone, today

blueprint = Blueprint("ledger", __name__)


@blueprint.get("/ledger")
def show() -> str:
    session, member = get_session(), current_member()
    months = read_ledger(session, member, today(), member_zone())
    circle = read_circle(session, member, for_seeing=True)
    return render_template(
        "ledger/show.html",
        months=months,
        most=max((month.people + month.project for month in months), default=0),
        tilted=is_tilted(months[0].per_cent),
        circle=circle,
        suggestions=worth_seeing(circle.friends, today()),
        kinds=LOGGED_KINDS,
    )
