"""Times in one run, and the table that they make."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Times:
    """Milliseconds on the wall and of this process's CPU, over several rounds."""

    name: str
    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def least(self) -> float:
        """The least on the wall: what else the machine does only ever adds to it."""
        return min(self.wall)

    def row(self) -> str:
        low, middle, high = self.least, median(self.wall), max(self.wall)
        return f"{self.name:<52}{low:>10.1f}{middle:>10.1f}{high:>10.1f}{median(self.cpu):>10.1f}"


HEAD = f"{'ms':<52}{'min':>10}{'median':>10}{'max':>10}{'CPU':>10}"


def measure(name: str, work: Callable[[], object], rounds: int = 7) -> Times:
    """Time some work, after one round that warms it up."""
    work()
    wall, cpu = [], []
    for _ in range(rounds):
        gc.collect()
        wall_before, cpu_before = time.perf_counter(), time.process_time()
        work()
        wall.append(1000 * (time.perf_counter() - wall_before))
        cpu.append(1000 * (time.process_time() - cpu_before))
    return Times(name, tuple(wall), tuple(cpu))


def noise() -> Times:
    """The same arithmetic each round: how far apart its times are is how far to trust the others."""
    return measure("machine: the same sum, over and over", lambda: sum(range(2_000_000)), rounds=15)


def ratio(name: str, one: Times, floor: Times) -> str:
    """How many times the floor, by the least time of each."""
    return f"{name:<62}{one.least / floor.least:>10.1f} ×"
