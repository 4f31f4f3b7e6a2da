"""A small threaded HTTP/1.1 server for loopback: one thread a connection, keep-alive, idle streams.

Written for the playground because it must take thousands of small requests a second in the process of a test
and hold many idle event streams at once, which the development servers at hand do only one of.
"""

import contextlib
import socket
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, BinaryIO, Self
from urllib.parse import parse_qsl, unquote

import orjson

MAX_BODY = 32 * 1024 * 1024
MAX_LINE = 65_536


class BadRequestError(Exception):
    """The bytes on the wire are not HTTP this server understands; the connection is closed."""


@dataclass(slots=True)
class Request:
    """One request; header names are in lower case, the path is percent-decoded."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def json(self) -> Any:
        """Parse the body; raises ValueError when it is not JSON."""
        return orjson.loads(self.body)


@dataclass(slots=True)
class Response:
    """One answer; `stream` keeps the connection for itself, `drop` closes it without a word."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    stream: Generator[bytes] | None = None
    drop: bool = False


def json_response(value: object, status: int = 200, **headers: str) -> Response:
    """Answer with a JSON body."""
    return Response(
        status, orjson.dumps(value), headers={name.replace("_", "-"): text for name, text in headers.items()}
    )


def _line(file: BinaryIO) -> str:
    line = file.readline(MAX_LINE)
    if len(line) >= MAX_LINE:
        msg = "line too long"
        raise BadRequestError(msg)
    return line.decode("latin-1").rstrip("\r\n")


def _headers(file: BinaryIO) -> dict[str, str]:
    headers = {}
    while line := _line(file):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return headers


def _chunks(file: BinaryIO) -> bytes:
    parts = []
    while size := int(_line(file).partition(";")[0] or "0", 16):
        parts.append(file.read(size))
        _line(file)
    _headers(file)
    return b"".join(parts)


def _body(file: BinaryIO, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return _chunks(file)
    size = int(headers.get("content-length", "0"))
    if size > MAX_BODY:
        msg = "body too large"
        raise BadRequestError(msg)
    return file.read(size) if size else b""


def read_request(file: BinaryIO, send: Callable[[bytes], None]) -> Request | None:
    """Read one request, or None when the other side has closed.

    Raises BadRequestError or ValueError on garbage.
    """
    first = _line(file)
    if not first:
        return None
    method, _, rest = first.partition(" ")
    target, _, version = rest.rpartition(" ")
    if not version.startswith("HTTP/1."):
        raise BadRequestError(first)
    headers = _headers(file)
    if headers.get("expect", "").lower() == "100-continue":
        send(b"HTTP/1.1 100 Continue\r\n\r\n")
    path, _, query = target.partition("?")
    pairs = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    return Request(method, unquote(path), pairs, headers, _body(file, headers))


def head(response: Response) -> bytes:
    """Write the status line and headers; a stream ends with its connection, so it has no length."""
    lines = [
        f"HTTP/1.1 {response.status} {_reason(response.status)}",
        f"Content-Type: {response.content_type}",
    ]
    if response.stream:
        lines += ["Cache-Control: no-store", "Connection: close"]
    elif response.status != HTTPStatus.NO_CONTENT:
        lines.append(f"Content-Length: {len(response.body)}")
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


class HttpServer:
    """Serve one function on 127.0.0.1 until stopped; port 0 takes a free one."""

    def __init__(self, answer: Callable[[Request], Response], port: int = 0) -> None:
        """Remember what to serve; nothing is opened before `start`."""
        self._answer = answer
        self._listener: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._stopping = False
        self.port = port

    def start(self) -> Self:
        """Open the port and take connections in threads that end with the process."""
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=1024)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), name="feishu-accept", daemon=True).start()
        return self

    def stop(self) -> None:
        """Close the port and every connection; streams end."""
        self._stopping = True
        if self._listener is None:
            return
        with contextlib.suppress(OSError):  # a last connection wakes the accepting thread on every system
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        self._listener.close()
        with self._lock:
            still_open = list(self._open)
        for connection in still_open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        while not self._stopping:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), name="feishu", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open.add(connection)
        try:
            with connection, connection.makefile("rb") as file:
                self._converse(connection, file)
        except (OSError, BadRequestError, ValueError):
            pass  # the other side went away or speaks something else: nobody is left to tell
        finally:
            with self._lock:
                self._open.discard(connection)

    def _converse(self, connection: socket.socket, file: BinaryIO) -> None:
        while not self._stopping and (request := read_request(file, connection.sendall)):
            response = self._answer(request)
            if response.drop:
                return
            if response.stream:
                self._pour(connection, response, response.stream)
                return
            body = b"" if request.method == "HEAD" else response.body
            connection.sendall(head(response) + body)
            if request.headers.get("connection", "").lower() == "close":
                return

    def _pour(self, connection: socket.socket, response: Response, stream: Generator[bytes]) -> None:
        with contextlib.closing(stream):
            connection.sendall(head(response))
            for piece in stream:
                if self._stopping:
                    return
                connection.sendall(piece)
