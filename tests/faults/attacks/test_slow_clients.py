"""Clients that take their time, in the hope that nobody else is served meanwhile (FAULTS.md 53).

| case | test |
|---|---|
| 53 | test_a_hundred_and_twenty_eight_slow_clients_hold_nobody_up |
| 53 (for ever) | test_who_sends_a_byte_now_and_then_is_put_out_in_the_end |
"""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
import requests

from bot import listening
from playground import FakeFeishu, HandClock
from tests.bot.commands.test_commands import config
from tests.faults.attacks.test_authenticity import spoken
from tests.faults.attacks.wire import Wire
from tests.faults.extents import Many
from tests.faults.subjects import Subject, Turned, at
from tests.installation import MONDAY

SLOW = 64
HEADERS = b"POST /feishu/events HTTP/1.1\r\nHost: x\r\nX-Lark-Signature: a"
BODY = b"POST /feishu/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{"


@contextmanager
def slow_clients(port: int) -> Iterator[list[socket.socket]]:
    """64 that never end their headers and 64 that never end their body, each a byte further every tenth of a second."""
    over = Event()
    with ExitStack() as closed:
        clients = [closed.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(2 * SLOW)]
        for n, client in enumerate(clients):
            client.sendall(HEADERS if n % 2 else BODY)

        def drip() -> None:
            while not over.wait(0.1):
                for client in clients:
                    client.send(b"a")

        thread = Thread(target=drip)
        thread.start()
        closed.callback(thread.join)
        closed.callback(over.set)
        yield clients


def test_a_hundred_and_twenty_eight_slow_clients_hold_nobody_up(tmp_path: Path, sqlite_url: str, many: Many) -> None:
    clock = Turned(tmp_path / "clock")
    clock.set(MONDAY)
    asked = many(60, 1000)
    with ExitStack() as open_until_the_end:
        feishu = open_until_the_end.enter_context(FakeFeishu(HandClock(MONDAY)))
        subject = Subject(config(tmp_path, feishu, sqlite_url), environment=at(clock))
        open_until_the_end.enter_context(subject)
        over = Wire(f"http://127.0.0.1:{subject.port}", feishu)
        idle = answered(over, "idle", asked)
        with slow_clients(subject.port):
            held_up = answered(over, "held up", asked)
            assert subject.ready()
        assert "Traceback" not in subject.said()
    print(f"p99 {idle * 1000:.1f} ms idle, {held_up * 1000:.1f} ms with {2 * SLOW} slow clients")  # noqa: T201
    assert held_up < max(5 * idle, 1.0)


def answered(over: Wire, name: str, count: int) -> float:
    """The slowest but one in a hundred of so many good requests, in seconds."""
    took = []
    for n in range(count):
        letter = over.event("im.message.receive_v1", spoken(over.feishu, message=f"om_{name[:4]}{n}"))
        began = time.perf_counter()
        assert over.post(letter).status == 200
        took.append(time.perf_counter() - began)
    return sorted(took)[int(0.99 * count) - 1]


class Nothing:
    """A WSGI application without words."""

    def __call__(self, _environ: object, start_response: object) -> list[bytes]:
        start_response("204 No Content", [])  # type: ignore[operator]
        return []


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server as `serve` has it."""
    server = listening.listen(Nothing(), host="127.0.0.1", port=0, threads=2)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield int(server.effective_port)
    server.trigger.pull_trigger(server.close)
    thread.join(5)
    server.task_dispatcher.shutdown()


@pytest.mark.parametrize("begun", [HEADERS, BODY], ids=["headers", "body"])
def test_who_sends_a_byte_now_and_then_is_put_out_in_the_end(
    port: int, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(listening, "SLOWEST", 0.5)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(begun)
        began = time.monotonic()
        ended = dripping(client)
    assert 0.4 < ended - began < 5


def dripping(client: socket.socket) -> float:
    """Send a byte now and then until the other side has enough; when that was."""
    client.settimeout(0.05)
    while True:
        try:
            client.send(b"a")
            if client.recv(1000) == b"":
                return time.monotonic()
        except TimeoutError:
            continue
        except ConnectionError:
            return time.monotonic()


def test_who_sends_in_time_is_served_as_often_as_they_like_on_one_connection(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "SLOWEST", 0.2)
    with requests.Session() as session:
        session.trust_env = False
        began = time.monotonic()
        while time.monotonic() - began < 0.5:
            assert session.post(f"http://127.0.0.1:{port}/", data=b"x").status_code == 204
