"""The open-apis: tokens, sending, updating, reading, members, images, limits, and every refusal by its code."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
import requests

from playground import FakeFeishu, HandClock, Person
from tests.playground.card_cases import button, card, plain
from tests.playground.conftest import Api, Bot

HELLO = {"text": "你好"}
CARD = card(button(), header={"title": plain("日报", "Daily")})
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def refused(answer: requests.Response) -> tuple[int, int]:
    return answer.status_code, answer.json()["code"]


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


def test_updates_a_card_for_fourteen_days(api: Api, feishu: FakeFeishu, clock: HandClock, rep: Person) -> None:
    sent = api.card(rep.open_id, CARD)
    changed = card({"tag": "hr"}, header={"title": plain("已更新")})
    body = {"content": orjson.dumps(changed).decode()}
    assert api.call("PATCH", f"/im/v1/messages/{sent}", body).json() == {
        "code": 0,
        "msg": "success",
        "data": {},
    }
    assert feishu.last_card(feishu.direct(rep)).card == changed
    clock.advance(timedelta(days=14))
    assert api.call("PATCH", f"/im/v1/messages/{sent}", body).json()["code"] == 0
    clock.advance(1)
    assert refused(api.call("PATCH", f"/im/v1/messages/{sent}", body)) == (400, 230031)


def test_refuses_updates(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    body = {"content": orjson.dumps(CARD).decode()}
    said = feishu.say(rep, feishu.direct(rep), "今天").message_id
    text = api.send(rep.open_id, HELLO, "text").json()["data"]["message_id"]
    sent = api.card(rep.open_id, CARD)
    assert refused(api.call("PATCH", "/im/v1/messages/om_none", body)) == (400, 230001)
    assert refused(api.call("PATCH", f"/im/v1/messages/{said}", body)) == (400, 230054)
    assert refused(api.call("PATCH", f"/im/v1/messages/{text}", body)) == (400, 230054)
    assert refused(api.call("PATCH", f"/im/v1/messages/{sent}", {"content": '{"elements":[]}'})) == (
        400,
        230099,
    )


def test_five_updates_a_second_for_one_message(api: Api, rep: Person) -> None:
    path, body = f"/im/v1/messages/{api.card(rep.open_id, CARD)}", {"content": orjson.dumps(CARD).decode()}
    assert [api.call("PATCH", path, body).json()["code"] for _ in range(6)] == [0] * 5 + [230020]


def test_recalls_its_own_messages_only(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    sent, said = api.card(rep.open_id, CARD), feishu.say(rep, feishu.direct(rep), "今天").message_id
    assert refused(api.call("DELETE", f"/im/v1/messages/{said}")) == (400, 230026)
    assert api.call("DELETE", f"/im/v1/messages/{sent}").json()["code"] == 0
    assert refused(api.call("DELETE", f"/im/v1/messages/{sent}")) == (400, 230011)
    body = {"content": orjson.dumps(CARD).decode()}
    assert refused(api.call("PATCH", f"/im/v1/messages/{sent}", body)) == (400, 230011)
    assert refused(api.call("POST", f"/im/v1/messages/{sent}/reply", body | {"msg_type": "text"})) == (
        400,
        230011,
    )


def test_replies_in_the_chat_of_the_message(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    said = feishu.say(rep, feishu.direct(rep), "今天").message_id
    body = {"msg_type": "text", "content": '{"text":"好"}', "uuid": "r1"}
    first, again = (api.call("POST", f"/im/v1/messages/{said}/reply", body).json()["data"] for _ in range(2))
    assert first["message_id"] == again["message_id"]
    assert (first["parent_id"], first["root_id"]) == (said, said)
    assert feishu.messages(feishu.direct(rep))[-1].parent_id == said


def test_reads_a_card_back_whole_or_simplified(api: Api, rep: Person) -> None:
    path = f"/im/v1/messages/{api.card(rep.open_id, CARD)}"
    whole = api.call("GET", path, card_msg_content_type="user_card_content").json()["data"]["items"][0]
    assert orjson.loads(whole["body"]["content"]) == CARD
    simple = api.call("GET", path).json()["data"]["items"][0]["body"]["content"]
    assert orjson.loads(simple) == {"title": "日报", "elements": [[{"tag": "text", "text": "好"}]]}


def test_lists_members_by_pages_without_the_bot(api: Api, feishu: FakeFeishu, rep: Person, manager: Person) -> None:
    group = feishu.add_group("华东一组", [rep, manager])
    path = f"/im/v1/chats/{group.chat_id}/members"
    assert refused(api.call("GET", path)) == (400, 232011)
    feishu.add_bot(group, rep)
    first = api.call("GET", path, page_size=1).json()["data"]
    second = api.call("GET", path, page_size=1, page_token=first["page_token"]).json()["data"]
    assert [first["has_more"], second["has_more"], first["member_total"]] == [True, False, 2]
    assert [one["items"][0]["member_id"] for one in (first, second)] == [rep.open_id, manager.open_id]
    assert refused(api.call("GET", "/im/v1/chats/oc_none/members")) == (400, 232006)
    assert refused(api.call("GET", path, page_size=101)) == (400, 99992402)
    assert refused(api.call("GET", path, page_token="!")) == (400, 99992402)


def test_describes_chats(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    group = feishu.add_group("华东一组", [rep])
    feishu.add_bot(group, rep)
    listed = api.call("GET", "/im/v1/chats").json()["data"]["items"]
    assert [(one["chat_id"], one["name"]) for one in listed] == [(group.chat_id, "华东一组")]
    about = api.call("GET", f"/im/v1/chats/{group.chat_id}").json()["data"]
    assert (about["chat_mode"], about["user_count"], about["bot_count"]) == ("group", "1", "1")
    direct = api.call("GET", f"/im/v1/chats/{feishu.direct(rep).chat_id}").json()["data"]
    assert direct["chat_mode"] == "p2p"


def test_describes_people_as_far_as_scopes_go(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    about = api.call("GET", f"/contact/v3/users/{rep.open_id}", user_id_type="open_id").json()["data"]["user"]
    assert (about["name"], about["en_name"], "user_id" in about) == ("林小满", "Lin Xiaoman", False)
    feishu.tenant.app.scopes.add("contact:user.employee_id:readonly")
    feishu.tenant.app.scopes.remove("contact:user.base:readonly")
    about = api.call("GET", f"/contact/v3/users/{rep.open_id}").json()["data"]["user"]
    assert (about["user_id"], "name" in about) == (rep.user_id, False)
    assert refused(api.call("GET", "/contact/v3/users/ou_none")) == (400, 41012)


def test_describes_the_bot_and_its_scopes(api: Api, feishu: FakeFeishu) -> None:
    about = api.call("GET", "/bot/v3/info").json()
    assert about["bot"]["open_id"] == feishu.tenant.app.open_id
    assert about["bot"]["activate_status"] == 2
    granted = api.call("GET", "/application/v6/scopes").json()["data"]["scopes"]
    assert {"scope_name": "im:message", "grant_status": 1, "scope_type": "tenant"} in granted


def upload(api: Api, data: bytes, kind: str = "message") -> requests.Response:
    headers = {"Authorization": f"Bearer {api.token()}"}
    url = f"{api.feishu.url}/open-apis/im/v1/images"
    files = {"image": ("a.png", data)}
    return requests.post(url, data={"image_type": kind}, files=files, headers=headers, timeout=5)


def test_keeps_images_for_cards_and_the_page(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    key = upload(api, PNG).json()["data"]["image_key"]
    assert api.call("GET", f"/im/v1/images/{key}").content == PNG
    page = requests.get(f"{feishu.url}/images/{key}", timeout=5)
    assert (page.content, page.headers["Content-Type"]) == (PNG, "image/png")
    api.card(rep.open_id, card({"tag": "img", "img_key": key, "alt": plain("图")}))
    sent = api.send(rep.open_id, {"image_key": key}, "image").json()["data"]["message_id"]
    assert api.call("GET", f"/im/v1/messages/{sent}/resources/{key}", type="image").content == PNG
    assert refused(api.call("GET", "/im/v1/images/img_none")) == (400, 234001)


@pytest.mark.parametrize("data,code", [(b"", 234010), (b"hello", 234011), (PNG + b"\0" * 10 * 1024 * 1024, 234006)])
def test_refuses_images(api: Api, data: bytes, code: int) -> None:
    assert refused(upload(api, data)) == (400, code)


def test_refuses_an_image_of_no_use(api: Api) -> None:
    assert refused(upload(api, PNG, "wallpaper")) == (400, 99992402)


def test_remembers_every_call(api: Api, feishu: FakeFeishu, bot: Bot, rep: Person) -> None:
    api.send(rep.open_id, HELLO, "text")
    api.call("GET", "/nowhere")
    sent, lost = feishu.calls[-2:]
    assert (sent.method, sent.path, sent.status, sent.code) == ("POST", "/open-apis/im/v1/messages", 200, 0)
    assert sent.body["receive_id"] == rep.open_id
    assert (lost.status, lost.code) == (404, 99991201)
    assert bot.got == []
