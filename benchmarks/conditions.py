"""What the numbers were measured on."""

import os
import platform
import sqlite3
import statistics
import time
from importlib.metadata import version
from pathlib import Path

FSYNCS = 200


def conditions(folder: Path) -> list[str]:
    """One line for the machine, one for the programs."""
    typical, slow = _fsync(folder / "fsync")
    load = os.getloadavg()[0]
    cores = len(os.sched_getaffinity(0))
    programs = ", ".join(f"{name} {version(name)}" for name in ("waitress", "flask", "sqlalchemy", "lark-oapi"))
    return [
        f"{_processor()}, {cores} cores, load {load:.1f} before the run; fsync {typical:.2f} ms, p99 {slow:.2f} ms",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {programs}",
    ]


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
