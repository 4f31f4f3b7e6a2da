"""What the numbers were measured on."""

import os
import platform
import sqlite3
import statistics
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.neighbours import versions
from benchmarks.scale import SCALE

FSYNCS = 200
OURS = "waitress", "werkzeug", "sqlalchemy", "lark-oapi"


def conditions(folder: Path) -> list[str]:
    """One line for the machine, one for the bot's programs, one for the peers'; and a warning for a smaller run."""
    beside = ", ".join(f"{name} {found}" for name, found in versions().items()) or "not installed"
    small = [f"A trial: {SCALE:g} of everything that is counted, so no result."] if SCALE != 1 else []
    return [
        f"{_processor()}, {len(os.sched_getaffinity(0))} cores; {pressure(folder)}, in {folder.parent}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        + ", ".join(f"{name} {version(name)}" for name in OURS),
        f"Peers: {beside}",
        *small,
    ]


def pressure(folder: Path) -> str:
    """How busy the machine and its disk are before a part begins."""
    typical, slow = _fsync(folder / "fsync")
    return f"load {os.getloadavg()[0]:.1f}, fsync {typical:.2f} ms (p99 {slow:.2f})"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _fsync(file: Path) -> tuple[float, float]:
    """Milliseconds of an fsync after 4 KB, the median and the 99th percentile."""
    times = []
    with file.open("wb", buffering=0) as disk:
        for _ in range(FSYNCS):
            disk.write(bytes(4096))
            began = time.perf_counter()
            os.fsync(disk.fileno())
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=100)[-1]
