"""The steps a run is drawn from: what a writer does, and what happens to phones, the network and the server."""

import time
from random import Random
from typing import Any

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

from tests.browser.capture_hands import enter, ready
from tests.browser.hands import reveal
from tests.browser.soak.device import Device
from tests.browser.soak.stage import Profile, Stage, close_quietly
from tests.browser.soak.words import Words

FAULTS: tuple[Any, ...] = (
    "lose_response", "double", "cut_request", ("delay", 0.7), ("status", 503), ("status", 429), ("status", 500), "portal",
    "redirect", "refuse",
)  # fmt: skip
FACETS = ("metric", "baseline", "target", "deadline", "judge", "consequence", "obstacles", "tried")
CHANCES = {
    "type": 12, "write_it_down": 6, "tap_twice": 2, "fill_a_facet": 3, "write_anew": 2, "go_offline": 3, "go_online": 3,
    "reload": 3, "close_and_reopen": 2, "open_a_tab": 1, "open_a_device": 1, "break_the_network": 5, "end_the_session": 1,
    "sign_in": 1, "send_a_late_copy": 2, "look": 2, "correct": 1, "kill_the_server": 1,
}  # fmt: skip
"""How often each step is drawn, in relation to the others. One that cannot be done just now is passed over."""
KILLS = {"kill_the_browser": 15}
"""Drawn as well when the run has a browser of its own."""
MORTAL = 0.1
"""How many runs have a browser of their own, to be killed."""


class SoakError(AssertionError):
    """Something was lost, doubled or altered, or did not come to rest."""


def on_screen(page: Page) -> str:
    """All that the form holds."""
    return str(page.evaluate("() => [...new FormData(document.getElementById('capture')).values()].join('')"))


