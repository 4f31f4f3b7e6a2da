"""The ways in which the SDK's client goes deaf without a word: behind the supervisor each heals by itself."""

import os
import signal
import threading
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.feishu.long.supervisor import Answer
from bot.feishu.long.watch import Patience
from playground import FakeFeishu
from tests.faults.long_connection.lines import HURRIED, LONG, Reached, broken, reached

LONG_RUN = pytest.mark.long
"""The same again with another code, for a run that takes its time."""


def test_a_connection_that_is_cut_is_made_again(bot: Reached) -> None:
    bot.feishu.lines.cut()
    assert bot.again()
    assert bot.say().status == 200
    assert bot.starts == ["nothing", "lost"]


def test_a_configuration_with_missing_values_does_not_keep_it_from_coming_back(bot: Reached) -> None:
    """With the SDK alone: TypeError at the next loss, and never a connection again."""
    bot.feishu.lines.faults.pong = {"PingInterval": 1}
    pings = bot.feishu.lines.links[0].pings
    with bot.feishu.lines.changed:
        assert bot.feishu.lines.changed.wait_for(lambda: bot.feishu.lines.links[0].pings > pings + 1, LONG)
    bot.feishu.lines.cut()
    assert bot.again()
    assert bot.say().status == 200


@pytest.mark.parametrize("way", ["locked", "blocked", "raving", pytest.param("exiting", marks=LONG_RUN)])
def test_a_child_that_goes_deaf_or_mad_is_replaced(tenant: FakeFeishu, tmp_path: Path, way: str) -> None:
    with reached(tenant, command=broken(way, tmp_path)) as bot:
        assert bot.again()
        assert bot.say().status == 200
    ends = {"locked": ("killed", "lost"), "blocked": ("killed",), "raving": ("died",), "exiting": ("died",)}
    assert bot.starts[1] in ends[way]


def test_a_server_that_keeps_the_connection_but_answers_no_ping_is_left(bot: Reached) -> None:
    bot.feishu.lines.faults.silent = True
    with bot.feishu.lines.changed:
        assert bot.feishu.lines.changed.wait_for(lambda: len(bot.starts) > 1, LONG)
    bot.feishu.lines.faults.silent = False
    assert bot.again()
    assert bot.starts[1] == "killed"


def test_an_address_that_takes_the_question_and_never_answers_does_not_hold_it(tenant: FakeFeishu) -> None:
    """With the SDK alone: a POST without an end on its event loop; a bot was deaf for three and a half days."""
    tenant.lines.faults.endpoint_hangs = True
    with reached(tenant, patience=Patience(to_start=4, first=0.05, most=0.2)) as bot:
        with tenant.lines.changed:
            assert tenant.lines.changed.wait_for(lambda: len(bot.starts) > 1, LONG)
        tenant.lines.faults.endpoint_hangs = False
        assert tenant.lines.wait_for(1, LONG)
        assert bot.say().status == 200


@pytest.mark.parametrize(
    "code", [514, *(pytest.param(code, marks=LONG_RUN) for code in (403, 424242, 1000040344, 1000040350))]
)
def test_a_refusal_while_connecting_again_is_said_in_words_and_tried_again(bot: Reached, code: int) -> None:
    """With the SDK alone: the task that receives ends, `start` never returns, and nobody hears of it."""
    bot.feishu.lines.faults.endpoint_code = code
    with capture_logs() as logs:
        bot.feishu.lines.cut()
        with bot.feishu.lines.changed:
            assert bot.feishu.lines.changed.wait_for(lambda: len(bot.starts) > 2, LONG)
    bot.feishu.lines.faults.endpoint_code = 0
    assert bot.up()
    assert bot.say().status == 200
    assert "refused" in bot.starts
    assert any(line["event"] == "long_connection_refused" and line["code"] == code for line in logs)


