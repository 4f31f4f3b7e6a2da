"""Many requests at once from one thread: raw HTTP over kept connections, each sent when its time has come.

The time of an answer counts from the moment at which its request was due, so that a sender who has to wait cannot
make the receiver look quick.
"""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.faults.attacks.wire import Letter

CONNECTIONS: Final = 300
"""Most connections at once; the server takes 500."""


@dataclass(frozen=True)
class Reply:
    """An answer: which request's, its status (0: none came), how many seconds after it was due, and its body."""

    number: int
    status: int
    seconds: float
    body: bytes


class Barrage:
    """Sends letters to one server, so many a second."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._room = asyncio.Semaphore(CONNECTIONS)

    async def fire(self, letters: Sequence[Letter], per_second: float) -> list[Reply]:
        """Send all of them, evenly spaced, and wait for every answer."""
        began = time.perf_counter()
        pending = []
        for number, letter in enumerate(letters):
            due = began + number / per_second
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            pending.append(asyncio.create_task(self._ask(number, _http(letter), due)))
        replies = await asyncio.gather(*pending)
        for _, writer in self._idle:
            writer.close()
        return list(replies)

    async def _ask(self, number: int, request: bytes, due: float) -> Reply:
        async with self._room:
            try:
                reader, writer = self._idle.pop() if self._idle else await self._connect()
                writer.write(request)
                status, body = await asyncio.wait_for(_answer(reader), 30)
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                return Reply(number, 0, time.perf_counter() - due, b"")
            self._idle.append((reader, writer))
            return Reply(number, status, time.perf_counter() - due, body)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return int(head.split()[1]), await reader.readexactly(int(length[1]) if length else 0)


def _http(letter: Letter) -> bytes:
    lines = [f"{name}: {value}" for name, value in (*letter.headers, ("Content-Length", str(len(letter.body))))]
    head = "\r\n".join(["POST /feishu/events HTTP/1.1", "Host: 127.0.0.1", *lines])
    return head.encode() + b"\r\n\r\n" + letter.body


def barrage(port: int, letters: Sequence[Letter], per_second: float) -> list[Reply]:
    """Send letters at a rate and give every answer, in the order of the letters."""

    async def run() -> list[Reply]:
        return await Barrage(port).fire(letters, per_second)

    return asyncio.run(run())
