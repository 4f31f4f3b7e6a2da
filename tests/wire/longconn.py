"""Holds a long connection to a local Feishu with the Python SDK as it is, says what comes, ends with standard input."""

import json
import os
import sys
import threading
from typing import Any

import lark_oapi as lark
from lark_oapi import ws
from lark_oapi.event.callback.model.p2_card_action_trigger import P2CardActionTriggerResponse


def say(what: object) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - how it tells the test


def said(event: Any) -> None:
    text = json.loads(event.event.message.content)["text"]
    say({"text": text})
    if "fail" in text:
        raise ValueError(text)


def pressed(event: Any) -> Any:
    say({"note": event.event.action.form_value["note"]})
    return P2CardActionTriggerResponse({"toast": {"type": "success", "content": "收到"}})


def end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_input, daemon=True).start()
    _, domain, app_id, app_secret = sys.argv
    built = lark.EventDispatcherHandler.builder("", "").register_p2_im_message_receive_v1(said)
    handler = built.register_p2_card_action_trigger(pressed).build()
    quiet = lark.LogLevel.CRITICAL
    ws.Client(app_id, app_secret, log_level=quiet, event_handler=handler, domain=domain).start()
