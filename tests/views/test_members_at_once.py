"""Two teams that add the same address at the same moment: one of them has it, the other is told."""

import threading
import time
import uuid

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import Member

NEW = {"email": "dora@example.com", "name": "Dora Lin", "role": "member"}


def test_an_address_taken_a_moment_ago_is_refused_with_what_was_typed(app, sign_in, alice, charlie, fetch):
    client, answers = sign_in(alice), []
    engine = app.extensions["database"].engine
    adding = threading.Thread(target=lambda: answers.append(client.post("/settings/members/new", data=NEW)))
    with Session(engine) as other:
        other.add(
            Member(
                id=uuid.uuid4(), workspace_id=charlie.workspace_id, name="Dora", email=NEW["email"],
                role=MemberRole.MEMBER, fs_uniquifier=uuid.uuid4().hex,
            )
        )  # fmt: skip
        other.flush()
        adding.start()
        wait_until_it_waits(engine, adding)
        other.commit()
    adding.join(30)
    (answer,) = answers
    assert answer.status_code == 200
    assert "This address cannot be used" in answer.text
    assert 'value="Dora Lin"' in answer.text
    assert [row.workspace_id for row in fetch(select(Member).where(Member.email == NEW["email"]))] == [
        charlie.workspace_id
    ]


def wait_until_it_waits(engine, adding):
    """Until the request waits for the other's transaction; SQLite's writers queue before they look, and wait sooner."""
    deadline = time.monotonic() + 30
    while engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            if connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return
        assert adding.is_alive()
        assert time.monotonic() < deadline
        time.sleep(0.05)
