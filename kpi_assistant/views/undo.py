"""The message after something was taken away: what happened, and one button that takes it back."""

from flask import flash, render_template
from markupsafe import Markup


def flash_undo(message: str, url: str, **fields: str) -> None:
    """Show ``message`` on the next page with a button that posts ``fields`` to ``url``."""
    flash(Markup(render_template("_undo.html", message=message, url=url, fields=fields)))  # noqa: S704 -- escaped there
