"""Deliveries in frames of every kind the platform may send, and some it should not: run once, and acknowledged."""

import base64
import threading
from contextlib import ExitStack

import orjson
import pytest
from websockets.sync.client import connect

from bot.feishu.long.supervisor import Answer
from playground import FakeFeishu
from playground.frames import DATA, Frame
from playground.web import Request
from tests.faults.long_connection.lines import Reached, reached
from tests.wire.conftest import click

TOAST = '{"toast":{"type":"success","content":"收到"}}'


def send(bot: Reached, headers: dict[str, str], payload: bytes = b"{}") -> None:
    """Put one frame on the wire, whatever it is."""
    bot.feishu.lines.links[0].connection.send(Frame(DATA, headers, payload).dumps())


@pytest.mark.parametrize("card_frames", [False, True])
def test_a_press_is_answered_in_either_type_of_frame(bot: Reached, card_frames: bool) -> None:
    """The SDKs drop frames of type card; people would see that nothing answered."""
    bot.feishu.lines.faults.card_frames = card_frames
    rep = bot.feishu.add_person("林小满")
    bot.answer = lambda _: Answer(200, TOAST)
    click(bot.feishu)
    assert [toast.text for toast in bot.feishu.toasts(rep)] == ["收到"]
    data = base64.b64encode(TOAST.encode()).decode()
    assert bot.feishu.lines.acks == [{"code": 200, "data": data}]


def test_an_event_is_acknowledged_without_data(bot: Reached) -> None:
    assert bot.say("你好").status == 200
    assert bot.feishu.lines.acks == [{"code": 200}]
    assert bot.texts() == ["你好"]


def test_parts_in_any_order_make_one_delivery_even_if_the_last_comes_twice(bot: Reached) -> None:
    """With the SDK alone the part that comes again runs the handler again."""
    faults = bot.feishu.lines.faults
    faults.parts, faults.out_of_order, faults.last_part_twice = 5, True, True
    assert bot.say("一" * 50).status == 200
    assert bot.say("二").status == 200
    assert bot.texts() == ["一" * 50, "二"]


def test_frames_that_make_no_sense_harm_nobody(bot: Reached) -> None:
    """With the SDK alone a seq beyond its sum is an IndexError, and headers that are missing lose the delivery."""
    whole = {"type": "event", "message_id": "a", "sum": "2", "trace_id": "t"}
    for seq in ("2", "7", "-1", "x", ""):
        send(bot, whole | {"seq": seq})
    send(bot, whole | {"sum": "100000", "seq": "0", "message_id": "b"})
    send(bot, {"type": "nonsense", "message_id": "c"})
    bot.feishu.lines.links[0].connection.send(b"\xff\xff\xff")
    assert bot.say("还在").status == 200
    assert bot.texts() == ["还在"]


def test_a_frame_with_nothing_but_its_type_is_a_delivery_too(bot: Reached) -> None:
    asked = threading.Event()

    def answer(_: str) -> Answer:
        asked.set()
        return Answer(200)

    bot.answer = answer
    send(bot, {"type": "event"}, b'{"schema":"2.0"}')
    assert asked.wait(30)
    assert bot.asked == ['{"schema":"2.0"}']


def test_what_is_answered_too_late_is_delivered_again(bot: Reached) -> None:
    late = threading.Event()
    bot.answer = lambda _: Answer(200 if late.wait(30) else 500)
    assert bot.say().status == 500
    late.set()
    bot.feishu.clock.advance(15)  # type: ignore[attr-defined]  # a hand-turned one
    bot.feishu.clock_turned()
    assert [one.status for one in bot.feishu.deliveries] == [500, 200]


def test_one_connection_more_than_fifty_is_refused_until_one_is_free(tenant: FakeFeishu) -> None:
    body = {"AppID": tenant.app_id, "AppSecret": tenant.app_secret}
    with ExitStack() as others:
        for _ in range(50):
            place = orjson.loads(tenant.answer(endpoint(body)).body)
            others.enter_context(connect(place["data"]["URL"], proxy=None))
        with reached(tenant) as bot:
            with tenant.lines.changed:
                assert tenant.lines.changed.wait_for(lambda: "refused" in bot.starts, 60)
            others.close()
            assert bot.up()
            assert bot.say().status == 200


def endpoint(body: dict[str, str]) -> Request:
    return Request("POST", "/callback/ws/endpoint", body=orjson.dumps(body))
