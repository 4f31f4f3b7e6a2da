"""A team on the one day of 2026 on which every push there is has something to say: Thursday the 8th of October.

The holidays end on that day: it is the first working day of a week, a month and a quarter, and the receivables' ladder
runs on it. The report of the short week before is missing, nobody has a target, and a customer owes.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

from playground import HandClock
from storage.engine import Connection
from storage.people import find_person
from tests.debts import Seller, owing
from tests.installation import SHANGHAI, Installation
from tests.scheduler.sellers import Sellers
from tests.seeds import NOW
from tests.trade import buyer

SEPTEMBER = date(2026, 9, 30)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of October 2026 in Shanghai; the 8th, 9th and 10th are working days, the 11th is not."""
    return datetime(2026, 10, day, hour, minute, second, tzinfo=SHANGHAI)


class Generous(Installation):
    """An installation that lets every message ring, so that one push is one message."""

    def _settings(self, url: str, team: dict[str, Any]) -> dict[str, Any]:
        return super()._settings(url, team) | {"attention": {"most_a_day": 20}}


@contextmanager
def quarter(url: str) -> Iterator[Installation]:
    """The installation on the evening before the holidays; everything has been said that was due by then."""
    house = Generous(url, HandClock(datetime(2026, 9, 28, 10, tzinfo=SHANGHAI)))
    try:
        sellers = Sellers(house)
        house.tick(datetime(2026, 9, 28, 10, 30, tzinfo=SHANGHAI))
        sellers.sell(SEPTEMBER, 3)
        house.app.db.write(lambda db: _owes(db, sellers))
        house.file(sellers.squad.reps[0], next_step="送样", next_step_on="2026-10-08")
        for hour in (18, 19):
            house.tick(datetime.combine(SEPTEMBER, time(hour, 1), SHANGHAI))
        yield house
    finally:
        house.close()


def _owes(db: Connection, sellers: Sellers) -> None:
    """Somebody who was to pay yesterday."""
    who, seats = find_person(db, sellers.squad.reps[0].open_id)
    assert who
    by = Seller(seats[0].team, who, sellers.shop)
    owing(db, by, buyer(db, "华宁精密", who, NOW), 3, date(2026, 10, 7))


def slots(house: Installation, since: datetime) -> dict[tuple[str, str], str]:
    """Which pushes were made since a moment: (name, due moment) by the local clock, and when, marked if late."""
    rows = house.rows("select push, due_at, made_at, late from push_slots order by made_at, push")
    told = [(str(push), local(due), local(made), bool(late)) for push, due, made, late in rows]
    return {
        (push, f"{due:%d %H:%M}"): f"{made:%d %H:%M}" + (" late" if late else "")
        for push, due, made, late in told
        if made >= since
    }


def local(moment: Any) -> datetime:
    """An instant as either database gives it, on Shanghai's clock."""
    instant = datetime.fromisoformat(str(moment))
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(SHANGHAI)


def heard(house: Installation, since: datetime) -> Counter[tuple[str, str]]:
    """The messages that stand in any chat since a moment, by receiver and title: what people really saw.

    Without the admin's, who is told of every push that did not run in time.
    """
    house.drain()
    found: Counter[tuple[str, str]] = Counter()
    for chat in house.feishu.world.chats.values():
        if chat.name == house.admin.name:
            continue
        for message in house.feishu.messages(chat):
            if message.card and message.created_at >= since:
                found[chat.name, str(message.card["header"]["title"]["content"])] += 1
    return found


def queued(house: Installation, since: datetime) -> Counter[str]:
    """How many messages of each kind were queued since a moment; the ladder's may be lines on the day's card."""
    rows = house.rows("select about, queued_at from outbox where verb = 'send' union all "
                      "select 'receivables', made_at from dunnings")  # fmt: skip
    return Counter(str(about) for about, when in rows if local(when) >= since)
