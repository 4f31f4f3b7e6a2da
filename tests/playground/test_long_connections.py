"""The local Feishu's long connections: who may connect, and what becomes of a delivery."""

import threading
from collections.abc import Iterator

import orjson
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from playground import Delivered, FakeFeishu, HandClock
from playground.frames import CONTROL, Frame
from playground.people import Json
from playground.web import Request
from tests.installation import MONDAY


@pytest.fixture
def feishu() -> Iterator[FakeFeishu]:
    with FakeFeishu(HandClock(MONDAY), deadline=1.0) as made:
        yield made


def asked(feishu: FakeFeishu, **change: str) -> Json:
    body = {"AppID": feishu.app_id, "AppSecret": feishu.app_secret} | change
    answer = feishu.answer(Request("POST", "/callback/ws/endpoint", body=orjson.dumps(body)))
    said: Json = orjson.loads(answer.body)
    return said


def opened(feishu: FakeFeishu) -> ClientConnection:
    """A client that has sent its first ping and read the answer to it."""
    client = connect(asked(feishu)["data"]["URL"], proxy=None)
    client.send(Frame(CONTROL, {"type": "ping"}).dumps())
    assert Frame.loads(bytes(client.recv())).kind == "pong"  # type: ignore[arg-type]
    return client


def test_the_right_secret_is_told_where_to_connect(feishu: FakeFeishu) -> None:
    said = asked(feishu)
    assert said["code"] == 0
    first, *rest = said["data"]["URL"].partition("?")[2].split("&")
    assert {each.partition("=")[0] for each in rest} >= {"device_id", "service_id"}
    assert "_id" not in first
    assert said["data"]["ClientConfig"].keys() == {
        "ReconnectCount",
        "ReconnectInterval",
        "ReconnectNonce",
        "PingInterval",
    }


def test_others_are_refused_with_the_platforms_codes(feishu: FakeFeishu) -> None:
    assert asked(feishu, AppID="cli_other")["code"] == 1000040344
    assert asked(feishu, AppSecret="guessed")["code"] == 514
    feishu.lines.faults.most = 1
    with opened(feishu):
        assert asked(feishu)["code"] == 1000040350
    assert feishu.lines.wait_for(0)
    assert asked(feishu)["code"] == 0


def test_a_place_is_good_for_one_connection(feishu: FakeFeishu) -> None:
    url = asked(feishu)["data"]["URL"]
    with connect(url, proxy=None):
        pass
    with pytest.raises(InvalidStatus) as no:
        connect(url, proxy=None)
    headers = no.value.response.headers
    assert (headers["handshake-status"], headers["handshake-msg"]) == ("403", "no such ticket")


def saying(feishu: FakeFeishu) -> tuple[threading.Thread, list[Delivered]]:
    """Somebody writes to the bot; how it ends is in the list when the thread has ended."""
    rep, ends = feishu.add_person("林小满"), list[Delivered]()
    thread = threading.Thread(target=lambda: ends.append(feishu.say(rep, feishu.direct(rep), "你好")))
    thread.start()
    return thread, ends


@pytest.mark.parametrize(
    "ack, status, body",
    [
        ({"code": 200}, 200, {}),
        ({"code": 200, "headers": None, "data": "eyJhIjoxfQ=="}, 200, {"a": 1}),
        ({"code": 500}, 500, {}),
        ({"code": 200, "data": "not base64!"}, 200, None),
        ([], 0, {}),
    ],
)
def test_acknowledgements_read_as_answers(feishu: FakeFeishu, ack: object, status: int, body: object) -> None:
    with opened(feishu) as client:
        thread, ends = saying(feishu)
        frame = Frame.loads(bytes(client.recv()))  # type: ignore[arg-type]
        assert orjson.loads(frame.payload)["header"]["event_type"] == "im.message.receive_v1"
        frame.payload = orjson.dumps(ack)
        client.send(frame.dumps())
        thread.join()
    assert (ends[0].status, ends[0].body) == (status, body)


def test_without_an_acknowledgement_it_comes_again(feishu: FakeFeishu) -> None:
    with opened(feishu) as client:
        thread, ends = saying(feishu)
        first = Frame.loads(bytes(client.recv()))  # type: ignore[arg-type]
        thread.join()
        assert ends[0].status == 0
        feishu.clock.advance(15)  # type: ignore[attr-defined]  # a hand-turned one
        again = threading.Thread(target=feishu.tick)
        again.start()
        second = Frame.loads(bytes(client.recv()))  # type: ignore[arg-type]
        assert second.payload == first.payload
        second.payload = b'{"code":200}'
        client.send(second.dumps())
        again.join()
    assert [one.status for one in feishu.deliveries] == [0, 200]


def test_one_client_drawn_by_lot_gets_a_delivery(feishu: FakeFeishu) -> None:
    with opened(feishu) as one, opened(feishu) as other:
        assert feishu.lines.wait_for(2)
        thread, _ = saying(feishu)
        thread.join()
        got = 0
        for client in (one, other):
            try:
                client.recv(timeout=0.2)
                got += 1
            except TimeoutError:
                pass
    assert got == 1


def test_garbage_ends_the_connection(feishu: FakeFeishu) -> None:
    with opened(feishu) as client:
        client.send(b"\xff")
        with pytest.raises(ConnectionClosed):
            client.recv()


def test_nothing_goes_to_the_address_while_somebody_is_connected(feishu: FakeFeishu) -> None:
    feishu.connect("http://127.0.0.1:9/feishu/events")
    with opened(feishu) as client:
        thread, _ = saying(feishu)
        assert client.recv()
        thread.join()
    assert feishu.lines.wait_for(0)
    rep = feishu.add_person("周海")
    assert feishu.say(rep, feishu.direct(rep), "你好").status == 0
    assert feishu.deliveries[-1].headers["X-Lark-Signature"]
