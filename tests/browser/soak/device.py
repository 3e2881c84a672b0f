"""A phone or laptop of a run: one browser's memory with the capture pages open on it."""

from typing import Any

from playwright.sync_api import BrowserContext, Page

from kpi_assistant.models import Member

WAITING_STEPS = """(name) => new Promise((resolve) => {
  const opening = indexedDB.open(name);
  opening.onsuccess = () => {
    const { result } = opening;
    const counting = result.transaction("steps").objectStore("steps").count();
    counting.onsuccess = () => { result.close(); resolve(counting.result); };
  };
})"""


class Device:
    """A browser's memory with the pages open on it."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.pages: list[Page] = []
        self.is_online = True
        self.is_signed_in = True
        self.sent: list[str] = []
        context.on("request", lambda one: self.sent.append(one.post_data or "") if self._is_ours(one) else None)

    @staticmethod
    def _is_ours(request: Any) -> bool:
        return bool(request.method == "POST" and request.url.endswith("/capture/operations"))

    def waiting(self, member: Member) -> int:
        """How many steps of this member the device has not yet forgotten."""
        return int(self.pages[0].evaluate(WAITING_STEPS, f"kpi-{member.id}"))
