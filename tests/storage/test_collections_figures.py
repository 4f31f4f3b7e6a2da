"""What was due and paid, what is overdue and how long money takes, over real rows and as figures known beforehand."""

from datetime import date

import pytest

from sales.money import ZERO, Money
from storage import collections_figures as figures
from storage.collections_figures import Ratio, Wait
from storage.payments import Income, pay, reverse
from storage.uow import UnitOfWork
from tests.debts import DAY, take_back, yuan
from tests.seeds import NOW, TODAY, memory
from tests.storage.test_receivables import Firm

__all__ = ["memory"]
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def firm(memory: UnitOfWork) -> Firm:
    return Firm(memory)


def paid(firm: Firm, amount: int, on: date, *order_ids: int) -> int:
    income = Income(firm.customer.id, yuan(amount), on, order_ids)
    return firm.db.write(lambda at: pay(at, income, firm.rep.id, TODAY, NOW, NOW)).id


def collected(firm: Firm, first: date = MARCH, end: date = APRIL) -> Ratio:
    return firm.db.read(lambda at: figures.collected(at, firm.seller.team.id, first, end))


def overdue(firm: Firm, day: date) -> Ratio:
    return firm.db.read(lambda at: figures.overdue(at, firm.seller.team.id, day))


def test_the_worked_check_of_what_was_due_and_paid(firm: Firm) -> None:
    """Due in the period 500,000: 380,000 paid in it, 30,000 before it, 50,000 paid in it for an older debt: 82.0 %."""
    older, one, two = (
        firm.owing(60, date(2026, 2, 10)),
        firm.owing(300, date(2026, 3, 10)),
        firm.owing(200, date(2026, 3, 31)),
    )
    paid(firm, 30_000, date(2026, 2, 27), two.id)
    paid(firm, 300_000, date(2026, 3, 5), one.id)
    paid(firm, 80_000, date(2026, 3, 31), two.id)
    paid(firm, 50_000, date(2026, 3, 6), older.id)
    paid(firm, 7_000, date(2026, 4, 1), two.id)  # after the period
    paid(firm, 9_000, date(2026, 3, 7), one.id)  # too much: settles nothing
    assert collected(firm) == Ratio(yuan(410_000), yuan(500_000))
    assert collected(firm).rate == 8200
    older_money = firm.db.read(lambda at: figures.collected_for_older(at, firm.seller.team.id, MARCH, APRIL))
    assert older_money == yuan(50_000)
    assert collected(firm, FEBRUARY, MARCH) == Ratio(ZERO, yuan(60_000))


def test_what_came_back_was_not_due_and_what_was_reversed_not_paid(firm: Firm) -> None:
    order = firm.owing(10, date(2026, 3, 20))
    firm.db.write(lambda at: take_back(at, order.id, 2))
    wrong = paid(firm, 3000, TODAY, order.id)
    paid(firm, 2000, TODAY, order.id)
    assert collected(firm) == Ratio(yuan(5000), yuan(8000))
    firm.db.write(lambda at: reverse(at, wrong, firm.rep.id, TODAY + DAY, NOW))
    assert collected(firm) == Ratio(yuan(2000), yuan(8000))


def test_without_anything_due_there_is_no_rate(firm: Firm) -> None:
    assert collected(firm) == Ratio(ZERO, ZERO)
    assert collected(firm).rate is None
    assert overdue(firm, TODAY).rate is None
    assert Wait(0, ZERO).tenths is None


def test_what_is_overdue_is_told_as_of_any_day(firm: Firm) -> None:
    order = firm.owing(4, date(2026, 3, 10))
    firm.owing(6, date(2026, 3, 25))
    paid(firm, 1000, date(2026, 3, 12), order.id)
    assert overdue(firm, date(2026, 2, 7)) == Ratio(ZERO, ZERO)  # not left yet
    assert overdue(firm, date(2026, 3, 10)) == Ratio(ZERO, yuan(10_000))
    assert overdue(firm, date(2026, 3, 11)) == Ratio(yuan(4000), yuan(10_000))
    assert overdue(firm, date(2026, 3, 12)) == Ratio(yuan(3000), yuan(9000))
    assert overdue(firm, date(2026, 3, 12)).rate == 3333
    assert overdue(firm, date(2026, 3, 26)).rate == 10_000


def test_how_long_money_takes_counts_paid_ahead_as_no_wait(firm: Firm) -> None:
    order = firm.owing(3, date(2026, 4, 1))  # left on the 2nd of March
    paid(firm, 1000, date(2026, 3, 1), order.id)
    paid(firm, 2000, date(2026, 3, 17), order.id)
    found = firm.db.read(lambda at: figures.waited(at, firm.seller.team.id, MARCH, APRIL))
    assert (found.cash, found.tenths) == (yuan(3000), 100)
    assert found.day_cents == 15 * Money(2000_00).minor


def test_another_team_has_nothing_of_it(firm: Firm) -> None:
    firm.owing(1, date(2026, 3, 10))
    other = firm.seller.team.id + 1
    assert firm.db.read(lambda at: figures.collected(at, other, MARCH, APRIL)) == Ratio(ZERO, ZERO)
    assert firm.db.read(lambda at: figures.waited(at, other, MARCH, APRIL)) == Wait(0, ZERO)
