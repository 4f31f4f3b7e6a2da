"""The local Feishu under load: many threads at once lose nothing, and rates hold across them."""

import threading

import orjson

from playground import FakeFeishu, HandClock
from playground.web import Request
from tests.playground.card_cases import FORM
from tests.playground.conftest import START

CONTENT = orjson.dumps(FORM).decode()


def sending(feishu: FakeFeishu, chat_id: str, uuid: str) -> int:
    token = feishu.tenant.tokens.issue()[0]
    body = {"receive_id": chat_id, "msg_type": "interactive", "content": CONTENT, "uuid": uuid}
    headers = {"authorization": f"Bearer {token}"}
    request = Request("POST", "/open-apis/im/v1/messages", {"receive_id_type": "chat_id"}, headers, orjson.dumps(body))
    return feishu.answer(request).status


def test_threads_lose_no_message_and_no_number() -> None:
    feishu = FakeFeishu(HandClock(START))
    feishu.tenant.limits.enabled = False
    chats = [feishu.direct(feishu.add_person(f"人{n}")) for n in range(8)]

    def work(n: int) -> None:
        for turn in range(50):
            assert sending(feishu, chats[n].chat_id, f"{n}-{turn}") == 200

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(feishu.messages(chat)) for chat in chats] == [50] * 8
    revisions = [message.revision for chat in chats for message in feishu.messages(chat)]
    assert len(set(revisions)) == 400
    assert [call.n for call in feishu.calls] == list(range(1, 401))


def test_fifty_a_second_holds_across_threads() -> None:
    feishu = FakeFeishu(HandClock(START))
    chats = [feishu.direct(feishu.add_person(f"人{n}")) for n in range(20)]
    outcomes: list[int] = []

    def work(n: int) -> None:
        outcomes.extend(sending(feishu, chats[n].chat_id, f"{n}-{turn}") for turn in range(4))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count(200), outcomes.count(429)) == (50, 30)
