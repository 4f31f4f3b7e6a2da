"""The Node SDK as an outside judge: it accepts our deliveries, refuses changed ones, and can use our open-apis."""

import json
from pathlib import Path
from typing import Any

import pytest

from playground import FakeFeishu
from playground.deliveries import Delivery
from tests.wire.conftest import CARD, NASTY, Node


def lowered(delivery: Delivery) -> dict[str, str]:
    return {name.lower(): value for name, value in delivery.headers.items()}


def case(feishu: FakeFeishu, delivery: Delivery, **change: Any) -> dict[str, Any]:
    whole = {"key": feishu.encrypt_key, "headers": lowered(delivery), "body": delivery.body.decode()}
    return whole | change


def test_accepts_and_decrypts_every_delivery(node: Node, feishu: FakeFeishu, deliveries: list[Delivery]) -> None:
    verdicts = node.judge([case(feishu, one) for one in deliveries])
    assert [(one["accepted"], one["handled"]) for one in verdicts] == [(True, True)] * len(deliveries)
    assert [one["plain"]["header"]["event_type"] for one in verdicts] == [one.kind for one in deliveries]
    texts = [one["plain"] for one, made in zip(verdicts, deliveries, strict=True) if "receive" in made.kind]
    assert json.loads(texts[0]["event"]["message"]["content"])["text"] == NASTY


@pytest.mark.parametrize("change", ["signature", "timestamp", "nonce", "body", "key"])
def test_refuses_changed_deliveries(node: Node, feishu: FakeFeishu, deliveries: list[Delivery], change: str) -> None:
    verdicts = node.judge([changed(feishu, one, change) for one in deliveries])
    assert [one["accepted"] for one in verdicts] == [False] * len(deliveries)


def changed(feishu: FakeFeishu, delivery: Delivery, change: str) -> dict[str, Any]:
    """Change one thing of a delivery."""
    whole = case(feishu, delivery)
    if change == "key":
        return whole | {"key": "another key"}
    if change == "body":
        return whole | {"body": json.dumps(json.loads(whole["body"]) | {"extra": 1}, separators=(",", ":"))}
    name = {"signature": "x-lark-signature", "nonce": "x-lark-request-nonce"}.get(change, "x-lark-request-timestamp")
    last = whole["headers"][name][-1]
    return whole | {"headers": whole["headers"] | {name: whole["headers"][name][:-1] + ("1" if last != "1" else "2")}}


def test_its_rest_client_can_use_the_open_apis(node: Node, feishu: FakeFeishu, tmp_path: Path) -> None:
    rep = feishu.add_person("林小满")
    group = feishu.add_group("华东一组", [rep])
    feishu.add_bot(group, rep)
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    given = (rep.open_id, group.chat_id, json.dumps(CARD), str(picture))
    answer = json.loads(node.run("client.cjs", feishu.url, feishu.app_id, feishu.app_secret, *given))
    card, reply = feishu.messages(feishu.direct(rep))
    assert (answer["message_id"], card.recalled, reply.text) == (card.message_id, True, "好")
    assert (answer["patch"], answer["reply"], answer["recall"], answer["read"]) == (0, 0, 0, "interactive")
    assert (answer["members"], answer["chat"], answer["user"]) == (["林小满"], "group", "林小满")
    assert answer["image_key"] in feishu.world.images
    assert answer["bad_card"] == 230099
