"""What the tests of capture do with a phone, and how they count what arrived."""

import re
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from kpi_assistant.models import Kpi, KpiDraft, Meeting
from tests.browser.live_server import LiveServer

SAVED = re.compile(r"Saved on the server \d\d:\d\d")
HERE = re.compile(r"Saved on this device")


def open_capture(page: Page, visit: Meeting) -> Page:
    page.goto(f"/meetings/{visit.id}/capture/")
    ready(page)
    return page


def ready(page: Page) -> None:
    page.locator("html[data-ready=yes]").wait_for(state="attached")


def state(page: Page) -> Any:
    return page.locator("[data-state]").first


def is_saved(page: Page, seconds: float = 20) -> None:
    expect(page.locator("p[data-state='saved']")).to_have_text(SAVED, timeout=seconds * 1000)


def write(page: Page, words: str) -> None:
    page.locator("#words").fill(words)


def enter(page: Page) -> None:
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("#words")).to_have_value("")


def entered(server: LiveServer, visit: Meeting) -> list[str]:
    """The words of every KPI of the meeting, in the order they were entered."""
    with server.session() as session:
        rows = session.scalars(
            select(Kpi)
            .where(Kpi.meeting_id == visit.id)
            .order_by(Kpi.created_at)
            .options(selectinload(Kpi.versions), selectinload(Kpi.facets))
        )
        return [kpi.words or kpi.observation for kpi in rows]


def drafts(server: LiveServer, visit: Meeting) -> list[dict[str, str]]:
    """The fields of every unfinished entry."""
    with server.session() as session:
        return [row.fields for row in session.scalars(select(KpiDraft).where(KpiDraft.meeting_id == visit.id))]


def everything(server: LiveServer, visit: Meeting) -> list[str]:
    """All words of the meeting, entered or not: each must be here once."""
    return sorted(
        [*entered(server, visit), *(fields["words"] for fields in drafts(server, visit) if fields.get("words"))]
    )
