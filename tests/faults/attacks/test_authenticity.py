"""Who is let in: FAULTS.md's cases of authenticity, over the wire to the real server.

| case | test |
|---|---|
| 21, 23, 24, 27, 28 | test_every_refusal_is_the_same_to_the_byte, …_nothing_unsigned_is_decrypted, …_writes_nothing |
| 24 | test_clocks_may_be_five_minutes_apart |
| 25 | test_a_replay_answers_the_same…, test_no_replay_outlives…; the retention: tests/scheduler (care) |
| 26 | test_a_captured_ciphertext_tells_nothing_however_it_is_changed |
| 27 | test_what_is_signed_and_refused_all_the_same_is_told_to_the_operator |
| 28 | test_the_console_is_answered_only_with_the_right_token |
| 29 | tests/faults/attacks/test_rotation.py |
"""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
import structlog

from bot.feishu.inbound import CLOCKS_APART, EVENTS_FRESH, PRESSES_FRESH
from bot.webhook import REFUSED
from playground import FakeFeishu, HandClock
from tests.faults.attacks.wire import Answered, Letter, Wire, bugs, decrypted, everything, wire
from tests.faults.extents import Many
from tests.installation import MONDAY, Installation
from tests.seen import house, lite
from tests.wire_bodies import challenge, compact, said, sealed

__all__ = ["decrypted", "house", "lite"]
SECOND = timedelta(seconds=1)
SAY, PRESS = "im.message.receive_v1", "card.action.trigger"
SIGNATURE, TIMESTAMP = "X-Lark-Signature", "X-Lark-Request-Timestamp"


def spoken(feishu: FakeFeishu, words: str = "帮助", message: str = "om_1", by: str = "ou_li") -> dict[str, Any]:
    """Somebody's words, of this tenant."""
    body = said(words, message_id=message)
    body["sender"] = {"sender_id": {"open_id": by}, "sender_type": "user", "tenant_key": feishu.tenant.key}
    return body


def unsigned(over: Wire) -> Iterator[tuple[str, Letter]]:
    """Whatever has no signature of ours over these very bytes and this very moment."""
    genuine = over.event(SAY, spoken(over.feishu))
    of = dict(genuine.headers)
    good, at = of[SIGNATURE], of[TIMESTAMP]

    def changed(**headers: str | None) -> Letter:
        return over.signed(genuine.body, **headers)

    yield "no headers at all", Letter(genuine.body, ())
    for name, signature in {
        "empty": "", "zeros": "0" * 64, "upper case": good.upper(), "truncated": good[:-1], "longer": good + "0",
        "in a list": f"{good}, {good}", "blank before": f"\t{good} x", "not hex": "é" * 64, "sha256=": f"sha256={good}",
        "very long": "a" * 8000,
    }.items():  # fmt: skip
        yield f"signature {name}", changed(X_Lark_Signature=signature)
    yield "another key's", over.event(SAY, spoken(over.feishu), "another key")
    yield "signature twice", Letter(genuine.body, (*genuine.headers, (SIGNATURE, good)))
    yield "signature twice, one wrong", Letter(genuine.body, ((SIGNATURE, "0" * 64), *genuine.headers))
    yield "timestamp twice", Letter(genuine.body, (*genuine.headers, (TIMESTAMP, at)))
    yield "nonce twice", Letter(genuine.body, (*genuine.headers, ("X-Lark-Request-Nonce", "n")))
    for header in ("X_Lark_Request_Timestamp", "X_Lark_Request_Nonce"):
        yield f"{header} absent", changed(**{header: None})
        yield f"{header} another", changed(**{header: "7"})
    other = sealed(compact(over.feishu.envelope(SAY, spoken(over.feishu, by="ou_boss"))), key=over.feishu.encrypt_key)
    yield "another body", Letter(other, genuine.headers)
    yield "one byte more", Letter(genuine.body + b" ", genuine.headers)
    yield "underscores", Letter(genuine.body, tuple((name.replace("-", "_"), value) for name, value in of.items()))


