"""Signing in, staying signed in, and the rule that every page is closed unless named public."""

import base64
import hmac
import uuid

import email_validator
from flask import (
    Flask,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user, user_logged_in, user_logged_out
from flask_security import (
    RoleMixin,
    Security,
    SQLAlchemySessionUserDatastore,
    hash_password,
    password_changed,
    verify_password,
)
from sqlalchemy import delete
from werkzeug.wrappers import Response as BaseResponse

from kpi_assistant.auth_forms import OwnChangePasswordForm, OwnPasswordUtil, ThrottledLoginForm, security_settings
from kpi_assistant.database import READING_METHODS, Database, act_as, get_session, reads_first, start_writing, take_turn
from kpi_assistant.domain.user_agent import browser_name
from kpi_assistant.models import Member, SignIn
from kpi_assistant.models.base import utc_now
from kpi_assistant.own_page import BEFORE_LOGIN, typed_fields
from kpi_assistant.services.accounts import end_sign_ins, forget_ended_sign_ins, has_members, note_own_password

PUBLIC = frozenset(
    {
        "security.login", "static", "favicon", "setup.show", "setup.create", "language.choose", "health.show",
        "offline.worker", "offline.capture", "offline.show",
    }
)  # fmt: skip
"""The endpoints a stranger may call. Everything else asks for a signed-in member."""

BEFORE_SETUP = PUBLIC - {"security.login"}
"""What answers while nobody is a member yet; every other address leads to the set-up page."""

OWN_ACCOUNT = frozenset(
    {
        "security.logout",
        "security.change_password",
        "settings.profile",
        "settings.sign_out_others",
        "language.choose",
    }
)
"""What a viewer, who may change nothing of the team's, may still send."""

TO_CHOOSE_A_PASSWORD = frozenset(
    {"security.change_password", "security.logout", "static", "favicon", "language.choose", "health.show"}
)
"""What answers while a member has only a password that somebody else has seen."""

GUARD_THEMSELVES = frozenset({"operations.take"})
"""Endpoints that ask who is there within the transaction in which they write. Nothing runs before them: what every
page is asked at the door costs more than saving a few letters does."""


class NoRole(RoleMixin):
    """Flask-Security wants a role table; our roles are one word on the member."""


def init_app(app: Flask) -> None:
    database: Database = app.extensions["database"]
    app.config.update(security_settings(app))
    Security(
        app,
        SQLAlchemySessionUserDatastore(database.session, Member, NoRole),
        login_form=ThrottledLoginForm,
        change_password_form=OwnChangePasswordForm,
        password_util_cls=OwnPasswordUtil,
        register_blueprint=True,
    )
    user_logged_in.connect(_start_sign_in, app)
    user_logged_out.connect(_end_sign_in, app)
    password_changed.connect(_end_other_sign_ins, app)
    app.before_request(require_login)


def seal_password(password: str, *, email: str, name: str) -> tuple[str, str]:
    """The hash to store and "", or "" and a sentence that says why the password will not do."""
    problems, normal = current_app.extensions["security"].password_util.validate(
        password, is_register=True, email=email, name=name
    )
    return ("", str(problems[0])) if problems else (hash_password(normal), "")


def first_password(member_id: uuid.UUID) -> str:
    """What a new member signs in with once: the same for both copies of a form that was sent twice, so that the page
    which the administrator sees, the second one, shows the password that works. Without our key nobody can work it out."""
    key = hmac.digest(str(current_app.secret_key).encode(), b"first password " + member_id.bytes, "sha256")
    return base64.urlsafe_b64encode(key[:12]).decode()


def opens(password: str, member: Member) -> bool:
    """Whether this is still the member's password."""
    return member.password is not None and bool(verify_password(password, member.password))


def normal_email(text: str) -> str:
    """The address in normal form, empty when it is not one."""
    try:
        return email_validator.validate_email(text, check_deliverability=False, test_environment=True).normalized
    except email_validator.EmailNotValidError:
        return ""


def current_member() -> Member:
    """The member who is signed in; only called where require_login has let the request through."""
    member: Member = current_user._get_current_object()
    return member


def current_sign_in() -> uuid.UUID | None:
    """Which browser this is."""
    try:
        return uuid.UUID(session.get("sign_in", ""))
    except ValueError:
        return None


def require_login() -> BaseResponse | None:
    """Let strangers see what is public, members their pages, and viewers change nothing but their account."""
    if request.endpoint is None:
        return None  # no such page: the error handler answers
    member = current_user if current_user.is_authenticated else None
    if member is not None and not _sign_in_is_live(member):
        session.clear()
        current_app.login_manager._update_request_context_with_user()  # type: ignore[attr-defined]
        member = None
    if member is None:
        return _answer_stranger()
    act_as(get_session(), member.id, member.workspace_id)
    if member.must_choose_password and request.endpoint not in TO_CHOOSE_A_PASSWORD:
        return _refuse_script() or redirect(url_for("security.change_password"))
    if not member.may_write and request.method not in READING_METHODS and request.endpoint not in OWN_ACCOUNT:
        abort(403)
    if request.method not in READING_METHODS and not reads_first():
        take_turn(member.id)
    return None


def _answer_stranger() -> BaseResponse | None:
    if request.endpoint not in BEFORE_SETUP and not has_members(get_session()):
        return redirect(url_for("setup.show"))
    if request.endpoint in PUBLIC:
        return None
    if refusal := _refuse_script():
        return refusal
    if fields := typed_fields():
        return make_response(render_template("errors/held.html", fields=fields, signed_out=True), 401)
    target = request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else None
    return redirect(url_for("security.login", next=target))


def _refuse_script() -> BaseResponse | None:
    """A script gets a code it can act on; a redirect it would take for an answer."""
    if not request.is_json and request.headers.get("X-Requested-With") != "fetch":
        return None
    response: Response = jsonify(error="signed_out")
    response.status_code = 401
    return response


def _sign_in_is_live(member: Member) -> bool:
    sign_in_id = current_sign_in()
    row = get_session().get(SignIn, sign_in_id) if sign_in_id else None
    return row is not None and row.member_id == member.id and row.is_live(utc_now())


def _start_sign_in(_app: Flask, user: Member) -> None:
    """A new row for every login, so that an old cookie cannot come back to life; those that have ended go."""
    start_writing()
    forget_ended_sign_ins(get_session(), user.id, utc_now())
    sign_in = SignIn(id=uuid.uuid4(), member_id=user.id, browser=browser_name(request.user_agent.string))
    get_session().add(sign_in)
    get_session().commit()
    session.pop(BEFORE_LOGIN, None)
    if token := session.pop("csrf_token", None):
        session[BEFORE_LOGIN] = token
    session["sign_in"] = str(sign_in.id)
    session.permanent = True


def _end_sign_in(_app: Flask, **_signal: object) -> None:
    get_session().execute(delete(SignIn).where(SignIn.id == current_sign_in()))
    get_session().commit()
    session.pop("sign_in", None)


def _end_other_sign_ins(_app: Flask, user: Member, **_signal: object) -> None:
    """A new password ends every session but the one in which it was set."""
    start_writing()
    end_sign_ins(get_session(), user.id, but=current_sign_in())
    note_own_password(get_session(), user)
    get_session().commit()
