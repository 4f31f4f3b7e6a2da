"""A platform whose connections break: it gives tokens as it should, and does to messages what it is told to.

The local Feishu answers whole or not at all; what happens below that is played here, on a socket.
"""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Self

TOKEN = b'{"code":0,"msg":"ok","tenant_access_token":"t-0123456789","expire":7200}'
SENT = b'{"code":0,"msg":"success","data":{"message_id":"om_0123456789"}}'

Play = Callable[[socket.socket], None]


class BrokenLine:
    """Listens on 127.0.0.1; `play` says what becomes of the connection once a message has arrived on it."""

    def __init__(self, play: Play) -> None:
        self.play, self.arrived = play, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._start(self._listen)
        return self

    def __exit__(self, *_: object) -> None:
        """End every connection."""
        self.over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._start(lambda connection=connection: self._converse(connection))  # type: ignore[misc]

    def _converse(self, connection: socket.socket) -> None:
        with closing(connection):
            connection.settimeout(5)
            try:
                while request := _request(connection):
                    if b"tenant_access_token/internal" in request.split(b"\r\n", 1)[0]:
                        connection.sendall(http(TOKEN))
                        continue
                    self.arrived += 1
                    self.play(connection)
                    return
            except OSError:
                return


def _request(connection: socket.socket) -> bytes:
    """A whole request, or nothing when the other side is gone."""
    read = b""
    while b"\r\n\r\n" not in read:
        if not (more := connection.recv(65536)):
            return b""
        read += more
    head, body = read.split(b"\r\n\r\n", 1)
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
    wanted = int(lengths[0]) if lengths else 0
    while len(body) < wanted:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def http(body: bytes, status: str = "200 OK", length: int | None = None, kind: str = "application/json") -> bytes:
    """An answer; `length` is what it says of itself where that is not true."""
    said = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {said}\r\n\r\n"
    return head.encode() + body


def reset(connection: socket.socket) -> None:
    """RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def closes(_: socket.socket) -> None:
    """FIN without a word."""


def silent(connection: socket.socket) -> None:
    """No answer at all, until the other side has had enough."""
    connection.recv(1)


def says(answer: bytes) -> Play:
    """These bytes, then FIN."""
    return lambda connection: connection.sendall(answer)


class FullLine:
    """An address at which nobody takes connections: what is sent there is not even refused."""

    def __enter__(self) -> Self:
        """Fill the queue of those who wait to be taken."""
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(0)
        self._waiting = [socket.socket() for _ in range(4)]
        for each in self._waiting:
            each.setblocking(False)
            each.connect_ex(self._listener.getsockname())
        return self

    def __exit__(self, *_: object) -> None:
        """Let go."""
        for each in (*self._waiting, self._listener):
            each.close()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"
