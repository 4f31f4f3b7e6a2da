"""Bodies and headers as Feishu posts them, made by the test itself so that any byte of them can be wrong."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.feishu.inbound import Header
from tests.seeds import NOW

APP_ID, KEY, TOKEN = "cli_0123456789abcdef", "an invented key", "an invented token"
PRESS, SAY = "card.action.trigger", "im.message.receive_v1"


def compact(value: object) -> bytes:
    """JSON without spaces, as Feishu writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def sealed(plain: bytes, key: str = KEY, padding: int | None = None) -> bytes:
    """An encrypted body around any bytes; `padding` replaces the value of the last byte."""
    missing = 16 - len(plain) % 16
    padded = plain + bytes([missing] * (missing - 1)) + bytes([missing if padding is None else padding])
    encryptor = Cipher(algorithms.AES(hashlib.sha256(key.encode()).digest()), modes.CBC(bytes(16))).encryptor()
    secret = bytes(16) + encryptor.update(padded) + encryptor.finalize()
    return compact({"encrypt": base64.b64encode(secret).decode()})


def headers(body: bytes, at: datetime = NOW, key: str = KEY) -> dict[str, str]:
    """The three headers over the raw body."""
    timestamp, nonce = str(int(at.timestamp())), "a nonce"
    digest = hashlib.sha256(f"{timestamp}{nonce}{key}".encode() + body).hexdigest()
    return {"X-Lark-Request-Timestamp": timestamp, "X-Lark-Request-Nonce": nonce, "X-Lark-Signature": digest}


def finder(given: Mapping[str, str]) -> Header:
    """Find a header by its name in any case, as a web server does."""
    lower = {name.lower(): value for name, value in given.items()}
    return lambda name: lower.get(name.lower())


def event(kind: str = SAY, body: object = None, **header: object) -> dict[str, Any]:
    """A version 2.0 envelope; keywords replace parts of its header, None takes one away."""
    usual = {
        "event_id": "e1",
        "event_type": kind,
        "create_time": str(int(NOW.timestamp() * 1000)),
        "token": TOKEN,
        "app_id": APP_ID,
        "tenant_key": "t1",
    } | header
    kept = {name: value for name, value in usual.items() if value is not None}
    return {"schema": "2.0", "header": kept, "event": said() if body is None else body}


def said(text: str = "帮助", **message: object) -> dict[str, Any]:
    """A person's direct message; keywords replace parts of the message."""
    usual = {
        "message_id": "om_1",
        "create_time": str(int(NOW.timestamp() * 1000)),
        "chat_id": "oc_direct",
        "chat_type": "p2p",
        "message_type": "text",
        "content": json.dumps({"text": text}, ensure_ascii=False),
    }
    sender = {"sender_id": {"open_id": "ou_li"}, "sender_type": "user", "tenant_key": "t1"}
    return {"sender": sender, "message": usual | message}


def pressed(value: object, typed: object = None, by: str | None = "ou_li") -> dict[str, Any]:
    """A press of a button, or a submitted form."""
    return {
        "operator": {"open_id": by} if by else {"union_id": "on_1"},
        "token": "c-1",
        "action": {"tag": "button", "value": value, **({} if typed is None else {"form_value": typed})},
        "context": {"open_message_id": "om_card", "open_chat_id": "oc_direct"},
    }


def challenge(token: str = TOKEN, word: object = "word") -> dict[str, Any]:
    """What the console asks when an address is saved."""
    return {"challenge": word, "token": token, "type": "url_verification"}
