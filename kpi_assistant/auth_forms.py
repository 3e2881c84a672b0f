"""Flask-Security's forms with our words, our throttle and our idea of a good password."""

import unicodedata
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _
from flask_security import ChangePasswordForm, LoginForm, PasswordUtil
from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired, EqualTo

from kpi_assistant.database import get_session, start_writing
from kpi_assistant.domain.password import LONGEST, SHORTEST, PasswordProblem, password_problem
from kpi_assistant.throttle import count_failure, forgive, guess_at, is_throttled

PASSWORD_PROBLEMS = {
    PasswordProblem.TOO_SHORT: _(
        "Use at least %(count)d characters; a short sentence is easy to remember.", count=SHORTEST
    ),
    PasswordProblem.TOO_LONG: _("Use at most %(count)d characters.", count=LONGEST),
    PasswordProblem.GUESSABLE: _("This password is among the first anybody would try. Choose another."),
}


NEVER_STALE = timedelta(minutes=-1)


def N_(text: str) -> str:  # noqa: N802 -- gettext's name for words that are translated later
    """Marks words for translation; Flask-Security looks them up when it shows them."""
    return text


MESSAGES = {
    "GENERIC_AUTHN_FAILED": N_("E-mail and password do not match."),
    "API_ERROR": N_("That cannot be read as text."),
    "INVALID_PASSWORD": N_("This is not your present password."),
    "PASSWORD_NOT_PROVIDED": N_("Please fill this in."),
    "EMAIL_NOT_PROVIDED": N_("Please fill this in."),
    "PASSWORD_IS_THE_SAME": N_("The new password is the old one. Choose another."),
    "PASSWORD_CHANGE": N_("Your password is changed. Every other browser has been signed out."),
    "UNAUTHENTICATED": N_("Please sign in first."),
}
"""Everything the login and the password page can say; the rest of Flask-Security is switched off."""


def _normal(password: str | None) -> str | None:
    """As it is hashed, so that it can be compared with the present one."""
    return password and unicodedata.normalize("NFKD", password)


class OwnPasswordUtil(PasswordUtil):
    """One rule for passwords, wherever one is set."""

    def validate(self, password: str, is_register: bool, **account: Any) -> tuple[list[Any] | None, str]:
        """Flask-Security's contract: a list of problems or None, and the password in normal form."""
        password = self.normalize(password)
        member = account.get("user")
        problem = password_problem(
            password, email=account.get("email") or (member.email if member else ""),
            name=account.get("name") or (member.name if member else ""),
        )  # fmt: skip
        return ([PASSWORD_PROBLEMS[problem]] if problem else None), password


class ThrottledLoginForm(LoginForm):
    """The login form, slowed down for an account after five failures, and for an address after many."""

    email = EmailField(
        _("E-mail"), validators=[DataRequired(_("Please fill this in."))], filters=[lambda text: (text or "").strip()],
        render_kw={"autocomplete": "username"},
    )  # fmt: skip
    password = PasswordField(
        _("Password"), validators=[DataRequired(_("Please fill this in."))],
        render_kw={"autocomplete": "current-password"},
    )  # fmt: skip
    remember = None

    def validate(self, **kwargs: object) -> bool:
        db = get_session()
        guess = guess_at(self.email.data or "")
        if is_throttled(db, guess):
            return self._refuse()
        is_right = super().validate(**kwargs)
        start_writing()
        if is_throttled(db, guess):
            # Of many guesses sent at once, those that come out last are refused whether they are right or wrong.
            return self._refuse()
        if not is_right:
            count_failure(db, guess)
            # A refused login must count although its request changes nothing else.
            db.commit()
            return False
        forgive(db, guess)
        return True

    def _refuse(self) -> bool:
        self.email.errors, self.password.errors = [], []
        self.form_errors.append(_("Too many attempts. Wait a little, then try again."))
        return False


class OwnChangePasswordForm(ChangePasswordForm):
    """The present password, and the new one twice."""

    password = PasswordField(_("Present password"), render_kw={"autocomplete": "current-password"})
    new_password = PasswordField(
        _("New password"), validators=[DataRequired(_("Please fill this in."))], filters=[_normal],
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip
    new_password_confirm = PasswordField(
        _("New password again"),
        filters=[_normal],
        validators=[EqualTo("new_password", message=_("The two do not match. Type the new password again."))],
        render_kw={"autocomplete": "new-password"},
    )


def security_settings(app: Flask) -> dict[str, Any]:
    """Flask-Security's configuration: e-mail and password, sessions in cookies, nothing else."""
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],  # the others would only cost time at every start
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_CHANGEABLE": True,
        "SECURITY_CHANGE_URL": "/settings/password",
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_POST_CHANGE_VIEW": "/settings/",
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/login",
        "SECURITY_FLASH_MESSAGES": True,
        "SECURITY_LOGIN_USER_TEMPLATE": "account/login.html",
        "SECURITY_CHANGE_PASSWORD_TEMPLATE": "account/change_password.html",
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_TRACKABLE": False,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        # Whoever is signed in is fresh enough: the password page asks for the password itself. No /verify page.
        "SECURITY_FRESHNESS": NEVER_STALE,
        # Its own scripts and styles are not used, so they are not served.
        "SECURITY_STATIC_FOLDER": None,
        # Its words come from our catalogue, which is complete.
        "SECURITY_I18N_DIRNAME": f"{app.root_path}/translations",
        "SECURITY_I18N_DOMAIN": "messages",
        **{f"SECURITY_MSG_{name}": (text, "error") for name, text in MESSAGES.items()},
        "SECURITY_MSG_PASSWORD_CHANGE": (MESSAGES["PASSWORD_CHANGE"], "message"),
    }
