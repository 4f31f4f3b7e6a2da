"""One connection held by the SDK's client, changed where it loses deliveries. Loaded by the child process only.

What the SDK does is kept: asking where to connect, the WebSocket, frames, pings. What it does badly is replaced:
its handlers run on its event loop, frames of type card are dropped, a part that comes again runs a delivery again, a
configuration with missing values stops it for ever, and its ways of connecting again leave it deaf. This one never
connects again: when its connection ends, it ends, and its supervisor starts another.
"""

import asyncio
import base64
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from bot.feishu.long.parts import Parts
from bot.feishu.long.pipes import Pipe
from bot.feishu.long.sdk import client_module

sdk = client_module()
Client: Any = sdk.Client

ANSWERED_WITHIN: Final = 2.7
"""Seconds an answer may take; the platform's three begin earlier and end later than ours."""

WRITTEN_WITHIN: Final = 5.0
"""Seconds after which a frame that could not be written means that the connection is none."""

BEAT: Final = 1.0
"""Seconds between two signs of life."""

SLOWEST_PING: Final = 300
"""Seconds between two pings beyond which we do not let ourselves be told to go."""

Headers = Mapping[str, str]


class Connection(Client):  # type: ignore[misc]  # the SDK has no types
    """From connecting to the end of the connection; deliveries go down the pipe and are answered from there."""

    def __init__(self, app_id: str, app_secret: str, domain: str, pipe: Pipe) -> None:
        super().__init__(app_id, app_secret, domain=domain, auto_reconnect=False)
        self._pipe = pipe
        self._parts = Parts()
        self._asked: dict[int, asyncio.Future[Mapping[str, Any]]] = {}
        self._handling: set[asyncio.Task[None]] = set()
        self._number = 0
        self._heard = time.monotonic()
        self._leaving = False
        self._ended = asyncio.Event()
        self._why = ""

    async def live(self) -> str:
        """Connect, and stay until the connection ends or `leave` was called; gives the reason in a few words.

        Raises what the SDK raises when it cannot connect, among it its `ClientException` for a refusal.
        """
        await self._connect()
        self._heard = time.monotonic()
        self._pipe.put("connected", ping=self._ping_interval)
        running = [asyncio.create_task(self._ping_loop()), asyncio.create_task(self._beat())]
        await self._ended.wait()
        for each in running:
            each.cancel()
        await asyncio.wait_for(self._disconnect(), WRITTEN_WITHIN)
        return self._why

    def answer(self, said: Mapping[str, Any]) -> None:
        """Take the supervisor's answer to a delivery; one that nobody waits for any more is dropped."""
        waiting = self._asked.get(said.get("id", 0))
        if waiting and not waiting.done():
            waiting.set_result(said)

    async def leave(self) -> None:
        """Take nothing more, wait for the answers that are due, then end."""
        self._leaving = True
        if self._handling:
            await asyncio.wait(list(self._handling), timeout=ANSWERED_WITHIN)
        self._end("asked to stop")

    def _end(self, why: str) -> None:
        self._why = self._why or why
        self._ended.set()

    async def _beat(self) -> None:
        """Say every second, from the loop itself, that it runs and when the platform was last heard."""
        while True:
            self._pipe.put("beat", heard=time.monotonic() - self._heard, ping=self._ping_interval)
            await asyncio.sleep(BEAT)

    async def _receive_message_loop(self) -> None:
        try:
            while True:
                message = await self._conn.recv()
                self._heard = time.monotonic()
                task = asyncio.create_task(self._handle_message(message))
                self._handling.add(task)
                task.add_done_callback(self._handling.discard)
        except Exception as gone:  # noqa: BLE001 - however it ended, it ended
            self._end(type(gone).__name__)

    def _configure(self, conf: Any) -> None:
        """Take over how often to ping, if it is said; how to connect again is the supervisor's affair."""
        interval = getattr(conf, "PingInterval", None)
        if isinstance(interval, int) and interval >= 1:
            self._ping_interval = min(interval, SLOWEST_PING)

    async def _handle_data_frame(self, frame: Any) -> None:
        headers = {each.key: each.value for each in frame.headers}
        whole = self._whole(headers, frame.payload)
        if whole is None:
            return
        began = time.monotonic()
        said = await self._ask(headers, whole)
        ack: dict[str, Any] = {"code": said["code"]}
        if said.get("data") is not None:
            ack["data"] = base64.b64encode(str(said["data"]).encode()).decode()
        frame.headers.add(key="biz_rt", value=str(round((time.monotonic() - began) * 1000)))
        frame.payload = orjson.dumps(ack)
        await self._write(frame.SerializeToString())

    def _whole(self, headers: Headers, piece: bytes) -> bytes | None:
        """The delivery that this frame completes; its headers may be missing or no numbers."""
        number, of = _whole_number(headers.get("seq"), 0), _whole_number(headers.get("sum"), 1)
        return self._parts.put(headers.get("message_id", ""), number, of, piece, time.monotonic())

    async def _ask(self, headers: Headers, delivery: bytes) -> Mapping[str, Any]:
        """The supervisor's answer, or code 500, upon which the platform delivers an event again."""
        if headers.get("type") not in ("event", "card"):
            return {"code": 200}
        self._number += 1
        number, waiting = self._number, asyncio.get_running_loop().create_future()
        self._asked[number] = waiting
        try:
            if self._leaving or not self._pipe.put("deliver", id=number, delivery=delivery.decode(errors="replace")):
                return {"code": 500}
            return await asyncio.wait_for(waiting, ANSWERED_WITHIN)
        except TimeoutError:
            return {"code": 500}
        finally:
            del self._asked[number]

    async def _write(self, frame: bytes) -> None:
        try:
            await asyncio.wait_for(self._write_message(frame), WRITTEN_WITHIN)
        except Exception as gone:  # noqa: BLE001 - the SDK's and the WebSocket's, all meaning the same
            self._end(f"could not write: {type(gone).__name__}")


def _whole_number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else otherwise


def in_loop(work: Callable[[Any], Any]) -> Any:
    """Run a coroutine on the loop that the SDK took when it was loaded; `work` is given that loop."""
    return sdk.loop.run_until_complete(work(sdk.loop))
