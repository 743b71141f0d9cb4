"""Honest figures of speed: two things timed in turns in one run, and their ratio.

A single time says little on another machine.
"""

import json
import math
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).resolve().parents[2] / ".local/bench.json"


@dataclass(frozen=True)
class Figure:
    """One comparison. `ours` and `other` are medians in seconds per unit; `ratio` is other divided by ours."""

    name: str
    ours: float
    other: float
    ratio: float
    goal: str = ""


def compare(
    name: str,
    ours: Callable[[], object],
    other: Callable[[], object],
    *,
    units: tuple[int, int] = (1, 1),
    repeats: int = 5,
    goal: str = "",
) -> Figure:
    """Times both by turns, `repeats` times after one round that does not count; `units` is how many units each does in
    a call.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(repeats + 1):
        for measured, call, count in zip(times, (ours, other), units, strict=True):
            started = time.perf_counter()
            call()
            if number:
                measured.append((time.perf_counter() - started) / count)
    mine, theirs = (statistics.median(measured) for measured in times)
    return Figure(name, mine, theirs, theirs / mine, goal)


def least_work(calls: Sequence[Callable[[], object]], backend: int, repeats: int = 9) -> list[float]:
    """The least seconds of a processor that each call takes of this process and the one with this number together, such
    as the server process of its connection: what else runs on the machine makes it wait, and counts hardly.
    """

    def work() -> float:
        return time.process_time() + processor_time(backend)

    return [min(measured) for measured in all_work(calls, work, repeats)]


def all_work(calls: Sequence[Callable[[], object]], work: Callable[[], float], repeats: int) -> list[list[float]]:
    """The seconds of a processor that each call takes each time, all by turns; `work` gives those of whoever does it
    until now.
    """
    taken: list[list[float]] = [[] for _call in calls]
    for _each in range(repeats):
        for measured, call in zip(taken, calls, strict=True):
            started = work()
            call()
            measured.append(work() - started)
    return taken


def p95(measured: Sequence[float]) -> float:
    """What at most one in twenty goes beyond."""
    return sorted(measured)[math.ceil(len(measured) * 0.95) - 1]


def processor_time(process: int) -> float:
    """The seconds of a processor that the first thread of a process took until now."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def peak_megabytes(call: Callable[[], object]) -> float:
    """The most memory that a call holds at once, numpy's arrays included."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def publish(figures: list[Figure], path: Path = RESULTS) -> None:
    """Prints the figures as a table and adds them to the results, by name."""
    known = json.loads(path.read_text()) if path.exists() else {}
    known |= {figure.name: asdict(figure) for figure in figures}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(known, indent=2))
    print()
    for figure in figures:
        print(
            f"{figure.name:58} {figure.ours * 1000:12.4f} ms {figure.other * 1000:12.4f} ms {figure.ratio:9.2f} x"
            f"  {figure.goal}"
        )
