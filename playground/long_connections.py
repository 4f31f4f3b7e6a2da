"""The long connection, the platform's side: where to connect, WebSockets, deliveries in frames, acknowledgements.

What is not in the open platform's documents (frames, codes, headers) is as its SDKs have it. One of the connected
clients, drawn by lot, gets a delivery; there may be 50 of them.
"""

import base64
import binascii
import queue
import random
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request as Handshake
from websockets.http11 import Response as Refusal
from websockets.sync.server import Server, ServerConnection, serve

from playground.frames import CONTROL, DATA, Frame
from playground.long_faults import LongFaults
from playground.people import Json
from playground.post import Posted
from playground.tenant import Tenant
from playground.web import Request, Response, json_response

PATH: Final = "/callback/ws/endpoint"
MOST: Final = 50
"""Connections an app may have."""

BAD_APP, WRONG_SECRET, TOO_MANY = 1000040344, 514, 1000040350
JSON_TYPE: Final = "application/json; charset=utf-8"
PRESS: Final = "card.action.trigger"


@dataclass(slots=True)
class Link:
    """One connected client, and the deliveries that wait for its acknowledgement, by message_id."""

    connection: ServerConnection
    waiting: dict[str, "queue.SimpleQueue[Frame | None]"] = field(default_factory=dict)
    pings: int = 0

    def close(self) -> None:
        """Say goodbye, and let everybody who waits know."""
        self.connection.close()
        self.forget()

    def forget(self) -> None:
        """Tell everybody who waits that nothing will come."""
        for each in list(self.waiting.values()):
            each.put(None)


