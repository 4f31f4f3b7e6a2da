"""A server process under measurement, on a core of its own, and what the kernel counts of it."""

import json
import os
import pickle
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = CORES[0], CORES[-1]
CONNECTIONS = 32
PORT = "{port}"
"""Where this stands in a command, the port comes."""


def as_installed(module: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs a module's `main` as an operator has it.

    Structlog loads `rich` where a development tool has brought it: a tenth of a start, and some MB.
    """
    program = f"import sys; sys.modules['rich'] = None; from {module} import main; main()"
    return (sys.executable, "-c", program, *arguments)


@dataclass(frozen=True)
class Run:
    """What one run of the load found; times in milliseconds, CPU in seconds."""

    count: int
    failed: int
    seconds: float
    p50: float
    p99: float
    longest: float
    server_cpu: float
    load_cpu: float

    @property
    def good(self) -> int:
        """Answers of the status that was expected."""
        return self.count - self.failed

    @property
    def rate(self) -> float:
        """Answers of the status that was expected in a second."""
        return self.good / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of the server's processor time for one answer."""
        return self.server_cpu / self.count * 1000


class Server:
    """A process that serves, with those that it starts; a context that kills them all."""

    def __init__(self, folder: Path, command: Sequence[str], more: Mapping[str, str] | None = None) -> None:
        """Start it on the first core, with `more` in its environment; `first_answer` tells when it is up."""
        self.port, self._folder = _free_port(), folder
        filled = [part.replace(PORT, str(self.port)) for part in command]
        with (folder / f"{self.port}.log").open("wb") as log:
            self.began = time.perf_counter()
            self._process = subprocess.Popen(
                filled, stdout=log, stderr=log, env=os.environ | (more or {}), start_new_session=True
            )
        os.sched_setaffinity(self._process.pid, {SERVER_CORE})

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill it, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def first_answer(self, request: bytes, patience: float = 60.0) -> float:
        """Seconds from the start of the process to its answer to this request, asked for again and again until then."""
        while time.perf_counter() - self.began < patience and self._process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as connection:
                    connection.sendall(request)
                    if connection.recv(12).endswith(b" 200"):
                        return time.perf_counter() - self.began
            except ConnectionError:
                pass
            time.sleep(0.005)
        said = (self._folder / f"{self.port}.log").read_text(encoding="utf-8")[-2000:]
        msg = f"no answer within {patience} s; the server said: {said}"
        raise TimeoutError(msg)

    def load(
        self, requests: Sequence[bytes], *, connections: int = CONNECTIONS, expected: str = "200", away: bytes = b"?"
    ) -> Run:
        """Post every request once from the other core.

        An answer of another status than expected has failed, and so has one whose whole body is `away`.
        """
        file = self._folder / "requests.pickle"
        file.write_bytes(pickle.dumps((requests, away)))
        most = min(connections, len(requests))
        command = [sys.executable, "-m", "benchmarks.load", str(self.port), str(most), str(file)]
        before = self.cpu()
        loader = subprocess.Popen(command, stdout=subprocess.PIPE)
        os.sched_setaffinity(loader.pid, {LOAD_CORE})
        found = json.loads(loader.communicate()[0])
        times = sorted(found["times"])
        return Run(
            count=len(times),
            failed=len(times) - found["statuses"].get(expected, 0),
            seconds=found["seconds"],
            p50=statistics.median(times),
            p99=times[int(len(times) * 0.99)],
            longest=times[-1],
            server_cpu=self.cpu() - before,
            load_cpu=found["cpu"],
        )

    def memory(self) -> tuple[float, float]:
        """Resident and proportional size (RSS, PSS) of it and its children, in MB of 10⁶ bytes."""
        sizes = [size_of(pid) for pid in self._processes()]
        return sum(rss for rss, _ in sizes), sum(pss for _, pss in sizes)

    def cpu(self) -> float:
        """Seconds of processor time that it and its children have used so far, in user and kernel mode."""
        return sum(_spent(pid) for pid in self._processes())

    def _processes(self) -> Iterator[int]:
        waiting = [self._process.pid]
        while waiting:
            pid = waiting.pop()
            yield pid
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting += map(int, task.read_text(encoding="ascii").split())


def size_of(pid: int) -> tuple[float, float]:
    """Resident and proportional size (RSS, PSS) of a process, in MB of 10⁶ bytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    sizes = {name: int(rest.split()[0]) * 1024 / 1e6 for name, rest in (line.split(":") for line in lines)}
    return sizes["Rss"], sizes["Pss"]


def _spent(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
