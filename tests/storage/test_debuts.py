"""When a customer bought for the first time, whose that is, and when it was all undone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from sales.grains import Grain, stretch_of
from sales.orders import Content, Kind, Move
from sales.shipping import Reason
from storage import closes, mergers, order_moves
from storage.customers import Customer
from storage.debuts import Debut, debuts, refresh
from storage.engine import Connection
from storage.goods import Entry, take_back
from storage.order_splits import set_shares
from storage.orders import Order
from storage.people import Person
from storage.uow import UnitOfWork
from tests.goods import by_line, confirmed, held, ship
from tests.plans import statements
from tests.seeds import NOW, TODAY, found, memory, person
from tests.trade import buyer, open_shop

__all__ = ["memory"]
DAY = timedelta(days=1)


class Shopping:
    """What a customer of 李雷's buys, day by day from 2 March on."""

    def __init__(self, memory: UnitOfWork) -> None:
        self.memory = memory
        memory.write(self._open)

    def _open(self, db: Connection) -> None:
        self.team = found(db)
        self.li, self.han = person(db, "ou_li"), person(db, "ou_han")
        self.shop = open_shop(db, self.li, NOW)
        self.customer = buyer(db, "华宁精密", self.li, NOW)

    def buy(self, day: int, pieces: int = 2, customer: Customer | None = None, rep: Person | None = None) -> Order:
        """Some valves, so many days on."""
        who, at = customer or self.customer, NOW + day * DAY
        wish = self.shop.wish("X1", pieces)
        return self.memory.write(lambda db: confirmed(db, self.team, rep or self.li, who, wish, at=at))

    def cancel(self, order: Order, day: int) -> None:
        """Before anything has left."""
        on, at = TODAY + day * DAY, NOW + day * DAY
        self.memory.write(lambda db: order_moves.move(db, held(db, order.id), Move.CANCEL, self.li.id, at, on=on))

    def give_back(self, order: Order, day: int, pieces: int = 2) -> None:
        """Ship it if that is still to be done, and take some back."""
        on, at = TODAY + day * DAY, NOW + day * DAY

        def work(db: Connection) -> None:
            if held(db, order.id).lines[0].open:
                ship(db, order.id, on, X1=2)
            of = held(db, order.id)
            take_back(db, of, by_line(of, {"X1": pieces}), Reason.SURPLUS, "", Entry(self.li.id, on, at, at, today=on))

        self.memory.write(work)

    def close(self, day: date, *, restates: bool = False) -> None:
        """The month of a date."""
        month, at = stretch_of(Grain.MONTH, day), NOW + 60 * DAY
        assert self.memory.write(lambda db: closes.close(db, month, self.li.id, at, restates=restates))

    def debut(self, customer: Customer | None = None) -> tuple[int, date, date | None, int] | None:
        """Order, first day, day of loss, rep."""
        asked = select(debuts).where(debuts.c.customer_id == (customer or self.customer).id)
        row = self.memory.read(lambda db: db.execute(asked).one_or_none())
        return (row.order_id, row.first_on, row.lost_on, row.rep_id) if row else None


@pytest.fixture
def shopping(memory: UnitOfWork) -> Shopping:
    """A customer who has bought nothing yet."""
    return Shopping(memory)


def test_the_first_order_is_the_debut_and_stays_it(shopping: Shopping) -> None:
    assert shopping.debut() is None
    first = shopping.buy(1)
    shopping.buy(3)
    assert shopping.debut() == (first.id, TODAY + DAY, None, shopping.li.id)


def test_an_order_that_comes_in_late_for_an_earlier_day_takes_its_place(shopping: Shopping) -> None:
    shopping.buy(5)
    earlier = shopping.buy(2)
    assert shopping.debut() == (earlier.id, TODAY + 2 * DAY, None, shopping.li.id)


def test_a_cancelled_first_order_makes_the_next_one_the_first(shopping: Shopping) -> None:
    first = shopping.buy(1)
    shopping.cancel(first, 2)
    assert shopping.debut() is None
    second = shopping.buy(3)
    assert shopping.debut() == (second.id, TODAY + 3 * DAY, None, shopping.li.id)


def test_an_order_cancelled_after_the_close_is_lost_in_the_present(shopping: Shopping) -> None:
    first = shopping.buy(1)
    shopping.close(TODAY)
    shopping.cancel(first, 40)
    assert shopping.debut() == (first.id, TODAY + DAY, TODAY + 40 * DAY, shopping.li.id)


def test_one_cancelled_in_a_month_that_is_restated_never_was(shopping: Shopping) -> None:
    first = shopping.buy(1)
    shopping.close(TODAY, restates=True)
    shopping.cancel(first, 40)
    assert shopping.debut() is None


def test_when_all_of_it_is_back_it_is_lost_on_that_day(shopping: Shopping) -> None:
    first = shopping.buy(1)
    shopping.buy(2)
    shopping.give_back(first, 5, pieces=1)
    assert shopping.debut() == (first.id, TODAY + DAY, None, shopping.li.id)
    shopping.give_back(first, 9, pieces=1)
    assert shopping.debut() == (first.id, TODAY + DAY, TODAY + 9 * DAY, shopping.li.id)


