"""Bytes on the wire to an installation: signed, unsigned or wrong in any way, and what comes back of them."""

import http.client
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from bot.feishu.signatures import Seal
from playground import FakeFeishu
from tests.installation import Installation
from tests.wire_bodies import compact, headers, sealed

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Answered:
    """All of an answer that a caller can tell from another one: everything but the date."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Letter:
    """A body with its headers, as it goes over the wire."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


class Wire:
    """A connection of its own for each request to an address of the bot, kept while the caller likes."""

    def __init__(self, url: str, feishu: FakeFeishu) -> None:
        self.address = url.removeprefix("http://")
        self.feishu = feishu

    def post(self, letter: Letter, path: str = "/feishu/events") -> Answered:
        """Send it, header by header, so that one may come twice."""
        connection = http.client.HTTPConnection(self.address, timeout=20)
        try:
            connection.putrequest("POST", path, skip_accept_encoding=True)
            connection.putheader("Content-Length", str(len(letter.body)))
            for name, value in letter.headers:
                connection.putheader(name, value)
            connection.endheaders(letter.body)
            came = connection.getresponse()
            kept = tuple((name, value) for name, value in came.getheaders() if name != "Date")
            return Answered(came.status, kept, came.read())
        finally:
            connection.close()

    def letter(self, value: object, key: str | None = None, **changed: str | None) -> Letter:
        """A value as Feishu would send it, under the app's key or another; keywords replace headers, None drops one."""
        return self.signed(sealed(compact(value), key=key or self.feishu.encrypt_key), key, **changed)

    def signed(self, body: bytes, key: str | None = None, **changed: str | None) -> Letter:
        """Any bytes with a signature."""
        good: dict[str, str | None] = {**headers(body, self.feishu.clock.now(), key or self.feishu.encrypt_key)}
        wanted = good | {name.replace("_", "-"): value for name, value in changed.items()}
        return Letter(body, tuple((name, value) for name, value in wanted.items() if value is not None))

    def event(self, kind: str, body: object, key: str | None = None, **header: object) -> Letter:
        """An event of this tenant; keywords replace parts of its header."""
        whole: dict[str, Any] = self.feishu.envelope(kind, body)  # type: ignore[arg-type]  # any JSON at all
        return self.letter(whole | {"header": whole["header"] | header}, key)


def wire(house: Installation) -> Wire:
    """The wire to an installation of a test."""
    return Wire(house.url, house.feishu)


@pytest.fixture
def decrypted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that was decrypted, to see what was not."""
    seen: list[str] = []
    real = Seal.open

    def observe(seal: Seal, text: str) -> bytes | None:
        seen.append(text)
        return real(seal, text)

    monkeypatch.setattr(Seal, "open", observe)
    return seen


TABLES_OF_TRAFFIC = {"inbox", "outbox", "alembic_version", "sqlite_sequence", "schema_floors", "api_calls"}


def everything(house: Installation) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but those of the traffic itself, to be compared with what is in them later."""
    return {name: rows_of(house, name) for name in tables(house) if name not in TABLES_OF_TRAFFIC}


def tables(house: Installation) -> list[str]:
    """The names of all tables."""
    if house.settings.storage.url.startswith("sqlite"):
        found = house.rows("select name from sqlite_master where type = 'table'")
    else:
        found = house.rows("select tablename from pg_tables where schemaname = 'public'")
    return sorted(str(name) for (name,) in found)


def rows_of(house: Installation, table: str) -> list[tuple[Any, ...]]:
    """The rows of a table in an order of their own."""
    return sorted(house.rows(f"select * from {table}"), key=repr)  # noqa: S608 - our own names


def bugs(house: Installation) -> list[tuple[Any, ...]]:
    """The deliveries that met a bug of ours: there is never a reason for one."""
    return house.rows("select kind, error from inbox where state = 'failed'")
