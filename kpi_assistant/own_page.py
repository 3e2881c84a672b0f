"""Requests that come from our own pages, and the forms among them that could not be taken: nothing typed is lost."""

from urllib.parse import urlsplit

from flask import current_app, request

_NEVER_HELD = ("csrf_token", "password", "code")
"""Parts of names of fields that are never sent back: secrets, and the token that has just failed."""


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
