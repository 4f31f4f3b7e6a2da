"""Many requests at once from one thread: raw HTTP over kept connections, each sent when its time has come."""

import asyncio
import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from tests.faults.attacks.wire import Letter

CONNECTIONS: Final = 450
"""Most connections at once; the server takes 500."""


@dataclass(frozen=True)
class Reply:
    """An answer: which request's, its status (0: none came), how many seconds it took, and its body.

    `late` is how many seconds after its time the request was sent, because this side had no time or no connection.
    """

    number: int
    status: int
    seconds: float
    late: float
    body: bytes


class Barrage:
    """Sends letters to one server, so many a second."""

    def __init__(self, port: int, connections: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._room = asyncio.Semaphore(connections)

    async def fire(self, letters: Sequence[Letter], per_second: float) -> list[Reply]:
        """Send all of them, evenly spaced, and wait for every answer."""
        self._never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        pending = []
        for number, letter in enumerate(letters):
            due = began + number / per_second
            if (early := due - time.perf_counter()) > 0:
                await asyncio.wait([self._never], timeout=early)
            pending.append(asyncio.create_task(self._ask(number, _http(letter), due)))
        replies = await asyncio.gather(*pending)
        await asyncio.gather(*(_close(writer) for _, writer in self._idle))
        return list(replies)

    async def _ask(self, number: int, request: bytes, due: float) -> Reply:
        async with self._room:
            sent = time.perf_counter()
            try:
                status, body = await self._answer_to(request)
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                status, body = 0, b""
            return Reply(number, status, time.perf_counter() - sent, sent - due, body)

    async def _answer_to(self, request: bytes) -> tuple[int, bytes]:
        reader, writer = self._idle.pop() if self._idle else await self._connect()
        try:
            writer.write(request)
            answer = await asyncio.wait_for(_read(reader), 30)
        except BaseException:
            await _close(writer)
            raise
        self._idle.append((reader, writer))
        return answer

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return int(head.split()[1]), await reader.readexactly(int(length[1]) if length else 0)


def _http(letter: Letter) -> bytes:
    lines = [f"{name}: {value}" for name, value in (*letter.headers, ("Content-Length", str(len(letter.body))))]
    head = "\r\n".join(["POST /feishu/events HTTP/1.1", "Host: 127.0.0.1", *lines])
    return head.encode() + b"\r\n\r\n" + letter.body


def barrage(
    port: int, letters: Sequence[Letter], per_second: float = 1e9, connections: int = CONNECTIONS
) -> list[Reply]:
    """Send letters at a rate over so many connections at most; every answer, in the order of the letters."""

    async def run() -> list[Reply]:
        return await Barrage(port, connections).fire(letters, per_second)

    # In a thread of its own: a test's browser leaves a running loop behind in the main one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()
