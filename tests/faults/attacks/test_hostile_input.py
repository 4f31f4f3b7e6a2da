"""Bodies, events and buttons that nobody sends in earnest: no 5xx, no bug reference, no retry storm.

| case | test |
|---|---|
| 30 | test_bodies_of_any_size_and_claim…, test_a_body_of_a_megabyte… |
| 31 | test_json_that_is_none_or_endless…; over the edge alone: tests/bot/feishu/test_inbound.py |
| 32 | test_unknown_events_and_forms…, test_no_part_of_a_genuine_event…, test_no_value_of_a_button… |
| 33-37 | tests/faults/attacks/test_hostile_words.py |
"""

import gzip
import json
import random
import resource
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.feishu.events import ASKED_FOR
from bot.feishu.signatures import Seal
from bot.webhook import LIMIT, REFUSED
from tests.faults.attacks.mutations import GONE, INSTEAD, mutants, places
from tests.faults.attacks.test_authenticity import spoken
from tests.faults.attacks.test_events import PRESS, SAY, filing, pressed
from tests.faults.attacks.trespassing import FORMS, carried, rich, typed
from tests.faults.attacks.wire import Letter, Wire, bugs, everything, wire
from tests.faults.extents import Many
from tests.installation import Installation
from tests.seen import house, lite
from tests.wire_bodies import compact, sealed

__all__ = ["house", "lite"]


@pytest.fixture(autouse=True)
def lines() -> Iterator[list[Any]]:
    """What is logged, instead of printing it."""
    with structlog.testing.capture_logs() as logged:
        yield logged


def raw(over: Wire, head: str, *parts: bytes) -> bytes:
    """What comes back for these very bytes; nothing if the connection is closed without a word."""
    host, port = over.address.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n")
        try:
            for part in parts:
                connection.sendall(part)
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(65536)
        except OSError:  # closed by the other side, at whatever moment
            return b""


POST = "POST /feishu/events HTTP/1.1\nHost: x\nConnection: close"
HEADS = (
    (f"{POST}\nContent-Length: {5 * LIMIT}", b"", b""),
    (f"{POST}\nContent-Length: -1", b"{}", b"400"),
    (f"{POST}\nContent-Length: 1e3", b"{}", b"400"),
    (f"{POST}\nContent-Length: 2\nContent-Length: 3", b"{}", b"400"),
    (f"{POST}\nContent-Length: {'9' * 5000}", b"{}", b""),
    (f"{POST}\nTransfer-Encoding: chunked\nContent-Length: 2", b"2\r\n{}\r\n0\r\n\r\n", b"4"),
    (f"{POST}\nTransfer-Encoding: gzip, chunked", b"2\r\n{}\r\n0\r\n\r\n", b"501"),
    (f"{POST}\nTransfer-Encoding: chunked", b"zz\r\n{}\r\n0\r\n\r\n", b"400"),
    (f"{POST}\nTransfer-Encoding: chunked", b"2\r\n{}\r\n0\r\n\r\n", b"401"),
    (f"{POST}\nTransfer-Encoding: chunked", b"ffffffffffffffff\r\n{}", b""),
    (POST, b"", b"401"),
    (f"{POST}\nContent-Length: 0", b"", b"401"),
    (f"{POST}\nX-Lark-Signature: {'a' * 300_000}\nContent-Length: 0", b"", b"431"),
    (f"{POST}\nX Lark: 1\nContent-Length: 0", b"", b"400"),
    ("POST /feishu/events\x00 HTTP/1.1\nHost: x\nContent-Length: 0", b"", b"4"),
    ("POST /feishu/events HTTP/9.9\nHost: x\nContent-Length: 0", b"", b""),
    ("\x16\x03\x01\x02", b"", b""),
)


