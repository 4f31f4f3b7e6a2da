"""Whatever happens to orders, months and customers: the ledger says what every order is worth, to the cent."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete, func, select

from sales.grains import Grain, before, stretch_of
from sales.money import ZERO, Money, total
from sales.postings import Reason
from sales.splits import parted
from storage import closes, debuts, mergers, openings
from storage.customers import customers
from storage.engine import Connection
from storage.order_rows import Extent, OrderRow, rows_over
from storage.orders import order_by_id, orders
from storage.postings import ledger, net_of, post, watermark
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.goods import confirmed, held, ship, take_back, three_lines
from tests.installation import sqlite_database
from tests.seeds import NOW, TODAY, at_once, found, memory, person
from tests.servers import PostgresServer
from tests.storage.test_trade_machine import SOME, WHICH, Trade
from tests.trade import buyer, open_shop

__all__ = ["memory"]

EVER = (TODAY - timedelta(days=1), TODAY + timedelta(days=9_000))
EVERYBODY = Extent(all_teams=True)


class Selling(Trade):
    """The same with months that are closed, and customers that turn out to be one."""

    @rule(restates=st.booleans())
    def close_the_month_before(self, restates: bool) -> None:
        """Once and for all."""
        month = before(stretch_of(Grain.MONTH, self.today))
        self.memory.write(lambda db: closes.close(db, month, self.reps[0].id, self.now, restates=restates))

    @rule(swapped=st.booleans())
    def merge(self, swapped: bool) -> None:
        """One of the two customers counts for the other, unless they are one."""
        gone, kept = reversed(self.buyers) if swapped else self.buyers
        self.memory.write(lambda db: mergers.merge(db, gone.id, kept.id, self.reps[0].id, self.now))

    @rule()
    def separate(self) -> None:
        """The last merger is undone."""

        def work(db: Connection) -> None:
            known = [found for each in self.buyers for found in mergers.mergers_into(db, each.id, NOW)]
            if known:
                mergers.undo(db, known[0], self.reps[0].id, self.now)

        self.memory.write(work)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def post_again(self, which: int) -> None:
        """Nothing is added for what is posted."""
        order_id = self._order(which)
        assert self.memory.write(lambda db: post(db, held(db, order_id).id, Reason.EDIT, self.today, self.now)) == 0

    @invariant()
    def the_ledger_says_what_every_order_is_worth(self) -> None:
        """By order, and by rep of it."""
        self.memory.read(check_ledger)

    @invariant()
    def first_orders_are_what_they_would_be_anew(self) -> None:
        """What was followed step by step is what a look at everything finds; nothing is kept of that look."""
        known = self.memory.read(debuts_now)
        assert self.memory.write(found_anew) == known

    @invariant()
    def nothing_counts_in_a_month_that_was_shut(self) -> None:
        """What came later counts on a day that was open."""
        late = select(func.count()).select_from(ledger).join(closes.closes, in_a_shut_month)
        assert self.memory.read(lambda db: db.scalar(late)) == 0


in_a_shut_month = (
    (ledger.c.day >= closes.closes.c.first_on)
    & (ledger.c.day < closes.closes.c.end_on)
    & (ledger.c.id > closes.closes.c.watermark)
    & closes.closes.c.restates.is_(False)
)


def check_ledger(db: Connection) -> None:
    """The sums by order are the net of its lines; the sums by rep are the shares of each product's net."""
    rows = rows_over(db, *EVER, EVERYBODY, 999)
    for order_id in {row.order_id for row in rows}:
        own = [row for row in rows if row.order_id == order_id]
        assert net_of(db, order_id) == total([row.net for row in own])
        assert by_rep(db, order_id) == shares_of(db, order_id, own)


def by_rep(db: Connection, order_id: int) -> dict[int, Money]:
    asked = select(ledger.c.rep_id, func.sum(ledger.c.amount)).where(ledger.c.order_id == order_id)
    return {row[0]: row[1] for row in db.execute(asked.group_by(ledger.c.rep_id)) if row[1]}


def shares_of(db: Connection, order_id: int, rows: Sequence[OrderRow]) -> dict[int, Money]:
    order = held_shares(db, order_id)
    worth: dict[int, Money] = {}
    for code in {row.code for row in rows}:
        of_product = total([row.net for row in rows if row.code == code])
        for rep, amount in parted(of_product, order).items():
            worth[rep] = worth.get(rep, ZERO) + amount
    return {rep: amount for rep, amount in worth.items() if amount}


def held_shares(db: Connection, order_id: int) -> dict[int, int]:
    return {share.rep_id: share.share for share in order_by_id(db, order_id).shares}


def debuts_now(db: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.execute(select(debuts.debuts).order_by(debuts.debuts.c.customer_id))]


def found_anew(db: Connection) -> list[tuple[object, ...]]:
    db.execute(delete(debuts.debuts))
    debuts.refresh(db, list(db.scalars(select(customers.c.id))))
    return debuts_now(db)


