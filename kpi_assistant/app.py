"""create_app(): the one place where the parts are joined."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, render_template, request
from flask_babel import Babel
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.response import Response as AnyResponse
from werkzeug.wrappers import Response

from kpi_assistant import auth
from kpi_assistant.config import PROJECT_ROOT, read_settings
from kpi_assistant.database import Database
from kpi_assistant.models.sealed import Keyring
from kpi_assistant.views import BLUEPRINTS, language, presentation

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

csrf = CSRFProtect()


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The WSGI app. ``settings`` replaces what is read from the environment (tests hand in their own)."""
    app = Flask(__name__, template_folder=str(PROJECT_ROOT / "templates"))
    app.config.update(read_settings() if settings is None else settings)
    database = Database(app.config["DATABASE_URL"], Keyring(app.config["FIELD_KEYS"]))
    database.init_app(app)
    Babel(app, locale_selector=language.select_locale, timezone_selector=language.select_time_zone)
    csrf.init_app(app)
    auth.init_app(app)
    presentation.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, _error_page)
    app.after_request(_set_headers)
    return app


def _error_page(error: HTTPException) -> AnyResponse | tuple[str, int]:
    """One calm page for every refusal; an expired form says so and how to go on."""
    if error.response is not None:
        return error.response
    code = error.code or 500
    reason = "expired" if isinstance(error, CSRFError) else ""
    return render_template("errors/error.html", code=code, reason=reason), code


def _set_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if request.endpoint != "static":
        # Customer knowledge stays out of every cache between the app and the reader.
        headers.setdefault("Cache-Control", "no-store")
    return response
