"""Accounts over long random histories, against the same reckoned from the bare rows in plain Python."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from sales.breaches import RuleBroken
from sales.money import Money, total
from sales.orders import State
from sales.receivables import Bucket, bucket
from sales.shipping import Reason
from sales.terms import AT_ONCE, Credit, Terms
from storage import collections_figures as figures
from storage import goods, payments
from storage.ageing import ageing, debtors
from storage.credits import funds_of, unallocated
from storage.customers import Customer, find_customer
from storage.engine import Connection
from storage.goods import Entry
from storage.mergers import Merger, merge, undo
from storage.orders import Order, find_order
from storage.payments import Income
from storage.receivables import Whose, open_of_customer, open_of_order, open_of_team
from storage.statements import statement
from storage.uow import UnitOfWork
from tests.goods import confirmed, held
from tests.ledgers import Ledger, day_of, ledger
from tests.seeds import NOW, TODAY, found, memory, person
from tests.trade import THIRTY, buyer, open_shop
from tests.trade_rows import check_lines, check_money

__all__ = ["memory"]

DAY = timedelta(days=1)
TERMS = (AT_ONCE, THIRTY, Terms(Credit.NET, 7), Terms(Credit.MONTHLY, 30))
CODES = ("A100", "B7", "X1")


class History:
    """Three customers of a team, and whatever happens to them in an order drawn by lot."""

    def __init__(self, memory: UnitOfWork, seed: int) -> None:
        self.memory, self.lot = memory, random.Random(seed)
        self.today = TODAY
        self.orders: list[int] = []
        self.payments: list[int] = []
        self.mergers: list[Merger] = []
        self.was_undone = False
        memory.write(self._begin)

    def _begin(self, db: Connection) -> None:
        self.team, self.rep = found(db), person(db, "ou_li")
        self.shop = open_shop(db, self.rep, NOW)
        names = ("华宁精密", "华宁", "长安电子")
        self.customers = [buyer(db, name, self.rep, NOW) for name in names]

    @property
    def now(self) -> Entry:
        """What the rep says today."""
        at = NOW + (self.today - TODAY)
        return Entry(self.rep.id, self.today, at, at)

    def step(self) -> None:
        """Something happens, or is refused in words."""
        acts: list[Callable[[Connection], None]] = [
            self._order,
            self._ship,
            self._ship,
            self._ship,
            self._pay,
            self._pay,
        ]
        acts += [self._named, self._back, self._reverse, self._allocate, self._merge, self._part]
        act = self.lot.choice(acts)
        try:
            self.memory.write(act)
        except RuleBroken:
            return
        finally:
            self.today += DAY * self.lot.choice((0, 0, 1, 3, 11))

    def customer(self, db: Connection) -> Customer:
        """Any of them, or whoever it counts as by now."""
        known = find_customer(db, self.lot.choice(self.customers).id)
        assert known is not None
        return known

    def _order(self, db: Connection) -> None:
        wishes = [
            self.shop.wish(code, self.lot.randint(1, 6), rate=self.lot.choice((10_000, 9_333, 1))) for code in CODES
        ]
        terms = self.lot.choice(TERMS)
        made = confirmed(db, self.team, self.rep, self.customer(db), *wishes, terms=terms, at=self.now.at)
        self.orders.append(made.id)

    def _any(self, db: Connection) -> Order:
        if not self.orders:
            self._order(db)
        return held(db, self.lot.choice(self.orders))

    def _ship(self, db: Connection) -> None:
        order = self._any(db)
        whole = self.lot.random() < 0.4
        goods.ship(
            db, order, {e.id: e.open if whole else self.lot.randint(1, e.open) for e in order.lines if e.open}, self.now
        )

    def _back(self, db: Connection) -> None:
        order = self._any(db)
        pieces = {line.id: self.lot.randint(1, line.returnable) for line in order.lines if line.returnable}
        goods.take_back(db, order, pieces, Reason.QUALITY, "", self.now)

    def _paid(self, db: Connection, customer_id: int, *order_ids: int) -> None:
        amount = Money(self.lot.choice((1, 99, 100_00, 333_33, 900_00, 5_000_00)))
        on = self.today - DAY * self.lot.choice((0, 0, 2, 20))
        income = Income(customer_id, amount, on, order_ids)
        self.payments.append(payments.pay(db, income, self.rep.id, self.today, self.now.at, self.now.at).id)

    def _pay(self, db: Connection) -> None:
        self._paid(db, self.customer(db).id)

    def _named(self, db: Connection) -> None:
        order = self._any(db)
        self._paid(db, order.customer_id, order.id)

    def _reverse(self, db: Connection) -> None:
        if self.payments:
            payments.reverse(db, self.lot.choice(self.payments), self.rep.id, self.today, self.now.at)

    def _allocate(self, db: Connection) -> None:
        payments.allocate_rest(db, self.customer(db).id, self.rep.id, self.today, self.now.at)

    def _merge(self, db: Connection) -> None:
        gone, kept = self.customer(db), self.customer(db)
        if gone.id != kept.id and self.lot.random() < 0.3 and (made := merge(db, gone.id, kept.id, self.rep.id, NOW)):
            self.mergers.append(made)

    def _part(self, db: Connection) -> None:
        if self.mergers:
            self.was_undone |= undo(db, self.mergers.pop(), self.rep.id, NOW)

    def look(self) -> None:
        """Everything that is told of these accounts is what the rows come to."""
        self.memory.read(self._look)

    def _look(self, db: Connection) -> None:
        plain = ledger(db)
        for each in self.customers:
            known = find_customer(db, each.id)
            assert known is not None
            self._account(db, plain, known.id)
        self._team(db, plain)
        check_lines(db)
        check_money(db)
        for order_id in self.orders:
            order = find_order(db, order_id)
            assert order is not None
            assert (order.state is State.CLOSED) <= (open_of_order(db, order_id) == [])

    def _account(self, db: Connection, plain: Ledger, customer_id: int) -> None:
        owed = open_of_customer(db, customer_id)
        raw = plain.owed_by(customer_id)
        assert {each.id: each.open.minor for each in owed} == {row["id"]: plain.open(row) for row in raw}
        assert unallocated(db, customer_id).minor == plain.unallocated(customer_id)
        funds = funds_of(db, customer_id)
        assert [fund.on for fund in funds] == sorted(fund.on for fund in funds)
        ages = ageing(db, Whose(customer_id=customer_id), self.today)
        told = [(ages[each].amount.minor, ages[each].count) for each in reversed(Bucket)]
        assert told == plain.ages(raw, self.today)
        first, end = self.today - 20 * DAY, self.today - 3 * DAY
        said = statement(db, customer_id, first, end)
        within = [(on, amount) for on, amount in plain.movements(customer_id) if first <= on < end]
        assert sorted((each.on, each.amount.minor) for each in said.movements) == sorted(within)
        assert (said.opening.minor, said.closing.minor) == tuple(plain.balance(customer_id, on) for on in (first, end))
        assert said.is_balanced
        if not self.was_undone:
            whole = plain.balance(customer_id, date.max)
            assert whole == sum(map(plain.open, raw)) - plain.unallocated(customer_id)

    def _team(self, db: Connection, plain: Ledger) -> None:
        team = self.team.id
        raw = plain.owed_to(team)
        assert sorted(each.id for each in open_of_team(db, team)) == sorted(row["id"] for row in raw)
        late = [row for row in raw if day_of(row["due_on"]) < self.today]
        assert total([each.overdue for each in debtors(db, Whose(team_id=team), self.today, 9)]).minor == sum(
            map(plain.open, late)
        )
        for first in (date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)):
            end = first + 31 * DAY
            got = figures.collected(db, team, first, end)
            assert (got.of.minor, got.whole.minor) == plain.collected(team, first, end)
            wait = figures.waited(db, team, first, end)
            assert (wait.day_cents, wait.cash.minor) == plain.waited(team, first, end)
        for back in (0, 9, 40):
            got = figures.overdue(db, team, self.today - back * DAY)
            assert (got.of.minor, got.whole.minor) == plain.overdue(team, self.today - back * DAY)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_told_is_what_the_rows_come_to(memory: UnitOfWork, seed: int) -> None:
    history = History(memory, seed)
    for _ in range(6):
        for _ in range(15):
            history.step()
        history.look()
    assert len(history.payments) > 10
    assert history.orders


def test_reversed_money_takes_back_the_days_that_it_had_waited(memory: UnitOfWork) -> None:
    """Once a counter-entry was reckoned by its own date: other money then seemed to have come before its goods."""
    history = History(memory, 0)

    def live(db: Connection) -> None:
        wish = history.shop.wish("X1", 2)
        order = confirmed(db, history.team, history.rep, history.customers[0], wish)
        goods.ship(db, held(db, order.id), {order.lines[0].id: 2}, history.now)
        wrong = payments.pay(
            db, Income(order.customer_id, Money(1_000_00), TODAY + DAY), history.rep.id, TODAY, NOW, NOW
        )
        payments.pay(db, Income(order.customer_id, Money(1_000_00), TODAY + 5 * DAY), history.rep.id, TODAY, NOW, NOW)
        payments.reverse(db, wrong.id, history.rep.id, TODAY + 20 * DAY, NOW)

    memory.write(live)
    wait = memory.read(lambda db: figures.waited(db, history.team.id, date(2026, 3, 1), date(2026, 4, 1)))
    assert (wait.cash, wait.tenths) == (Money(1_000_00), 50)


@pytest.mark.parametrize("days", range(-4, 96))
def test_every_day_past_the_due_date_falls_into_one_bucket(days: int) -> None:
    edges = {Bucket.NOT_DUE: range(-4, 1), Bucket.UP_TO_30: range(1, 31), Bucket.UP_TO_60: range(31, 61)}
    edges |= {Bucket.UP_TO_90: range(61, 91), Bucket.OVER_90: range(91, 96)}
    assert [each for each, within in edges.items() if days in within] == [bucket(TODAY - days * DAY, TODAY)]