def test_the_ledger_holds_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> None:
    @contextmanager
    def opened() -> Iterator[UnitOfWork]:
        folder = Path(mkdtemp(dir=tmp_path_factory.getbasetemp()))
        with UnitOfWork(sqlite_database(folder, tmp_path_factory)) as memory:
            yield memory
        shutil.rmtree(folder)

    machine = type("OnSqlite", (Selling,), {"opened": staticmethod(opened)})
    run_state_machine_as_test(machine, settings=settings(SOME, max_examples=15, stateful_step_count=25))


def test_the_ledger_holds_on_postgresql(postgres_server: PostgresServer) -> None:
    @contextmanager
    def opened() -> Iterator[UnitOfWork]:
        template = postgres_server.template("migrated", upgrade)
        with postgres_server.database(template) as url, UnitOfWork(url) as memory:
            yield memory

    machine = type("OnPostgres", (Selling,), {"opened": staticmethod(opened)})
    run_state_machine_as_test(machine, settings=settings(SOME, max_examples=2, stateful_step_count=15))


def test_two_who_post_one_order_at_a_time_post_it_once(memory: UnitOfWork) -> None:
    order = memory.write(three_lines)
    memory.write(lambda db: db.execute(delete(ledger)).rowcount)

    def post_it(_: int) -> int:
        return memory.write(lambda db: post(db, held(db, order.id).id, Reason.ORDER, TODAY, NOW))

    assert sorted(map(str, at_once(4, post_it))) == ["0", "0", "0", "3"]
    assert memory.read(lambda db: net_of(db, order.id)) == order.amount


def test_orders_of_one_customer_posted_at_a_time_make_one_debut(memory: UnitOfWork) -> None:
    def sell(db: Connection) -> list[int]:
        team, rep = found(db), person(db, "ou_li")
        shop = open_shop(db, rep, NOW)
        who = buyer(db, "华宁精密", rep, NOW)
        made = [confirmed(db, team, rep, who, shop.wish("X1", 1)).id for _ in range(4)]
        db.execute(delete(ledger))
        db.execute(delete(debuts.debuts))
        return made

    made = memory.write(sell)

    def post_it(number: int) -> int:
        return memory.write(lambda db: post(db, held(db, made[number]).id, Reason.ORDER, TODAY, NOW))

    assert at_once(4, post_it) == [1, 1, 1, 1]
    ((_, _, _, order_id, *_),) = memory.read(debuts_now)
    assert order_id == made[0]


def test_the_ids_of_the_ledger_come_in_the_order_of_their_commits(memory: UnitOfWork) -> None:
    """A reader never sees a row that is older than a watermark it has seen."""

    def shop_of(db: Connection) -> list[int]:
        team, rep = found(db), person(db, "ou_li")
        shop = open_shop(db, rep, NOW)
        names = ("华宁精密", "长安重工", "智云科技", "禾汀食品")
        return [confirmed(db, team, rep, buyer(db, name, rep, NOW), shop.wish("X1", 5)).id for name in names]

    made = memory.write(shop_of)

    def work(number: int) -> list[tuple[int, int]]:
        seen = []
        for _ in range(3):
            memory.write(lambda db: ship(db, made[number], X1=1))
            memory.write(lambda db: take_back(db, made[number], X1=1))
            seen.append(memory.read(marked))
        return seen

    for seen in at_once(4, work):
        assert isinstance(seen, list), seen
        for mark, count in seen:
            assert memory.read(partial(rows_upto, mark=mark)) == count


def marked(db: Connection) -> tuple[int, int]:
    mark = watermark(db)
    return mark, rows_upto(db, mark)


def rows_upto(db: Connection, mark: int) -> int:
    return db.scalar(select(func.count()).where(ledger.c.id <= mark)) or 0


def test_old_orders_are_posted_once_in_parts(memory: UnitOfWork) -> None:
    order = memory.write(three_lines)
    memory.write(lambda db: ship(db, order.id, A100=10, B7=3, X1=1))
    memory.write(lambda db: take_back(db, order.id, A100=4))
    as_posted = memory.read(sums)
    memory.write(lambda db: db.execute(delete(ledger)).rowcount)
    last = memory.write(lambda db: openings.post_unposted(db, 0, 1, TODAY, NOW))
    assert last == order.id
    assert memory.read(sums) == as_posted
    assert memory.write(lambda db: openings.post_unposted(db, order.id, 1, TODAY, NOW)) is None
    assert memory.write(lambda db: openings.post_unposted(db, 0, 1, TODAY, NOW)) is None


def test_drafts_and_cancelled_orders_are_not_opened(memory: UnitOfWork) -> None:
    order = memory.write(three_lines)
    memory.write(lambda db: db.execute(delete(ledger)).rowcount)
    memory.write(
        lambda db: db.execute(orders.update().where(orders.c.id == order.id).values(state="cancelled")).rowcount
    )
    assert memory.write(lambda db: openings.post_unposted(db, 0, 9, TODAY, NOW)) is None
    assert memory.read(watermark) == 0


def sums(db: Connection) -> list[tuple[object, ...]]:
    what = (ledger.c.day, ledger.c.rep_id, ledger.c.product_id)
    asked = select(*what, func.sum(ledger.c.amount), func.sum(ledger.c.quantity)).group_by(*what).order_by(*what)
    return [(*row[:3], row[3].minor, int(row[4])) for row in db.execute(asked)]
