"""An operator's orders: each is answered in words, whatever is in it."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.control import Control
from scheduler.pushes import PUSHES
from storage.uow import UnitOfWork
from tests.desk import Desk, desk, fail
from tests.seeds import NOW, memory

__all__ = ["desk", "memory"]

MORNING = datetime(2026, 3, 3, 8, 50, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def control(desk: Desk) -> Control:
    return Control(desk.db, desk.dispatcher, PUSHES, desk.dispatcher._house)  # noqa: SLF001 - the same as the desk's


@pytest.mark.parametrize("order", [{}, {"do": "drop"}, {"do": None}, {"do": ["push"]}])
def test_an_unknown_order_is_said_to_be_one(control: Control, order: dict[str, object]) -> None:
    assert control.obey(order, NOW) == "unknown order"


def test_a_kept_delivery_is_run_again(control: Control, desk: Desk) -> None:
    _, ref = fail(desk)
    assert control.obey({"do": "inbox.retry", "ref": ref}, NOW) == "still failing: LookupError"
    desk.feature.does = lambda _said: None
    assert control.obey({"do": "inbox.retry", "ref": ref}, NOW) == "answered"
    assert control.obey({"do": "inbox.retry", "ref": ref}, NOW) == "nothing is kept under this reference"
    assert len(desk.kept()) == 1


@pytest.mark.parametrize("ref", [None, "", 7, "NOTTHERE", "x" * 5000])
def test_a_reference_to_nothing_is_said_to_be_one(control: Control, ref: object) -> None:
    assert control.obey({"do": "inbox.retry", "ref": ref}, NOW) == "nothing is kept under this reference"


def test_a_parked_message_is_queued_again(control: Control, desk: Desk) -> None:
    fail(desk)
    parked = text("UPDATE outbox SET state = 'parked'")
    desk.db.write(lambda db: db.execute(parked).close())
    number = desk.queued("id")[0]
    assert control.obey({"do": "outbox.retry", "id": number}, NOW) == "queued again"
    assert control.obey({"do": "outbox.retry", "id": number}, NOW) == "no such parked row"


@pytest.mark.parametrize("number", [None, 0, "7", 4711, "seven", [], 2**70])
def test_a_number_of_no_message_is_said_to_be_one(control: Control, number: object) -> None:
    assert control.obey({"do": "outbox.retry", "id": number}, NOW) == "no such parked row"


def test_a_push_is_made_by_hand_once(control: Control) -> None:
    order = {"do": "push", "name": PUSHES[0].name, "at": MORNING.isoformat()}
    assert control.obey(json.loads(json.dumps(order)), NOW) in {"1 cards queued", "0 cards queued"}
    assert control.obey(order, NOW) == "0 cards queued"


@pytest.mark.parametrize("name", [None, "", "unknown", 7])
def test_an_unknown_push_is_said_to_be_one(control: Control, name: object) -> None:
    assert control.obey({"do": "push", "name": name}, NOW) == "no such push"


@pytest.mark.parametrize("at", ["soon", 7, "2026-03-03T08:50", []])
def test_a_moment_that_is_none_is_said_to_be_none(control: Control, at: object) -> None:
    said = control.obey({"do": "push", "name": PUSHES[0].name, "at": at or "[]"}, NOW)
    assert "offset" in said


def test_orders_need_no_team(memory: UnitOfWork, control: Control) -> None:
    assert control.obey({"do": "push", "name": PUSHES[0].name}, NOW).endswith("cards queued")