def test_bodies_of_any_size_and_claim_are_refused_and_nothing_breaks(lite: Installation) -> None:
    over = wire(lite)
    for head, body, status in HEADS:
        answer = raw(over, head, body)
        found = answer.split(b" ", 2)[1] if answer.startswith(b"HTTP") else b""
        # Who is put out while still sending may not get to read why.
        assert not found or found.startswith(status), (head[:90], answer[:90])
        assert not found.startswith(b"5") or found == b"501", head[:90]
        assert b"Traceback" not in answer
    assert over.post(over.event(SAY, spoken(lite.feishu))).status == 200


def test_a_body_of_a_megabyte_costs_little_and_one_that_is_packed_is_not_unpacked(lite: Installation) -> None:
    over = wire(lite)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = gzip.compress(b'{"encrypt":"' + b"A" * 50_000_000 + b'"}')
    for body in (b" " * LIMIT, bomb, b'{"encrypt":"' + b"A" * (LIMIT - 20) + b'"}'):
        letter = over.signed(body)
        answer = over.post(Letter(body, (*letter.headers, ("Content-Encoding", "gzip"))))
        assert (answer.status, answer.body) == (401, REFUSED)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < (20 + 100) * 1024, "kilobytes; a hundred thousand are this test's own"
    large = over.post(Letter(b" " * (LIMIT + 1), ()))
    assert (large.status, large.body) == (413, REFUSED)


JSON = (
    b"", b"{", b"[]", b'"text"', b"null", b"7", b"\xff\xfe{}", b'{"header":"\xff"}', b'{"header":NaN}',
    b'{"a":1e999}', b'{"header":"\\ud800"}', b'{"header":' + b"9" * 5000 + b"}", b"[" * 100_000,
    b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    b'{"header":{},"header":{}}', b"{}}",
    b"\xef\xbb\xbf{}", b'{"a":"' + b"\\u0000" * 1000 + b'"}', b"{'a':1}", b"{/**/}",
)  # fmt: skip


def test_json_that_is_none_or_endless_is_refused_alike_outside_and_inside(lite: Installation) -> None:
    over, key = wire(lite), lite.feishu.encrypt_key
    refused = over.post(Letter(b"", ()))
    for plain in JSON:
        for letter in (Letter(plain, ()), over.signed(plain), over.signed(sealed(plain, key=key))):
            began = time.perf_counter()
            assert over.post(letter) == refused, plain[:60]
            assert time.perf_counter() - began < 2, plain[:60]


def test_odd_json_around_a_genuine_event_is_no_bug(lite: Installation) -> None:
    """A million keys, a key twice, a number without end, a half of a letter: signed, so thanked or refused."""
    over, key = wire(lite), lite.feishu.encrypt_key
    text = compact(over.feishu.envelope(SAY, spoken(lite.feishu)))
    odd = (
        text[:-1] + b"," + b",".join(b'"%d":0' % n for n in range(60_000)) + b"}",
        text.replace(b'"event":', b'"event":7,"event":'),
        text.replace(b'"event":', b'"x":1e999,"event":'),
        text.replace(b'"event":', b'"x":' + b"9" * 5000 + b',"event":'),
        text.replace("帮助".encode(), b"\\ud83d"),
        text.replace("帮助".encode(), b"\xff"),
        text[:-1] + b',"a":' + b'{"a":' * 900 + b"1" + b"}" * 901,
    )
    for plain in odd:
        assert over.post(over.signed(sealed(plain, key=key))).status in {200, 401}, plain[:200]
    assert bugs(lite) == []


def test_unknown_events_and_forms_are_thanked_once_and_never_sent_again(lite: Installation) -> None:
    over = wire(lite)
    before = everything(lite)
    kinds: tuple[Any, ...] = (
        "im.message.receive_v2", "im.message.recalled_v1", "", "x" * 9999, "\0", "🙂", None, 7, [], {},
    )  # fmt: skip
    for kind in kinds:
        assert over.post(over.letter(over.feishu.envelope(kind, {"any": "thing"}))).status == 200
    whole = over.feishu.envelope(SAY, spoken(lite.feishu))
    for odd in (whole | {"schema": "3.0"}, whole | {"more": [1]}, whole | {"event": None}, whole | {"event": []}):
        assert over.post(over.letter(odd)).status == 200
    assert everything(lite) == before
    assert lite.feishu._deliveries.waiting == []  # noqa: SLF001 - what the platform would send again
    assert bugs(lite) == []


