"""The edge: what is genuine passes, everything else is refused alike and costs next to nothing."""

import base64
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feishu.inbound import CLOCKS_APART, EVENTS_FRESH, PRESSES_FRESH, Challenge, Edge, Envelope, ForgedError
from bot.feishu.signatures import Seal
from tests.seeds import NOW
from tests.wire_bodies import APP_ID, KEY, PRESS, SAY, TOKEN, challenge, compact, event, finder, headers, sealed

SECOND = timedelta(seconds=1)


def edge() -> Edge:
    return Edge(APP_ID, KEY, TOKEN)


def opened(body: bytes, now: datetime = NOW, at: datetime = NOW, **changed: str | None) -> Envelope | Challenge:
    """Open a body that is signed at `at`; keywords replace its headers, None takes one away."""
    wanted = headers(body, at) | {name.replace("_", "-"): value for name, value in changed.items()}
    return edge().open(finder({name: value for name, value in wanted.items() if value is not None}), body, now)


def unsigned(body: bytes, now: datetime = NOW) -> Envelope | Challenge:
    return edge().open(finder({}), body, now)


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


@pytest.mark.parametrize("empty", [("", KEY, TOKEN), (APP_ID, "", TOKEN), (APP_ID, KEY, "")])
def test_an_edge_without_a_secret_is_not_built(empty: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="needed"):
        Edge(*empty)


def test_a_genuine_event_passes_with_its_text() -> None:
    plain = compact(event())
    envelope = opened(sealed(plain))
    assert envelope == Envelope(event(), plain.decode())


@pytest.mark.parametrize("name", ["x-lark-signature", "X-LARK-SIGNATURE"])
def test_headers_are_found_in_any_case(name: str) -> None:
    body = sealed(compact(event()))
    given_headers = headers(body)
    given_headers[name] = given_headers.pop("X-Lark-Signature")
    assert isinstance(edge().open(finder(given_headers), body, NOW), Envelope)


@pytest.mark.parametrize("signature", ["", "0" * 64, "é", "a, a"])
def test_a_forged_signature_is_refused_and_nothing_is_decrypted(signature: str, decrypted: list[str]) -> None:
    with pytest.raises(ForgedError):
        opened(sealed(compact(event())), X_Lark_Signature=signature)
    assert decrypted == []


def test_an_upper_case_or_doubled_signature_is_refused_undecrypted(decrypted: list[str]) -> None:
    body = sealed(compact(event()))
    good = headers(body)["X-Lark-Signature"]
    for signature in (good.upper(), f"{good},{good}", f" {good}", good[:-1]):
        with pytest.raises(ForgedError):
            opened(body, X_Lark_Signature=signature)
    assert decrypted == []


@pytest.mark.parametrize("header", ["X_Lark_Request_Timestamp", "X_Lark_Request_Nonce"])
@pytest.mark.parametrize("value", [None, "", "7"])
def test_what_is_signed_with_the_body_must_be_there(header: str, value: str | None, decrypted: list[str]) -> None:
    with pytest.raises(ForgedError):
        opened(sealed(compact(event())), NOW, NOW, **{header: value})
    assert decrypted == []


def test_a_changed_byte_is_noticed_before_anything_is_decrypted(decrypted: list[str]) -> None:
    body = sealed(compact(event()))
    for changed in (body + b" ", body.upper(), body.replace(b":", b": ", 1)):
        with pytest.raises(ForgedError):
            edge().open(finder(headers(body)), changed, NOW)
    assert decrypted == []


FRESH = [
    (SAY, timedelta(0), True),
    (SAY, EVENTS_FRESH, True),
    (SAY, EVENTS_FRESH + SECOND, False),
    (SAY, -CLOCKS_APART, True),
    (SAY, -CLOCKS_APART - SECOND, False),
    (PRESS, PRESSES_FRESH, True),
    (PRESS, PRESSES_FRESH + SECOND, False),
    (PRESS, -CLOCKS_APART, True),
    (PRESS, -CLOCKS_APART - SECOND, False),
    ("something.new_v9", EVENTS_FRESH, True),
]


@pytest.mark.parametrize("kind, age, passes", FRESH)
def test_each_kind_is_fresh_for_its_own_while(kind: str, age: timedelta, passes: bool) -> None:
    body = sealed(compact(event(kind)))
    if passes:
        assert isinstance(opened(body, at=NOW - age), Envelope)
    else:
        with pytest.raises(ForgedError):
            opened(body, at=NOW - age)


def test_a_stale_signature_is_refused_undecrypted(decrypted: list[str]) -> None:
    with pytest.raises(ForgedError):
        opened(sealed(compact(event())), at=NOW - EVENTS_FRESH - SECOND)
    assert decrypted == []


@pytest.mark.parametrize("timestamp", ["", "soon", "-1", "9" * 30, "9" * 5000, "NaN", "1e9", "٣"])
def test_a_timestamp_that_is_no_time_is_refused_even_if_signed(timestamp: str) -> None:
    body = sealed(compact(event()))
    signature = Seal(KEY).signature(timestamp, "n", body)
    with pytest.raises(ForgedError):
        opened(body, X_Lark_Request_Timestamp=timestamp, X_Lark_Request_Nonce="n", X_Lark_Signature=signature)


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + " ", 7, [TOKEN], {"a": 1}, True])
def test_the_token_is_always_required(token: object) -> None:
    with pytest.raises(ForgedError):
        opened(sealed(compact(event(token=token))))


