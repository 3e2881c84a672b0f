"""A page for whoever watches the server: it answers when the app and its database do."""

from flask import Blueprint
from sqlalchemy import text

from kpi_assistant.database import get_session

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def show() -> tuple[str, dict[str, str]]:
    get_session().execute(text("SELECT 1"))
    return "ok\n", {"Content-Type": "text/plain; charset=utf-8"}
