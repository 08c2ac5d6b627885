"""Times in one run, and the table that they make."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.db import connection


@dataclass(frozen=True)
class Times:
    """Milliseconds on the wall and of CPU, this process's and its database server's, over several rounds."""

    name: str
    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def least(self) -> float:
        """The least on the wall: what else the machine does only ever adds to it."""
        return min(self.wall)

    def row(self) -> str:
        low, middle, high = self.least, median(self.wall), max(self.wall)
        return f"{self.name:<58}{low:>10.1f}{middle:>10.1f}{high:>10.1f}{min(self.cpu):>10.1f}"


HEAD = f"{'ms':<58}{'min':>10}{'median':>10}{'max':>10}{'CPU':>10}"
RATIO_HEAD = f"{'by the least of each':<78}{'wall':>10}{'CPU':>10}"


def measure(name: str, work: Callable[[], object], rounds: int = 7) -> Times:
    """Time some work, after one round that warms it up."""
    return in_turn({name: work}, rounds)[0]


def in_turn(works: Mapping[str, Callable[[], object]], rounds: int = 7) -> list[Times]:
    """Time what will be compared in turns, so that what else the machine does meets all of it alike."""
    for work in works.values():
        work()
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            took[name].append(once(work))
    return [
        Times(name, tuple(wall for wall, _cpu in each), tuple(cpu for _wall, cpu in each))
        for name, each in took.items()
    ]


def once(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the wall and of CPU that some work takes."""
    gc.collect()
    wall, cpu = time.perf_counter(), _cpu()
    work()
    return 1000 * (time.perf_counter() - wall), 1000 * (_cpu() - cpu)


def _cpu() -> float:
    """Seconds of CPU spent by this process and by the process of the server that answers it."""
    connection.ensure_connection()
    ticket = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.process_time() + (int(ticket.read_text().split()[0]) / 1e9 if ticket.exists() else 0)


def noise() -> Times:
    """The same arithmetic each round: how far apart its times are is how far to trust the others."""
    return measure("machine: the same sum, over and over", lambda: sum(range(2_000_000)), rounds=15)


def ratio(name: str, one: Times, *floor: Times) -> str:
    """How many times the floor, or all of them together, by the least of each."""
    wall, cpu = sum(part.least for part in floor), sum(min(part.cpu) for part in floor)
    return f"{name:<78}{one.least / wall:>8.2f} ×{min(one.cpu) / cpu:>8.2f} ×"


def write_out(*lines: str) -> None:
    print("\n".join(lines), flush=True)  # noqa: T201  a table on the terminal is what this program is for
