"""Choosing the language: kept with the member, or with the browser before signing in."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, has_request_context, redirect, request, session
from flask_login import current_user
from werkzeug.wrappers import Response

from kpi_assistant.database import get_session
from kpi_assistant.domain.text import LOCALES

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
def choose() -> Response:
    locale = request.form.get("locale", "")
    if locale in LOCALES:
        session["locale"] = locale
        if current_user.is_authenticated:
            current_user.locale = locale
            get_session().commit()
    return redirect(own_path(request.form.get("next", "")))


def own_path(target: str) -> str:
    """A path on this site, or the front page for anything that would lead elsewhere."""
    parts = urlsplit(target)
    is_own = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_own else "/"


def select_locale() -> str:
    """The member's language, else the browser's choice here, else what the browser prefers; Chinese first.

    Commands, which have no reader yet, speak English.
    """
    if not has_request_context():
        return "en"
    if current_user and current_user.is_authenticated:
        return str(current_user.locale)
    if session.get("locale") in LOCALES:
        return str(session["locale"])
    best = request.accept_languages.best_match(["zh-CN", "zh", "en"], default="zh")
    return "en" if best == "en" else "zh_CN"


def select_time_zone() -> str | None:
    return str(current_user.time_zone) if current_user and current_user.is_authenticated else None


def init_app(app: Flask) -> None:
    app.jinja_env.globals["LOCALES"] = LOCALES