@pytest.mark.parametrize("app_id", [None, "", "cli_another", 7])
def test_an_event_of_another_app_is_not_for_us(app_id: object) -> None:
    with pytest.raises(ForgedError):
        opened(sealed(compact(event(app_id=app_id))))


def test_a_plain_body_is_refused_where_encryption_is_on() -> None:
    with pytest.raises(ForgedError):
        opened(compact(event()))
    with pytest.raises(ForgedError):
        unsigned(compact(event()))


def test_a_body_under_another_key_is_refused() -> None:
    with pytest.raises(ForgedError):
        opened(sealed(compact(event()), key="another key"))


@pytest.mark.parametrize("seal", [sealed, bytes])
def test_the_console_gets_its_word(seal: Callable[[bytes], bytes]) -> None:
    assert unsigned(seal(compact(challenge(word='a "quoted" 词\n')))) == Challenge('a "quoted" 词\n')


def test_a_signed_challenge_is_answered_too() -> None:
    assert opened(sealed(compact(challenge()))) == Challenge("word")


@pytest.mark.parametrize(
    "asked",
    [
        challenge(token="wrong"),
        challenge(token=""),
        challenge(word=7),
        challenge(word=None),
        challenge() | {"type": "event_callback"},
        {"challenge": "word", "type": "url_verification"},
        event(),
        [challenge()],
        "challenge",
        None,
    ],
)
@pytest.mark.parametrize("seal", [sealed, bytes])
def test_no_other_unsigned_body_is_answered(asked: object, seal: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ForgedError):
        unsigned(seal(compact(asked)))


def test_a_large_unsigned_body_is_not_even_decrypted(decrypted: list[str]) -> None:
    with pytest.raises(ForgedError):
        unsigned(sealed(compact(challenge(word="x" * 5000))))
    assert decrypted == []


def test_unsigned_bodies_are_opened_a_few_times_a_second_only(decrypted: list[str]) -> None:
    door, body = edge(), sealed(compact(challenge()))
    answers = []
    for _ in range(8):
        try:
            answers.append(door.open(finder({}), body, NOW))
        except ForgedError:
            answers.append(Challenge("refused"))
    assert answers == [Challenge("word")] * 5 + [Challenge("refused")] * 3
    assert len(decrypted) == 5
    assert door.open(finder({}), body, NOW + SECOND) == Challenge("word")


def test_what_is_signed_is_not_held_up_by_what_is_not() -> None:
    door, body = edge(), sealed(compact(event()))
    for _ in range(10):
        with pytest.raises(ForgedError):
            door.open(finder({}), b"{}", NOW)
    assert isinstance(door.open(finder(headers(body)), body, NOW), Envelope)


def test_a_captured_ciphertext_tells_nothing_however_it_is_changed() -> None:
    """5,000 tries of a padding-oracle attack, each in a second of its own: never anything but the one refusal."""
    door, wire = edge(), sealed(compact(event()))
    secret = bytearray(base64.b64decode(json.loads(wire)["encrypt"]))
    outcomes = set()
    for attempt in range(5000):
        changed = bytearray(secret)
        changed[-17 - attempt // 256 % 16] ^= attempt % 256
        body = compact({"encrypt": base64.b64encode(bytes(changed)).decode()})
        try:
            outcomes.add(str(door.open(finder({}), body, NOW + SECOND * attempt)))
        except ForgedError as refused:
            outcomes.add(repr(refused))
    assert outcomes == {"ForgedError()"}


@pytest.mark.parametrize("padding", [0, 1, 17, 255])
def test_the_padding_is_never_looked_at(padding: int) -> None:
    assert isinstance(opened(sealed(compact(event()), padding=padding)), Envelope)


HOSTILE = [
    b"",
    b"{",
    b"[]",
    b'"text"',
    b"null",
    b"7",
    b"\xff\xfe{}",
    b'{"header":"\xff"}',
    b'{"header":NaN}',
    b'{"header":"\\ud800"}',
    b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    b"[" * 100_000,
    b'{"header":' + b"9" * 5000 + b"}",
    b'{"header":{},"header":{}}',
    b'{"header":[]}',
    b"{}}",
]


@pytest.mark.parametrize("plain", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_json_is_refused_signed_or_not_sealed_or_not(plain: bytes) -> None:
    for body in (plain, sealed(plain)):
        with pytest.raises(ForgedError):
            opened(body)
        with pytest.raises(ForgedError):
            unsigned(body)


def test_as_many_keys_as_a_body_holds_are_only_json() -> None:
    many = event() | {f"{n}": n for n in range(60_000)}
    assert isinstance(opened(sealed(compact(many))), Envelope)


@given(st.binary(max_size=300))
def test_no_bytes_get_in_or_break_anything(body: bytes) -> None:
    with pytest.raises(ForgedError):
        unsigned(body)
    for signed in (body, sealed(body)):
        with pytest.raises(ForgedError):
            opened(signed)


def test_an_order_is_signed_plain_and_fresh() -> None:
    order = compact({"do": "push", "name": "daily_kpi"})
    assert edge().open_order(finder(headers(order)), order, NOW)["do"] == "push"
    for now in (NOW + timedelta(seconds=61), NOW - timedelta(seconds=61)):
        with pytest.raises(ForgedError):
            edge().open_order(finder(headers(order)), order, now)
    for given_headers, body in (({}, order), (headers(order), order + b" "), (headers(b"[]"), b"[]")):
        with pytest.raises(ForgedError):
            edge().open_order(finder(given_headers), body, NOW)


def test_an_order_is_no_event() -> None:
    order = compact({"do": "push", **event()})
    with pytest.raises(ForgedError):
        opened(order)
