"""What is owed: billed with each shipment, settled by what comes in and what comes back, and closed at nothing open."""

from datetime import date

import pytest

from sales.money import ZERO, Money, total
from sales.orders import State
from sales.terms import AT_ONCE, Credit, Terms
from storage import receivables
from storage.credits import funds_of, unallocated
from storage.customers import Customer
from storage.engine import Connection
from storage.mergers import merge, undo
from storage.orders import Order, find_order
from storage.payments import Income, pay
from storage.people import Person
from storage.receivables import open_of_customer, open_of_order, open_of_rep, open_of_team
from storage.uow import UnitOfWork
from tests.debts import DAY, Seller, confirmed, owing, seller, ship, take_back, yuan
from tests.seeds import NOW, TODAY, found, memory, person
from tests.trade import THIRTY, buyer

__all__ = ["memory"]


class Firm:
    """A database with a seller and a customer in it."""

    def __init__(self, db: UnitOfWork) -> None:
        self.db = db
        self.seller: Seller = db.write(lambda at: seller(at, found(at), person(at, "ou_li")))
        self.customer: Customer = db.write(lambda at: buyer(at, "华宁精密", self.seller.rep, NOW))

    @property
    def rep(self) -> Person:
        return self.seller.rep

    def owing(self, pieces: int, due_on: date = TODAY + 30 * DAY) -> Order:
        return self.db.write(lambda at: owing(at, self.seller, self.customer, pieces, due_on))

    def confirmed(self, pieces: int, terms: Terms = THIRTY) -> Order:
        return self.db.write(lambda at: confirmed(at, self.seller, self.customer, pieces, terms))

    def pay(self, amount: int, *order_ids: int) -> None:
        income = Income(self.customer.id, yuan(amount), TODAY, order_ids)
        self.db.write(lambda at: pay(at, income, self.rep.id, TODAY, NOW, NOW))

    def open(self) -> list[Money]:
        return [each.open for each in self.db.read(lambda at: open_of_customer(at, self.customer.id))]

    def left(self) -> Money:
        return self.db.read(lambda at: unallocated(at, self.customer.id))

    def state(self, order: Order) -> State:
        known = self.db.read(lambda at: find_order(at, order.id))
        assert known is not None
        return known.state


@pytest.fixture
def firm(memory: UnitOfWork) -> Firm:
    return Firm(memory)


@pytest.mark.parametrize("terms,due_on", [
    (AT_ONCE, date(2026, 3, 2)),
    (THIRTY, date(2026, 4, 1)),
    (Terms(Credit.MONTHLY, 30), date(2026, 4, 30)),
])  # fmt: skip
def test_each_shipment_is_owed_for_by_the_terms(firm: Firm, terms: Terms, due_on: date) -> None:
    order = firm.confirmed(3, terms)
    firm.db.write(lambda at: ship(at, order.id, 1))
    (owed,) = firm.db.read(lambda at: open_of_order(at, order.id))
    assert (owed.due_on, owed.amount, owed.open, owed.order) == (due_on, yuan(1000), yuan(1000), order.number)
    assert (owed.customer, owed.rep, owed.shipped_on) == ("华宁精密", "李雷", TODAY)
    assert firm.state(order) is State.PARTLY_SHIPPED
    firm.db.write(lambda at: ship(at, order.id, 2))
    assert firm.open() == [yuan(1000), yuan(2000)]


def test_money_for_the_order_settles_its_shipments_as_they_leave(firm: Firm) -> None:
    order, other = firm.confirmed(3), firm.owing(1)
    firm.pay(2500, order.id)
    assert (firm.open(), firm.left()) == ([yuan(1000)], yuan(2500))
    firm.db.write(lambda at: ship(at, order.id, 2))
    assert (firm.open(), firm.left()) == ([yuan(1000)], yuan(500))
    firm.db.write(lambda at: ship(at, order.id, 1))
    assert (firm.open(), firm.left()) == ([yuan(1000), yuan(500)], ZERO)
    assert firm.state(order) is State.SHIPPED
    assert firm.state(other) is State.SHIPPED


