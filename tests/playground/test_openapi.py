"""The open-apis: tokens, sending, limits, and every refusal by its code."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
import requests

from playground import FakeFeishu, HandClock, Person
from tests.playground.calls import CARD, HELLO, refused
from tests.playground.card_cases import card, plain
from tests.playground.conftest import Api


def ask_token(feishu: FakeFeishu, **body: str) -> Any:
    path = f"{feishu.url}/open-apis/auth/v3/tenant_access_token/internal"
    return requests.post(path, json=body, timeout=5).json()


def test_gives_the_same_token_until_half_an_hour_is_left(feishu: FakeFeishu, clock: HandClock) -> None:
    app = {"app_id": feishu.app_id, "app_secret": feishu.app_secret}
    first = ask_token(feishu, **app)
    assert (first["code"], first["expire"], first["tenant_access_token"][:2]) == (0, 7200, "t-")
    clock.advance(timedelta(minutes=90))
    assert ask_token(feishu, **app)["expire"] == 1800
    clock.advance(1)
    second = ask_token(feishu, **app)
    assert second["expire"] == 7200
    assert second["tenant_access_token"] != first["tenant_access_token"]
    assert feishu.tenant.tokens.valid(first["tenant_access_token"])


def test_refuses_a_wrong_secret_and_a_missing_one(feishu: FakeFeishu) -> None:
    assert ask_token(feishu, app_id=feishu.app_id, app_secret="guess")["code"] == 10015
    assert ask_token(feishu, app_id=feishu.app_id)["code"] == 10003


@pytest.mark.parametrize(
    "authorization,code",
    [
        ("", 99991661),
        ("Bearer", 99991661),
        ("Basic x", 99991661),
        ("Bearer x-1", 99991671),
        ("Bearer t-1", 99991663),
    ],
)
def test_refuses_a_call_without_a_living_token(feishu: FakeFeishu, authorization: str, code: int) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = requests.get(f"{feishu.url}/open-apis/im/v1/chats", headers=headers, timeout=5)
    assert refused(answer) == (400, code)
    assert answer.headers["X-Tt-Logid"] == answer.json()["error"]["log_id"]


def test_a_revoked_token_is_dead(api: Api, feishu: FakeFeishu) -> None:
    token = api.token()
    feishu.tenant.tokens.revoke()
    headers = {"Authorization": f"Bearer {token}"}
    assert refused(requests.get(f"{feishu.url}/open-apis/im/v1/chats", headers=headers, timeout=5)) == (
        400,
        99991663,
    )


def test_refuses_an_unknown_path_and_broken_json(api: Api, feishu: FakeFeishu) -> None:
    assert refused(api.call("GET", "/im/v9/messages")) == (404, 99991201)
    headers = {"Authorization": f"Bearer {api.token()}"}
    broken = requests.post(f"{feishu.url}/open-apis/im/v1/messages", data=b"{", headers=headers, timeout=5)
    assert refused(broken) == (400, 9499)


def test_refuses_without_the_scope(api: Api, feishu: FakeFeishu) -> None:
    feishu.tenant.app.scopes.clear()
    answer = api.call("GET", "/im/v1/chats")
    assert refused(answer) == (400, 99991672)
    assert {"type": "action_scope_required", "subject": "im:chat"} in answer.json()["error"]["permission_violations"]


def test_sends_a_card_that_its_reader_sees(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    data = api.send(rep.open_id, CARD).json()["data"]
    seen = feishu.last_card(feishu.direct(rep))
    assert (seen.message_id, seen.card, seen.text) == (data["message_id"], CARD, "日报")
    assert data["msg_type"] == "interactive"
    assert data["sender"] == {
        "id": feishu.app_id,
        "id_type": "app_id",
        "sender_type": "app",
        "tenant_key": feishu.tenant.key,
    }
    assert orjson.loads(data["body"]["content"])["title"] == "日报"


@pytest.mark.parametrize("kind", ["open_id", "union_id", "user_id"])
def test_finds_the_receiver_by_any_id(api: Api, feishu: FakeFeishu, rep: Person, kind: str) -> None:
    body = {"receive_id": getattr(rep, kind), "msg_type": "text", "content": '{"text":"hi"}'}
    assert api.call("POST", "/im/v1/messages", body, receive_id_type=kind).json()["code"] == 0
    assert [one.text for one in feishu.messages(feishu.direct(rep))] == ["hi"]


def test_shows_mentions_in_a_text(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    text = f'<at user_id="{rep.open_id}">林小满</at> 早'
    data = api.send(rep.open_id, {"text": text}, "text").json()["data"]
    assert data["mentions"][0]["id"] == rep.open_id
    assert feishu.messages(feishu.direct(rep))[0].text == "@林小满 早"


def test_the_same_uuid_sends_once_within_an_hour(api: Api, feishu: FakeFeishu, clock: HandClock, rep: Person) -> None:
    first, again = (api.send(rep.open_id, HELLO, "text", uuid="u-1").json()["data"] for _ in range(2))
    assert first["message_id"] == again["message_id"]
    clock.advance(3600)
    later = api.send(rep.open_id, HELLO, "text", uuid="u-1").json()["data"]
    assert later["message_id"] != first["message_id"]
    assert len(feishu.messages(feishu.direct(rep))) == 2


BAD_SENDS: dict[str, tuple[dict[str, Any], int]] = {
    "no receiver": ({"receive_id": ""}, 99992402),
    "a long uuid": ({"uuid": "u" * 51}, 99992402),
    "an unknown receiver": ({"receive_id": "ou_nobody"}, 230034),
    "an unknown type": ({"msg_type": "hologram"}, 230001),
    "content that is no JSON": ({"msg_type": "text", "content": "hi"}, 230001),
    "a blank text": ({"msg_type": "text", "content": '{"text":" "}'}, 230001),
    "content that is no string": ({"content": {"text": "x"}}, 99992402),
    "a card that is no JSON": ({"content": "{"}, 230099),
    "an image nobody uploaded": ({"msg_type": "image", "content": '{"image_key":"img_1"}'}, 230001),
    "a card above 30 KB": (
        {"content": orjson.dumps(card({"tag": "markdown", "content": "x" * 30800})).decode()},
        230025,
    ),
    "a text above 150 KB": (
        {"msg_type": "text", "content": orjson.dumps({"text": "x" * 153700}).decode()},
        230025,
    ),
}


@pytest.mark.parametrize("what", BAD_SENDS)
def test_refuses_to_send(api: Api, rep: Person, what: str) -> None:
    change, code = BAD_SENDS[what]
    body = {
        "receive_id": rep.open_id,
        "msg_type": "interactive",
        "content": orjson.dumps(CARD).decode(),
    } | change
    assert refused(api.call("POST", "/im/v1/messages", body, receive_id_type="open_id")) == (400, code)


def test_refuses_an_unknown_receive_id_type(api: Api, rep: Person) -> None:
    body = {"receive_id": rep.open_id, "msg_type": "text", "content": '{"text":"x"}'}
    assert refused(api.call("POST", "/im/v1/messages", body, receive_id_type="pigeon")) == (400, 99992402)


def test_says_what_is_wrong_with_a_card(api: Api, rep: Person) -> None:
    answer = api.send(rep.open_id, card({"tag": "hr", "colour": "red"}))
    assert refused(answer) == (400, 230099)
    msg = answer.json()["msg"]
    assert msg.startswith(
        "Failed to create card content, ext=ErrCode: 200621; ErrPath: ROOT -> body -> elements -> [0](tag: hr)"
    )
    assert "unknown property, property: colour" in msg


@pytest.mark.parametrize(
    "content,code",
    [
        (card({"tag": "markdown", "content": "<at id=ou_stranger></at>"}), "100290"),
        (card({"tag": "markdown", "content": "<at id=all></at>"}), "100290"),
        (card({"tag": "img", "img_key": "img_v3_none", "alt": plain("x")}), "200570"),
        ({"type": "template", "data": {"template_id": "AAq"}}, "200380"),
        ({"elements": []}, "200621"),
    ],
)
def test_refuses_a_card_with_strangers(api: Api, rep: Person, content: object, code: str) -> None:
    assert f"ErrCode: {code};" in api.send(rep.open_id, content).json()["msg"]


def test_refuses_people_out_of_reach(api: Api, rep: Person) -> None:
    rep.available = False
    assert refused(api.send(rep.open_id, CARD)) == (400, 230013)
    rep.available, rep.resigned = True, True
    assert refused(api.send(rep.open_id, CARD)) == (400, 230029)


def test_refuses_groups_the_bot_is_not_in(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    group = feishu.add_group("华东一组", [rep])
    assert refused(api.send(group.chat_id, CARD)) == (400, 230002)
    feishu.add_bot(group, rep)
    assert api.send(group.chat_id, CARD).json()["code"] == 0
    feishu.disband(group, rep)
    assert refused(api.send(group.chat_id, CARD)) == (400, 232009)


def test_everybody_may_be_mentioned_in_a_group_that_permits_it(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    group = feishu.add_group("华东一组", [rep])
    feishu.add_bot(group, rep)
    everybody = card({"tag": "markdown", "content": "<at id=all></at>"})
    assert api.send(group.chat_id, everybody).json()["code"] == 0
    group.at_all_allowed = False
    assert refused(api.send(group.chat_id, everybody)) == (400, 230099)


def test_five_a_second_to_one_person(api: Api, clock: HandClock, rep: Person, manager: Person) -> None:
    outcomes = [api.send(rep.open_id, HELLO, "text").json()["code"] for _ in range(6)]
    assert outcomes == [0] * 5 + [230020]
    assert api.send(manager.open_id, HELLO, "text").json()["code"] == 0
    clock.advance(1)
    assert api.send(rep.open_id, HELLO, "text").json()["code"] == 0


def test_fifty_a_second_for_one_api(api: Api, clock: HandClock) -> None:
    outcomes = [api.call("GET", "/im/v1/chats") for _ in range(51)]
    assert [one.status_code for one in outcomes] == [200] * 50 + [429]
    limited = outcomes[-1]
    assert limited.json() == {"code": 99991400, "msg": "request trigger frequency limit"}
    assert (limited.headers["x-ogw-ratelimit-limit"], limited.headers["x-ogw-ratelimit-reset"]) == ("50", "1")
    assert api.call("GET", "/bot/v3/info").status_code == 200
    clock.advance(1)
    assert api.call("GET", "/im/v1/chats").status_code == 200


def test_a_thousand_a_minute_for_one_api(api: Api, clock: HandClock) -> None:
    for _ in range(1000):
        clock.advance(0.03)
        assert api.call("GET", "/im/v1/chats").status_code == 200
    limited = api.call("GET", "/im/v1/chats")
    assert limited.status_code == 429
    assert (limited.headers["x-ogw-ratelimit-limit"], limited.headers["x-ogw-ratelimit-reset"]) == (
        "1000",
        "31",
    )
