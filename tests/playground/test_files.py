"""Files on the local Feishu: uploaded, posted, sent by people, fetched with their message, shown by the page."""

import base64

import orjson
import pytest
import requests

from playground import FakeFeishu, Person
from tests.playground.calls import refused
from tests.playground.conftest import Api, Bot

DATA = "型号,牌价\nA100,95\n".encode()


def upload(api: Api, data: bytes = DATA, name: str = "价格.xlsx", kind: str = "xls") -> requests.Response:
    url = f"{api.feishu.url}/open-apis/im/v1/files"
    told = {"file_type": kind, "file_name": name}
    files = {"file": ("sheet.xlsx", data)}
    return requests.post(url, data=told, files=files, headers={"Authorization": f"Bearer {api.token()}"}, timeout=5)


def test_a_file_is_kept_posted_and_fetched_again(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    key = upload(api).json()["data"]["file_key"]
    assert key.startswith("file_v3_")
    sent = api.send(rep.open_id, {"file_key": key}, "file").json()["data"]
    assert sent["msg_type"] == "file"
    message = feishu.world.messages[sent["message_id"]]
    assert (message.kind, message.text, feishu.file_of(message)) == ("file", "价格.xlsx", DATA)
    fetched = api.call("GET", f"/im/v1/messages/{message.message_id}/resources/{key}", type="file")
    assert fetched.content == DATA
    assert "filename*=UTF-8''%E4%BB%B7" in fetched.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "data,name,kind,code",
    [
        (b"", "a.xlsx", "xls", 234010),
        (b"x" * (30 * 1024 * 1024 + 1), "a.xlsx", "xls", 234006),
        (DATA, "a.xlsx", "xlsx", 99992402),
        (DATA, "", "xls", 99992402),
    ],
    ids=["empty", "large", "kind", "nameless"],
)
def test_what_cannot_be_kept_is_refused(api: Api, data: bytes, name: str, kind: str, code: int) -> None:
    assert refused(upload(api, data, name, kind)) == (400, code)


def test_an_upload_wants_a_file_and_a_scope(api: Api, feishu: FakeFeishu) -> None:
    headers = {"Authorization": f"Bearer {api.token()}"}
    url = f"{feishu.url}/open-apis/im/v1/files"
    bare = requests.post(url, data={"file_type": "xls", "file_name": "a"}, headers=headers, timeout=5)
    assert refused(bare) == (400, 99992402)
    feishu.tenant.app.scopes.discard("im:resource")
    assert refused(upload(api)) == (400, 99991672)


def test_a_message_wants_a_file_that_is_there(api: Api, rep: Person) -> None:
    assert refused(api.send(rep.open_id, {"file_key": "file_v3_none"}, "file")) == (400, 230001)


def test_a_file_is_fetched_with_its_own_message_only(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    one, other = (feishu.send_file(rep, feishu.direct(rep), name, DATA).message_id for name in ("a.csv", "b.csv"))
    key = orjson.loads(feishu.world.messages[one].content)["file_key"]
    assert api.call("GET", f"/im/v1/messages/{one}/resources/{key}", type="file").content == DATA
    assert refused(api.call("GET", f"/im/v1/messages/{other}/resources/{key}", type="file")) == (400, 234003)
    assert refused(api.call("GET", f"/im/v1/messages/{one}/resources/file_v3_x", type="file")) == (400, 234003)
    assert refused(api.call("GET", f"/im/v1/messages/om_none/resources/{key}", type="file")) == (400, 234003)
    assert refused(api.call("GET", f"/im/v1/messages/{one}/resources/{key}", type="image")) == (400, 234001)


def test_the_bot_hears_of_a_file_with_its_key_and_name(feishu: FakeFeishu, bot: Bot, rep: Person) -> None:
    feishu.send_file(rep, feishu.direct(rep), "价格.xlsx", DATA)
    told = bot.events()[-1]["event"]["message"]
    assert told["message_type"] == "file"
    content = orjson.loads(told["content"])
    assert content["file_name"] == "价格.xlsx"
    assert feishu.world.files[content["file_key"]] == (DATA, "价格.xlsx")


def test_in_a_group_it_does_not(feishu: FakeFeishu, bot: Bot, rep: Person) -> None:
    group = feishu.add_group("华东一组", [rep])
    feishu.add_bot(group, rep)
    before = len(bot.got)
    feishu.send_file(rep, group, "价格.xlsx", DATA)
    assert len(bot.got) == before


def test_the_page_shows_a_file_and_saves_it(feishu: FakeFeishu, bot: Bot, rep: Person) -> None:
    direct = feishu.direct(rep)
    told = {"as": rep.open_id, "chat_id": direct.chat_id, "name": "价格.csv", "data": base64.b64encode(DATA).decode()}
    assert requests.post(f"{feishu.url}/api/file", json=told, timeout=5).status_code == 200
    url = f"{feishu.url}/api/chats/{direct.chat_id}/messages?as={rep.open_id}"
    row = requests.get(url, timeout=5).json()["messages"][-1]
    assert (row["kind"], row["text"], row["file"]["name"], row["file"]["size"]) == (
        "file",
        *["价格.csv"] * 2,
        len(DATA),
    )
    saved = requests.get(f"{feishu.url}/files/{row['file']['key']}", timeout=5)
    assert saved.content == DATA
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert requests.get(f"{feishu.url}/files/none", timeout=5).status_code == 404
    chats = requests.get(f"{feishu.url}/api/chats?as={rep.open_id}", timeout=5).text
    assert "[文件] 价格.csv" in chats
    assert "[File] 价格.csv" in chats


def test_a_file_that_was_taken_back_is_gone(api: Api, feishu: FakeFeishu, rep: Person) -> None:
    key = upload(api).json()["data"]["file_key"]
    sent = api.send(rep.open_id, {"file_key": key}, "file").json()["data"]["message_id"]
    api.call("DELETE", f"/im/v1/messages/{sent}")
    assert refused(api.call("GET", f"/im/v1/messages/{sent}/resources/{key}", type="file")) == (400, 234003)
    with pytest.raises(KeyError):
        feishu.file_of(feishu.world.messages[sent])
