"""Whose data this is: workspaces, their members, and the sessions they are signed in with."""

import datetime as dt
import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

from flask_security import UserMixin
from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models.base import Base, Identified, utc_now
from kpi_assistant.models.sealed import SealedBytes


class Workspace(Identified, Base):
    """A team; one person alone is a workspace of one. ``last_brief_number`` makes brief numbers gapless.

    ``competitors`` are the names of whom it competes with, one to a line.
    """

    __tablename__ = "workspace"

    name: Mapped[str]
    created_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
    last_brief_number: Mapped[int] = mapped_column(default=0)
    competitors: Mapped[str] = mapped_column(default="")

    members: Mapped[list["Member"]] = relationship(back_populates="workspace", order_by="Member.name")


class Member(Identified, UserMixin, Base):  # type: ignore[misc]
    """Somebody who may sign in, and what stands on a brief as its sender.

    ``fs_uniquifier`` changes with the password and then ends every session; the name is Flask-Security's.
    ``must_choose_password`` while they have only a password that somebody else has seen.
    """

    __tablename__ = "member"

    workspace_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str]
    password: Mapped[str | None] = mapped_column(default=None)
    must_choose_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid.uuid4().hex)
    role: Mapped[MemberRole] = mapped_column(default=MemberRole.MEMBER)
    locale: Mapped[str] = mapped_column(String(16), default="zh_CN")
    time_zone: Mapped[str] = mapped_column(String(64), default="Asia/Shanghai")
    created_at: Mapped[dt.datetime] = mapped_column(default=utc_now)

    sender_organisation: Mapped[str] = mapped_column(default="")
    sender_title: Mapped[str] = mapped_column(default="")
    sender_phone: Mapped[str] = mapped_column(default="")
    sender_email: Mapped[str] = mapped_column(default="")
    sender_logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    workspace: Mapped[Workspace] = relationship(back_populates="members")
    sign_ins: Mapped[list["SignIn"]] = relationship(back_populates="member", passive_deletes=True)

    @property
    def roles(self) -> list[object]:  # type: ignore[override]
        """Flask-Security asks for roles; ours is one word, checked in auth.py."""
        return []

    def day_of(self, moment: dt.datetime) -> dt.date:
        """The calendar day of a moment where the member is: days are counted as they live them, not in UTC."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def may_write(self) -> bool:
        return self.role is not MemberRole.VIEWER


class SignIn(Identified, Base):
    """One browser signed in. The cookie names it; without its row the cookie is worth nothing, nor after LASTS."""

    LASTS: ClassVar = dt.timedelta(days=90)
    """However much it is used, so that a browser somebody forgot about does not stay open for ever."""

    __tablename__ = "sign_in"

    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
    browser: Mapped[str] = mapped_column(String(60), default="")

    member: Mapped[Member] = relationship(back_populates="sign_ins")

    def is_live(self, now: dt.datetime) -> bool:
        return self.created_at > now - self.LASTS


class KeptPage(Identified, Base):
    """A page that answered a form, so that Back and reload can show it again: one sign-in's, for an hour at most.

    It goes with the sign-in: after signing out nothing brings it back.
    """

    LASTS: ClassVar = dt.timedelta(hours=1)

    __tablename__ = "kept_page"

    sign_in_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sign_in.id", ondelete="CASCADE"), index=True)
    path: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[dt.datetime] = mapped_column(default=utc_now, index=True)
    page: Mapped[bytes] = mapped_column(SealedBytes)


class LoginThrottle(Base):
    """Failed logins of one account or one address; ``key`` is a digest, so that it names nobody."""

    __tablename__ = "login_throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_failure_at: Mapped[dt.datetime] = mapped_column(default=utc_now)


class Setting(Base):
    """A fact about the install itself, such as which field key sealed it."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str]
