"""Both SDKs' own long-connection clients, unchanged, as outside judges of the local Feishu's."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from playground import FakeFeishu, HandClock, Person
from tests.wire.conftest import NASTY, SDK, START, Node, click

HERE = Path(__file__).parent
QUICK = {"ReconnectCount": -1, "ReconnectInterval": 1, "ReconnectNonce": 0, "PingInterval": 1}


@dataclass
class Judge:
    """A client of one of the SDKs in its own process, which says in lines of JSON what it gets."""

    process: "subprocess.Popen[str]"

    def heard(self) -> dict[str, str]:
        assert self.process.stdout
        heard: dict[str, str] = json.loads(self.process.stdout.readline())
        return heard


@contextmanager
def judging(command: list[str], feishu: FakeFeishu) -> Iterator[Judge]:
    words = [*command, feishu.url, feishu.app_id, feishu.app_secret]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        assert feishu.lines.wait_for(1, 60), "it never connected"
        yield Judge(process)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module", params=["node", "python"])
def judged(request: pytest.FixtureRequest, node: Node) -> Iterator[tuple[FakeFeishu, Judge]]:
    """Loading the Python SDK takes seconds, so one client does for all tests."""
    programs = {
        "node": [node.program, str(HERE / "longconn.cjs"), str(SDK)],
        "python": [sys.executable, str(HERE / "longconn.py")],
    }
    with FakeFeishu(HandClock(START)) as feishu:
        feishu.lines.faults.config = QUICK
        with judging(programs[request.param], feishu) as judge:
            yield feishu, judge


@pytest.fixture
def tenant(judged: tuple[FakeFeishu, Judge]) -> Iterator[FakeFeishu]:
    feishu, _ = judged
    yield feishu
    feishu.lines.faults.__init__()  # type: ignore[misc]  # as at the beginning
    feishu.lines.faults.config = QUICK


@pytest.fixture
def judge(judged: tuple[FakeFeishu, Judge]) -> Judge:
    return judged[1]


def person(feishu: FakeFeishu) -> Person:
    """The one person of the tenant, who is let in by the first test that needs somebody."""
    return next(iter(feishu.world.people.values()), None) or feishu.add_person("林小满")


def test_it_gets_events_and_presses_and_we_read_its_acknowledgements(tenant: FakeFeishu, judge: Judge) -> None:
    rep = person(tenant)
    delivered = tenant.say(rep, tenant.direct(rep), NASTY)
    assert (delivered.status, judge.heard()) == (200, {"text": NASTY})
    click(tenant)
    assert judge.heard() == {"note": NASTY}
    assert [toast.text for toast in tenant.toasts(rep)] == ["收到"]
    assert tenant.say(rep, tenant.direct(rep), "fail").status == 500
    assert judge.heard() == {"text": "fail"}


def test_it_puts_split_deliveries_together_and_comes_back(tenant: FakeFeishu, judge: Judge) -> None:
    rep = person(tenant)
    tenant.lines.faults.parts, tenant.lines.faults.out_of_order = 4, True
    assert tenant.say(rep, tenant.direct(rep), NASTY).status == 200
    assert judge.heard() == {"text": NASTY}
    tenant.lines.cut()
    assert tenant.lines.wait_for(0)
    assert tenant.lines.wait_for(1)
    assert tenant.say(rep, tenant.direct(rep), "zurück").status == 200
    assert judge.heard() == {"text": "zurück"}


def test_it_drops_card_frames_as_both_sdks_do(tenant: FakeFeishu, judge: Judge) -> None:
    """Were this to change, `bot.feishu.long.connection` could leave them to the SDK."""
    before = len(tenant.toasts(person(tenant)))
    tenant.lines.faults.card_frames = True
    click(tenant)
    assert len(tenant.toasts(person(tenant))) == before
    assert tenant.deliveries[-1].status == 0