def genuine(house: Installation) -> list[dict[str, Any]]:
    """One of every kind of event, as the local Feishu sends them in a story."""
    squad = house.squad()
    rep, boss = squad.reps[0], squad.manager
    (new,) = house.people("新人")
    house.file(rep)
    house.say_in(squad.chat, boss, "团队")
    house.feishu.send_picture(rep, house.feishu.direct(rep))
    house.feishu.send_file(rep, house.feishu.direct(rep), "a.xlsx", b"PK")
    house.feishu.join(squad.chat, [new])
    house.feishu.leave(squad.chat, [new])
    house.feishu.open_direct(rep)
    house.feishu.menu(rep, "visit")
    house.feishu.remove_bot(squad.chat, boss)
    seal = Seal(house.feishu.encrypt_key)
    found: dict[str, dict[str, Any]] = {}
    for each in house.feishu.deliveries:
        plain = seal.open(json.loads(each.body)["encrypt"]) or b""
        event = json.loads(plain[: plain.rindex(b"}") + 1])
        found[each.kind + str(event["event"].get("message", {}).get("message_type"))] = event
    return list(found.values())


def test_no_part_of_a_genuine_event_can_be_made_such_that_it_breaks_us(
    house: Installation, many: Many, lots: random.Random
) -> None:
    over, events = wire(house), genuine(house)
    assert len({event["header"]["event_type"] for event in events} & set(ASKED_FOR)) >= 7
    n = 0
    for event in events:
        for at, instead, mutant in mutants(event, lots, many(8, 10**6)):
            n += 1
            if at != ("header", "event_id") and isinstance(mutant.get("header"), dict):
                mutant["header"]["event_id"] = f"mutant{n}"
            answer = over.post(over.letter(mutant))
            assert answer.status == (401 if at[-1] in {"token", "app_id", "header"} and "event" not in at else 200), (
                at,
                instead,
            )
            assert bugs(house) == [], (event["header"]["event_type"], at, instead)
    assert over.post(filing(house, house.people("谁")[0])).status == 200


def test_no_value_of_a_button_can_be_made_such_that_it_breaks_us(
    house: Installation, many: Many, lots: random.Random
) -> None:
    """Every form with one hidden or typed value of another kind, pressed by an admin who manages a team."""
    made, over = rich(house), wire(house)
    broken: list[object] = []
    for form in FORMS:
        by = made.people[lots.choice(["manager", "rep", "admin", "director"])]
        value = form().stamp(to=by.open_id, key=form.name()) | {"with": carried(form)}
        whole = {"value": value, "form_value": typed(form)}
        for at, instead, mutant in mutants(whole, lots, many(1, 60)):
            event = pressed(by, mutant.get("value"), mutant.get("form_value"))
            answer = over.post(over.event(PRESS, event))
            assert answer.status == 200
            if b'"error"' in answer.body:
                broken.append((form.name(), at, "gone" if instead is GONE else str(instead)[:60], bugs(house)[-1]))
    assert broken == []


def test_the_mutations_reach_every_place() -> None:
    event = {"a": [{"b": 1}], "c": None}
    assert list(places(event)) == [("a",), ("a", 0), ("a", 0, "b"), ("c",)]
    made = list(mutants(event, random.Random(0), 10**6))
    assert len(made) == 4 * len(INSTEAD)
    assert {"a": [{"b": 1}]} in [mutant for *_, mutant in made]
    assert event == {"a": [{"b": 1}], "c": None}
