"""An organisation: customer, partner, agency or institute."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from kpi_assistant.domain.vocabulary import Industry
from kpi_assistant.forms.base import NewRowForm, choice, line, prose


class OrganisationForm(NewRowForm):
    name = line(_("Name"), required=True)
    industry = choice(_("Industry"), Industry)
    level = line(_("Kind and size"))
    region = line(_("Region"))
    about = prose(_("What is worth knowing"))
    is_secret = BooleanField(_("A secret site: nothing is kept on the phone at meetings here"))