def test_an_order_paid_ahead_is_closed_as_its_last_piece_leaves(firm: Firm) -> None:
    order = firm.confirmed(2, AT_ONCE)
    firm.pay(2000, order.id)
    assert firm.db.write(lambda at: ship(at, order.id, 1)).state is State.PARTLY_SHIPPED
    assert firm.db.write(lambda at: ship(at, order.id, 1)).state is State.CLOSED
    assert (firm.open(), firm.left()) == ([], ZERO)


def test_what_comes_back_settles_the_latest_first_and_the_rest_is_their_credit(firm: Firm) -> None:
    order = firm.confirmed(3)
    firm.db.write(lambda at: ship(at, order.id, 1))
    firm.db.write(lambda at: ship(at, order.id, 2, TODAY + DAY))
    firm.pay(1500, order.id)
    assert firm.open() == [yuan(1500)]
    firm.db.write(lambda at: take_back(at, order.id, 1))
    assert (firm.open(), firm.left(), firm.state(order)) == ([yuan(500)], ZERO, State.SHIPPED)
    firm.db.write(lambda at: take_back(at, order.id, 1))
    assert (firm.open(), firm.left(), firm.state(order)) == ([], yuan(500), State.CLOSED)
    (fund,) = firm.db.read(lambda at: funds_of(at, firm.customer.id))
    assert (fund.return_id, fund.payment_id, fund.left) == (2, None, yuan(500))


def test_what_comes_back_of_a_closed_order_is_all_credit(firm: Firm) -> None:
    order = firm.owing(2)
    firm.pay(2000)
    assert firm.state(order) is State.CLOSED
    assert firm.db.write(lambda at: take_back(at, order.id, 2)).state is State.CLOSED
    assert firm.left() == yuan(2000)


def test_it_is_asked_for_by_customer_rep_and_team(firm: Firm) -> None:
    firm.owing(1)
    team, boss, han = firm.seller.team, *firm.db.read(lambda at: (person(at, "ou_boss"), person(at, "ou_han")))
    assert len(firm.db.read(lambda at: open_of_team(at, team.id))) == 1
    assert firm.db.read(lambda at: open_of_team(at, team.id + 1)) == []
    assert len(firm.db.read(lambda at: open_of_rep(at, firm.rep.id))) == 1
    assert firm.db.read(lambda at: open_of_rep(at, boss.id)) == []
    theirs = firm.db.write(lambda at: buyer(at, "长安电子", han, NOW))
    firm.db.write(lambda at: owing(at, firm.seller, theirs))
    assert len(firm.db.read(lambda at: open_of_rep(at, firm.rep.id))) == 2
    assert [each.customer for each in firm.db.read(lambda at: open_of_rep(at, han.id))] == ["长安电子"]


def test_merged_customers_owe_as_one_until_the_merger_is_undone(firm: Firm) -> None:
    other = firm.db.write(lambda at: buyer(at, "华宁", firm.rep, NOW))
    firm.owing(1)
    firm.db.write(lambda at: owing(at, firm.seller, other, 2))
    merger = firm.db.write(lambda at: merge(at, other.id, firm.customer.id, firm.rep.id, NOW))
    assert merger is not None
    assert firm.open() == [yuan(1000), yuan(2000)]
    assert {each.customer for each in firm.db.read(lambda at: open_of_team(at, firm.seller.team.id))} == {"华宁精密"}
    firm.db.write(lambda at: undo(at, merger, firm.rep.id, NOW))
    assert firm.open() == [yuan(1000)]


def test_a_billed_order_is_never_closed_twice(firm: Firm) -> None:
    order = firm.owing(1)

    def close(at: Connection) -> Order:
        return receivables.close_if_settled(at, order, firm.rep.id, TODAY, NOW)

    assert firm.db.write(close) == order
    firm.pay(1000)
    assert firm.state(order) is State.CLOSED
    verbs = [verb for (verb,) in firm.db.read(lambda at: at.exec_driver_sql("select verb from audit").all())]
    assert verbs.count("close") == 1
    assert total(firm.open()) == ZERO
