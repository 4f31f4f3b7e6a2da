"""Deliveries to the bot: sealed, posted, retried on the platform's ladder, and remembered."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from playground.envelope_crypto import compact, encrypted, signature_headers
from playground.long_connections import LongConnections
from playground.people import Json
from playground.post import Posted, Poster
from playground.tenant import Tenant

LADDER = tuple(timedelta(seconds=seconds) for seconds in (15, 300, 3600, 21600))
JSON_TYPE = "application/json; charset=utf-8"
OK = 200


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to deliver.

    `kind` is the event type, `attempt` counts from 1, `status` 0 is no answer in time.
    """

    n: int
    at: datetime
    kind: str
    event_id: str
    status: int
    ms: float
    attempt: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(slots=True)
class Parcel:
    """What is sent, byte for byte, and how often it was tried; `plain` is what a long connection gets."""

    kind: str
    event_id: str
    body: bytes
    headers: dict[str, str]
    attempt: int = 0
    retried: bool = True
    plain: bytes = b""


@dataclass(order=True, slots=True)
class Due:
    """A parcel that waits for its next attempt."""

    at: datetime
    parcel: Parcel = field(compare=False)


class Deliveries:
    """Sends parcels to a long connection or else to the connected URL; events that fail come again four times.

    Which is after 15 s, 5 min, 1 h and 6 h.
    """

    def __init__(self, tenant: Tenant, *, encrypt: bool, deadline: float) -> None:
        """Seal with the app's keys; `deadline` is in real seconds."""
        self.tenant = tenant
        self.encrypt = encrypt
        self.deadline = deadline
        self.made: list[Delivery] = []
        self.waiting: list[Due] = []
        self.lines = LongConnections(tenant, deadline)
        self._poster: Poster | None = None
        self._parcels: dict[str, Parcel] = {}
        self._lock = threading.Lock()

    @property
    def url(self) -> str | None:
        """Where deliveries go, None before anything is connected."""
        return self._poster.url if self._poster else None

    def connect(self, url: str) -> None:
        """Send to an absolute http URL from now on."""
        self.close()
        self._poster = Poster(url, self.deadline)

    def close(self) -> None:
        """Close idle connections."""
        if self._poster:
            self._poster.close()

    def stop(self) -> None:
        """Close every connection, long ones too."""
        self.lines.stop()
        self.close()

    def seal(self, body: Json, *, retried: bool = True, signed: bool = True) -> Parcel:
        """Make the bytes and headers of a delivery."""
        plain = compact(body)
        key = self.tenant.app.encrypt_key
        raw = encrypted(plain, key) if self.encrypt and key else plain
        header = body.get("header") if isinstance(body.get("header"), dict) else {}
        kind = str(header.get("event_type") or body.get("type", "")) if header is not None else ""
        event_id = str((header or {}).get("event_id", ""))
        return Parcel(kind, event_id, raw, self._headers(raw, signed=signed), retried=retried, plain=plain)

    def seal_raw(self, raw: bytes) -> Parcel:
        """Sign any bytes as they are."""
        return Parcel("raw", "", raw, self._headers(raw, signed=True), retried=False)

    def _headers(self, raw: bytes, *, signed: bool) -> dict[str, str]:
        headers = {"Content-Type": JSON_TYPE, "User-Agent": "feishu-playground"}
        key = self.tenant.app.encrypt_key
        if signed and key:
            wrong = "another key" if self.tenant.faults.bad_signature else key
            headers |= signature_headers(raw, wrong, self.tenant.clock.now())
        return headers

    def send(self, parcel: Parcel) -> Posted:
        """Make one attempt, and plan the next when it failed."""
        parcel.attempt += 1
        if parcel.event_id:
            self._parcels[parcel.event_id] = parcel
        at = self.tenant.clock.now()
        posted = self._post(parcel)
        with self._lock:
            self._remember(parcel, posted, at)
            if parcel.retried and posted.status != OK and parcel.attempt <= len(LADDER):
                self.waiting.append(Due(at + LADDER[parcel.attempt - 1], parcel))
        self.tenant.world.turn("trace")
        return posted

    def _post(self, parcel: Parcel) -> Posted:
        if parcel.event_id and self.lines:
            return self.lines.post(parcel.plain, parcel.kind)
        return self._poster.post(parcel.body, parcel.headers) if self._poster else NOT_CONNECTED

    def _remember(self, parcel: Parcel, posted: Posted, at: datetime) -> None:
        result = (posted.status, posted.ms, parcel.attempt, parcel.body, dict(parcel.headers))
        with self.tenant.trace_lock:
            self.made.append(Delivery(self.tenant.next_n(), at, parcel.kind, parcel.event_id, *result))

    def again(self, event_id: str) -> Posted:
        """Send a delivery once more, the same bytes and headers; KeyError when there was none."""
        return self.send(self._parcels[event_id])

    def run_due(self) -> int:
        """Send every waiting parcel whose moment has come, oldest first; tell how many were sent."""
        now, sent = self.tenant.clock.now(), 0
        while parcel := self._next_due(now):
            if self.tenant.faults.resign_redeliveries:
                parcel.headers = self._headers(parcel.body, signed=True)
            self.send(parcel)
            sent += 1
        return sent

    def _next_due(self, now: datetime) -> Parcel | None:
        with self._lock:
            due = min((one for one in self.waiting if one.at <= now), default=None)
            if due:
                self.waiting.remove(due)
        return due.parcel if due else None


NOT_CONNECTED = Posted(0, "", b"", 0.0, "unconnected")
