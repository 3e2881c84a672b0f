"""How a member with a password signs in."""

import re
from typing import Any

from flask.testing import FlaskClient

PASSWORD = "blauer Himmel über Jizhou"


def log_in(client: FlaskClient, password: str = PASSWORD, email: str = "anna@example.com", **query: str) -> Any:
    return client.post("/login", data={"email": email, "password": password}, query_string=query)


def without_token(page: str) -> str:
    return re.sub(r'name="csrf_token"[^>]*>', "", page)
