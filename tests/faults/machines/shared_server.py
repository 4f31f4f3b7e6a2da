"""A PostgreSQL server on the switch, for machines that reach it by TCP only."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.faults.machines.networks import SWITCH, Network
from tests.servers import binaries

USER = "postgres"
SETTINGS = {
    "listen_addresses": SWITCH,
    "fsync": "off",
    "full_page_writes": "off",
    "logging_collector": "on",
    "log_directory": "log",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """A database: its URL for the machines, and the one for whoever looks on from outside the network."""

    url: str
    aside: str


@contextmanager
def shared_database(network: Network) -> Iterator[Shared]:
    """Start a server that believes whoever comes from the network's addresses, and give its database."""
    folder = Path(tempfile.mkdtemp(prefix="salesbot-shared-"))
    try:
        shutil.chown(folder, USER, USER)
        _initialise(folder)
        command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", str(binaries() / "postgres")]
        told = [f"{name}={value}" for name, value in SETTINGS.items()] + [f"unix_socket_directories={folder}"]
        server = network.start([*command, "-D", str(folder / "data"), *_options(told)], network.switch)
        try:
            _until_ready(folder, server)
            yield Shared(f"postgresql://{USER}@{SWITCH}/{USER}", f"postgresql+psycopg://{USER}@/{USER}?host={folder}")
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(30)
    finally:
        shutil.rmtree(folder)


def _options(told: list[str]) -> Iterator[str]:
    for each in told:
        yield from ("-c", each)


def _initialise(folder: Path) -> None:
    words = [str(binaries() / "initdb"), "-D", "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"]
    as_user = {"user": USER, "group": USER, "extra_groups": list[str]()} if os.geteuid() == 0 else {}
    subprocess.run(words, cwd=folder, check=True, capture_output=True, **as_user)  # type: ignore[call-overload]  # by name
    with (folder / "data" / "pg_hba.conf").open("a", encoding="ascii") as rules:
        rules.write("host all all 10.77.0.0/24 trust\n")


def _until_ready(folder: Path, server: subprocess.Popen[str], patience: float = 30.0) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            psycopg.connect(host=str(folder), user=USER).close()
        except psycopg.OperationalError:
            assert server.poll() is None, "PostgreSQL ended at once"
            assert time.monotonic() < until, "PostgreSQL never came up"
            threading.Event().wait(0.05)
        else:
            return
