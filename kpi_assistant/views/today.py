"""The front page."""

import datetime as dt
from itertools import groupby

from flask import Blueprint, render_template

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.circle import quiet_list
from kpi_assistant.services.today import plan_day
from kpi_assistant.views.presentation import member_zone, today

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
def show() -> str:
    day = plan_day(get_session(), current_member(), utc_now(), member_zone())
    agenda = [
        (on, list(meetings))
        for on, meetings in groupby(
            day.meetings, key=lambda meeting: meeting.starts_at.astimezone(member_zone()).date()
        )
    ]
    return render_template(
        "today/show.html",
        quiet=quiet_list(get_session(), current_member(), today()),
        day=day,
        agenda=agenda,
        tomorrow=today() + dt.timedelta(days=1),
    )