def outdated(over: Wire) -> Iterator[tuple[str, Letter]]:
    """Signed, at some other time."""
    now = over.feishu.clock.now()
    for name, kind, age in (
        ("old event", SAY, EVENTS_FRESH + SECOND),
        ("event of the future", SAY, -CLOCKS_APART - SECOND),
        ("old press", PRESS, PRESSES_FRESH + SECOND),
        ("press of the future", PRESS, -CLOCKS_APART - SECOND),
    ):
        over.feishu.clock.set(now - age)  # type: ignore[attr-defined]  # the tests' clock is turned by hand
        letter = over.event(kind, spoken(over.feishu))
        over.feishu.clock.set(now)  # type: ignore[attr-defined]
        yield name, letter


def of_others(over: Wire) -> Iterator[tuple[str, Letter]]:
    """Signed and fresh, and not for us, or nothing we could read."""
    for token in ("wrong", "", None, 7, [over.feishu.verification_token], {"a": 1}):
        yield f"token {token}", over.event(SAY, spoken(over.feishu), token=token)
    for app_id in ("cli_another", "", None):
        yield f"app {app_id}", over.event(SAY, spoken(over.feishu), app_id=app_id)
    whole = over.feishu.envelope(SAY, spoken(over.feishu))
    yield "plain", over.signed(compact(whole))
    yield "plain and unsigned", Letter(compact(whole), ())
    yield "garbage", over.signed(b"\xff\x00" * 300)
    yield "empty", over.signed(b"")
    yield "empty and unsigned", Letter(b"", ())
    for name, body in {
        "not base64": {"encrypt": "!!!"}, "half a block": {"encrypt": base64.b64encode(b"x" * 40).decode()},
        "no text": {"encrypt": 7}, "another secret's": json.loads(sealed(compact(whole), key="another key")),
    }.items():  # fmt: skip
        yield f"sealed {name}", over.signed(compact(body))
    odd: tuple[Any, ...] = ([], "text", None, 7, {"header": 1}, {})
    for opened in odd:
        yield f"holds {opened!r}", over.letter(opened)
    yield "challenge, wrong token", Letter(compact(challenge("wrong")), ())
    yield "challenge, signed, wrong token", over.letter(challenge("wrong"))
    yield "challenge, no token", Letter(compact({"challenge": "x", "type": "url_verification"}), ())


def told(over: Wire, letters: Iterator[tuple[str, Letter]]) -> dict[str, Answered]:
    return {name: over.post(letter) for name, letter in letters}


def test_every_refusal_is_the_same_to_the_byte_and_writes_nothing(house: Installation) -> None:
    over = wire(house)
    before = everything(house), house.rows("select count(*) from inbox")
    answers = {name: one for kind in (unsigned, outdated, of_others) for name, one in told(over, kind(over)).items()}
    assert len(answers) > 45
    first = answers["no headers at all"]
    assert (first.status, first.body) == (401, REFUSED)
    assert {name: answer for name, answer in answers.items() if answer != first} == {}
    assert (everything(house), house.rows("select count(*) from inbox")) == before


def test_nothing_unsigned_is_decrypted(lite: Installation, decrypted: list[str]) -> None:
    over = wire(lite)
    letters = list(unsigned(over)) + [each for each in outdated(over) if "event" in each[0]]
    one_of_the_allowance = [letter for name, letter in letters if name in ("no headers at all", "underscores")]
    for name, letter in letters:
        if letter not in one_of_the_allowance:
            over.post(letter)
            assert decrypted == [], name
    for _ in range(20):
        over.post(one_of_the_allowance[0])
    assert len(decrypted) == 5, "an unsigned small body may be the console's challenge: five a second are looked at"


def test_clocks_may_be_five_minutes_apart(lite: Installation) -> None:
    over, now = wire(lite), lite.clock.now()
    for number, age in enumerate((-CLOCKS_APART, -SECOND, CLOCKS_APART, EVENTS_FRESH)):
        lite.clock.set(now - age)
        letter = over.event(SAY, spoken(lite.feishu, message=f"om_{number}"))
        lite.clock.set(now)
        assert over.post(letter).status == 200


