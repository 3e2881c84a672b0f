"""Who is saving: found with one statement, inside the transaction that saves, so that nothing is taken from a browser
whose sign-in ended a moment before."""

import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, bindparam, select

from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import Base, Member, SignIn
from kpi_assistant.models.base import utc_now
from kpi_assistant.models.prepared import Prepared

_MEMBER = Base.metadata.tables[Member.__tablename__]
_SIGN_IN = Base.metadata.tables[SignIn.__tablename__]


@dataclass(frozen=True, slots=True)
class Writer:
    """A member who may write, with the zone they live in."""

    id: uuid.UUID
    workspace_id: uuid.UUID
    zone: ZoneInfo


def _who(_dialect: str) -> Select[tuple[object, ...]]:
    # Locking the member lets their entries go one after another: the same id sent many times at once then meets
    # itself. SQLite's writers queue anyway, and the words are left out there.
    member = _MEMBER.c
    return (
        select(member.id, member.workspace_id, member.time_zone, member.role, member.must_choose_password)
        .join(_SIGN_IN, _SIGN_IN.c.member_id == member.id)
        .where(
            _SIGN_IN.c.id == bindparam("sign_in"),
            _SIGN_IN.c.created_at > bindparam("since", type_=_SIGN_IN.c.created_at.type),
            member.fs_uniquifier == bindparam("session"),
            member.active == bindparam("active"),
        )
        .with_for_update(key_share=True, of=_MEMBER)
    )


_WHO = Prepared(_who)


def find_writer(connection: Connection, sign_in: uuid.UUID, session: str) -> Writer | None:
    """The member that a session's cookie names, when they may write; the same rules as auth.require_login.

    ``session`` is the member's ``fs_uniquifier``. None when the sign-in has ended, the member was removed or may only
    look, or has yet to choose a password of their own.
    """
    for member_id, workspace_id, time_zone, role, must_choose_password in _WHO.rows(
        connection, sign_in=sign_in, session=session, active=True, since=utc_now() - SignIn.LASTS
    ):
        if role is not MemberRole.VIEWER and not must_choose_password:
            return Writer(member_id, workspace_id, ZoneInfo(time_zone))
    return None