class LongConnections:
    """Every long connection of the app. A bot that has one gets its deliveries there instead of at its URL."""

    def __init__(self, tenant: Tenant, deadline: float) -> None:
        """Wait for clients; `deadline` is the real seconds one has to acknowledge. The port opens with the first."""
        self.faults = LongFaults()
        self.links: list[Link] = []
        self.acks: list[Json] = []
        self._tenant, self._deadline = tenant, deadline
        self._server: Server | None = None
        self._tickets: set[str] = set()
        self._lock = threading.Lock()
        self.changed = threading.Condition(self._lock)
        self._stopping = threading.Event()

    def __bool__(self) -> bool:
        """Whether anybody is connected."""
        return bool(self.links)

    def wait_for(self, number: int, seconds: float = 20.0) -> bool:
        """Wait until exactly so many clients are connected and listen, as their first ping shows; False: too long."""
        with self.changed:
            listening = lambda: [bool(link.pings) for link in self.links] == [True] * number  # noqa: E731
            return self.changed.wait_for(listening, seconds)

    def cut(self) -> None:
        """Close every connection, as a gateway that restarts does."""
        for link in list(self.links):
            link.close()

    def stop(self) -> None:
        """Close the port and every connection."""
        self._stopping.set()
        self.cut()
        if self._server:
            self._server.shutdown()

    def answer(self, request: Request) -> Response:
        """Tell a client where to connect (`POST /callback/ws/endpoint`), or why it may not."""
        if self.faults.endpoint_hangs:
            self._stopping.wait(600)
            return Response(drop=True)
        if self.faults.endpoint_status != 200:
            return json_response({"msg": "gateway"}, self.faults.endpoint_status)
        code, msg = self._refusal(request)
        return json_response({"code": code, "msg": msg, "data": {} if code else self._place()})

    def _refusal(self, request: Request) -> tuple[int, str]:
        if self.faults.endpoint_code:
            return self.faults.endpoint_code, "injected fault"
        app, said = self._tenant.app, request.json()
        if said.get("AppID") != app.app_id:
            return BAD_APP, "app not found"
        if said.get("AppSecret") != app.app_secret:
            return WRONG_SECRET, "invalid app_secret"
        full = len(self.links) >= self.faults.most
        return (TOO_MANY, "the number of connections exceeded the limit") if full else (0, "ok")

    def _place(self) -> Json:
        """A fresh URL; `device_id` is not its first parameter, because one of the SDKs would not find it there."""
        ticket = secrets.token_hex(8)
        with self._lock:
            self._server = self._server or self._opened()
            self._tickets.add(ticket)
        port = self._server.socket.getsockname()[1]
        rest = f"fpid=493&aid=552564&device_id={secrets.randbits(60)}&service_id=33554678&ticket={ticket}"
        return {"URL": f"ws://127.0.0.1:{port}/ws/v2?{rest}", "ClientConfig": self.faults.config}

    def _opened(self) -> Server:
        server = serve(self._converse, "127.0.0.1", 0, process_request=self._admitted, compression=None)
        threading.Thread(target=server.serve_forever, name="feishu-long", daemon=True).start()
        return server

    def _admitted(self, connection: ServerConnection, handshake: Handshake) -> Refusal | None:
        """Refuse a handshake as the gateway does: with its reasons in headers."""
        status, words, reason = self.faults.handshake or (0, "", 0)
        ticket = handshake.path.rpartition("ticket=")[2]
        with self._lock:
            if not status and ticket in self._tickets:
                self._tickets.remove(ticket)
                return None
        refusal = connection.respond(403, "refused\n")
        refusal.headers["handshake-status"] = str(status or 403)
        refusal.headers["handshake-msg"] = words or "no such ticket"
        refusal.headers["handshake-autherrcode"] = str(reason)
        return refusal

    def _converse(self, connection: ServerConnection) -> None:
        link = Link(connection)
        with self.changed:
            self.links.append(link)
            self.changed.notify_all()
        try:
            for message in connection:
                self._hear(link, Frame.loads(message if isinstance(message, bytes) else message.encode()))
        except (ConnectionClosed, ValueError):
            connection.close()
        finally:
            with self.changed:
                self.links.remove(link)
                self.changed.notify_all()
            link.forget()

    def _hear(self, link: Link, frame: Frame) -> None:
        if frame.method == CONTROL:
            with self.changed:
                link.pings += frame.kind == "ping"
                self.changed.notify_all()
            if not self.faults.silent:
                pong = orjson.dumps(self.faults.pong) if self.faults.pong is not None else b""
                link.connection.send(Frame(CONTROL, {"type": "pong"}, pong, frame.service).dumps())
            return
        if self.faults.takes("lose_acks"):
            link.close()
            return
        waiting = link.waiting.get(frame.headers.get("message_id", ""))
        if waiting:
            waiting.put(frame)

    def post(self, plain: bytes, kind: str) -> Posted:
        """Deliver to one of the clients, and give its acknowledgement in the form of an HTTP answer."""
        links = list(self.links)
        if not links:
            return Posted(0, "", b"", 0.0, "connection")
        link = random.choice(links)  # noqa: S311 - a lot that nobody has to guess
        message_id, acks = secrets.token_hex(16), queue.SimpleQueue[Frame | None]()
        link.waiting[message_id] = acks
        began = time.perf_counter()
        try:
            for frame in self._frames(plain, kind, message_id):
                link.connection.send(frame.dumps())
            if self.faults.takes("cut_before_ack"):
                link.close()
            ack = acks.get(timeout=self._deadline)
        except queue.Empty:
            return Posted(0, "", b"", _ms(began), "timeout")
        except ConnectionClosed:
            ack = None
        finally:
            link.waiting.pop(message_id, None)
        return self._posted(ack, _ms(began)) if ack else Posted(0, "", b"", _ms(began), "connection")

    def _frames(self, plain: bytes, kind: str, message_id: str) -> list[Frame]:
        """A delivery in as many frames as the faults ask for."""
        number = max(1, min(self.faults.parts, len(plain)))
        size = -(-len(plain) // number)
        parts = [plain[at : at + size] for at in range(0, len(plain), size)]
        called = "card" if kind == PRESS and self.faults.card_frames else "event"
        head = {"type": called, "message_id": message_id, "sum": str(len(parts)), "trace_id": secrets.token_hex(16)}
        frames = [Frame(DATA, head | {"seq": str(n)}, part, 33554678, n + 1, 7) for n, part in enumerate(parts)]
        if self.faults.out_of_order:
            frames.reverse()
        return frames + frames[-1:] if self.faults.last_part_twice else frames

    def _posted(self, ack: Frame, ms: float) -> Posted:
        said = _payload(ack)
        self.acks.append(said)
        data = said.get("data")
        try:
            body = base64.b64decode(data, validate=True) if data else b"{}"
        except (binascii.Error, ValueError, TypeError):
            return Posted(200, "text/plain", b"data is not base64", ms)
        return Posted(int(said.get("code", 0)), JSON_TYPE, body, ms)


def _payload(ack: Frame) -> dict[str, Any]:
    try:
        said = orjson.loads(ack.payload)
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 3)
