"""add-user and set-password."""

from sqlalchemy import select

from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import (
    Member,
    Workspace,
)
from tests.cli.shell import PASSWORD, add


def test_it_adds_a_member_with_a_workspace_of_their_own(ready):
    assert add(ready).exit_code == 0
    (member,) = ready.rows(select(Member))
    assert (member.name, member.role) == ("林序", MemberRole.ADMIN)
    assert [row.name for row in ready.rows(select(Workspace))] == ["林序"]
    client = ready.app.test_client()
    assert client.post("/login", data={"email": "lin@example.com", "password": PASSWORD}).location == "/"


def test_it_joins_a_workspace_by_name(ready):
    add(ready, "a@example.com", "--workspace", "衡屿信安")
    add(ready, "b@example.com", "--workspace", "衡屿信安")
    add(ready, "c@example.com", "--workspace", "衡屿信安", "--role", "viewer")
    assert len(ready.rows(select(Workspace))) == 1
    roles = ready.rows(select(Member.role).order_by(Member.email))
    assert roles == [MemberRole.ADMIN, MemberRole.MEMBER, MemberRole.VIEWER]


def test_it_refuses_in_one_sentence(ready):
    add(ready)
    for result, code in (
        (add(ready, "LIN@example.com"), 1),
        (add(ready, "lin"), 2),
        (add(ready, "b@example.com", password="kurz"), 2),
        (add(ready, "b@example.com", password=""), 2),
        (add(ready, "b@example.com", "--role", "king"), 2),
        (ready.run("set-password", "nobody@example.com", "--password-stdin", typed=PASSWORD), 1),
        (ready.run("restore", str(ready.folder / "nothing"), "--yes"), 2),
        (ready.run("backup", "/proc/nowhere/file"), 1),
    ):
        assert result.exit_code == code, result.output
    assert len(ready.rows(select(Member))) == 1


def test_a_forgotten_password_is_replaced(ready):
    add(ready)
    client = ready.app.test_client()
    client.post("/login", data={"email": "lin@example.com", "password": PASSWORD})
    other = "acht Reiher am See"
    assert ready.run("set-password", "lin@example.com", "--password-stdin", typed=other).exit_code == 0
    assert client.get("/settings/").status_code == 302
    assert ready.app.test_client().post("/login", data={"email": "lin@example.com", "password": other}).location == "/"
