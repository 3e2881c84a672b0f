"""How values look on a page: labels, dates in the member's zone, and the page of a list."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, request, url_for
from flask_babel import format_date, format_datetime, format_time, get_locale, get_timezone, gettext
from flask_login import current_user
from sqlalchemy import Select, func, select
from wtforms import Field

from kpi_assistant.database import get_session
from kpi_assistant.domain import vocabulary
from kpi_assistant.domain.freshness import Freshness
from kpi_assistant.domain.kpi import completeness, missing_facets
from kpi_assistant.domain.meeting_steps import MeetingStep
from kpi_assistant.domain.text import Text
from kpi_assistant.forms.labels import SHORT_SOURCES, label_of
from kpi_assistant.models import Kpi
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.kpi_facts import kpi_facts, kpi_freshness

PAGE_SIZE = 30


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, its number from 1, and how many pages and rows there are."""

    rows: Sequence[Any]
    number: int
    pages: int
    total: int

    def url(self, number: int) -> str:
        return url_for(str(request.endpoint), **{**(request.view_args or {}), **request.args, "page": number})


def paginate(statement: Select[Any], size: int = PAGE_SIZE, *, total: int | None = None) -> Page:
    """The page the address asks for; a number out of range gives the nearest one. ``total`` spares the counting."""
    session = get_session()

    def rows_of(number: int) -> Sequence[Any]:
        return session.scalars(statement.limit(size).offset((number - 1) * size)).unique().all()

    number = max(request.args.get("page", 1, type=int), 1)
    rows = rows_of(number)
    # A list that ends on this page is counted already.
    if len(rows) < size and (rows or number == 1):
        return Page(rows, number, number, (number - 1) * size + len(rows))
    if total is None:
        total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    pages = max(1, -(-total // size))
    return Page(rows, number, pages, total) if number <= pages else Page(rows_of(pages), pages, pages, total)


def today() -> dt.date:
    """The calendar day where the member is."""
    return utc_now().astimezone(member_zone()).date()


def member_zone() -> ZoneInfo:
    return ZoneInfo(str(get_timezone()))


def label(value: StrEnum | None) -> str:
    return "" if value is None else str(label_of(value))


def day(value: dt.date | None) -> str:
    """A day with its year left out when it is this year's."""
    if value is None:
        return ""
    if get_locale().language == "zh":
        return str(format_date(value, "M月d日" if value.year == today().year else "y年M月d日"))
    return str(format_date(value, "d MMM" if value.year == today().year else "d MMM y"))


def month(value: dt.date | None) -> str:
    """A month with its year, for what lasts years."""
    if value is None:
        return ""
    return str(format_date(value, "y年M月" if get_locale().language == "zh" else "MMM y"))


def weekday(value: dt.date) -> str:
    return str(format_date(value, "EEE" if get_locale().language == "zh" else "EEEE"))


def moment(value: dt.datetime | None) -> str:
    """A day and a time of day, in the member's zone."""
    if value is None:
        return ""
    return f"{day(value.astimezone(member_zone()).date())} {format_time(value, 'HH:mm')}"


def clock(value: dt.datetime) -> str:
    return str(format_time(value, "HH:mm"))


def machine_time(value: dt.datetime) -> str:
    """For the datetime attribute of <time>."""
    return str(format_datetime(value, "yyyy-MM-dd'T'HH:mm:ss"))


def wording(value: Text | dict[str, str] | None) -> str:
    """A bilingual text in the reader's language, from content or as kept in a table."""
    if value is None:
        return ""
    text = value if isinstance(value, Text) else Text(zh=value.get("zh", ""), en=value.get("en", ""))
    return text.in_locale(str(get_locale())) or text.zh or text.en


def ago(value: dt.date | None) -> str:
    """How long ago, in words a person would use."""
    if value is None:
        return ""
    days = (today() - value).days
    if days <= 0:
        return str(gettext("today"))
    if days == 1:
        return str(gettext("yesterday"))
    if days < 60:
        return str(gettext("%(days)d days ago", days=days))
    if days < 730:
        return str(gettext("%(months)d months ago", months=days // 30))
    return str(gettext("%(years)d years ago", years=days // 365))


def age(kpi: Kpi) -> Freshness:
    """How old a KPI's words are today, and whether they are to be asked again."""
    return kpi_freshness(kpi, today())


def described(field: Field, hint: str = "") -> dict[str, str]:
    """The attributes that tie a control to its hint and error for screen readers."""
    about = {"aria-describedby": f"{field.id}-about"} if hint or field.errors else {}
    return {**about, "aria-invalid": "true"} if field.errors else about


def init_app(app: Flask) -> None:
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        label=label, day=day, month=month, weekday=weekday, moment=moment, clock=clock, wording=wording, ago=ago,
        machine_time=machine_time, short_source=lambda source: str(SHORT_SOURCES[source]),
        facts=kpi_facts, age=age, completeness=completeness, missing_facets=missing_facets,
    )  # fmt: skip
    env.globals.update(
        {name: value for name, value in vars(vocabulary).items() if isinstance(value, type)},
        MeetingStep=MeetingStep,
        today=today,
        described=described,
        html_lang=lambda: "en" if get_locale().language == "en" else "zh-CN",
        current_member=current_user,
        new_form_id=uuid.uuid4,
    )
