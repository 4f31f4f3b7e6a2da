"""A local Feishu on a hand-turned clock, a throwaway bot to deliver to, and a caller of the open-apis."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
import requests

from playground import FakeFeishu, HandClock, Person
from playground.web import HttpServer, Request, Response, json_response

START = datetime(2026, 3, 2, 0, 45, tzinfo=UTC)


@dataclass
class Bot:
    """Takes deliveries, remembers them, and answers whatever the test wants."""

    got: list[Request] = field(default_factory=list)
    answer: Callable[[Request], Response] = field(default=lambda _request: json_response({}))
    url: str = ""

    def take(self, request: Request) -> Response:
        self.got.append(request)
        return self.answer(request)

    def answers(self, value: object, status: int = 200) -> None:
        self.answer = lambda _request: json_response(value, status)

    def events(self) -> list[Any]:
        return [orjson.loads(request.body) for request in self.got]


@dataclass
class Api:
    """Calls the open-apis as the bot would."""

    feishu: FakeFeishu
    session: requests.Session

    def token(self) -> str:
        return self.feishu.tenant.tokens.issue()[0]

    def call(self, method: str, path: str, body: object = None, **params: Any) -> requests.Response:
        data = None if body is None else orjson.dumps(body)
        headers = {"Authorization": f"Bearer {self.token()}", "Content-Type": "application/json"}
        url = f"{self.feishu.url}/open-apis{path}"
        return self.session.request(method, url, data=data, params=params, headers=headers, timeout=10)

    def send(self, to: str, content: object, kind: str = "interactive", **more: Any) -> requests.Response:
        text = content if isinstance(content, str) else orjson.dumps(content).decode()
        body = {"receive_id": to, "msg_type": kind, "content": text, **more}
        return self.call("POST", "/im/v1/messages", body, receive_id_type=receiver(to))

    def card(self, to: str, content: object) -> str:
        answer = self.send(to, content).json()
        assert answer["code"] == 0, answer
        return str(answer["data"]["message_id"])


def receiver(to: str) -> str:
    """Tell the receive_id_type of an id."""
    return {"oc": "chat_id", "on": "union_id"}.get(to[:2], "open_id")


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture
def bot() -> Iterator[Bot]:
    made = Bot()
    server = HttpServer(made.take).start()
    made.url = f"http://127.0.0.1:{server.port}/feishu/events"
    yield made
    server.stop()


@pytest.fixture
def feishu(clock: HandClock, bot: Bot) -> Iterator[FakeFeishu]:
    with FakeFeishu(clock, encrypt=False, deadline=0.5) as made:
        made.connect(bot.url)
        yield made
    assert not [thread for thread in threading.enumerate() if thread.name == "feishu-accept" and not thread.daemon]


@pytest.fixture
def api(feishu: FakeFeishu) -> Iterator[Api]:
    with requests.Session() as session:
        session.trust_env = False
        yield Api(feishu, session)


@pytest.fixture
def rep(feishu: FakeFeishu) -> Person:
    return feishu.add_person("林小满", en_name="Lin Xiaoman")


@pytest.fixture
def manager(feishu: FakeFeishu) -> Person:
    return feishu.add_person("周海", en_name="Zhou Hai", lang="en")
