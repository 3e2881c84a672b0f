"""Signing in, staying signed in, and the rule that every page is closed unless named public."""

import hashlib
import uuid
from datetime import timedelta

from flask import Flask, Response, abort, jsonify, redirect, request, session, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user, user_logged_in, user_logged_out
from flask_security import LoginForm, RoleMixin, Security, SQLAlchemySessionUserDatastore
from sqlalchemy import delete, select
from werkzeug.wrappers import Response as BaseResponse

from kpi_assistant.database import READING_METHODS, Database, act_as, get_session
from kpi_assistant.models import LoginThrottle, Member, SignIn
from kpi_assistant.models.base import utc_now

PUBLIC = frozenset({"security.login", "static", "setup.show", "setup.create", "language.choose", "health.show"})
"""The endpoints a stranger may call. Everything else asks for a signed-in member."""

OWN_ACCOUNT = frozenset({"security.logout", "security.change_password", "settings.show", "language.choose"})
"""What a viewer, who may change nothing of the team's, may still send."""

FREE_FAILURES = 5
LONGEST_WAIT = timedelta(minutes=15)


class NoRole(RoleMixin):
    """Flask-Security wants a role table; our roles are one word on the member."""


def login_wait(failures: int) -> timedelta:
    """How long to wait after so many failures: nothing at first, then 15 seconds doubling up to 15 minutes."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    seconds = 15 * 2 ** min(failures - FREE_FAILURES, 10)
    return min(timedelta(seconds=seconds), LONGEST_WAIT)


def throttle_keys(*names: str) -> list[str]:
    return [hashlib.sha256(name.strip().lower().encode()).hexdigest() for name in names]


def is_throttled(keys: list[str]) -> bool:
    rows = get_session().scalars(select(LoginThrottle).where(LoginThrottle.key.in_(keys)))
    return any(row.last_failure_at + login_wait(row.failures) > utc_now() for row in rows)


def count_failure(keys: list[str]) -> None:
    """Commits at once: a refused login must count even though its request changes nothing else."""
    db = get_session()
    for key in keys:
        row = db.get(LoginThrottle, key) or LoginThrottle(key=key, failures=0)
        if row.failures and row.last_failure_at + timedelta(days=1) < utc_now():
            row.failures = 0
        row.failures += 1
        row.last_failure_at = utc_now()
        db.add(row)
    db.commit()


def forget_failures(keys: list[str]) -> None:
    get_session().execute(delete(LoginThrottle).where(LoginThrottle.key.in_(keys)))


class ThrottledLoginForm(LoginForm):
    """The login form, slowed down for an account and for an address after five failures."""

    def validate(self, **kwargs: object) -> bool:
        account, address = throttle_keys(f"account:{self.email.data or ''}", f"address:{request.remote_addr}")
        if is_throttled([account, address]):
            self.form_errors.append(_("Too many attempts. Wait a little, then try again."))
            return False
        if not super().validate(**kwargs):
            count_failure([account, address])
            return False
        forget_failures([account])
        return True


def init_app(app: Flask) -> None:
    database: Database = app.extensions["database"]
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 -- the name of a scheme
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_LENGTH_MIN=10,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_CHANGEABLE=True,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_POST_CHANGE_VIEW="/settings",
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/login",
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_LOGIN_USER_TEMPLATE="account/login.html",
        SECURITY_CHANGE_PASSWORD_TEMPLATE="account/change_password.html",  # noqa: S106
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_TRACKABLE=False,
    )
    Security(
        app,
        SQLAlchemySessionUserDatastore(database.session, Member, NoRole),
        login_form=ThrottledLoginForm,
        register_blueprint=True,
    )
    user_logged_in.connect(_start_sign_in, app)
    user_logged_out.connect(_end_sign_in, app)
    app.before_request(require_login)


def current_member() -> Member:
    """The member who is signed in; only called where require_login has let the request through."""
    member: Member = current_user._get_current_object()
    return member


def require_login() -> BaseResponse | None:
    """Let strangers see what is public, members their pages, and viewers change nothing but their account."""
    if request.endpoint is None:
        return None  # no such page: the error handler answers
    member = current_user if current_user.is_authenticated else None
    if member is not None and not _sign_in_is_live(member):
        session.clear()
        member = None
    if member is None:
        if request.endpoint in PUBLIC:
            return None
        if request.is_json or request.headers.get("X-Requested-With") == "fetch":
            response: Response = jsonify(error="signed_out")
            response.status_code = 401
            return response
        return redirect(
            url_for("security.login", next=request.full_path.rstrip("?") if request.method == "GET" else None)
        )
    act_as(get_session(), member.id, member.workspace_id)
    if not member.may_write and request.method not in READING_METHODS and request.endpoint not in OWN_ACCOUNT:
        abort(403)
    return None


def _sign_in_is_live(member: Member) -> bool:
    try:
        sign_in_id = uuid.UUID(session.get("sign_in", ""))
    except ValueError:
        return False
    row = get_session().get(SignIn, sign_in_id)
    return row is not None and row.member_id == member.id


def _start_sign_in(_app: Flask, user: Member) -> None:
    """A new row for every login, so that an old cookie cannot come back to life."""
    sign_in = SignIn(id=uuid.uuid4(), member_id=user.id)
    get_session().add(sign_in)
    get_session().commit()
    session["sign_in"] = str(sign_in.id)
    session.permanent = True


def _end_sign_in(_app: Flask, **_signal: object) -> None:
    get_session().execute(delete(SignIn).where(SignIn.id == uuid.UUID(session.pop("sign_in", str(uuid.uuid4())))))
    get_session().commit()
