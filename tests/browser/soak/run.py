"""One run: a meeting, a few minutes' worth of writing and faults drawn from a seed, and the count at its end."""

import time
from collections.abc import Callable

from tests.browser.soak.device import Device
from tests.browser.soak.stage import Stage, close_quietly
from tests.browser.soak.steps import CHANCES, KILLS, SoakError, Steps, on_screen

STEPS = (6, 14)
LONGEST_RUN = 120.0
LONGEST_SETTLING = 40.0
"""Seconds."""


class Run(Steps):
    """``Run(stage, seed).play()`` raises SoakError; ``log`` says what was done."""

    def __init__(self, stage: Stage, seed: int) -> None:
        super().__init__(stage, seed)
        self.log: list[str] = []

    def play(self) -> None:
        try:
            end = time.monotonic() + LONGEST_RUN
            self.start_device(self.profile)
            chances = CHANCES | (KILLS if self.profile else {})
            for _number in range(self.rng.randint(*STEPS)):
                (name,) = self.rng.choices(list(chances), list(chances.values()))
                step: Callable[[], str | None] = getattr(self, name)
                said = step()
                if said is not None:
                    self.log.append(f"{name} {said}".strip())
                if time.monotonic() > end:
                    raise SoakError("the run takes too long")
            self._settle()
            self._count()
        finally:
            self._clean_up()

    def _settle(self) -> None:
        """The faults are over: everybody is online and signed in, and does what the page asks of them."""
        self.stage.proxy.faults.clear()
        for device in self.devices:
            device.context.set_offline(False)
            if not device.is_signed_in:
                self.let_in(device)
        end = time.monotonic() + LONGEST_SETTLING
        while not all(self._is_at_rest(device) for device in self.devices):
            if time.monotonic() > end:
                states = [page.locator("[data-state]").first.inner_text() for one in self.devices for page in one.pages]
                raise SoakError(f"it does not come to rest: {states}")
            self.devices[0].pages[0].wait_for_timeout(50)

    def _is_at_rest(self, device: Device) -> bool:
        for page in device.pages:
            # As it happens whenever somebody takes the phone up again.
            page.evaluate("() => dispatchEvent(new Event('focus'))")
            for button in page.locator("#conflicts [data-both]:visible").all()[:1]:
                self.words.seen_by_two(page.locator("#conflicts").inner_text() + on_screen(page))
                button.click()
                return False
            for button in page.locator("#refused [data-edit]:visible").all()[:1]:
                self.words.seen_by_two(page.locator("#refused").inner_text())
                button.click()
                return False
        # What was typed a moment ago may not be counted as waiting yet, but then the page does not say "saved".
        said = [page.locator("[data-state]").first.get_attribute("data-state") for page in device.pages]
        return set(said) <= {"saved", "", None} and device.waiting(self.stage.member) == 0

    def _count(self) -> None:
        problems = self.words.problems(self.stage.stored(self.visit))
        if problem := self.stage.database_problem():
            problems.append(problem)
        if self.rng.random() < 0.2:
            page = self.devices[0].pages[0]
            page.goto(f"/meetings/{self.visit.id}")
            button = page.get_by_role("button", name="The meeting took place")
            button.evaluate("(button) => { button.click(); button.click(); }")
            # The page it was tapped on is idle still when the script is done: only its end says that something happened.
            button.wait_for(state="detached")
            page.wait_for_load_state("networkidle")
            self.log.append("finish, tapped twice")
            if (times := self.stage.times_finished(self.visit)) != 1:
                problems.append(f"the meeting took place {times} times")
        if problems:
            raise SoakError("; ".join(problems))

    def _clean_up(self) -> None:
        self.stage.proxy.faults.clear()
        if self.stage.server.process is None:
            self.stage.server.start()
        for device in self.devices:
            close_quietly(device.context)
        if self.profile:
            self.profile.discard()