class Steps:
    """What may happen in a run. Each step gives back what to say of it, or None when it could not be done just now."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage = stage
        self.rng = Random(seed)
        self.words = Words(self.rng)
        self.visit = stage.new_meeting()
        self.devices: list[Device] = []
        self.profile = Profile() if self.rng.random() < MORTAL else None
        self.has_two_pages = False
        self._has_killed_the_server = False

    # What a writer does.

    def type(self) -> str:
        page, sentence = self._page(), self.words.say()
        if self.has_two_pages:
            self.words.interrupted(sentence)
        self._append(page, sentence)
        return f"{sentence[:30]!r} on page {self._number(page)}"

    def write_it_down(self) -> str:
        page = self._page()
        self._others_go_on(page)
        if page.locator("#words").input_value().strip():
            enter(page)
        return f"on page {self._number(page)}"

    def tap_twice(self) -> str:
        page = self._page()
        self._others_go_on(page)
        page.get_by_role("button", name="Write it down").dblclick()
        return f"on page {self._number(page)}"

    def fill_a_facet(self) -> str:
        page, facet, sentence = self._page(), self.rng.choice(FACETS), self.words.say(one_line=True)
        self._replaced(page.locator(f"[name='facets-{facet}']").first.input_value())
        for tries_left in (2, 1, 0):
            # What was entered just before may fold them away once more.
            try:
                reveal(page, f"[name='facets-{facet}']").fill(sentence, timeout=8000)
                break
            except TookTooLong:
                if not tries_left:
                    raise
        return f"{facet} {sentence[:30]!r} on page {self._number(page)}"

    def write_anew(self) -> str:
        """All of the box is replaced."""
        page, sentence = self._page(), self.words.say()
        self._replaced(page.locator("#words").input_value())
        page.locator("#words").fill(sentence)
        return f"{sentence[:30]!r} on page {self._number(page)}"

    def correct(self) -> str | None:
        """On the KPI's own page: the words before stay, the new ones are the next version."""
        device, sentence = self.devices[0], self.words.say()
        kpi = self.stage.first_kpi(self.visit)
        if kpi is None or not (device.is_online and device.is_signed_in):
            self.words.take_back(sentence)
            return None
        page = device.context.new_page()
        page.goto(f"/kpis/{kpi.id}")
        box = reveal(page, "[name='correction-words']")
        box.fill(sentence)
        box.locator("xpath=ancestor::form").locator("button[type=submit]").first.click()
        expect(page.locator("blockquote").first).to_contain_text(sentence[:3])
        page.close()
        return repr(sentence[:30])

    def look(self) -> str | None:
        """Where the page says that everything is on the server, it is."""
        page = self._page()
        if self.has_two_pages:
            return None
        state = page.locator("[data-state]").first.get_attribute("data-state")
        if state == "saved" and (problems := self.words.problems(self.stage.stored(self.visit))):
            raise SoakError(f"the page says saved, but {'; '.join(problems)}")
        return f"page {self._number(page)}"

    # What happens to phones.

    def go_offline(self) -> str | None:
        device = self.rng.choice(self.devices)
        if not device.is_online:
            return None
        device.context.set_offline(True)
        device.is_online = False
        return f"device {self.devices.index(device)}"

    def go_online(self) -> str | None:
        device = self.rng.choice(self.devices)
        if device.is_online:
            return None
        device.context.set_offline(False)
        device.is_online = True
        return f"device {self.devices.index(device)}"

    def reload(self) -> str:
        page = self._page()
        self._load(page)
        return f"page {self._number(page)}"

    def close_and_reopen(self) -> str:
        device = self.rng.choice(self.devices)
        shown = device.pages[-1].locator("#words").input_value()
        device.pages.pop().close()
        page = device.context.new_page()
        device.pages.append(page)
        self._load(page, shown)
        return f"page {self._number(page)}"

    def open_a_tab(self) -> str | None:
        device = self.rng.choice(self.devices)
        if len(device.pages) > 1:
            return None
        self.has_two_pages = True
        page = device.context.new_page()
        device.pages.append(page)
        self._load(page)
        return f"on device {self.devices.index(device)}"

    def open_a_device(self) -> str | None:
        if len(self.devices) > 1:
            return None
        self.has_two_pages = True
        self.start_device()
        return ""

    def kill_the_browser(self) -> str:
        """Now, or a moment after the last keystroke."""
        assert self.profile
        device, pause = self.devices[0], self.rng.choice((0, 50, 200, 1000))
        shown = device.pages[0].locator("#words").input_value()
        self._append(device.pages[0], sentence := self.words.say())
        time.sleep(pause / 1000)
        self.profile.kill()
        close_quietly(device.context)
        device.context = self.stage.new_context(self.profile.folder)
        device.is_online = device.is_signed_in = True
        device.pages = [device.context.pages[0]]
        self._load(device.pages[0], shown + sentence)
        return f"{pause} ms after {sentence[:30]!r}"

    # What happens to the network and the server.

    def break_the_network(self) -> str:
        faults = self.rng.choices(FAULTS, k=self.rng.randint(1, 3))
        self.stage.proxy.faults.extend(faults)
        return str(faults)

    def send_a_late_copy(self) -> str | None:
        """A request of before comes once more."""
        device, chance = self.rng.choice(self.devices), self.rng.random()
        if not device.sent or not device.is_online:
            return None
        number = int(chance * len(device.sent))
        headers = {"Content-Type": "application/json", "X-Requested-With": "fetch", "Origin": self.stage.proxy.url}
        device.context.request.post(
            f"{self.stage.server.url}/capture/operations", data=device.sent[number],
            headers=headers | {"Origin": self.stage.server.url},
        )  # fmt: skip
        return f"request {number} of device {self.devices.index(device)}"

    def end_the_session(self) -> str:
        self.stage.end_sessions()
        for device in self.devices:
            device.is_signed_in = False
        return ""

    def sign_in(self) -> str | None:
        device = self.rng.choice(self.devices)
        if device.is_signed_in or not device.is_online:
            return None
        self.let_in(device)
        return f"device {self.devices.index(device)}"

    def kill_the_server(self) -> str | None:
        """In the middle of a sentence; another is written while it is down."""
        if self._has_killed_the_server:
            return None
        self._has_killed_the_server = True
        page = self._page()
        self._append(page, self.words.say())
        time.sleep(self.rng.random())
        self.stage.server.kill()
        try:
            self._append(page, self.words.say())
        finally:
            self.stage.server.start()
        return f"while page {self._number(page)} was writing"

    # How it is done.

    def start_device(self, profile: Profile | None = None) -> None:
        device = Device(self.stage.new_context(profile.folder if profile else None))
        self.devices.append(device)
        device.pages.append(device.context.pages[0] if device.context.pages else device.context.new_page())
        self._load(device.pages[0])
        # From here on it opens without a network.
        device.pages[0].wait_for_function("() => navigator.serviceWorker.controller")

    def _page(self) -> Page:
        return self.rng.choice([page for device in self.devices for page in device.pages])

    def _number(self, page: Page) -> int:
        return [one for device in self.devices for one in device.pages].index(page)

    def _append(self, page: Page, sentence: str) -> None:
        page.locator("#words").press("Control+End")
        for piece in self.words.cut(sentence):
            page.keyboard.insert_text(piece)
            time.sleep(self.rng.choice((0, 0, 0.02, 0.1)))

    def _replaced(self, text: str) -> None:
        self.words.take_back(text)
        if self.has_two_pages:
            self.words.seen_by_two(text)

    def _others_go_on(self, page: Page) -> None:
        """What other pages hold is kept with what is written down here, and they go on with it in an entry of its own."""
        for device in self.devices:
            for other in device.pages:
                if other is not page:
                    self.words.seen_by_two(on_screen(other))

    def _load(self, page: Page, expected: str | None = None) -> None:
        """Open the capture page, or open it again; what stood there stands there still."""
        address = f"/meetings/{self.visit.id}/capture/"
        if expected is None and address in page.url:
            expected = page.locator("#words").input_value()
        page.goto(address)
        if "/login" in page.url:
            self.let_in(next(one for one in self.devices if page in one.pages))
            page.goto(address)
        ready(page)
        shown = page.locator("#words").input_value()
        if self.has_two_pages:
            self.words.seen_by_two(shown)
        elif expected is not None and shown != expected:
            raise SoakError(f"the box held {expected[-80:]!r} and holds {shown[-80:]!r} now")

    def let_in(self, device: Device) -> None:
        self.stage.sign_in(device.context)
        device.is_signed_in = True
