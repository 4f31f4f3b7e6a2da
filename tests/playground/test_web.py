"""The small HTTP server: keep-alive, chunked bodies, garbage, and stopping."""

import contextlib
import socket
from collections.abc import Iterator

import pytest

from playground.web import HttpServer, Request, Response, json_response


def echo(request: Request) -> Response:
    return json_response([request.method, request.path, request.query, request.body.decode()])


def talk(server: HttpServer, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        with contextlib.suppress(OSError):  # the server may have hung up before all of it was sent
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as file, contextlib.suppress(ConnectionResetError):
            return file.read()
    return b""


@pytest.fixture(name="server")
def _server() -> Iterator[HttpServer]:
    server = HttpServer(echo).start()
    yield server
    server.stop()


def test_answers_two_requests_on_one_connection(server: HttpServer) -> None:
    got = talk(server, b"GET /a?x=1&y= HTTP/1.1\r\n\r\nPOST /b%20c HTTP/1.1\r\ncontent-length: 2\r\n\r\nhi")
    assert b'["GET","/a",{"x":"1","y":""},""]' in got
    assert b'["POST","/b c",{},"hi"]' in got


def test_reads_chunked_bodies_and_says_continue(server: HttpServer) -> None:
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    got = talk(server, head + b"2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 100 Continue")
    assert b'"hello"' in got


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\r\n",
        b"GET / SPDY\r\n\r\n",
        b"GET /" + b"a" * 70_000,
        b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"",
    ],
)
def test_hangs_up_on_garbage(server: HttpServer, garbage: bytes) -> None:
    assert talk(server, garbage) == b""


def test_can_be_stopped_before_it_started_and_twice() -> None:
    server = HttpServer(echo)
    server.stop()
    started = HttpServer(echo).start()
    started.stop()
    started.stop()
    with pytest.raises(OSError, match="refused"):
        talk(started, b"")
