"""A team whose figures are published, and what becomes of them, for tests of restatements and closes."""

from collections.abc import Collection
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from sales.calendar import WEEKENDS_OFF
from sales.kpi import CATALOGUE, Figure, figure
from sales.measures import Measure
from sales.orders import Move
from sales.scopes import Scope, team
from sales.shipping import Reason
from sales.stretches import Stretch
from storage import order_moves, restatements, sources, targets
from storage.customers import Customer
from storage.engine import Connection
from storage.goods import Entry, take_back
from storage.measures import Ask
from storage.orders import Order
from storage.people import Person, every_team
from storage.publications import Published, Restated, publications, publish, untold
from storage.uow import UnitOfWork
from tests.goods import by_line, confirmed, held, ship
from tests.seeds import NOW, TODAY, found, person
from tests.trade import buyer, open_shop

DAY = timedelta(days=1)
WEEK = Stretch(TODAY - 7 * DAY, TODAY)
"""The week before the Monday on which everything here is published."""
MONTH = Stretch(date(2026, 2, 1), date(2026, 3, 1))


class Press:
    """A team of 李雷 and 韩梅梅, who sell valves at a thousand yuan; the figures of last week."""

    def __init__(self, memory: UnitOfWork) -> None:
        self.memory = memory
        memory.write(self._open)

    def _open(self, db: Connection) -> None:
        self.team = found(db)
        self.li, self.han, self.boss = (person(db, each) for each in ("ou_li", "ou_han", "ou_boss"))
        self.shop = open_shop(db, self.li, NOW)
        self.customer: Customer = buyer(db, "华宁精密", self.li, NOW - 30 * DAY)

    @property
    def scope(self) -> Scope:
        """The team."""
        return team(self.team.id)

    def sell(self, pieces: int, on: date = WEEK.first, whose: Person | None = None) -> Order:
        """An order confirmed on a day."""
        at = NOW + (on - TODAY)
        wish = self.shop.wish("X1", pieces)
        return self.memory.write(lambda db: confirmed(db, self.team, whose or self.li, self.customer, wish, at=at))

    def give_back(self, order: Order, pieces: int, on: date, today: date = TODAY) -> None:
        """Pieces of it come back on a day, entered today."""

        def work(db: Connection) -> None:
            if held(db, order.id).lines[0].open:
                ship(db, order.id, WEEK.first, X1=order.lines[0].quantity)
            of = held(db, order.id)
            entry = Entry(self.li.id, on, NOW, NOW, today=today)
            take_back(db, of, by_line(of, {"X1": pieces}), Reason.SURPLUS, "", entry)

        self.memory.write(work)

    def cancel(self, order: Order, on: date = TODAY) -> None:
        """All of it."""
        at = NOW + (on - TODAY)
        self.memory.write(lambda db: order_moves.move(db, held(db, order.id), Move.CANCEL, self.li.id, at, on=on))

    def ask(self, db: Connection, stretch: Stretch = WEEK, upto: int | None = None, days: int = 0) -> Ask:
        """Of all teams, as of now or some days later."""
        known = every_team(db)
        calendars = {each.id: WEEKENDS_OFF for each in known}
        return Ask(known, stretch.first, stretch.end, NOW + days * DAY, calendars, upto)

    def count(
        self, db: Connection, code: str, scope: Scope, stretch: Stretch = WEEK, upto: int | None = None
    ) -> Figure:
        """A figure as it stands."""
        kpi = CATALOGUE[code]
        counted = sources.count(db, self.ask(db, stretch, upto), kpi.needs)
        return figure(kpi, sources.of_scope(counted, scope, {}) | self.aim(db, scope, stretch))

    def aim(self, db: Connection, scope: Scope, stretch: Stretch) -> dict[str, int]:
        """The target of a scope, if it has one."""
        known = targets.targets_for(db, [scope], stretch)
        return {Measure.TARGET.value: known[scope].value} if known else {}

    def publish(self, *codes: str, card: str = "weekly", scope: Scope | None = None, stretch: Stretch = WEEK) -> None:
        """Say these figures as they stand."""

        def work(db: Connection) -> None:
            whose = scope or self.scope
            said = [Published(whose, stretch, self.count(db, code, whose, stretch)) for code in codes]
            publish(db, card, said, NOW)

        self.memory.write(work)

    def look(self, *cards: str, days: int = 1, scopes: Collection[Scope] = ()) -> list[Restated]:
        """What has changed since, as the next card finds it."""
        whose, names = scopes or [self.scope], cards or ("weekly",)

        def work(db: Connection) -> list[Restated]:
            restatements.restated(db, names, whose, self.ask(db, days=days))
            return untold(db, names, whose)

        return self.memory.write(work)

    def published(self) -> list[tuple[object, ...]]:
        """Every row, as it is kept."""
        return [tuple(row) for row in self.memory.read(lambda db: db.execute(select(publications)).all())]


@pytest.fixture
def press(memory: UnitOfWork) -> Press:
    """Nothing published yet."""
    return Press(memory)


def changes(found: Collection[Restated]) -> list[tuple[str, int | None, int | None, dict[str, int]]]:
    """Which figures, from what to what, and why."""
    return [(each.now.kpi.code, each.was.value, each.now.value, dict(each.reasons)) for each in found]
