"""A note: our own remark, never the customer's words."""

from flask_babel import lazy_gettext as _

from kpi_assistant.forms.base import NewRowForm, prose


class NoteForm(NewRowForm):
    text = prose(_("Note"), required=True, longest=5000)
