"""Members from the shell: adding one, and a new password for whoever forgot theirs."""

import sys

import click
from flask.cli import with_appcontext

from kpi_assistant.auth import normal_email, seal_password
from kpi_assistant.cli.refusal import Refusal, WrongUse
from kpi_assistant.database import get_session
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.services.accounts import (
    EmailTakenError,
    add_member,
    find_member,
    find_workspace,
    forget_setup_code,
    new_workspace,
    replace_password,
)


@click.command("add-user")
@click.argument("email")
@click.option("--name", required=True, help="As it stands on a brief.")
@click.option(
    "--password-stdin", "_password_stdin", is_flag=True, required=True, help="The password is read from standard input."
)
@click.option("--workspace", help="Join the workspace of this name, or make it. Without it: one of their own.")
@click.option(
    "--role",
    type=click.Choice([str(role) for role in MemberRole]),
    help="Without it: admin of a new workspace, else member.",
)
@with_appcontext
def add_user(email: str, name: str, _password_stdin: bool, workspace: str | None, role: str | None) -> None:
    """Add a member who may sign in."""
    session = get_session()
    name = name.strip()
    address = normal_email(email)
    if not address:
        raise WrongUse(f"{email!r} is not an e-mail address.")
    if not 0 < len(name) <= 80:
        raise WrongUse("The name must have 1 to 80 characters.")
    password_hash = _read_password(address, name)
    home = (
        find_workspace(session, workspace.strip()) if workspace and workspace.strip() else new_workspace(session, name)
    )
    is_new = home in session.new
    try:
        member = add_member(
            session, home, email=address, name=name, password_hash=password_hash,
            role=MemberRole(role) if role else MemberRole.ADMIN if is_new else MemberRole.MEMBER,
        )  # fmt: skip
    except EmailTakenError as error:
        raise Refusal(f"There is already a member with the address {address}.") from error
    forget_setup_code(session)
    session.commit()
    click.echo(f"{member.name} <{member.email}> may sign in to {home.name!r} as {member.role.value}.")


@click.command("set-password")
@click.argument("email")
@click.option(
    "--password-stdin", "_password_stdin", is_flag=True, required=True, help="The password is read from standard input."
)
@with_appcontext
def set_password(email: str, _password_stdin: bool) -> None:
    """Give a member another password; every browser of theirs is signed out."""
    session = get_session()
    member = find_member(session, email.strip())
    if member is None:
        raise Refusal(f"There is no member with the address {email.strip()}.")
    replace_password(session, member, _read_password(member.email, member.name))
    session.commit()
    click.echo(f"{member.name} <{member.email}> has a new password.")


def _read_password(email: str, name: str) -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    password_hash, problem = seal_password(password, email=email, name=name)
    if problem:
        raise WrongUse(problem)
    return password_hash
