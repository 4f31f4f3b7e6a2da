"""The load: so many connections, each of which sends its next request when it has its answer. A process of its own.

`python -m benchmarks.load PORT CONNECTIONS FILE` posts the requests pickled in the file, each once, and prints what
happened as JSON: seconds in all, milliseconds of each answer, how often each status came, and its own CPU seconds.
The file also says which body, whatever its status, turns a request away; such answers are counted under `AWAY`.
"""

import json
import pickle
import selectors
import socket
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

AWAY = "turned away"
SILENCE = 30.0
"""Seconds without any answer after which the run is given up."""


class Connection:
    """One kept-alive connection with at most one request under way."""

    def __init__(self, port: int, away: bytes) -> None:
        """Connect; a body that is `away` is a request turned away."""
        self._away = away
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._began = 0.0
        self._got = b""

    def send(self, request: bytes) -> None:
        """Begin a request; small ones fit into the socket's buffer whole."""
        self._got = b""
        self._began = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> tuple[str, float] | None:
        """Read what has come: the status and the milliseconds once the answer is whole, None before."""
        part = self.socket.recv(65536)
        if not part:
            msg = "the server hung up"
            raise ConnectionError(msg)
        self._got += part
        head, end, body = self._got.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return None
        status = AWAY if body == self._away else head[9:12].decode()
        return status, (time.perf_counter() - self._began) * 1000


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.split(b"\r\n", 1)[0])


def run(port: int, connections: int, requests: Iterable[bytes], away: bytes) -> dict[str, object]:
    """Send every request once."""
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        for _ in range(connections):
            connection = Connection(port, away)
            stack.enter_context(connection.socket)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        return _through(selector, deque(requests))


def _through(selector: selectors.BaseSelector, waiting: deque[bytes]) -> dict[str, object]:
    statuses, times, left = Counter[str](), list[float](), len(waiting)
    cpu, began = time.process_time(), time.perf_counter()
    for key in list(selector.get_map().values()):
        key.data.send(waiting.popleft())
    while left:
        ready = selector.select(SILENCE)
        if not ready:
            msg = f"no answer within {SILENCE} s"
            raise TimeoutError(msg)
        for key, _ in ready:
            if (answer := key.data.receive()) is None:
                continue
            statuses[answer[0]] += 1
            times.append(answer[1])
            left -= 1
            if waiting:
                key.data.send(waiting.popleft())
    seconds, spent = time.perf_counter() - began, time.process_time() - cpu
    return {"seconds": seconds, "cpu": spent, "times": times, "statuses": statuses}


if __name__ == "__main__":
    _port, _connections, _file = sys.argv[1:]
    _requests, _away = pickle.loads(Path(_file).read_bytes())  # noqa: S301 - our own
    print(json.dumps(run(int(_port), int(_connections), _requests, _away)))
