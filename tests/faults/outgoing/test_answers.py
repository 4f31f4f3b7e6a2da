"""Every way in which a call to Feishu can end, from the wire to the row: waited for, tried again, or given up.

| case | test |
|---|---|
| 42 read time-out, RST, FIN, half answers, non-JSON 200, no connection | test_a_line_that_breaks_is_of_its_kind |
| 42 429 with and without reset, 99991400, 230020, 11232, 5xx, code != 0 | test_an_answer_is_of_its_kind |
| 42 whatever it was, the row is kept and the others flow | test_a_row_is_kept_and_the_others_flow |
| 42 how long a wait lasts | tests/bot/feishu/test_outbound.py, tests/scheduler/test_outbox.py |
| 43 sent, then no answer: one message | tests/scheduler/test_outbox.py |
| 43 sent, then nothing for hours: flagged | test_what_may_have_been_sent_is_flagged_after_the_hour_of_its_uuid |
"""

from datetime import timedelta
from itertools import count

import pytest

from bot.feishu.codes import Kind, Refused
from bot.feishu.outbound import Outbound
from playground import FakeFeishu, HandClock
from scheduler.outbox import Sender
from storage.claims import Claimed
from storage.outbox import Verb
from storage.uow import UnitOfWork
from tests.faults.outgoing.lines import SENT, BrokenLine, FullLine, Play, closes, http, reset, says, silent
from tests.sending import MESSAGES, NINE, admin, clock, db, drain, feishu, rows, sender, tell, words

__all__ = ["admin", "clock", "db", "feishu", "sender"]

_apps = count()


def row(lane: str = "oc_a") -> Claimed:
    """Something to send."""
    return Claimed(1, lane, Verb.SEND, words(1), "", "", "uuid-1", 0, 1, NINE + timedelta(minutes=1), None)


def outbound(url: str) -> Outbound:
    """A voice of an app of its own: the SDK keeps tokens by app."""
    return Outbound(f"cli_broken{next(_apps)}", "secret", url, timeouts=(0.3, 0.5))


@pytest.mark.parametrize("play,kind", [
    (silent, Kind.UNKNOWN),
    (closes, Kind.UNKNOWN),
    (reset, Kind.UNKNOWN),
    (says(http(SENT)[:20]), Kind.UNKNOWN),
    (says(http(SENT[:30], length=len(SENT))), Kind.UNKNOWN),
    (says(http(SENT[:30])), Kind.UNKNOWN),
    (says(http(b"<html>It works!</html>", kind="text/html")), Kind.UNKNOWN),
    (says(http(b"")), Kind.UNKNOWN),
    (says(http(b"[]")), Kind.UNKNOWN),
    (says(b"SSH-2.0-OpenSSH_9.2\r\n"), Kind.UNKNOWN),
    (says(http(b"<html>Bad gateway</html>", "502 Bad Gateway", kind="text/html")), Kind.UNKNOWN),
], ids=["silence", "FIN", "RST", "half a head", "half a body", "half JSON", "a page", "nothing", "a list", "not HTTP",
        "a gateway's page"])  # fmt: skip
def test_a_line_that_breaks_is_of_its_kind(play: Play, kind: Kind) -> None:
    """A message that may have arrived is not one that did not: it is sent again with its uuid, within the hour."""
    with BrokenLine(play) as line:
        with pytest.raises(Refused) as refused:
            outbound(line.url).deliver(row())
        assert refused.value.kind is kind
        assert line.arrived == 1


def test_a_connection_that_nobody_takes_has_surely_not_brought_the_message() -> None:
    with FullLine() as line, pytest.raises(Refused) as refused:
        outbound(line.url).deliver(row())
    assert (refused.value.kind, refused.value.code) == (Kind.AGAIN, 0)


RESET = {"headers": {"x-ogw-ratelimit-reset": "7"}}
ANSWERS = [
    ({"status": 429, "code": 99991400} | RESET, Kind.WAIT_APP, 7),
    ({"status": 429, "code": 99991400}, Kind.WAIT_APP, 2),
    ({"status": 429, "html": True} | RESET, Kind.WAIT_APP, 7),
    ({"status": 400, "code": 99991400} | RESET, Kind.WAIT_APP, 7),
    ({"status": 400, "code": 11232}, Kind.WAIT_APP, 2),
    ({"status": 400, "code": 230020}, Kind.WAIT_LANE, None),
    ({"status": 500, "code": 2200}, Kind.UNKNOWN, None),
    ({"status": 503, "html": True}, Kind.UNKNOWN, None),
    ({"status": 504, "html": True}, Kind.UNKNOWN, None),
    ({"status": 400, "code": 230049}, Kind.UNKNOWN, None),
    ({"status": 200, "code": 4242424}, Kind.AGAIN, None),
    ({"status": 400, "code": 4242424}, Kind.AGAIN, None),
    ({"status": 200, "code": 230002}, Kind.NEVER, None),
    ({"status": 400, "code": 230099}, Kind.NEVER, None),
]


@pytest.mark.parametrize("how,kind,seconds", ANSWERS, ids=str)
def test_an_answer_is_of_its_kind(how: dict[str, object], kind: Kind, seconds: float | None) -> None:
    with FakeFeishu(HandClock(NINE)) as platform:
        person = platform.add_person("林一帆")
        platform.faults.fail(MESSAGES, **how)
        with pytest.raises(Refused) as refused:
            Outbound(platform.app_id, platform.app_secret, platform.url).deliver(row(person.open_id))
        assert refused.value.kind is kind
        assert seconds is None or refused.value.seconds == seconds


@pytest.mark.parametrize("how", [
    *[how for how, kind, _ in ANSWERS if kind is not Kind.NEVER],
    {"drop": "before"},
    {"drop": "after"},
], ids=str)  # fmt: skip
def test_a_row_is_kept_and_the_others_flow(
    db: UnitOfWork, feishu: FakeFeishu, sender: Sender, clock: HandClock, how: dict[str, object]
) -> None:
    people = [feishu.add_person(f"销售{number}") for number in range(5)]
    feishu.faults.fail(MESSAGES, **how)
    for person in people:
        tell(db, person.open_id)
    assert drain(sender, db, clock, step=0.5) < 12
    assert {state for (state,) in rows(db, "state")} == {"sent"}
    assert [len(feishu.messages(feishu.direct(person))) for person in people] == [1] * 5


@pytest.mark.parametrize("hours,state", [(0.9, "sent"), (1.1, "parked"), (30, "parked")])
def test_what_may_have_been_sent_is_flagged_after_the_hour_of_its_uuid(
    db: UnitOfWork, feishu: FakeFeishu, sender: Sender, clock: HandClock, hours: float, state: str
) -> None:
    person = feishu.add_person("林一帆")
    feishu.faults.fail(MESSAGES, drop="after")
    tell(db, person.open_id)
    sender.run_once()
    clock.advance(timedelta(hours=hours))
    drain(sender, db, clock)
    assert rows(db, "state")[0] == (state,)
    assert len(feishu.messages(feishu.direct(person))) == 1
