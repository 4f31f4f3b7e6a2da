"""A sign of life goes out while all is well, and only then; whoever does not hear it disturbs nobody."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import structlog

from bot.heartbeats import Heart


@contextmanager
def service() -> Iterator[tuple[str, list[str], threading.Event]]:
    """A monitoring service on this machine: its address, what it heard, and an event for the first sign."""
    heard: list[str] = []
    first = threading.Event()

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()
            first.set()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ping/secret", heard, first
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_while_all_is_well_a_sign_goes_out() -> None:
    with service() as (url, heard, first):
        heart = Heart(url, lambda: True)
        heart.start()
        assert first.wait(20)
        heart.stop()
    assert heard == ["/ping/secret"]


def test_when_something_is_wrong_none_does() -> None:
    with service() as (url, heard, _):
        Heart(url, lambda: False).beat()
    assert heard == []


def test_without_an_address_nothing_begins() -> None:
    heart = Heart("", lambda: True)
    heart.start()
    heart.stop()
    assert not heart._clockwork.alive  # noqa: SLF001 - nothing else shows it


def test_a_service_that_is_not_there_is_a_line_in_the_log_without_its_address() -> None:
    with structlog.testing.capture_logs() as said:
        Heart("http://127.0.0.1:9/ping/secret", lambda: True).beat()
    assert [(each["event"], each["error"]) for each in said] == [("heartbeat_failed", "ConnectionError")]
    assert "secret" not in str(said)
