"""Outside judges: the Node SDK from node_modules, and every kind of delivery the local Feishu makes."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from playground import FakeFeishu, HandClock
from playground.deliveries import Delivery
from playground.web import HttpServer, Request, Response, json_response

HERE = Path(__file__).parent
SDK = HERE.parents[1] / "node_modules" / "@larksuiteoapi" / "node-sdk"
START = datetime(2026, 3, 2, 0, 45, tzinfo=UTC)
NASTY = '拜访 "甲" \\ \u2028 😀 <at id=all></at> é ' + "长" * 300


@dataclass
class Node:
    """Runs a script of this folder with the Node SDK."""

    program: str

    def run(self, script: str, *arguments: str, text: str = "") -> str:
        command = [self.program, str(HERE / script), str(SDK), *arguments]
        done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def judge(self, deliveries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        text = "".join(json.dumps(one | {"n": n}) + "\n" for n, one in enumerate(deliveries))
        verdicts = [json.loads(line) for line in self.run("verify.cjs", text=text).split("\n") if line]
        return sorted(verdicts, key=lambda one: int(one["n"]))


@pytest.fixture(scope="session")
def node() -> Node:
    program = shutil.which("node")
    assert program, "Node.js is missing: install it, then run `npm ci` in the project's root"
    assert SDK.is_dir(), "node_modules/@larksuiteoapi/node-sdk is missing: run `npm ci` in the project's root"
    return Node(program)


@pytest.fixture
def receiver() -> Iterator[str]:
    def thank(_request: Request) -> Response:
        return json_response({})

    server = HttpServer(thank).start()
    yield f"http://127.0.0.1:{server.port}/feishu/events"
    server.stop()


@pytest.fixture(params=[True, False], ids=["encrypted", "plain"])
def feishu(request: pytest.FixtureRequest, receiver: str) -> Iterator[FakeFeishu]:
    with FakeFeishu(HandClock(START), encrypt=request.param) as made:
        made.connect(receiver)
        yield made


CARD = {
    "schema": "2.0",
    "body": {
        "elements": [
            {
                "tag": "form",
                "name": "visit",
                "elements": [
                    {"tag": "input", "name": "note"},
                    {
                        "tag": "button",
                        "name": "ok",
                        "text": {"tag": "plain_text", "content": "提交"},
                        "form_action_type": "submit",
                        "behaviors": [{"type": "callback", "value": {"do": "it"}}],
                    },
                ],
            }
        ]
    },
}


@pytest.fixture
def deliveries(feishu: FakeFeishu) -> list[Delivery]:
    """One delivery of every type the local Feishu knows."""
    rep, manager = feishu.add_person("林小满"), feishu.add_person("周海")
    group = feishu.add_group("华东一组", [rep])
    feishu.add_bot(group, rep)
    feishu.join(group, [manager])
    feishu.leave(group, [manager])
    feishu.say(rep, feishu.direct(rep), NASTY)
    feishu.say(rep, group, NASTY, mention_bot=True)
    feishu.open_direct(rep)
    feishu.menu(rep, "visit")
    click(feishu)
    feishu.remove_bot(group, rep)
    feishu.add_bot(group, rep)
    feishu.disband(group, rep)
    return list(feishu.deliveries)


def click(feishu: FakeFeishu) -> None:
    """Let the first person submit a form card that the bot has sent."""
    rep = next(iter(feishu.world.people.values()))
    token = feishu.tenant.tokens.issue()[0]
    body = {"receive_id": rep.open_id, "msg_type": "interactive", "content": json.dumps(CARD)}
    request = Request(
        "POST",
        "/open-apis/im/v1/messages",
        {"receive_id_type": "open_id"},
        {"authorization": f"Bearer {token}"},
        json.dumps(body).encode(),
    )
    assert feishu.answer(request).status == 200
    feishu.submit(rep, feishu.last_card(feishu.direct(rep)).message_id, {"note": NASTY})
