"""What a tester's hands and eyes do on a page, and how they read a paper."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kpi_assistant.models import Member

PASSWORD = "a long walk to the river"
"""Of every member a test adds."""


def sign_in_as(page: Page, member: Member, password: str = PASSWORD) -> None:
    page.goto("/login")
    page.locator("[name=email]").fill(member.email)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def fill(within: Any, **values: str) -> None:
    """Type into the fields of these names."""
    for name, value in values.items():
        within.locator(f"[name='{name}']").fill(value)


def send(page: Page) -> None:
    page.locator("form.form button[type=submit]").last.click()
    page.wait_for_load_state()
    expect(page.locator(".error")).to_have_count(0)


def reveal(page: Page, selector: str) -> Any:
    """A field that may be folded away: whoever wants it opens what it stands in."""
    field = page.locator(selector).first
    for fold in page.locator(f"details:not([open]):has({selector}) > summary").all():
        fold.click()
    return field


def wait_until(page: Page, is_so: Callable[[], bool], seconds: float = 20) -> None:
    for _try in range(int(seconds * 10)):
        if is_so():
            return
        page.wait_for_timeout(100)
    pytest.fail("It did not happen in time.")


def squeezed(text: str) -> str:
    """Without spaces and the gaps of typesetting; PDF readers see them where lines end."""
    return re.sub(r"[\s\u200b\u2060]", "", text)


def words_of(text: str) -> list[str]:
    """Every three Han characters in a row, and every Latin word of five letters or more, in small letters."""
    text = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text)
    han = [run[start : start + 3] for run in re.findall(r"[\u4e00-\u9fff]+", text) for start in range(len(run) - 2)]
    return [*han, *(word.lower() for word in re.findall(r"[A-Za-z']{5,}", text))]
