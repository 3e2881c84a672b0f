"""Every page a reader can open: the GET addresses of the app, with ids of rows that are really there."""

import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from kpi_assistant import models
from kpi_assistant.app import create_app
from kpi_assistant.models import Guide, GuideItem, Kpi
from tests.conftest import settings_for


def get_rules(folder: Path) -> list[Rule]:
    """The rules that answer a GET, without the files of the app itself."""
    app = create_app(settings_for(folder))
    app.extensions["database"].engine.dispose()
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    return sorted(rules, key=lambda rule: rule.rule)


def addresses(rules: Iterable[Rule], session: Session, made: dict[str, uuid.UUID]) -> dict[str, str]:
    """Endpoint to address, all about the person of whom most is known, as far as rows belong to somebody.

    ``made`` are ids by the names that addresses use (tests.objects), for what the sample data has none of.
    """
    person_id, _count = session.execute(
        select(Kpi.person_id, func.count().label("kpis")).group_by(Kpi.person_id).order_by(func.count().desc()).limit(1)
    ).one()
    meeting_id = session.scalar(select(Kpi.meeting_id).where(Kpi.person_id == person_id, Kpi.meeting_id.is_not(None)))
    found = {}
    for rule in rules:
        path, known = rule.rule, {"person_id": person_id, "meeting_id": meeting_id}
        if "item_id" in rule.arguments:
            # An item knows its guide, and only the guide knows the meeting.
            known["item_id"], known["meeting_id"] = session.execute(
                select(GuideItem.id, Guide.meeting_id).join(GuideItem.guide).order_by(GuideItem.id).limit(1)
            ).one()
        for name in sorted(rule.arguments, key=rule.rule.index):
            path = path.replace(f"<uuid:{name}>", str(known.get(name) or _id(name, known, session, made)))
        assert "<" not in path, f"teach this walk the converters of {rule.rule}"
        # Some things are always somebody's; the others do not mind being told whose.
        found[rule.endpoint] = f"{path}?person={person_id}" if path.endswith("/new") else path
    return found


def _id(name: str, known: dict[str, Any], session: Session, made: dict[str, uuid.UUID]) -> uuid.UUID:
    """The id of a row of that kind; one that belongs to what is known already, where there is one."""
    entity: Any = getattr(models, name.removesuffix("_id").title(), None)
    if entity is None:
        return made[name]
    any_row = select(entity.id).order_by(entity.id).limit(1)
    theirs = any_row
    for other, value in known.items():
        # A tie has two persons, from_person_id and to_person_id; either will do.
        if columns := [column for column in entity.__table__.columns if column.name.endswith(other)]:
            theirs = theirs.where(or_(*(column == value for column in columns)))
    return uuid.UUID(str(session.scalar(theirs) or session.scalar(any_row) or made[name]))
