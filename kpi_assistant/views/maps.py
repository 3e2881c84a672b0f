"""Drawings made on the server: one person's surroundings, and an organisation from the bottom up."""

import uuid

from flask import Blueprint, render_template
from sqlalchemy.orm import selectinload

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain.drawing import LAPTOP, PHONE, clip, lay_out, width_of
from kpi_assistant.models import Organisation, Person, Post
from kpi_assistant.services.kpi_chain import chains_at
from kpi_assistant.services.maps import map_organisation, map_person
from kpi_assistant.services.moves import vacancies_at
from kpi_assistant.views.access import get_or_404
from kpi_assistant.views.ties import tie_sentence

blueprint = Blueprint("maps", __name__)


@blueprint.get("/organisations/<uuid:organisation_id>/map")
def organisation(organisation_id: uuid.UUID) -> str:
    place = get_or_404(Organisation, organisation_id)
    session, member = get_session(), current_member()
    drawing = map_organisation(session, member, place)
    rows = [*drawing.rows, *([drawing.around] if drawing.around else [])]
    ids = [[known.person.id for known in row] for row in rows]
    return render_template(
        "maps/organisation.html",
        organisation=place,
        picture=drawing,
        rows=rows,
        layouts=[("phone", lay_out(ids, PHONE)), ("laptop", lay_out(ids, LAPTOP))],
        chain=chains_at(session, member, place),
        vacancies=vacancies_at(session, member, place),
        clip=clip,
        width_of=width_of,
        tie_sentence=tie_sentence,
    )


@blueprint.get("/people/<uuid:person_id>/map")
def person(person_id: uuid.UUID) -> str:
    who = get_or_404(Person, person_id, selectinload(Person.posts).joinedload(Post.organisation))
    drawing = map_person(get_session(), current_member(), who)
    rows = [row for row in (drawing.above, [drawing.centre], drawing.beside, drawing.below) if row]
    ids = [[known.person.id for known in row] for row in rows]
    return render_template(
        "maps/person.html",
        person=who,
        picture=drawing,
        rows=rows,
        layouts=[("phone", lay_out(ids, PHONE)), ("laptop", lay_out(ids, LAPTOP))],
        clip=clip,
        width_of=width_of,
        tie_sentence=tie_sentence,
    )
