"""Members and their workspaces: the first one, the next ones, and the browsers they are signed in with."""

import datetime as dt
import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import AuditEntry, Member, Setting, SignIn, Workspace

SETUP_CODE = "setup_code"
"""The name of the setting that holds the digest of the one-time set-up code."""
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without the characters that are mistaken for one another on a screen."""


PASSWORD_FIELDS = ["password"]
"""What the trail names when somebody gets or chooses another password."""


@dataclass(frozen=True)
class Reset:
    """A password that somebody else set: when, and who; "" on the server itself, or when they have left."""

    happened_at: dt.datetime
    by: str


class EmailTakenError(ValueError):
    """There is already a member with this e-mail address."""


class LastAdminError(ValueError):
    """A workspace must keep one active administrator."""


def has_members(session: Session) -> bool:
    return session.scalar(select(Member.id).limit(1)) is not None


def make_setup_code(session: Session) -> str:
    """A new one-time code, which replaces any older one; only its digest is stored."""
    code = "-".join("".join(secrets.choice(CODE_ALPHABET) for _ in range(4)) for _ in range(3))
    session.merge(Setting(name=SETUP_CODE, value=_digest(code)))
    return code


def setup_code_opens(session: Session, code: str) -> bool:
    """Whether this is the code printed in the terminal. Locks it, so that it opens only once."""
    row = session.scalar(select(Setting).where(Setting.name == SETUP_CODE).with_for_update())
    return hmac.compare_digest(row.value if row else _digest(secrets.token_hex()), _digest(code))


def forget_setup_code(session: Session) -> None:
    session.execute(delete(Setting).where(Setting.name == SETUP_CODE))


def find_workspace(session: Session, name: str) -> Workspace:
    """The workspace of that name, made when there is none."""
    found = session.scalar(select(Workspace).where(Workspace.name == name).order_by(Workspace.created_at))
    if found is None:
        found = Workspace(id=uuid.uuid4(), name=name)
        session.add(found)
    return found


def new_workspace(session: Session, name: str) -> Workspace:
    workspace = Workspace(id=uuid.uuid4(), name=name)
    session.add(workspace)
    return workspace


def email_is_taken(session: Session, email: str) -> bool:
    return find_member(session, email) is not None


def add_member(
    session: Session,
    workspace: Workspace,
    *,
    email: str,
    name: str,
    password_hash: str,
    role: MemberRole = MemberRole.MEMBER,
    locale: str = "zh_CN",
    time_zone: str = "Asia/Shanghai",
    member_id: uuid.UUID | None = None,
) -> Member:
    """A new member; EmailTakenError when somebody has the address, in this workspace or another."""
    if email_is_taken(session, email):
        raise EmailTakenError(email)
    try:
        with session.begin_nested():
            member = Member(
                id=member_id or uuid.uuid4(), workspace=workspace, email=email, name=name, password=password_hash,
                role=role, locale=locale, time_zone=time_zone, sender_email=email, fs_uniquifier=uuid.uuid4().hex,
            )  # fmt: skip
            session.add(member)
    except IntegrityError as error:
        # On PostgreSQL another team's administrator may have taken it a moment ago.
        if email_is_taken(session, email):
            raise EmailTakenError(email) from error
        raise
    return member


def change_standing(session: Session, member: Member, *, role: MemberRole, active: bool) -> None:
    """Give a member another role, or shut them out at once; LastAdminError when nobody could undo it."""
    keeps_admin = role is MemberRole.ADMIN and active
    if member.role is MemberRole.ADMIN and member.active and not keeps_admin:
        # All administrators are locked in one order, so that two of them cannot demote each other at once.
        admins = session.scalars(
            select(Member.id)
            .where(Member.workspace_id == member.workspace_id, Member.role == MemberRole.ADMIN, Member.active)
            .order_by(Member.id)
            .with_for_update()
        ).all()
        if set(admins) <= {member.id}:
            raise LastAdminError(member.email)
    member.role, member.active = role, active
    if not active:
        end_sign_ins(session, member.id)
        # A cookie names this value; a new one makes every old cookie worthless.
        member.fs_uniquifier = uuid.uuid4().hex


def replace_password(session: Session, member: Member, password_hash: str, *, seen: bool = False) -> None:
    """Set another password and end every session; for whoever forgot theirs.

    Whoever ``seen`` it could read private words with it. So it opens nothing until its owner has chosen another:
    used by somebody else, it is used up, and the owner finds out.
    """
    member.password = password_hash
    member.must_choose_password = seen
    member.fs_uniquifier = uuid.uuid4().hex
    end_sign_ins(session, member.id)
    _note_password(session, member)


def note_own_password(session: Session, member: Member) -> None:
    """The member has chosen a password that nobody else has seen."""
    member.must_choose_password = False
    _note_password(session, member)


def last_reset(session: Session, member: Member) -> Reset | None:
    """When somebody else last set this member's password. Nobody can take it off the trail."""
    rows = session.execute(
        select(AuditEntry, Member.name)
        .outerjoin(Member, Member.id == AuditEntry.member_id)
        .where(AuditEntry.entity_id == member.id, AuditEntry.entity == "member")
        .order_by(AuditEntry.happened_at.desc())
    )
    return next(
        (
            Reset(entry.happened_at, name or "")
            for entry, name in rows
            if entry.fields == PASSWORD_FIELDS and entry.member_id != member.id
        ),
        None,
    )


def _note_password(session: Session, member: Member) -> None:
    session.add(
        AuditEntry(
            workspace_id=member.workspace_id, member_id=session.info.get("member_id"), action="changed",
            entity="member", entity_id=member.id, fields=PASSWORD_FIELDS,
        )
    )  # fmt: skip


def find_member(session: Session, email: str) -> Member | None:
    return session.scalar(select(Member).where(func.lower(Member.email) == email.lower()))


def end_sign_ins(session: Session, member_id: uuid.UUID, *, but: uuid.UUID | None = None) -> None:
    """Sign a member out of every browser, or of every other one."""
    ended = delete(SignIn).where(SignIn.member_id == member_id)
    session.execute(ended if but is None else ended.where(SignIn.id != but))


def forget_ended_sign_ins(session: Session, member_id: uuid.UUID, now: dt.datetime) -> None:
    """Drop what is worth nothing any more because it began too long ago."""
    session.execute(delete(SignIn).where(SignIn.member_id == member_id, SignIn.created_at <= now - SignIn.LASTS))


def _digest(code: str) -> str:
    """Of the code as a person may type it: small letters and missing dashes are forgiven."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
