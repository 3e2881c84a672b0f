"""Who else the pages are tested with."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from kpi_assistant.auth import seal_password
from kpi_assistant.models import Member, Workspace
from tests.views.login_cast import PASSWORD


@pytest.fixture
def anna(app: Flask, save: Callable[..., Any], team: Workspace) -> Member:
    """A member with a password."""
    with app.app_context():
        password_hash, _problem = seal_password(PASSWORD, email="anna@example.com", name="anna")
    return save(  # type: ignore[no-any-return]
        Member(
            id=uuid.uuid4(), workspace_id=team.id, name="anna", email="anna@example.com", password=password_hash,
            fs_uniquifier=uuid.uuid4().hex, locale="zh_CN",
        )
    )  # fmt: skip
