"""A little company's network: machines with addresses of their own on a switch, and cables that can be pulled out.

Each machine is a network namespace, and so is the switch, so that nothing of it meets this machine's own network.
Needs root and `ip` (iproute2).
"""

import contextlib
import itertools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.bot.commands.test_commands import ROOT
from tests.faults.machines.doors import HERE, Route

SWITCH = "10.77.0.1"
"""The switch's own address, where the servers are that all share."""

_numbers = itertools.count(1)


def missing() -> str:
    """What keeps this machine from playing a network; empty if nothing does."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if not (ip := shutil.which("ip")):
        return "network namespaces need `ip` (package iproute2)"
    probe = f"salesbot{os.getpid()}p"
    made = subprocess.run([ip, "netns", "add", probe], capture_output=True, text=True, check=False)
    subprocess.run([ip, "netns", "del", probe], capture_output=True, check=False)
    return f"no network namespaces here: {made.stderr.strip()}" if made.returncode else ""


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine of the network: its namespace, its address, and the switch's end of its cable."""

    name: str
    address: str
    cable: str

    @property
    def inside(self) -> tuple[str, ...]:
        """What a command that is to run there begins with."""
        return ("ip", "netns", "exec", self.name)

    @property
    def net(self) -> str:
        """The file of its namespace."""
        return f"/run/netns/{self.name}"


class Network:
    """The switch and its machines; a context that takes everything away at its end, what runs there included."""

    def __init__(self) -> None:
        self.switch = Machine(f"salesbot{os.getpid()}s{next(_numbers)}", SWITCH, "")
        self._machines: list[Machine] = []
        self._started: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        """Set up the switch."""
        sweep()
        _ip("netns", "add", self.switch.name)
        self._on_switch("link", "add", "switch", "type", "bridge", "forward_delay", "0")
        self._on_switch("addr", "add", f"{SWITCH}/24", "dev", "switch")
        self._on_switch("link", "set", "switch", "up")
        self._on_switch("link", "set", "lo", "up")
        return self

    def __exit__(self, *_: object) -> None:
        """End what was started here, then take the namespaces away."""
        for process in self._started:
            process.kill()
            process.communicate()
        for each in (*self._machines, self.switch):
            _ip("netns", "del", each.name)

    def machine(self) -> Machine:
        """Put one more machine on the switch."""
        number = len(self._machines) + 1
        made = Machine(f"{self.switch.name}m{number}", f"10.77.0.{10 + number}", f"cable{number}")
        _ip("netns", "add", made.name)
        self._machines.append(made)
        self._on_switch("link", "add", made.cable, "type", "veth", "peer", "name", "eth0", "netns", made.name)
        self._on_switch("link", "set", made.cable, "master", "switch", "up")
        for words in (f"addr add {made.address}/24 dev eth0", "link set eth0 up", "link set lo up"):
            _ip("-n", made.name, *words.split())
        return made

    @contextlib.contextmanager
    def cut(self, machine: Machine) -> Iterator[None]:
        """Pull a machine's cable out for as long as the block lasts: what is sent vanishes without a word."""
        self._on_switch("link", "set", machine.cable, "down")
        try:
            yield
        finally:
            self._on_switch("link", "set", machine.cable, "up")

    def start(self, command: Sequence[str], machine: Machine | None = None) -> subprocess.Popen[str]:
        """Start a command on a machine, or (None) beside the network; it ends with the network at the latest."""
        inside = machine.inside if machine else ()
        started = subprocess.Popen([*inside, *command], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self._started.append(started)
        return started

    def doors(self, *routes: Route) -> list[int]:
        """Open doors, and give the ports at which they listen."""
        opened = self.start([sys.executable, "-m", "tests.faults.machines.doors", *map(str, routes)])
        assert opened.stdout
        return [int(port) for port in opened.stdout.readline().split()]

    def way_in(self, machine: Machine, port: int) -> Route:
        """From loopback here over the switch to a machine, as a proxy in front would: 3 s without a byte end it."""
        return Route(HERE, ("127.0.0.1", 0), self.switch.net, (machine.address, port), 3.0)

    def way_out(self, port: int) -> Route:
        """From the switch's address to a port of loopback here: what stands for the world outside."""
        return Route(self.switch.net, (SWITCH, 0), HERE, ("127.0.0.1", port))

    def _on_switch(self, *words: str) -> None:
        _ip("-n", self.switch.name, *words)


def within(machine: Machine, port: int) -> Route:
    """From loopback here to loopback on the machine itself, whatever its cable does."""
    return Route(HERE, ("127.0.0.1", 0), machine.net, (machine.address, port))


def sweep() -> None:
    """Take away what a killed run of the tests has left; its number is in the names."""
    for left in Path("/run/netns").glob("salesbot[0-9]*"):
        owner = re.match(r"salesbot(\d+)", left.name)
        if owner and not Path(f"/proc/{owner[1]}").exists():
            _ip("netns", "del", left.name)
