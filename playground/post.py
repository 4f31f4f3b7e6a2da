"""Posting a delivery over HTTP: 2 s to connect, 3 s in all, no redirects."""

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECT = 2.0


@dataclass(frozen=True, slots=True)
class Posted:
    """How posting ended: status 0 with `failure` `timeout` or `connection` when no answer came in time."""

    status: int
    content_type: str
    body: bytes
    ms: float
    failure: str = ""


class Poster:
    """Posts to one URL, keeping connections open between deliveries."""

    def __init__(self, url: str, deadline: float) -> None:
        """Post to an absolute http URL, and give up `deadline` real seconds after starting."""
        parts = urlsplit(url)
        self.url = url
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._deadline = deadline
        self._idle: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()

    def post(self, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Send one body and wait for its answer."""
        started = time.perf_counter()
        try:
            status, kind, answer = self._try(body, headers, started)
        except TimeoutError:
            return Posted(0, "", b"", _ms(started), "timeout")
        except (OSError, http.client.HTTPException):
            late = time.perf_counter() - started > self._deadline
            return Posted(0, "", b"", _ms(started), "timeout" if late else "connection")
        if time.perf_counter() - started > self._deadline:
            return Posted(0, "", b"", _ms(started), "timeout")
        return Posted(status, kind, answer, _ms(started))

    def _try(self, body: bytes, headers: Mapping[str, str], started: float) -> tuple[int, str, bytes]:
        with self._lock:
            kept = self._idle.pop() if self._idle else None
        if kept:
            try:
                return self._exchange(kept, body, headers, started)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                kept.close()  # the server closed it while it was idle: nothing was processed
        return self._exchange(self._fresh(), body, headers, started)

    def _fresh(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=min(CONNECT, self._deadline))
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _exchange(
        self, connection: http.client.HTTPConnection, body: bytes, headers: Mapping[str, str], started: float
    ) -> tuple[int, str, bytes]:
        try:
            connection.sock.settimeout(max(0.001, self._deadline - (time.perf_counter() - started)))
            connection.request("POST", self._path, body, dict(headers))
            response = connection.getresponse()
            answer = response.read()
        except BaseException:
            connection.close()
            raise
        self._keep(connection, response)
        return response.status, response.getheader("Content-Type", ""), answer

    def _keep(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> None:
        if response.will_close or connection.sock is None:
            connection.close()
            return
        with self._lock:
            self._idle.append(connection)

    def close(self) -> None:
        """Close every idle connection."""
        with self._lock:
            while self._idle:
                with contextlib.suppress(OSError):
                    self._idle.pop().close()


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
