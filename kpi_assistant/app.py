"""create_app(): the one place where the parts are joined."""

import traceback
from collections.abc import Mapping
from typing import Any

from flask import Flask, abort, current_app, g, jsonify, render_template, request, request_started
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.sansio.response import Response as AnyResponse
from werkzeug.wrappers import Response

from kpi_assistant import assets, auth, cli, jobs, kept_page, read_only
from kpi_assistant.config import PROJECT_ROOT, read_settings
from kpi_assistant.database import Database
from kpi_assistant.models.base import utc_now
from kpi_assistant.models.sealed import Keyring
from kpi_assistant.own_page import OwnPageProtect, typed_fields
from kpi_assistant.views import BLUEPRINTS, answer_drafts, language, operations, presentation

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
HTTPS_ONLY = "max-age=31536000"

NOT_SERVED = """\
This address is not served here. If it is your own, start the app with PUBLIC_URL set to it, for example
PUBLIC_URL=http://192.168.1.20:8000 (see Settings in README.md).

这个地址没有开放访问。如果它就是您自己的地址，请把 PUBLIC_URL 设成它再启动，例如
PUBLIC_URL=http://192.168.1.20:8000（见 README.md 的 Settings 一节）。
"""

BESIDE_A_PAGE = frozenset({"static", "offline.worker", "material.coming", "material.show", *auth.GUARD_THEMSELVES})

csrf = OwnPageProtect()


class PageSessions(SecureCookieSessionInterface):
    """What is asked for beside a page, style sheets or saving, never sets the session's cookie: it would put back the
    session as it was before the page wrote its form token into it, and the next form would be refused as expired. A tab
    left open after its session ended would so keep its member from signing in."""

    def save_session(self, app: Flask, session: SessionMixin, response: Any) -> None:
        if request.endpoint not in BESIDE_A_PAGE:
            super().save_session(app, session, response)


class App(Flask):
    """Flask, but for the endpoints that are guarded by themselves."""

    def preprocess_request(self) -> ResponseReturnValue | None:
        return None if request.endpoint in auth.GUARD_THEMSELVES else super().preprocess_request()


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The WSGI app. ``settings`` replaces what is read from the environment (tests hand in their own)."""
    app = App(__name__, template_folder=str(PROJECT_ROOT / "templates"))
    app.config.update(read_settings() if settings is None else settings)
    app.session_interface = PageSessions()
    keyring = Keyring(app.config["FIELD_KEYS"], app.config.get("FIELD_KEYS_FILE"))
    Database(app.config["DATABASE_URL"], keyring).init_app(app)
    Babel(app, locale_selector=language.select_locale, timezone_selector=language.select_time_zone)
    request_started.connect(_note_beginning, app)
    app.before_request(_refuse_nul)
    csrf.init_app(app)
    auth.init_app(app)
    read_only.init_app(app)
    kept_page.init_app(app)
    assets.init_app(app)
    presentation.init_app(app)
    cli.init_app(app)
    jobs.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for blueprint in (operations.blueprint, answer_drafts.blueprint):
        csrf.exempt(blueprint)  # guarded by a header and the Origin instead, see there
    app.register_error_handler(HTTPException, _error_page)
    app.after_request(_set_headers)
    app.log_exception = _log_exception  # type: ignore[method-assign]
    return app


def _note_beginning(_app: Flask, **_signal: object) -> None:
    """Before anything is read: what was saved later than this may not be on the page."""
    g.began = utc_now()


def _refuse_nul() -> None:
    """No person types NUL, and PostgreSQL cannot store it."""
    if any("\0" in value for _name, value in request.values.items(multi=True)):
        abort(400)


def _error_page(error: HTTPException) -> AnyResponse | tuple[Any, int]:
    """One calm page for every refusal, JSON for a script; an expired form says so and how to go on."""
    if error.response is not None:
        return error.response
    if isinstance(error, SecurityError):
        # Under a foreign host there are no addresses, so there is no page either, and nobody's language.
        return Response(NOT_SERVED, 400, mimetype="text/plain")
    code = error.code or 500
    reason = "expired" if isinstance(error, CSRFError) else ""
    if request.is_json or request.headers.get("X-Requested-With") == "fetch":
        return jsonify(error=reason or error.name.lower().replace(" ", "_")), code
    if reason and (fields := typed_fields()):
        return render_template("errors/held.html", fields=fields, signed_out=current_user.is_anonymous), code
    return render_template("errors/error.html", code=code, reason=reason), code


def _log_exception(exc_info: Any) -> None:
    """Where it broke and how, never what it was about: no query string, no message that quotes a row."""
    kind, _error, trace = exc_info
    frames = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
    current_app.logger.error(
        "%s\n%s", " ".join((kind.__name__, request.method, str(request.url_rule))), "\n".join(frames)
    )


def _set_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
    if request.endpoint != "static":
        # Customer knowledge stays out of every cache between the app and the reader.
        headers.setdefault("Cache-Control", "no-store")
    return response
