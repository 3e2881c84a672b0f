"""The page that answers a form (refused, or searched in) gets an address, so that Back and reload can show it.

A page that answered a POST cannot be shown again without sending the form once more, and as no cache may keep ours the
browser shows an error instead. So it is kept here, sealed, and the browser is led to it: the words stay protected as on
any page, and after signing out they are gone.
"""

import uuid
import zlib
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, Response, current_app, redirect, request
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from kpi_assistant.auth import current_sign_in
from kpi_assistant.database import Database, get_session
from kpi_assistant.models import KeptPage
from kpi_assistant.models.base import utc_now
from kpi_assistant.own_page import is_from_own_page

NAME = "kept"
"""Of the parameter in an address that names a kept page."""
NEVER_KEPT = frozenset({"members.create", "members.reset_password", "setup.create"})
"""Their answers show a password, or hold what no member has sent. Those of the library are left out by their prefix."""


def init_app(app: Flask) -> None:
    """After ``auth.init_app``: by then it is known who is there."""
    app.before_request(_show)
    app.after_request(_keep)


def _show() -> Response | None:
    """The page that the address names, if it is this sign-in's and young enough; else the ordinary page of the address."""
    if request.method != "GET" or NAME not in request.args or request.endpoint is None:
        return None
    try:
        row = get_session().get(KeptPage, uuid.UUID(request.args[NAME]))
    except ValueError:
        return None
    if row is None or row.sign_in_id != current_sign_in() or row.path != request.path:
        return None
    if row.created_at + KeptPage.LASTS < utc_now():
        return None
    return Response(zlib.decompress(row.page), mimetype="text/html")


def _keep(response: Response) -> Response | BaseResponse:
    """Lead a browser from the answer to its address. Scripts, and whoever asks for no page, get the answer itself."""
    if request.method != "POST" or response.status_code != 200 or response.mimetype != "text/html":
        return response
    endpoint, sign_in = request.endpoint or "", current_sign_in()
    if sign_in is None or endpoint in NEVER_KEPT or endpoint.startswith("security."):
        return response
    if "text/html" not in request.headers.get("Accept", "") or request.headers.get("X-Requested-With"):
        return response
    path, arguments = _address()
    if path is None:
        return response
    row = KeptPage(id=uuid.uuid4(), sign_in_id=sign_in, path=path, page=zlib.compress(response.get_data()))
    database: Database = current_app.extensions["database"]
    get_session().rollback()  # what the form wanted is refused; and this gives back the write lock
    try:
        with database.new_session() as session:
            session.execute(delete(KeptPage).where(KeptPage.created_at < utc_now() - KeptPage.LASTS))
            session.add(row)
            session.commit()
    except SQLAlchemyError:
        return response  # a disk that is full: the page itself is worth more than its address
    return redirect(f"{path}?{urlencode([*arguments, (NAME, str(row.id))])}", 303)


def _address() -> tuple[str | None, list[tuple[str, str]]]:
    """Path and arguments of the page the form stands on: its own, or that of the page before where forms are only sent.

    None where neither can be opened.
    """
    if request.url_rule is not None and "GET" in (request.url_rule.methods or ()):
        return request.path, [pair for pair in request.args.items(multi=True) if pair[0] != NAME]
    before = urlsplit(request.headers.get("Referer", ""))
    if not is_from_own_page() or before.netloc != request.host:
        return None, []
    try:
        current_app.create_url_adapter(request).match(before.path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return None, []
    return before.path, [pair for pair in parse_qsl(before.query) if pair[0] != NAME]