@pytest.mark.parametrize(
    "refusal",
    [(514, "exceed", 1000040350), *(pytest.param(one, marks=LONG_RUN) for one in [(403, "no", 0), (500, "busy", 0)])],
)
def test_a_refused_handshake_is_tried_again(tenant: FakeFeishu, refusal: tuple[int, str, int]) -> None:
    tenant.lines.faults.handshake = refusal
    with reached(tenant) as bot:
        with tenant.lines.changed:
            assert tenant.lines.changed.wait_for(lambda: len(bot.starts) > 1, LONG)
        tenant.lines.faults.handshake = None
        assert bot.up()
    assert bot.starts[1] == ("lost" if refusal[0] == 500 else "refused")


@pytest.mark.parametrize(
    "code, status", [(0, 502), *(pytest.param(one, 200, marks=LONG_RUN) for one in (1, 1000040343))]
)
def test_a_busy_platform_is_asked_again(tenant: FakeFeishu, code: int, status: int) -> None:
    tenant.lines.faults.endpoint_code, tenant.lines.faults.endpoint_status = code, status
    with reached(tenant) as bot:
        with tenant.lines.changed:
            assert tenant.lines.changed.wait_for(lambda: len(bot.starts) > 1, LONG)
        tenant.lines.faults.endpoint_code, tenant.lines.faults.endpoint_status = 0, 200
        assert bot.up()
    assert bot.starts[1] == "lost"


def test_a_killed_child_is_replaced(bot: Reached) -> None:
    os.kill(bot.pid, signal.SIGKILL)
    assert bot.again()
    assert bot.say().status == 200
    assert bot.starts == ["nothing", "died"]


@LONG_RUN
def test_a_frozen_child_is_replaced(bot: Reached) -> None:
    os.kill(bot.pid, signal.SIGSTOP)
    assert bot.again()
    assert bot.say().status == 200
    assert bot.starts == ["nothing", "killed"]


def test_a_signal_to_all_processes_leaves_the_child_to_its_parent(bot: Reached) -> None:
    pid = bot.pid
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(pid, number)
    assert bot.say().status == 200
    assert bot.pid == pid


def test_a_slow_answer_holds_back_neither_pings_nor_other_deliveries(bot: Reached) -> None:
    """With the SDK alone a handler runs on its loop: no pings for as long, and the next event waits behind it."""
    go = threading.Event()
    bot.answer = lambda text: Answer(200 if "langsam" not in text or go.wait(LONG) else 500)
    slow: list[int] = []
    thread = threading.Thread(target=lambda: slow.append(bot.say("langsam").status))
    thread.start()
    link = bot.feishu.lines.links[0]
    begun = link.pings
    with bot.feishu.lines.changed:
        assert bot.feishu.lines.changed.wait_for(lambda: link.pings > begun + 1, LONG)
    assert bot.say("schnell").status == 200
    thread.join(LONG)
    go.set()
    assert slow == [500], "so that the platform delivers it again"
    assert bot.starts == ["nothing"]


def test_a_fault_of_ours_is_an_acknowledgement_like_any_other(bot: Reached) -> None:
    def fault(_: str) -> Answer:
        raise LookupError

    bot.answer = fault
    with capture_logs() as logs:
        assert bot.say().status == 500
    assert [line["event"] for line in logs] == ["long_delivery_failed"]


def test_stopping_answers_what_was_taken_and_takes_nothing_more(tenant: FakeFeishu) -> None:
    begun, go = threading.Event(), threading.Event()

    def answer(_: str) -> Answer:
        begun.set()
        go.wait(LONG)
        return Answer(200)

    with reached(tenant, patience=HURRIED) as bot:
        assert bot.up()
        bot.answer = answer
        said: list[int] = []
        saying = threading.Thread(target=lambda: said.append(bot.say().status))
        saying.start()
        assert begun.wait(LONG)
        stopping = threading.Thread(target=bot.line.stop)
        stopping.start()
        go.set()
        stopping.join(LONG)
        saying.join(LONG)
    assert said == [200]
    assert tenant.lines.wait_for(0, LONG)
    assert not bot.line.connected
