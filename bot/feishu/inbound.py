"""The edge: bytes from the internet become a `Delivery`, or nothing at all.

The signature is checked over the raw bytes before anything is decrypted or parsed. The one thing that comes unsigned is
the console's url_verification, and for its sake alone an unsigned body is opened: small ones, few a second, and every
outcome but the right token is the same refusal. While secrets are changed, the former ones count beside the new.
"""

import contextlib
import hmac
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson

from bot.feishu.signatures import BLOCK, Seal
from sales.records import dataclass

EVENTS_FRESH: Final = timedelta(hours=8)
"""How old a signed event may be: redeliveries come up to 7 h 05 min late, perhaps with the first timestamp."""

PRESSES_FRESH: Final = timedelta(minutes=10)
"""How old a card callback may be; these are never redelivered."""

ORDERS_FRESH: Final = timedelta(minutes=1)
"""How far from now an operator's order may have been signed."""

CLOCKS_APART: Final = timedelta(minutes=5)
"""How far in the future a timestamp may lie."""

PRESS: Final = "card.action.trigger"
_AGE = "age"
_CHALLENGE_BYTES = 4096
_CHALLENGES_PER_SECOND = 5


Header = Callable[[str], str | None]
"""Finds a request header by its name."""


class ForgedError(ValueError):
    """Not from Feishu, or not for us, or too old: whatever it was, the answer is one constant refusal.

    Its words, if any, are for the operator's log: what was signed with our key and is refused all the same.
    """


@dataclass(frozen=True, slots=True)
class Challenge:
    """The console asks whether this address is ours; the answer is this word."""

    word: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A genuine delivery: its parsed JSON and the same as text."""

    json: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Former:
    """Secrets that were replaced, either of them or both (empty: none), and the instant at which they end."""

    encrypt_key: str
    verification_token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class _Keys:
    """What counts at a moment, the present secrets first."""

    seals: tuple[Seal, ...]
    tokens: tuple[bytes, ...]

    def open(self, body: bytes) -> tuple[bytes, dict[str, Any]]:
        """The JSON inside an encrypted body, as bytes without the padding and parsed; raises `ForgedError`."""
        sealed = _loads(body).get("encrypt")
        if not isinstance(sealed, str):
            raise ForgedError
        for seal in self.seals:
            plain = seal.open(sealed) or b""
            plain = plain[: plain.rfind(b"}", -BLOCK - 1) + 1]
            with contextlib.suppress(ForgedError):
                return plain, _loads(plain)
        raise ForgedError

    def know(self, token: object) -> bool:
        """Whether this is a token of ours."""
        given = token.encode("utf-8", "replace") if isinstance(token, str) else b""
        return any(hmac.compare_digest(given, each) for each in self.tokens)


class Edge:
    """Tells the genuine from the forged with the keys of one app. Safe to share between threads.

    While secrets are changed, an event may come signed, encrypted and marked with the old or the new ones in any
    mixture: until `former.until` each is as good as the other, and from then on the former ones are nothing.
    """

    def __init__(
        self, app_id: str, encrypt_key: str, verification_token: str, former: Former | None = None, tenant_key: str = ""
    ) -> None:
        """Take the app's id and both secrets; raises ValueError for an empty one, which would let anybody in.

        With a `tenant_key`, events of any other tenant are refused.
        """
        if not (app_id and encrypt_key and verification_token):
            msg = "app_id, encrypt_key and verification_token are all needed"
            raise ValueError(msg)
        self._app_id = app_id
        self._tenant_key = tenant_key
        self._own = _Keys((Seal(encrypt_key),), (verification_token.encode(),))
        self._both = _with(self._own, former)
        self._both_until = former.until if former else datetime.min.replace(tzinfo=UTC)
        self._unsigned = _Allowance(_CHALLENGES_PER_SECOND)

    def open(self, header: Header, body: bytes, now: datetime) -> Envelope | Challenge:
        """What the bytes hold; `header` finds a header in any case. Raises `ForgedError` for all that is refused."""
        keys = self._keys(now)
        if header("X-Lark-Signature") is None:
            return self._challenge(keys, body, now)
        age = _signed_age(keys, header, body, now)
        if not -CLOCKS_APART <= age <= EVENTS_FRESH:
            raise ForgedError(_AGE)
        return self._envelope(keys, body, age)

    def open_order(self, header: Header, body: bytes, now: datetime) -> Mapping[str, Any]:
        """An operator's order: signed like an event, in plain JSON, and fresh. Raises `ForgedError`."""
        if not -ORDERS_FRESH <= _signed_age(self._keys(now), header, body, now) <= ORDERS_FRESH:
            raise ForgedError(_AGE)
        return _loads(body)

    def _keys(self, now: datetime) -> _Keys:
        return self._both if now < self._both_until else self._own

    def _envelope(self, keys: _Keys, body: bytes, age: timedelta) -> Envelope | Challenge:
        plain, opened = keys.open(body)
        said = opened.get("header")
        if not isinstance(said, dict):
            return _is_challenge(keys, opened)
        if wrong := self._wrong(keys, said, age):
            raise ForgedError(wrong)
        return Envelope(opened, plain.decode())

    def _wrong(self, keys: _Keys, said: Mapping[str, Any], age: timedelta) -> str:
        """What about a signed header is not ours; nothing if all of it is."""
        if not keys.know(said.get("token")):
            return "token"
        if said.get("app_id") != self._app_id:
            return "app_id"
        if self._tenant_key and said.get("tenant_key") != self._tenant_key:
            return "tenant_key"
        return _AGE if said.get("event_type") == PRESS and age > PRESSES_FRESH else ""

    def _challenge(self, keys: _Keys, body: bytes, now: datetime) -> Challenge:
        """Unsigned: a url_verification, plain or encrypted, with the right token; nothing else."""
        if len(body) > _CHALLENGE_BYTES or not self._unsigned.spend(now):
            raise ForgedError
        outer = _loads(body)
        return _is_challenge(keys, keys.open(body)[1] if "encrypt" in outer else outer)


def _with(own: _Keys, former: Former | None) -> _Keys:
    if former is None:
        return own
    seals = (*own.seals, Seal(former.encrypt_key)) if former.encrypt_key else own.seals
    tokens = (*own.tokens, former.verification_token.encode()) if former.verification_token else own.tokens
    return _Keys(seals, tokens)


def _signed_age(keys: _Keys, header: Header, body: bytes, now: datetime) -> timedelta:
    """How old the signature is; negative when it lies ahead of us."""
    timestamp = header("X-Lark-Request-Timestamp") or ""
    nonce = header("X-Lark-Request-Nonce") or ""
    signature = header("X-Lark-Signature") or ""
    if not any(seal.signs(signature, timestamp, nonce, body) for seal in keys.seals):
        raise ForgedError
    return now - _instant(timestamp)


def _is_challenge(keys: _Keys, opened: Mapping[str, Any]) -> Challenge:
    word = opened.get("challenge")
    if not keys.know(opened.get("token")) or opened.get("type") != "url_verification" or not isinstance(word, str):
        raise ForgedError
    return Challenge(word)


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
