"""What an operator may have done from the command line: in this process, or by the one that has the database.

A SQLite file has one writer, the serving process. So the command line asks that process, over the same signed edge that
Feishu's deliveries come through: who knows the encrypt key may ask.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from bot.context import House
from bot.dispatch import Dispatcher
from bot.feishu.events import read_event
from bot.form import LARGEST
from scheduler import push
from scheduler.push import Push
from storage import backlog, inbox
from storage.uow import UnitOfWork


class Control:
    """The operator's orders, by name; each takes a mapping of words and answers with one."""

    def __init__(self, db: UnitOfWork, dispatcher: Dispatcher, pushes: Sequence[Push], house: House) -> None:
        """Take the parts that the orders work on."""
        self._db = db
        self._dispatcher = dispatcher
        self._pushes = {each.name: each for each in pushes}
        self._house = house
        self._orders: Mapping[str, Callable[[Mapping[str, Any], datetime], str]] = {
            "inbox.retry": lambda order, _now: self._retry_inbox(order),
            "outbox.retry": self._retry_outbox,
            "push": self._push,
        }

    def obey(self, order: Mapping[str, Any], now: datetime) -> str:
        """Carry out an order such as `{"do": "inbox.retry", "ref": "K7M2QX"}` and say what came of it."""
        carry_out = self._orders.get(str(order.get("do")))
        return carry_out(order, now) if carry_out else "unknown order"

    def _retry_inbox(self, order: Mapping[str, Any]) -> str:
        failure = self._db.read(lambda db: inbox.find_failure(db, str(order.get("ref"))))
        delivery = read_event(orjson.loads(failure.delivery), failure.received_at) if failure else None
        if failure is None or delivery is None:
            return "nothing is kept under this reference"
        try:
            return self._dispatcher.retry(failure, delivery)
        except Exception as bug:  # noqa: BLE001 - the operator is to hear which, and the delivery stays kept
            return f"still failing: {type(bug).__name__}"

    def _retry_outbox(self, order: Mapping[str, Any], now: datetime) -> str:
        number = str(order.get("id"))
        named = int(number) if number.isdecimal() and len(number) < len(str(LARGEST)) else 0
        return "queued again" if self._db.write(lambda db: backlog.retry(db, named, now)) else "no such parked row"

    def _push(self, order: Mapping[str, Any], now: datetime) -> str:
        named = self._pushes.get(str(order.get("name")))
        at = _moment(str(order["at"])) if order.get("at") else now
        if named is None or at is None:
            return "no such push" if named is None else "at: give a moment with its offset"
        return f"{push.run(named, self._db, self._house, at)} cards queued"


def _moment(said: str) -> datetime | None:
    """An aware moment; None for words that are none."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return at if at.tzinfo else None
