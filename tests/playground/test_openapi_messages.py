"""The open-apis: updating, recalling, replying, reading, members, chats, people and images."""

from datetime import timedelta

import orjson
import pytest
import requests

from playground import FakeFeishu, HandClock, Person
from tests.playground.calls import CARD, HELLO, PNG, refused
from tests.playground.card_cases import card, plain
from tests.playground.conftest import Api, Bot


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
