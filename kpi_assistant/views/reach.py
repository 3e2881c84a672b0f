"""The page that answers who can open a door to somebody."""

import uuid

from flask import Blueprint, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain.reach import Link
from kpi_assistant.forms.tie import IN, OUT, TIE_SENTENCES
from kpi_assistant.models import Person, Post
from kpi_assistant.services.reach import find_doors
from kpi_assistant.services.ties import DIRECTED
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.presentation import today

blueprint = Blueprint("reach", __name__)


@blueprint.get("/people/<uuid:person_id>/doors")
def show(person_id: uuid.UUID) -> str:
    person = get_or_404(Person, person_id, selectinload(Person.posts).joinedload(Post.organisation))
    doors = find_doors(get_session(), current_member(), person, today())
    shortest = min((chain.hops for chain in doors.chains), default=0)
    return render_template(
        "reach/show.html", person=person, doors=doors, shortest=shortest, link_sentence=link_sentence
    )


def link_sentence(link: Link, person_id: uuid.UUID, other: Person) -> str:
    """A tie of a chain in words, read from ``person_id`` towards ``other``."""
    if link.kind is None:
        return str(_("Works where %(other)s works", other=other.name))
    way = OUT if link.first == person_id or link.kind not in DIRECTED else IN
    return str(TIE_SENTENCES[link.kind, way]) % {"other": other.name}
