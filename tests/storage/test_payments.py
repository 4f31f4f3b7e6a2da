"""Money that comes in: what it settles, what is left of it, and how a wrong entry is taken back, once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from sales.breaches import NotFound
from sales.money import ZERO, Money, total
from sales.orders import State
from sales.trade_breaches import AlreadyReversed
from storage.payments import Income, Payment, allocate_rest, find_payment, pay, reverse
from storage.receivables import open_of_customer
from storage.uow import UnitOfWork
from tests.debts import DAY, confirmed, owing, ship, take_back, yuan
from tests.seeds import NOW, TODAY, at_once, memory
from tests.storage.test_receivables import Firm
from tests.trade import buyer

__all__ = ["memory"]


@pytest.fixture
def firm(memory: UnitOfWork) -> Firm:
    return Firm(memory)


def paid(firm: Firm, amount: int, *order_ids: int) -> Payment:
    income = Income(firm.customer.id, yuan(amount), TODAY, order_ids, "承兑")
    return firm.db.write(lambda at: pay(at, income, firm.rep.id, TODAY, NOW, NOW))


def undone(firm: Firm, payment: Payment) -> Payment:
    return firm.db.write(lambda at: reverse(at, payment.id, firm.rep.id, TODAY + DAY, NOW + timedelta(days=1)))


def parts(payment: Payment) -> list[tuple[str, Money]]:
    return [(part.order, part.amount) for part in payment.parts]


def test_it_settles_the_oldest_due_first(firm: Firm) -> None:
    later, sooner = firm.owing(1, TODAY + 9 * DAY), firm.owing(2, TODAY - 9 * DAY)
    payment = paid(firm, 2500)
    assert (payment.number, payment.customer, payment.person, payment.note) == ("HK-1", "华宁精密", "李雷", "承兑")
    assert parts(payment) == [(sooner.number, yuan(2000)), (later.number, yuan(500))]
    assert (firm.state(sooner), firm.state(later)) == (State.CLOSED, State.SHIPPED)
    assert (firm.open(), firm.left(), payment.left) == ([yuan(500)], ZERO, ZERO)


def test_it_settles_the_orders_named_and_no_other(firm: Firm) -> None:
    old, one, two = firm.owing(1, TODAY - 60 * DAY), firm.owing(1, TODAY), firm.owing(1, TODAY - DAY)
    payment = paid(firm, 2500, one.id, two.id)
    assert parts(payment) == [(two.number, yuan(1000)), (one.number, yuan(1000))]
    assert (firm.open(), firm.left(), payment.order_id) == ([yuan(1000)], yuan(500), None)
    assert firm.state(old) is State.SHIPPED


def test_an_order_of_somebody_else_is_left_alone(firm: Firm) -> None:
    theirs = firm.db.write(lambda at: owing(at, firm.seller, buyer(at, "长安电子", firm.rep, NOW)))
    payment = paid(firm, 1000, theirs.id)
    assert (parts(payment), firm.left()) == ([], yuan(1000))


def test_what_is_paid_too_much_is_kept_and_settles_what_comes_later_by_a_press(firm: Firm) -> None:
    firm.owing(1)
    assert paid(firm, 1500).left == yuan(500)
    later = firm.owing(1)
    assert (firm.open(), firm.left()) == ([yuan(1000)], yuan(500))

    def press() -> Money:
        return firm.db.write(lambda at: allocate_rest(at, firm.customer.id, firm.rep.id, TODAY, NOW))

    assert (press(), press()) == (yuan(500), ZERO)
    assert (firm.open(), firm.left(), firm.state(later)) == ([yuan(500)], ZERO, State.SHIPPED)


def test_a_press_also_uses_what_came_back_but_no_money_that_waits_for_an_order(firm: Firm) -> None:
    order = firm.owing(2)
    paid(firm, 2000)
    firm.db.write(lambda at: take_back(at, order.id, 1))
    waiting = firm.confirmed(1)
    paid(firm, 700, waiting.id)
    firm.owing(3)
    assert firm.left() == yuan(1700)
    assert firm.db.write(lambda at: allocate_rest(at, firm.customer.id, firm.rep.id, TODAY, NOW)) == yuan(1000)
    assert (firm.open(), firm.left()) == ([yuan(2000)], yuan(700))


def test_a_counter_entry_takes_back_all_it_settled_and_reopens_the_order(firm: Firm) -> None:
    one, two = firm.owing(1), firm.owing(1)
    payment = paid(firm, 1600)
    assert firm.state(one) is State.CLOSED
    counter = undone(firm, payment)
    assert (counter.number, counter.amount, counter.reverses_id) == ("HK-2", yuan(-1600), payment.id)
    assert (counter.paid_on, counter.left) == (TODAY + DAY, ZERO)
    assert parts(counter) == [(one.number, yuan(-1000)), (two.number, yuan(-600))]
    assert (firm.open(), firm.left(), firm.state(one)) == ([yuan(1000), yuan(1000)], ZERO, State.SHIPPED)
    again = firm.db.read(lambda at: find_payment(at, payment.id))
    assert again is not None
    assert (again.reversed_by, again.amount) == (counter.id, yuan(1600))


def test_nothing_is_reversed_twice_nor_a_counter_entry_at_all(firm: Firm) -> None:
    payment = paid(firm, 100)
    counter = undone(firm, payment)
    for each in (payment, counter):
        with pytest.raises(AlreadyReversed):
            undone(firm, each)
    with pytest.raises(NotFound):
        firm.db.write(lambda at: reverse(at, 99, firm.rep.id, TODAY, NOW))
    assert firm.left() == ZERO


def test_money_reversed_before_the_order_left_settles_nothing_when_it_does(firm: Firm) -> None:
    order = firm.confirmed(1)
    undone(firm, paid(firm, 1000, order.id))
    firm.db.write(lambda at: ship(at, order.id, 1))
    assert (firm.open(), firm.left()) == ([yuan(1000)], ZERO)


def test_everything_is_audited(firm: Firm) -> None:
    firm.owing(1)
    undone(firm, paid(firm, 1000))
    rows = firm.db.read(lambda at: at.exec_driver_sql("select verb, subject from audit order by id").all())
    last = [f"{verb} {subject}" for verb, subject in rows][-4:]
    assert last == ["pay HK-1", "close SO-1", "reverse HK-1", "reopen SO-1"]


def test_two_payments_for_one_debt_never_settle_more_than_it(firm: Firm) -> None:
    order = firm.owing(3)
    done = at_once(4, lambda n: paid(firm, 1000 + n, *([order.id] if n % 2 else [])))
    assert [each for each in done if isinstance(each, Exception)] == []
    assert (firm.open(), firm.left(), firm.state(order)) == ([], yuan(4006 - 3000), State.CLOSED)
    assert _allocated(firm) == yuan(3000)


def test_of_two_reversals_one_wins_and_the_other_gets_words(firm: Firm) -> None:
    firm.owing(1)
    payment = paid(firm, 1000)
    done = at_once(3, lambda _: undone(firm, payment))
    assert sorted(type(each).__name__ for each in done) == ["AlreadyReversed", "AlreadyReversed", "Payment"]
    assert (firm.open(), firm.left(), _allocated(firm)) == ([yuan(1000)], ZERO, ZERO)


def test_a_payment_and_a_reversal_at_once(firm: Firm) -> None:
    order = firm.owing(2)
    first = paid(firm, 1500)
    acts: list[Callable[[], Payment]] = [
        lambda: undone(firm, first),
        lambda: paid(firm, 1200),
        lambda: paid(firm, 300, order.id),
    ]
    done = at_once(3, lambda n: acts[n]())
    assert [each for each in done if isinstance(each, Exception)] == []
    rest = firm.left() - total(firm.open())
    assert rest == yuan(1500) - yuan(2000)
    assert _allocated(firm) == yuan(2000) - total(firm.open())


def test_a_reversal_while_the_rest_is_allocated(firm: Firm) -> None:
    payment = paid(firm, 1000)
    firm.owing(1)
    acts: list[Callable[[], object]] = [
        lambda: undone(firm, payment),
        lambda: firm.db.write(lambda at: allocate_rest(at, firm.customer.id, firm.rep.id, TODAY, NOW)),
    ]
    done = at_once(2, lambda n: acts[n]())
    assert {type(each).__name__ for each in done} <= {"Payment", "Money", "Outdated"}
    if isinstance(done[0], Exception):  # the order was settled between its two looks: pressed again, it is taken back
        undone(firm, payment)
    assert (firm.open(), firm.left(), _allocated(firm)) == ([yuan(1000)], ZERO, ZERO)


def test_a_payment_while_the_last_piece_leaves(firm: Firm) -> None:
    order = firm.db.write(lambda at: ship(at, confirmed(at, firm.seller, firm.customer, 2).id, 1))
    acts: list[Callable[[], object]] = [
        lambda: paid(firm, 2000, order.id),
        lambda: firm.db.write(lambda at: ship(at, order.id, 1)),
    ]
    done = at_once(2, lambda n: acts[n]())
    assert [each for each in done if isinstance(each, Exception)] == []
    assert (firm.open(), firm.left(), firm.state(order)) == ([], ZERO, State.CLOSED)


def _allocated(firm: Firm) -> Money:
    rows = firm.db.read(lambda at: at.exec_driver_sql("select coalesce(sum(amount), 0) from allocations").scalar_one())
    assert {each.open >= ZERO for each in firm.db.read(lambda at: open_of_customer(at, firm.customer.id))} <= {True}
    return Money(int(rows))
