"""Requests that come from our own pages, and the forms among them that could not be taken: nothing typed is lost."""

from urllib.parse import urlsplit

from flask import current_app, g, request
from flask_wtf.csrf import CSRFProtect, validate_csrf
from wtforms import ValidationError

_NEVER_HELD = ("csrf_token", "password", "code")
"""Parts of names of fields that are never sent back: secrets, and the token that has just failed."""

BEFORE_LOGIN = "csrf_before_login"
"""Where a session keeps the form token of the stranger its member was before signing in."""


class OwnPageProtect(CSRFProtect):  # type: ignore[misc]
    """The usual guard of forms, but a form held for somebody who was signed out goes through at the first try.

    It was made before they signed in (in another tab), so its token is the one this browser had then. Only our own
    page may send it: unlike the present token, it has been in the hands of whoever sat there before the login.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.method == "POST" and is_from_own_page() and self._was_held():
            g.csrf_valid = True  # what the guard itself notes for the forms, which do not ask twice
        else:
            super().protect(apply_exemptions)

    def _was_held(self) -> bool:
        try:
            validate_csrf(self._get_csrf_token(), token_key=BEFORE_LOGIN)
        except ValidationError:
            return False
        return True


def is_from_own_page() -> bool:
    """Whether the browser says that one of our own pages sent this; browsers say so of every POST."""
    origin = urlsplit(request.headers.get("Origin", "")).netloc
    return bool(origin) and origin in {request.host, urlsplit(current_app.config["PUBLIC_URL"]).netloc}


def typed_fields() -> list[tuple[str, str]]:
    """What a form said that was refused at the door, as (name, value), to be sent once more.

    Empty for a form of another site, which could otherwise have its words sent again in the reader's name.
    """
    if request.method != "POST" or not is_from_own_page():
        return []
    return [
        (name, value) for name, value in request.form.items(multi=True) if not any(part in name for part in _NEVER_HELD)
    ]
