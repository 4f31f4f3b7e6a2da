"""The edge: bytes from the internet become a `Delivery`, or nothing at all.

The signature is checked over the raw bytes before anything is decrypted or parsed. The one thing that comes unsigned is
the console's url_verification, and for its sake alone an unsigned body is opened: small ones, few a second, and every
outcome but the right token is the same refusal.
"""

import hmac
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson

from bot.feishu.signatures import BLOCK, Seal

EVENTS_FRESH: Final = timedelta(hours=8)
"""How old a signed event may be: redeliveries come up to 7 h 05 min late, perhaps with the first timestamp."""

PRESSES_FRESH: Final = timedelta(minutes=10)
"""How old a card callback may be; these are never redelivered."""

ORDERS_FRESH: Final = timedelta(minutes=1)
"""How far from now an operator's order may have been signed."""

CLOCKS_APART: Final = timedelta(minutes=5)
"""How far in the future a timestamp may lie."""

PRESS: Final = "card.action.trigger"
_CHALLENGE_BYTES = 4096
_CHALLENGES_PER_SECOND = 5


Header = Callable[[str], str | None]
"""Finds a request header by its name."""


class ForgedError(ValueError):
    """Not from Feishu, or not for us, or too old: whatever it was, the answer is one constant refusal."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """The console asks whether this address is ours; the answer is this word."""

    word: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A genuine delivery: its parsed JSON and the same as text."""

    json: Mapping[str, Any]
    text: str


class Edge:
    """Tells the genuine from the forged with the keys of one app. Safe to share between threads."""

    def __init__(self, app_id: str, encrypt_key: str, verification_token: str) -> None:
        """Take the app's id and both secrets; raises ValueError for an empty one, which would let anybody in."""
        if not (app_id and encrypt_key and verification_token):
            msg = "app_id, encrypt_key and verification_token are all needed"
            raise ValueError(msg)
        self._app_id = app_id
        self._seal = Seal(encrypt_key)
        self._token = verification_token.encode()
        self._unsigned = _Allowance(_CHALLENGES_PER_SECOND)

    def open(self, header: Header, body: bytes, now: datetime) -> Envelope | Challenge:
        """What the bytes hold; `header` finds a header in any case. Raises `ForgedError` for all that is refused."""
        if header("X-Lark-Signature") is None:
            return self._challenge(body, now)
        age = self._signed_age(header, body, now)
        if not -CLOCKS_APART <= age <= EVENTS_FRESH:
            raise ForgedError
        return self._envelope(body, age)

    def open_order(self, header: Header, body: bytes, now: datetime) -> Mapping[str, Any]:
        """An operator's order: signed like an event, in plain JSON, and fresh. Raises `ForgedError`."""
        if not -ORDERS_FRESH <= self._signed_age(header, body, now) <= ORDERS_FRESH:
            raise ForgedError
        return _loads(body)

    def _signed_age(self, header: Header, body: bytes, now: datetime) -> timedelta:
        """How old the signature is; negative when it lies ahead of us."""
        timestamp = header("X-Lark-Request-Timestamp") or ""
        nonce = header("X-Lark-Request-Nonce") or ""
        if not self._seal.signs(header("X-Lark-Signature") or "", timestamp, nonce, body):
            raise ForgedError
        return now - _instant(timestamp)

    def _envelope(self, body: bytes, age: timedelta) -> Envelope | Challenge:
        plain = self._plain(body)
        opened = _loads(plain)
        said = opened.get("header")
        if not isinstance(said, dict):
            return self._is_challenge(opened)
        self._check_token(said.get("token"))
        if said.get("app_id") != self._app_id:
            raise ForgedError
        if said.get("event_type") == PRESS and age > PRESSES_FRESH:
            raise ForgedError
        return Envelope(opened, plain.decode())

    def _challenge(self, body: bytes, now: datetime) -> Challenge:
        """Unsigned: a url_verification, plain or encrypted, with the right token; nothing else."""
        if len(body) > _CHALLENGE_BYTES or not self._unsigned.spend(now):
            raise ForgedError
        outer = _loads(body)
        return self._is_challenge(_loads(self._plain(body)) if "encrypt" in outer else outer)

    def _is_challenge(self, opened: Mapping[str, Any]) -> Challenge:
        self._check_token(opened.get("token"))
        word = opened.get("challenge")
        if opened.get("type") != "url_verification" or not isinstance(word, str):
            raise ForgedError
        return Challenge(word)

    def _check_token(self, token: object) -> None:
        if not isinstance(token, str) or not hmac.compare_digest(token.encode(), self._token):
            raise ForgedError

    def _plain(self, body: bytes) -> bytes:
        """The JSON inside an encrypted body, cut off where its padding begins."""
        sealed = _loads(body).get("encrypt")
        plain = self._seal.open(sealed) if isinstance(sealed, str) else None
        if plain is None:
            raise ForgedError
        return plain[: plain.rfind(b"}", -BLOCK - 1) + 1]


class _Allowance:
    """So many a second, and no more: what an unsigned caller may cost us."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._second = 0
        self._spent = 0
        self._lock = threading.Lock()

    def spend(self, now: datetime) -> bool:
        with self._lock:
            second = int(now.timestamp())
            self._spent = self._spent + 1 if second == self._second else 1
            self._second = second
            return self._spent <= self._per_second


def _instant(timestamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError):
        raise ForgedError from None


def _loads(text: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise ForgedError from None
    if not isinstance(value, dict):
        raise ForgedError
    return value
