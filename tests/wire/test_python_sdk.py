"""The Python SDK as an outside judge: its dispatcher accepts our deliveries, its client can use our open-apis."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import lark_oapi as lark
import pytest
from lark_oapi.api.contact.v3 import GetUserRequest
from lark_oapi.api.im.v1 import (
    CreateFileRequest,
    CreateFileRequestBody,
    CreateMessageRequest,
    CreateMessageRequestBody,
    DeleteMessageRequest,
    GetChatMembersRequest,
    GetMessageRequest,
    GetMessageResourceRequest,
    PatchMessageRequest,
    PatchMessageRequestBody,
    ReplyMessageRequest,
    ReplyMessageRequestBody,
)
from lark_oapi.core.model import RawRequest

from playground import FakeFeishu
from playground.deliveries import Delivery
from tests.wire.conftest import CARD


class Judge:
    """lark-oapi's dispatcher with a handler for every type it is asked about."""

    def __init__(self, key: str, token: str, kinds: set[str]) -> None:
        self.seen: list[Any] = []
        builder = lark.EventDispatcherHandler.builder(key, token, lark.LogLevel.CRITICAL)
        for kind in sorted(kinds):
            register: Callable[..., Any] = getattr(builder, f"register_p2_{kind.replace('.', '_')}")
            builder = register(self.keep)
        self.dispatcher = builder.build()

    def keep(self, event: Any) -> Any:
        self.seen.append(event)
        return {}

    def status(self, delivery: Delivery, **change: Any) -> int:
        request = RawRequest()
        request.uri = "/feishu/events"
        request.headers = dict(delivery.headers) | change.get("headers", {})
        request.body = change.get("body", delivery.body)
        return int(self.dispatcher.do(request).status_code)


def judge(feishu: FakeFeishu, deliveries: list[Delivery], **change: str) -> Judge:
    kinds = {one.kind for one in deliveries}
    return Judge(change.get("key", feishu.encrypt_key), change.get("token", feishu.verification_token), kinds)


def test_its_dispatcher_accepts_every_delivery(feishu: FakeFeishu, deliveries: list[Delivery]) -> None:
    verdict = judge(feishu, deliveries)
    assert [verdict.status(one) for one in deliveries] == [200] * len(deliveries)
    assert len(verdict.seen) == len(deliveries)
    clicked = next(one for one in verdict.seen if one.header.event_type == "card.action.trigger")
    assert clicked.event.action.form_value["note"].startswith("拜访")


@pytest.mark.parametrize("header", ["X-Lark-Signature", "X-Lark-Request-Nonce", "X-Lark-Request-Timestamp"])
def test_its_dispatcher_refuses_a_changed_header(feishu: FakeFeishu, deliveries: list[Delivery], header: str) -> None:
    verdict = judge(feishu, deliveries)
    assert {verdict.status(one, headers={header: "0"}) for one in deliveries} == {500}
    assert verdict.seen == []


def test_its_dispatcher_refuses_changed_bytes_and_other_secrets(feishu: FakeFeishu, deliveries: list[Delivery]) -> None:
    verdict = judge(feishu, deliveries)
    assert {verdict.status(one, body=one.body + b" ") for one in deliveries} == {500}
    assert {judge(feishu, deliveries, key="another").status(one) for one in deliveries} == {500}
    assert {judge(feishu, deliveries, token="another").status(one) for one in deliveries} == {500}


@pytest.fixture
def client(feishu: FakeFeishu) -> Any:
    builder = lark.Client.builder().app_id(feishu.app_id).app_secret(feishu.app_secret)
    return builder.domain(feishu.url).log_level(lark.LogLevel.CRITICAL).build()


def send(client: Any, to: str, content: object, kind: str = "interactive") -> Any:
    body = CreateMessageRequestBody.builder().receive_id(to).msg_type(kind).content(json.dumps(content))
    request = CreateMessageRequest.builder().receive_id_type("open_id").request_body(body.build()).build()
    return client.im.v1.message.create(request)


def test_its_client_sends_updates_reads_and_recalls(client: Any, feishu: FakeFeishu) -> None:
    rep = feishu.add_person("林小满")
    sent = send(client, rep.open_id, CARD)
    assert sent.success(), sent.msg
    message = sent.data.message_id
    change = PatchMessageRequestBody.builder().content(json.dumps(CARD)).build()
    patched = client.im.v1.message.patch(PatchMessageRequest.builder().message_id(message).request_body(change).build())
    read = client.im.v1.message.get(GetMessageRequest.builder().message_id(message).build())
    text = ReplyMessageRequestBody.builder().msg_type("text").content('{"text":"好"}').build()
    replied = client.im.v1.message.reply(ReplyMessageRequest.builder().message_id(message).request_body(text).build())
    recalled = client.im.v1.message.delete(DeleteMessageRequest.builder().message_id(message).build())
    assert [one.code for one in (patched, read, replied, recalled)] == [0, 0, 0, 0]
    assert read.data.items[0].msg_type == "interactive"
    assert (replied.data.parent_id, replied.data.chat_id) == (message, feishu.direct(rep).chat_id)


def test_its_client_uploads_a_file_posts_it_and_fetches_one(client: Any, feishu: FakeFeishu) -> None:
    rep = feishu.add_person("林小满")
    body = (
        CreateFileRequestBody.builder().file_type("xls").file_name("价格.xlsx").file(("a.xlsx", BytesIO(b"PK\x03\x04")))
    )
    uploaded = client.im.v1.file.create(CreateFileRequest.builder().request_body(body.build()).build())
    assert uploaded.success(), uploaded.msg
    sent = send(client, rep.open_id, {"file_key": uploaded.data.file_key}, "file")
    assert (sent.code, sent.data.msg_type) == (0, "file")
    given = feishu.send_file(rep, feishu.direct(rep), "客户 报价.csv", b"a,b").message_id
    key = json.loads(feishu.world.messages[given].content)["file_key"]
    wanted = GetMessageResourceRequest.builder().message_id(given).file_key(key).type("file").build()
    fetched = client.im.v1.message_resource.get(wanted)
    assert (fetched.code, fetched.file.read(), fetched.file_name) == (0, b"a,b", "客户 报价.csv")
    wrong = GetMessageResourceRequest.builder().message_id(given).file_key("file_x").type("file").build()
    assert client.im.v1.message_resource.get(wrong).code == 234003


def test_its_client_reads_members_and_people(client: Any, feishu: FakeFeishu) -> None:
    rep = feishu.add_person("林小满")
    group = feishu.add_group("华东一组", [rep])
    feishu.add_bot(group, rep)
    members = client.im.v1.chat_members.get(GetChatMembersRequest.builder().chat_id(group.chat_id).build())
    person = client.contact.v3.user.get(GetUserRequest.builder().user_id(rep.open_id).build())
    assert [one.name for one in members.data.items] == ["林小满"]
    assert person.data.user.name == "林小满"


def test_its_client_reads_refusals_and_rate_limits(client: Any, feishu: FakeFeishu) -> None:
    rep = feishu.add_person("林小满")
    bad = send(client, rep.open_id, {"schema": "2.0", "x": 1})
    assert (bad.raw.status_code, bad.code) == (400, 230099)
    assert "ErrCode: 200621" in bad.msg
    feishu.faults.fail("/open-apis/im", status=429, headers={"x-ogw-ratelimit-reset": "52"})
    limited = send(client, rep.open_id, CARD)
    assert (limited.raw.status_code, limited.code) == (429, 99991400)
    assert limited.raw.headers["x-ogw-ratelimit-reset"] == "52"
