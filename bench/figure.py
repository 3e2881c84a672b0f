"""One measured figure, and how contenders are timed so that a noisy machine is fair to both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """``aim`` is what the product asks for, in words such as "≤ 20"; empty when the figure only informs."""

    name: str
    value: float
    unit: str
    aim: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.value:.4g} {self.unit}" + (f" (aim {self.aim})" if self.aim else "")


def interleaved(contenders: dict[str, Callable[[], object]], rounds: int = 7) -> dict[str, float]:
    """The median seconds of one call of each, taken in turns after one call of each to warm up."""
    for call in contenders.values():
        call()
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _round in range(rounds):
        for name, call in contenders.items():
            began = time.perf_counter()
            call()
            seconds[name].append(time.perf_counter() - began)
    return {name: statistics.median(taken) for name, taken in seconds.items()}
