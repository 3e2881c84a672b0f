"""What a viewer may not send is not offered to them: by construction, on every page, however its template is written.

Pages that are nothing but a form say so before anything is typed; of all others the forms, and the links that lead to
such pages, are taken out of the finished page. What carries words keeps them, as plain text.
"""

import re
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from kpi_assistant.auth import OWN_ACCOUNT, PUBLIC

FOR_WRITING = frozenset({"briefs.prepare", "capture.show", "guides.alternatives", "preparing.show"})
"""Pages for writing whose form is sent elsewhere. All that take a form themselves are for writing, too."""
_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>.*?</form>', re.DOTALL)
_ACTION = re.compile(r'<form\b[^>]*\baction="([^"]*)"')
_LINK = re.compile(r'<a\b([^>]*)\bhref="([^"#?]*)[^"]*"([^>]*)>(.*?)</a>', re.DOTALL)
_IS_COMMAND = re.compile(r'\bclass="[^"]*\b(?:button|link)\b')


def init_app(app: Flask) -> None:
    """After ``auth.init_app``: by then it is known who is there."""
    app.before_request(_refuse_to_open)
    app.after_request(_take_out)


def is_for_writing(rule: Rule | None) -> bool:
    """Whether a page is there to write on."""
    if rule is None or rule.endpoint in OWN_ACCOUNT | PUBLIC:
        return False
    return rule.endpoint in FOR_WRITING or {"GET", "POST"} <= (rule.methods or set())


def _only_looks() -> bool:
    return bool(current_user.is_authenticated and not current_user.may_write)


def _refuse_to_open() -> None:
    if _only_looks() and is_for_writing(request.url_rule):
        abort(403)


def _take_out(response: Response) -> Response:
    if response.mimetype == "text/html" and not response.is_streamed and _only_looks():
        page = _FORM.sub(_own_form, response.get_data(as_text=True))
        response.set_data(_LINK.sub(_readable_link, page))
    return response


def _own_form(found: re.Match[str]) -> str:
    action = _ACTION.match(found[0])
    rule = _rule_of(urlsplit(action[1]).path if action else request.path, "POST")
    return found[0] if rule is not None and rule.endpoint in OWN_ACCOUNT else ""


def _readable_link(found: re.Match[str]) -> str:
    before, path, after, text = found.groups()
    if not path.startswith("/") or not is_for_writing(_rule_of(path, "GET")):
        return found[0]
    return "" if _IS_COMMAND.search(before + after) else f"<span{before}{after}>{text}</span>"


def _rule_of(path: str, method: str) -> Rule | None:
    try:
        rule, _values = current_app.create_url_adapter(request).match(path, method, return_rule=True)  # type: ignore[union-attr]
    except HTTPException:
        return None
    return rule
