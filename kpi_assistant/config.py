"""Every setting, flat, read from the environment; a bad one is refused with one clear sentence."""

import ipaddress
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

PROJECT_ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"


class BadSettingError(ValueError):
    """A setting that cannot be used; the message is one sentence for whoever starts the app."""


def read_settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The Flask configuration. Creates the data folder and its secrets when they are not there yet."""
    env = os.environ if environ is None else environ
    data = Path(env.get("KPI_DATA") or PROJECT_ROOT / "data").expanduser().resolve()
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettingError(f"KPI_DATA: the folder {data} cannot be used ({error.strerror}).") from error
    host = env.get("HOST") or "127.0.0.1"
    public_url = _public_url(env.get("PUBLIC_URL", ""))
    return {
        # Where the database, its copies and the keys live.
        "KPI_DATA": data,
        # The address granian listens on.
        "HOST": host,
        "PORT": _port(env.get("PORT") or "8000"),
        # SQLite in the data folder, or postgresql://user:password@host/name.
        "DATABASE_URL": _database_url(env.get("DATABASE_URL", ""), data),
        # Signs cookies. Made at first start, readable by its owner only.
        "SECRET_KEY": _secret_key(env.get("SECRET_KEY", ""), data),
        # Seal life and mindset words and notes, newest first.
        "FIELD_KEYS": read_field_keys(data / "field_keys"),
        "FIELD_KEYS_FILE": data / "field_keys",
        # The https address others reach the app under, e.g. https://kpi.example.com; empty on one's own machine.
        "PUBLIC_URL": public_url,
        # The address the proxy before us calls from; it alone is believed when it says for whom it calls.
        "TRUSTED_PROXY": _trusted_proxy(env.get("TRUSTED_PROXY", "")),
        # Requests that name another host are refused.
        "TRUSTED_HOSTS": _trusted_hosts(host, public_url),
        "SESSION_COOKIE_NAME": "kpi_session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_SECURE": public_url.startswith("https://"),
        # A phone stays signed in between meetings.
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        # The token lives as long as the session: a page may stay open through a long day.
        "WTF_CSRF_TIME_LIMIT": None,
        # The largest request: a form of words, never a film.
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "BABEL_DEFAULT_LOCALE": "zh_CN",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
    }


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise BadSettingError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _database_url(text: str, data: Path) -> str:
    if not text:
        return URL.create("sqlite", database=str(data / "kpi.sqlite3")).render_as_string()
    # Hosting services still hand out the old name; psycopg 3 is the driver here.
    for prefix in ("postgres://", "postgresql://"):
        if text.startswith(prefix):
            text = "postgresql+psycopg://" + text.removeprefix(prefix)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise BadSettingError("DATABASE_URL is not a database address; unset it to use SQLite.") from error
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise BadSettingError("DATABASE_URL must begin with postgresql:// or sqlite:///.")
    if url.drivername == "sqlite" and (url.database in {None, "", ":memory:"} or url.query):
        raise BadSettingError("DATABASE_URL must name a SQLite file: a database in memory would lose everything.")
    return text


def _secret_key(text: str, data: Path) -> str:
    if text:
        if len(text) < 32 or len(set(text)) < 10:
            raise BadSettingError("SECRET_KEY is too weak: use 32 random characters or more, or unset it.")
        return text
    return _own_file(data / "secret_key", lambda: secrets.token_urlsafe(48))


def read_field_keys(path: Path) -> list[str]:
    """The keys of private words, newest first, one to a line."""
    keys = _own_file(path, lambda: Fernet.generate_key().decode()).split()
    try:
        for key in keys:
            Fernet(key)
    except ValueError as error:
        raise BadSettingError(
            f"{path} is damaged: put your copy of it back, or private words cannot be read."
        ) from error
    return keys


def _own_file(path: Path, make: Any) -> str:
    """The content of a secret file; made at first start, readable by its owner only."""
    try:
        if not path.exists():
            _make_once(path, str(make()))
        content = path.read_text().strip()
    except OSError as error:
        raise BadSettingError(f"{path} cannot be read or written ({error.strerror}).") from error
    if not content:
        raise BadSettingError(f"{path} is empty: put your copy of it back.")
    return content


def _make_once(path: Path, content: str) -> None:
    """A file that is there whole and on the disk, or not at all; whoever comes second leaves it as it is."""
    descriptor, unfinished = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(content + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        Path(unfinished).unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _public_url(text: str) -> str:
    if not text:
        return ""
    wrong = BadSettingError("PUBLIC_URL must look like https://kpi.example.com, without a path.")
    try:
        parts = urlsplit(text)
        is_right = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and parts.path in {"", "/"}
    except ValueError as error:  # an address or a port that cannot be one
        raise wrong from error
    if not is_right:
        raise wrong
    return f"{parts.scheme}://{parts.netloc}"


def _trusted_proxy(text: str) -> str:
    try:
        return text and str(ipaddress.ip_address(text))
    except ValueError as error:
        raise BadSettingError("TRUSTED_PROXY must be one IP address, for example 127.0.0.1.") from error


def _trusted_hosts(host: str, public_url: str) -> list[str]:
    hosts = ["localhost", "127.0.0.1", "[::1]"]
    if host not in {"0.0.0.0", "::", *hosts}:  # noqa: S104 -- compared, not bound
        hosts.append(host)
    if public_url:
        hosts.append(str(urlsplit(public_url).hostname))
    return hosts