def test_another_tenant_of_the_same_app_is_refused_when_ours_is_known(sqlite_url: str) -> None:
    class Known(Installation):
        def _settings(self, url: str, team: dict[str, Any]) -> dict[str, Any]:
            usual = super()._settings(url, team)
            return usual | {"feishu": usual["feishu"] | {"tenant_key": self.feishu.tenant.key}}

    made = Known(sqlite_url, HandClock(MONDAY))
    try:
        over = wire(made)
        forged = over.post(Letter(b"", ()))
        for tenant in ("another", "", None, 7):
            assert over.post(over.event(SAY, spoken(made.feishu), tenant_key=tenant)) == forged
        assert over.post(over.event(SAY, spoken(made.feishu))).status == 200
    finally:
        made.close()


def test_a_replay_answers_the_same_and_does_nothing_again(house: Installation) -> None:
    squad = house.squad()
    house.file(squad.reps[0])
    over, now = wire(house), house.clock.now()
    sent = [Letter(each.body, tuple(each.headers.items())) for each in house.feishu.deliveries]
    given = {each.body: house.feishu.deliveries[n].status for n, each in enumerate(sent)}
    before = everything(house), house.rows("select count(*) from outbox")
    for age in (timedelta(0), PRESSES_FRESH - SECOND):
        house.clock.set(now + age)
        assert [over.post(letter).status for letter in sent] == [given[letter.body] for letter in sent]
        assert (everything(house), house.rows("select count(*) from outbox")) == before


def test_no_replay_outlives_the_window(house: Installation) -> None:
    house.file(house.squad().reps[0])
    sent = [Letter(each.body, tuple(each.headers.items())) for each in house.feishu.deliveries]
    house.clock.advance(EVENTS_FRESH.total_seconds() + 1)
    assert {wire(house).post(letter) for letter in sent} == {wire(house).post(Letter(b"", ()))}


def test_a_captured_ciphertext_tells_nothing_however_it_is_changed(lite: Installation, many: Many) -> None:
    """A padding-oracle script, unsigned and falsely signed, each try in a second of its own."""
    over = wire(lite)
    captured = over.event(SAY, spoken(lite.feishu))
    secret = base64.b64decode(orjson.loads(captured.body)["encrypt"])
    answers = set()
    for attempt in range(many(300, 5000)):
        lite.clock.advance(1)
        changed = bytearray(secret)
        changed[-17 - attempt // 256 % 16] ^= attempt % 256
        body = compact({"encrypt": base64.b64encode(changed).decode()})
        answers.add(over.post(Letter(body, captured.headers if attempt % 2 else ())))
    assert answers == {over.post(Letter(b"", ()))}


def test_what_is_signed_and_refused_all_the_same_is_told_to_the_operator(lite: Installation) -> None:
    over = wire(lite)
    with structlog.testing.capture_logs() as lines:
        for header in ({"token": "wrong"}, {"app_id": "cli_another"}):
            over.post(over.event(SAY, spoken(lite.feishu), **header))
        over.post(next(outdated(over))[1])
        for _, letter in unsigned(over):
            over.post(letter)
    said = [line["reason"] for line in lines if line["event"] == "refused_though_signed"]
    assert said == ["token", "app_id", "age"], "and nothing that a stranger can make us write"


@pytest.mark.parametrize("seal", [sealed, None])
def test_the_console_is_answered_only_with_the_right_token(
    lite: Installation, seal: Callable[..., bytes] | None
) -> None:
    over, word = wire(lite), 'a "quoted" \\ 词\n'
    for token, status in ((lite.feishu.verification_token, 200), ("wrong", 401)):
        body = compact(challenge(token, word))
        answer = over.post(Letter(seal(body, key=lite.feishu.encrypt_key) if seal else body, ()))
        assert answer.status == status
        assert answer.body == (orjson.dumps({"challenge": word}) if status == 200 else REFUSED)
    assert bugs(lite) == []
