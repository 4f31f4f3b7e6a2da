"""Ageing and statements: buckets by due date, and balances to which every movement leads."""

from datetime import timedelta
from functools import partial

import pytest

from sales.money import ZERO, Money, total
from sales.receivables import Bucket
from storage.ageing import ageing, debtors
from storage.credits import unallocated, unallocated_of_rep, unallocated_of_team
from storage.payments import Income, pay, reverse
from storage.receivables import Whose, open_of_customer
from storage.statements import Statement, What, statement
from storage.uow import UnitOfWork
from tests.debts import DAY, owing, take_back, yuan
from tests.seeds import NOW, TODAY, memory, person
from tests.storage.test_receivables import Firm
from tests.trade import buyer

__all__ = ["memory"]


@pytest.fixture
def firm(memory: UnitOfWork) -> Firm:
    return Firm(memory)


def of(firm: Firm, first: int, end: int) -> Statement:
    """The statement of days counted from today."""
    found = firm.db.read(lambda at: statement(at, firm.customer.id, TODAY + first * DAY, TODAY + end * DAY))
    assert found.is_balanced
    return found


def lines(found: Statement) -> list[tuple[int, str, Money]]:
    return [((each.on - TODAY).days, each.what.value, each.amount) for each in found.movements]


def test_every_open_shipment_stands_in_its_bucket(firm: Firm) -> None:
    for pieces, late in enumerate((-5, 0, 1, 30, 31, 60, 61, 90, 91, 400), 1):
        firm.owing(pieces, TODAY - late * DAY)
    firm.pay(500)
    for whose in (Whose(rep_id=firm.rep.id), Whose(team_id=firm.seller.team.id), Whose(customer_id=firm.customer.id)):
        found = firm.db.read(partial(ageing, whose=whose, today=TODAY))
        assert [(age.amount, age.count) for age in found.values()] == [
            (yuan(3000), 2), (yuan(7000), 2), (yuan(11_000), 2), (yuan(15_000), 2), (yuan(18_500), 2)
        ]  # fmt: skip
        assert list(found) == list(Bucket)
    nobody = firm.db.read(lambda at: ageing(at, Whose(rep_id=person(at, "ou_han").id), TODAY))
    assert {age.amount for age in nobody.values()} == {ZERO}


def test_the_largest_overdue_customers_come_first(firm: Firm) -> None:
    small = firm.db.write(lambda at: buyer(at, "长安电子", firm.rep, NOW))
    large = firm.db.write(lambda at: buyer(at, "远东机械", firm.rep, NOW))
    firm.owing(1, TODAY - DAY)
    firm.owing(9, TODAY)
    firm.db.write(lambda at: owing(at, firm.seller, small, 2, TODAY - 9 * DAY))
    firm.db.write(lambda at: owing(at, firm.seller, large, 3, TODAY - 2 * DAY))
    found = firm.db.read(lambda at: debtors(at, Whose(team_id=firm.seller.team.id), TODAY, 2))
    assert [(each.customer, each.overdue, (TODAY - each.since).days) for each in found] == [
        ("远东机械", yuan(3000), 2), ("长安电子", yuan(2000), 9)
    ]  # fmt: skip


def test_what_is_left_is_summed_for_owner_and_team(firm: Firm) -> None:
    firm.pay(300)
    order = firm.owing(1)
    firm.pay(1000)
    firm.db.write(lambda at: take_back(at, order.id, 1))
    assert firm.db.read(lambda at: unallocated_of_rep(at, firm.rep.id)) == yuan(1300)
    assert firm.db.read(lambda at: unallocated_of_team(at, firm.seller.team.id)) == yuan(1300)
    assert firm.db.read(lambda at: unallocated_of_rep(at, person(at, "ou_han").id)) == ZERO


def test_every_movement_leads_to_the_balance(firm: Firm) -> None:
    order = firm.owing(3, TODAY + 20 * DAY)  # left ten days ago
    income = Income(firm.customer.id, yuan(2500), TODAY - 2 * DAY)
    payment = firm.db.write(lambda at: pay(at, income, firm.rep.id, TODAY, NOW, NOW))
    firm.db.write(lambda at: take_back(at, order.id, 1))
    firm.db.write(lambda at: reverse(at, payment.id, firm.rep.id, TODAY + DAY, NOW + timedelta(days=1)))
    whole = of(firm, -30, 30)
    assert lines(whole) == [
        (-10, "billed", yuan(3000)), (-2, "paid", yuan(-2500)), (0, "returned", yuan(-1000)),
        (1, "reversed", yuan(2500)),
    ]  # fmt: skip
    assert (whole.opening, whole.closing) == (ZERO, yuan(2000))
    assert [(each.order_id, each.payment_id) for each in whole.movements] == [
        (order.id, 0),
        (0, 1),
        (order.id, 0),
        (0, 2),
    ]
    middle = of(firm, -2, 1)
    assert (middle.opening, middle.closing, len(middle.movements)) == (yuan(3000), yuan(-500), 2)
    assert of(firm, 5, 9).opening == of(firm, 5, 9).closing == yuan(2000)
    assert What.BILLED.value == "billed"


def test_the_balance_is_what_is_open_less_what_is_left(firm: Firm) -> None:
    firm.pay(5500)
    for pieces in (1, 3, 2):
        order = firm.owing(pieces)
        firm.pay(1700, order.id)
    firm.db.write(lambda at: take_back(at, order.id, 2))
    still = total([each.open for each in firm.db.read(lambda at: open_of_customer(at, firm.customer.id))])
    left = firm.db.read(lambda at: unallocated(at, firm.customer.id))
    assert of(firm, -60, 60).closing == still - left == yuan(6000 - 5500 - 5100 - 2000)


def test_one_who_never_bought_has_nothing_to_state(firm: Firm) -> None:
    assert of(firm, -30, 30) == Statement(TODAY - 30 * DAY, TODAY + 30 * DAY, ZERO, (), ZERO)
