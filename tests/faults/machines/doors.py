"""Doors between network namespaces: what connects on one side is connected on the other.

`python -m tests.faults.machines.doors ROUTE…`, a route being `NET,HOST,PORT,NET,HOST,PORT,SECONDS`: where to listen
(port 0: any), where to connect, and after how long without a byte to give up, as a proxy would (0: never). NET is the
file of a namespace. The ports listened on are printed in one line.
"""

import contextlib
import ctypes
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

_NET = 0x40000000
"""CLONE_NEWNET of setns(2): the namespace given must be one of networks."""

HERE = "/proc/self/ns/net"


@dataclass(frozen=True, slots=True)
class Route:
    """Where to listen, where to connect, and the seconds of silence after which to hang up."""

    listen_net: str
    listen: tuple[str, int]
    connect_net: str
    connect: tuple[str, int]
    patience: float | None = None

    def __str__(self) -> str:
        """As the command line has it."""
        ends = (self.listen_net, *self.listen, self.connect_net, *self.connect, self.patience or 0)
        return ",".join(map(str, ends))

    @classmethod
    def of(cls, words: str) -> "Route":
        """Read what `str` wrote."""
        net, host, port, far_net, far_host, far_port, patience = words.split(",")
        return cls(net, (host, int(port)), far_net, (far_host, int(far_port)), float(patience) or None)


def enter(net: str) -> None:
    """Let this thread's later sockets belong to a namespace."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path(net).open() as file:
        if libc.setns(file.fileno(), _NET):
            raise OSError(ctypes.get_errno(), f"setns {net}")


def stand(route: Route, opened: SimpleQueue[int]) -> None:
    """Open a door and let through whoever comes, for ever."""
    enter(route.listen_net)
    listener = socket.create_server(route.listen, backlog=128)
    enter(route.connect_net)
    opened.put(listener.getsockname()[1])
    while True:
        near, _ = listener.accept()
        threading.Thread(target=let_through, args=(near, route), daemon=True).start()


def let_through(near: socket.socket, route: Route) -> None:
    """Connect the other side and carry bytes both ways until either hangs up."""
    with near, contextlib.suppress(OSError), socket.create_connection(route.connect, route.patience) as far:
        for each in (near, far):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            each.settimeout(None)
        far.settimeout(route.patience)
        threading.Thread(target=carry, args=(near, far), daemon=True).start()
        carry(far, near)


def carry(source: socket.socket, target: socket.socket) -> None:
    """Carry bytes one way; the end of one side is the end of both."""
    with contextlib.suppress(OSError):
        for piece in pieces(source):
            target.sendall(piece)
    for each in (source, target):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def pieces(source: socket.socket) -> Iterator[bytes]:
    """What comes, as it comes."""
    while piece := source.recv(65536):
        yield piece


def run() -> None:
    """Open every door, say where, and stand until killed."""
    ports = []
    for words in sys.argv[1:]:
        opened: SimpleQueue[int] = SimpleQueue()
        # Told apart by threads: each has a namespace of its own, and those it starts begin in it.
        threading.Thread(target=stand, args=(Route.of(words), opened), daemon=True).start()
        ports.append(opened.get(timeout=10))
    print(*ports, flush=True)  # noqa: T201 - read by who started it
    threading.Event().wait()


if __name__ == "__main__":
    run()