def test_what_is_sold_and_back_on_one_day_was_a_customer_all_the_same(shopping: Shopping) -> None:
    first = shopping.buy(1)
    shopping.give_back(first, 1)
    assert shopping.debut() == (first.id, TODAY + DAY, TODAY + DAY, shopping.li.id)


def test_it_is_whose_share_is_the_largest(shopping: Shopping) -> None:
    first = shopping.buy(1)
    parts = {shopping.li.id: 3000, shopping.han.id: 7000}
    shopping.memory.write(lambda db: set_shares(db, held(db, first.id), parts, shopping.li.id, NOW))
    assert shopping.debut() == (first.id, TODAY + DAY, None, shopping.han.id)


def test_whoever_gets_the_most_of_it_after_all_of_it_came_back_has_it(shopping: Shopping) -> None:
    first = shopping.buy(1)
    shopping.give_back(first, 5)
    parts = {shopping.li.id: 3000, shopping.han.id: 7000}
    shopping.memory.write(lambda db: set_shares(db, held(db, first.id), parts, shopping.li.id, NOW + 6 * DAY))
    assert shopping.debut() == (first.id, TODAY + DAY, TODAY + 5 * DAY, shopping.han.id)


def test_shared_after_a_part_came_back_and_its_month_was_closed_it_changes_hands_too(shopping: Shopping) -> None:
    first = shopping.buy(1)
    shopping.give_back(first, 2, pieces=1)
    shopping.close(TODAY)
    parts = {shopping.li.id: 4999, shopping.han.id: 5001}
    shopping.memory.write(lambda db: set_shares(db, held(db, first.id), parts, shopping.li.id, NOW + 40 * DAY))
    assert shopping.debut() == (first.id, TODAY + DAY, None, shopping.han.id)


def test_of_two_with_the_same_share_it_is_the_one_who_was_here_first(shopping: Shopping) -> None:
    first = shopping.buy(1, rep=shopping.han)
    parts = {shopping.li.id: 5000, shopping.han.id: 5000}
    shopping.memory.write(lambda db: set_shares(db, held(db, first.id), parts, shopping.li.id, NOW))
    known = shopping.debut()
    assert known
    assert known[3] == min(shopping.li.id, shopping.han.id)


def test_merged_customers_have_one_debut_and_get_their_own_back(shopping: Shopping) -> None:
    other = shopping.memory.write(lambda db: buyer(db, "华宁", shopping.han, NOW))
    mine, theirs = shopping.buy(3), shopping.buy(1, customer=other)
    merger = shopping.memory.write(lambda db: mergers.merge(db, other.id, shopping.customer.id, shopping.li.id, NOW))
    assert merger
    assert shopping.debut() == (theirs.id, TODAY + DAY, None, shopping.han.id)
    assert shopping.debut(other) is None
    late = shopping.buy(2, customer=other)
    assert shopping.debut(other) is None
    assert shopping.memory.write(lambda db: mergers.undo(db, merger, shopping.li.id, NOW))
    assert shopping.debut() == (mine.id, TODAY + 3 * DAY, None, shopping.li.id)
    known = shopping.debut(other)
    assert known
    assert known[0] == theirs.id != late.id


def test_samples_make_nobody_a_customer(shopping: Shopping) -> None:
    def work(db: Connection) -> None:
        content = Content((shopping.shop.wish("X1", 1),), kind=Kind.SAMPLE)
        order = order_moves.add_draft(db, shopping.team, shopping.li, shopping.customer, content, NOW, NOW)
        order_moves.submit(db, held(db, order.id), shopping.li.id, TODAY, NOW)
        order_moves.move(db, held(db, order.id), Move.CONFIRM, shopping.li.id, NOW, on=TODAY)

    shopping.memory.write(work)
    assert shopping.debut() is None


def test_an_order_of_an_old_customer_costs_no_look_at_the_old_ones(shopping: Shopping) -> None:
    for day in range(1, 4):
        shopping.buy(day)
    few = asked(shopping)
    for day in range(6, 26):
        shopping.buy(day)
    many = asked(shopping)
    assert len(many) == len(few)
    assert not any("GROUP BY" in each and "postings" in each for each in many)


def asked(shopping: Shopping) -> list[str]:
    """What the database is asked when an order of a month later is confirmed."""
    at, wish = NOW + 30 * DAY, shopping.shop.wish("X1", 1)

    def work(db: Connection) -> object:
        return confirmed(db, shopping.team, shopping.li, shopping.customer, wish, at=at)

    return [said for said, _ in statements(shopping.memory, work, writes=True)]


def test_refreshing_changes_nothing_that_is_right(shopping: Shopping) -> None:
    shopping.buy(1)
    before = shopping.debut()
    for _ in range(2):
        shopping.memory.write(lambda db: refresh(db, [shopping.customer.id]))
    assert shopping.debut() == before
    assert {*Debut.__slots__, "customer_id", "rep_id"} == set(debuts.c.keys())
