"""Static files: an address that holds the content's hash may be kept for ever, any other is asked for each time.

A fifth of our scripts is prose for whoever reads them; a phone in a basement is sent the code alone.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

ONE_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    folder = Path(str(app.static_folder))

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            version = _version(folder / values.get("filename", ""))
            if version:
                values["v"] = version

    @app.get("/favicon.ico", endpoint="favicon")
    def favicon() -> Response:
        """Where browsers look for an icon on pages that name none, such as a frozen brief."""
        return redirect(url_for("static", filename="icon.svg"))

    @app.after_request
    def set_caching(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in {200, 304}:
            asked = request.args.get("v")
            if asked and asked == _version(folder / (request.view_args or {})["filename"]):
                response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
            else:
                response.headers["Cache-Control"] = "no-cache"
            if response.status_code == 200 and response.mimetype == "text/javascript":
                response.direct_passthrough = False
                response.set_data(_without_comments(response.get_data()))
        return response


def _without_comments(code: bytes) -> bytes:
    """The script without the lines that are comments and nothing else; our style has no other comments in scripts."""
    return b"".join(line for line in code.splitlines(keepends=True) if not line.lstrip().startswith(b"//"))


def _version(path: Path) -> str:
    """Twelve characters of the content's hash, empty when there is no such file."""
    try:
        return _hash(path, path.stat().st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=512)
def _hash(path: Path, _modified: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""
