"""A server process under measurement, on a core of its own, and what the kernel counts of it."""

import json
import os
import pickle
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = CORES[0], CORES[-1]
CONNECTIONS = 32


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
    def rate(self) -> float:
        """Answers of status 200 in a second."""
        return (self.count - self.failed) / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of the server's processor time for one answer."""
        return self.server_cpu / self.count * 1000


class Server:
    """A process that serves; a context that kills it."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        """Start `python ARGUMENTS… --port PORT` on the first core; `first_answer` tells when it is up."""
        self.port, self._folder = _free_port(), folder
        command = [sys.executable, *arguments, "--port", str(self.port)]
        with (folder / f"{self.port}.log").open("wb") as log:
            self.began = time.perf_counter()
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        os.sched_setaffinity(self._process.pid, {SERVER_CORE})

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill it, as a power cut would."""
        self._process.kill()
        self._process.wait()

    def first_answer(self, request: bytes, patience: float = 60.0) -> float:
        """Seconds from the start of the process to its answer to this request, asked for again and again until then."""
        while time.perf_counter() - self.began < patience:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as connection:
                    connection.sendall(request)
                    if connection.recv(12).endswith(b" 200"):
                        return time.perf_counter() - self.began
            except ConnectionError:
                time.sleep(0.005)
        said = (self._folder / f"{self.port}.log").read_text(encoding="utf-8")[-2000:]
        msg = f"no answer within {patience} s; the server said: {said}"
        raise TimeoutError(msg)

    def load(self, requests: Sequence[bytes], connections: int = CONNECTIONS) -> Run:
        """Post every request once from the other core."""
        file = self._folder / "requests.pickle"
        file.write_bytes(pickle.dumps(requests))
        command = [sys.executable, "-m", "benchmarks.load", str(self.port), str(connections), str(file)]
        before = self.cpu()
        loader = subprocess.Popen(command, stdout=subprocess.PIPE)
        os.sched_setaffinity(loader.pid, {LOAD_CORE})
        found = json.loads(loader.communicate()[0])
        times = sorted(found["times"])
        return Run(
            count=len(times),
            failed=len(times) - found["statuses"].get("200", 0),
            seconds=found["seconds"],
            p50=statistics.median(times),
            p99=times[int(len(times) * 0.99)],
            longest=times[-1],
            server_cpu=self.cpu() - before,
            load_cpu=found["cpu"],
        )

    def memory(self) -> tuple[float, float]:
        """Resident and proportional size (RSS, PSS), in MB of 10⁶ bytes."""
        lines = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
        sizes = {name: int(rest.split()[0]) * 1024 / 1e6 for name, rest in (line.split(":") for line in lines)}
        return sizes["Rss"], sizes["Pss"]

    def cpu(self) -> float:
        """Seconds of processor time it has used so far, in user and kernel mode."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
