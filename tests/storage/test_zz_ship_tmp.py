"""Whatever people do with orders and money, in whatever order: the books balance after every single step."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from sales.breaches import RuleBroken
from sales.money import Money
from sales.orders import MOVES, Content, Move, State, Wish
from sales.shipping import Reason
from sales.splits import check_sharing, with_rest
from sales.terms import AT_ONCE
from storage import goods, order_moves, payments
from storage.engine import Connection
from storage.goods import Entry
from storage.order_splits import set_shares
from storage.orders import Order, order_by_id
from storage.payments import Income
from storage.people import Person
from storage.receivables import close_if_settled
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.goods import held
from tests.installation import sqlite_database
from tests.seeds import NOW, TODAY, found, person
from tests.servers import PostgresServer
from tests.trade import THIRTY, buyer, draft, open_shop
from tests.trade_rows import check_all, check_statement

CODES = ("A100", "B7", "X1")
WISHES = st.lists(
    st.tuples(
        st.sampled_from(CODES), st.integers(1, 7), st.one_of(st.none(), st.integers(1, 99)), st.integers(1, 10_000)
    ),
    min_size=1,
    max_size=3,
)
"""Lines of which the parts are seldom round: code, quantity, price in yuan, rate in basis points."""
QUANTITIES = st.lists(st.sampled_from([0, 1, 1, 1, 2, 3, -1]), min_size=3, max_size=3)
"""Mostly what may be, so that lines leave and come back in several parts."""
MOST_ORDERS = 3
WHICH = st.integers(0, 9)
"""Any of the orders or payments so far: the number is counted round."""
SOME = settings(
    deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None
)
"""The same steps on every run. What fails is not made smaller: that takes minutes, add Phase.shrink to wait for it."""


class Trade(RuleBasedStateMachine):
    """Two customers of two reps; a move that is refused in words must leave everything as it was."""

    opened: ClassVar[Callable[[], AbstractContextManager[UnitOfWork]]]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.memory = self.stack.enter_context(type(self).opened())
        self.orders: list[int] = []
        self.payments: list[int] = []
        self.today, self.now = TODAY, NOW
        self.memory.write(self._settle_down)

    def teardown(self) -> None:
        """Look at the customers' statements, then close the database, which is thrown away."""
        with self.stack:
            self.memory.read(self._look_at_statements)

    def _look_at_statements(self, db: Connection) -> None:
        for each in self.buyers:
            check_statement(db, each.id, TODAY, self.today + timedelta(1))

    def _settle_down(self, db: Connection) -> None:
        self.team = found(db)
        self.reps: Sequence[Person] = (person(db, "ou_li"), person(db, "ou_han"))
        self.shop = open_shop(db, self.reps[0], NOW)
        self.buyers = [buyer(db, name, rep, NOW) for name, rep in zip(("华宁精密", "长安重工"), self.reps, strict=True)]

    def _do(self, work: Callable[[Connection], Any]) -> Any:
        """What a piece of work gives, or the words with which it was refused."""
        try:
            return self.memory.write(work)
        except RuleBroken as no:
            return no

    def _order(self, which: int) -> int:
        return self.orders[which % len(self.orders)]

    def _wishes(self, lines: Sequence[tuple[str, int, int | None, int]]) -> list[Wish]:
        return [self.shop.wish(code, quantity, price, rate) for code, quantity, price, rate in lines]

    def _move(self, order_id: int, what: Move) -> Callable[[Connection], Order]:
        def work(db: Connection) -> Order:
            order = held(db, order_id)
            done = order_moves.move(db, order, what, order.rep_id, self.now, on=self.today)
            return close_if_settled(db, done, order.rep_id, self.today, self.now)

        return work

    def _entry(self) -> Entry:
        return Entry(self.reps[0].id, self.today, self.now, self.now)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        """So that the oldest debt is not always the first."""
        self.today, self.now = self.today + timedelta(days), self.now + timedelta(days)

    # Orders

    @precondition(lambda self: len(self.orders) < MOST_ORDERS)
    @rule(who=st.integers(0, 1), lines=WISHES, later=st.booleans(), ready=st.booleans())
    def place(self, who: int, lines: Sequence[tuple[str, int, int | None, int]], later: bool, ready: bool) -> None:
        """A new order, most often confirmed at once."""

        def work(db: Connection) -> int:
            rep, terms = self.reps[who], THIRTY if later else AT_ONCE
            order = draft(db, self.team, rep, self.buyers[who], self.now, *self._wishes(lines), terms=terms)
            if ready:
                order = order_moves.submit(db, held(db, order.id), rep.id, self.today, self.now)
                order_moves.move(db, order, Move.CONFIRM, rep.id, self.now, on=self.today)
            return order.id

        self.orders.append(self.memory.write(work))

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, who=st.integers(0, 1), lines=WISHES)
    def reword(self, which: int, who: int, lines: Sequence[tuple[str, int, int | None, int]]) -> None:
        """Another content, perhaps for another customer: only while nothing has left."""
        order_id, content = self._order(which), Content(tuple(self._wishes(lines)), THIRTY)

        def work(db: Connection) -> Order:
            order = held(db, order_id)
            return order_moves.reword(db, order, self.buyers[who], content, order.rep_id, self.today, self.now)

        self._agrees(order_id, {Move.EDIT}, self._do(work))

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def confirm(self, which: int) -> None:
        """Submit and confirm."""
        order_id = self._order(which)

        def work(db: Connection) -> Order:
            order = held(db, order_id)
            order = order_moves.submit(db, order, order.rep_id, self.today, self.now)
            return order_moves.move(db, order, Move.CONFIRM, order.rep_id, self.now, on=self.today)

        self._do(work)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, what=st.sampled_from([Move.CANCEL, Move.CANCEL_REST]))
    def cancel(self, which: int, what: Move) -> None:
        """All of it before anything has left, the rest afterwards."""
        self._do(self._move(self._order(which), what))

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, share=st.integers(0, 11_000), boss=st.booleans())
    def split(self, which: int, share: int, boss: bool) -> None:
        """The credit shared with the other rep."""

        def work(db: Connection) -> Order:
            order = held(db, self._order(which))
            other = next(rep.id for rep in self.reps if rep.id != order.rep_id)
            check_sharing(order.number, order.state, by_manager=boss)
            return set_shares(db, order, with_rest(order.rep_id, {other: share}), order.rep_id, self.now)

        self._do(work)

    # Goods

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, quantities=QUANTITIES)
    def ship(self, which: int, quantities: Sequence[int]) -> None:
        """Some of it; it works exactly if the state allows it and nothing is too many."""
        order = self._read(self._order(which))
        pieces = {line.id: n for line, n in zip(order.lines, quantities, strict=False) if n}
        fits = pieces and all(0 < pieces[line.id] <= line.open for line in order.lines if line.id in pieces)
        done = self._do(lambda db: goods.ship(db, held(db, order.id), pieces, self._entry()))
        assert isinstance(done, RuleBroken) != bool(fits and order.state in MOVES[Move.SHIP_SOME])

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def ship_all(self, which: int) -> None:
        """Whatever is open."""
        order = self._read(self._order(which))
        pieces = {line.id: line.open for line in order.lines if line.open}
        done = self._do(lambda db: goods.ship(db, held(db, order.id), pieces, self._entry()))
        assert isinstance(done, RuleBroken) or self._read(order.id).state in (State.SHIPPED, State.CLOSED)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, quantities=QUANTITIES, reason=st.sampled_from(Reason))
    def take_back(self, which: int, quantities: Sequence[int], reason: Reason) -> None:
        """Some of it; it works exactly if so much is with the customer."""
        order = self._read(self._order(which))
        pieces = {line.id: n for line, n in zip(order.lines, quantities, strict=False) if n}
        fits = pieces and all(0 < pieces[line.id] <= line.returnable for line in order.lines if line.id in pieces)
        done = self._do(lambda db: goods.take_back(db, held(db, order.id), pieces, reason, "", self._entry()))
        assert isinstance(done, RuleBroken) != bool(fits and order.state in MOVES[Move.TAKE_BACK])

    # Money

    @rule(who=st.integers(0, 1), cents=st.integers(1, 900_00), named=st.lists(WHICH, max_size=2))
    def pay(self, who: int, cents: int, named: Sequence[int]) -> None:
        """Money, for orders of this customer or for none."""
        meant = {self._order(which) for which in named} if self.orders else set()

        def work(db: Connection) -> int:
            customer = self.buyers[who].id
            theirs = tuple(sorted(each for each in meant if order_by_id(db, each).customer_id == customer))
            income = Income(customer, Money(cents), self.today, theirs)
            return payments.pay(db, income, self.reps[who].id, self.today, self.now, self.now).id

        self.payments.append(self.memory.write(work))

    @precondition(lambda self: self.payments)
    @rule(which=WHICH)
    def reverse(self, which: int) -> None:
        """The counter-entry; a second time it is refused."""
        payment_id = self.payments[which % len(self.payments)]
        self._do(lambda db: payments.reverse(db, payment_id, self.reps[0].id, self.today, self.now))

    @rule(who=st.integers(0, 1))
    def allocate(self, who: int) -> None:
        """What is left of the customer's money settles what it can."""
        customer = self.buyers[who].id
        self._do(lambda db: payments.allocate_rest(db, customer, self.reps[who].id, self.today, self.now))

    # What holds

    @invariant()
    def the_books_balance(self) -> None:
        """See `tests.trade_rows`."""
        self.memory.read(check_all)

    def _read(self, order_id: int) -> Order:
        return self.memory.read(lambda db: order_by_id(db, order_id))

    def _agrees(self, order_id: int, moves: set[Move], done: Any) -> None:
        """What was done is what the order says."""
        if isinstance(done, Order):
            assert done == self._read(order_id)
            assert done.state in {state for move in moves for state in MOVES[move].values()}


def test_the_books_balance_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> None:
    @contextmanager
    def opened() -> Iterator[UnitOfWork]:
        folder = Path(mkdtemp(dir=tmp_path_factory.getbasetemp()))
        with UnitOfWork(sqlite_database(folder, tmp_path_factory)) as memory:
            yield memory
        shutil.rmtree(folder)

    machine = type("OnSqlite", (Trade,), {"opened": staticmethod(opened)})
    run_state_machine_as_test(machine, settings=settings(SOME, max_examples=20, stateful_step_count=25))


def test_the_books_balance_on_postgresql(postgres_server: PostgresServer) -> None:
    @contextmanager
    def opened() -> Iterator[UnitOfWork]:
        template = postgres_server.template("migrated", upgrade)
        with postgres_server.database(template) as url, UnitOfWork(url) as memory:
            yield memory

    machine = type("OnPostgres", (Trade,), {"opened": staticmethod(opened)})
    run_state_machine_as_test(machine, settings=settings(SOME, max_examples=2, stateful_step_count=15))
