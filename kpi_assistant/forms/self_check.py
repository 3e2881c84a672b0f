"""The two minutes after a meeting: five questions along the coach's rules."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from kpi_assistant.forms.base import Form, line, prose


def rule(question: Any) -> RadioField:
    """One rule, kept, partly or not; nobody has to answer."""
    return RadioField(
        question,
        choices=lambda: [
            SelectChoice("yes", _("Yes")),
            SelectChoice("partly", _("Partly")),
            SelectChoice("no", _("Not this time")),
        ],
        validators=[Optional()],
    )


class SelfCheckForm(Form):
    asked = rule(_("Did I ask openly what they need?"))
    layers = rule(_("Did work, life and mindset each get the respect they asked for?"))
    heard = rule(_("Did I take up every KPI, and put none aside?"))
    along = rule(_("Did I speak along their KPI rather than about us?"))
    whom = line(_("Who else should I know?"))
    next_time = prose(_("What I do differently next time"), longest=600, render_kw={"rows": 2})
